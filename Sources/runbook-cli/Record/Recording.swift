import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A knowledge base that can be written, with what commands that record need of it.
struct Recording {
  let base: KnowledgeBase
  let folder: IncidentFolder
  let environment: Environment

  var console: Console { environment.console }
  var now: Timestamp { environment.now() }

  /// - Throws: `CommandError` where the knowledge base is the one that the program carries.
  init(_ options: Options, _ environment: Environment) throws {
    base = try environment.openKnowledgeBase(options)
    guard let root = base.root else {
      throw CommandError(
        .cannotCreate, "the built-in knowledge base is read-only",
        hints: ["run 'runbook init DIR' first, then record in DIR"])
    }
    folder = IncidentFolder(root: root)
    self.environment = environment
  }

  // MARK: What the words on the command line mean

  /// The incident that a word names: an id, or part of the id of one incident.
  func incident(_ word: String) throws -> IncidentSummary {
    if let summary = try base.incidents.summary(of: word) { return summary }
    let all = try base.incidents.list()
    let own = all.filter { $0.origin == .own }
    let matches = own.filter { $0.id.contains(word) }
    let open = matches.filter { $0.status == .open }
    for found in [matches, open] where found.count == 1 && word.utf8.count >= 3 { return found[0] }
    if matches.count > 1, word.utf8.count >= 3 {
      throw CommandError(
        .usage, "'\(word)' fits \(matches.count) incidents",
        hints: matches.prefix(5).map { "\($0.id)  \($0.title)" })
    }
    let guess = Spelling.nearest(to: word, in: all.map(\.id))
    throw CommandError(
      .noInput, "no incident '\(word)'",
      hints: [
        guess.map { "did you mean '\($0)'?" }, "'runbook incidents' lists them",
      ].compactMap { $0 })
  }

  /// A link to the runbook that `ID`, `ID@PIN` or either with `=OUTCOME` names, pinned to its text.
  func link(_ word: String, outcome: Outcome?) throws -> RunbookLink {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    var outcome = outcome
    if parts.count == 2 {
      outcome = try Recording.outcome(String(parts[1]))
    }
    let names = parts[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let id = try runbookID(String(names[0]))
    let text = try DocumentText.find(
      names.count == 2 ? "\(id)@\(names[1])" : id, in: base)
    guard case .runbook(let runbook) = text.document else {
      throw CommandError(.usage, "'\(id)' is no runbook")
    }
    return RunbookLink(
      id: id, version: runbook.version, revision: Revision.blobID(of: text.bytes),
      outcome: outcome ?? .notTried)
  }

  static func outcome(_ word: String) throws -> Outcome {
    if let outcome = Outcome(rawValue: word) { return outcome }
    let words = Outcome.allCases.map(\.rawValue)
    throw CommandError(
      .usage, "'\(word)' is no outcome",
      hints: [
        Spelling.nearest(to: word, in: words).map { "did you mean '\($0)'?" }
          ?? "choose one of \(words.joined(separator: ", "))"
      ])
  }

  /// The id of the runbook that a word means; an alias counts.
  func runbookID(_ word: String) throws -> String {
    if try base.runbooks.summary(of: word) != nil { return word }
    if let id = try base.runbooks.id(ofAlias: word) { return id }
    let ids = try base.runbooks.allIDs()
    let guess =
      Spelling.nearest(to: word, in: ids)
      ?? ids.first { $0.split(separator: "-").contains { $0 == word } }
    throw CommandError(
      .noInput, "no runbook '\(word)'",
      hints: [
        guess.map { "did you mean '\($0)'?" }, "'runbook list' shows every runbook",
      ].compactMap { $0 })
  }
}

extension Options {
  /// The value of a flag as a time, as people type it.
  func time(_ name: String, now: Timestamp) throws(CommandError) -> Timestamp? {
    guard let text = self[name] else { return nil }
    guard let time = Timestamp(spoken: text, now: now) else {
      throw CommandError(
        .usage, "the value '\(text)' is invalid for '--\(name)'", hints: [Timestamp.spokenForms])
    }
    return time
  }
}

extension CommandError {
  /// What a person reads where something could not be recorded.
  init(describing error: IncidentError) {
    switch error {
    case .unreadable, .notEditable: self.init(.badData, error.description)
    case .namesTaken: self.init(.cannotCreate, error.description)
    case .reversedTimes: self.init(.usage, error.description)
    case .locked, .changedMeanwhile: self.init(.locked, error.description)
    case .file(let cause): self.init(describing: cause)
    }
  }
}
