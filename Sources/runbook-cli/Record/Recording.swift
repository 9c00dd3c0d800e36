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
    let location = try KnowledgeBase.locate(
      directory: options["dir"], environment: environment.variables,
      workingFolder: environment.workingFolder)
    guard case .folder(let root) = location else {
      throw CommandError(
        .cannotCreate, "the built-in knowledge base is read-only",
        hints: ["run 'runbook init DIR' first, then record in DIR"])
    }
    base = try KnowledgeBase.open(location, environment: environment.variables)
    folder = IncidentFolder(root: root)
    self.environment = environment
    // Who records does not wait for somebody who builds the index: the files are the truth.
    base.connection.busyTimeout = Recording.patience
    let report = try base.refresh(isChecked: true)
    console.note(report.findings)
    for notice in report.notices { console.note("runbook: note: \(notice)") }
  }

  /// Milliseconds to wait for the index before its last state is taken.
  private static let patience = 300

  /// Runs a look-up again with the index as it is now, where its last state had nothing.
  private func orLater<Value>(_ find: () throws -> Value?) throws -> Value? {
    if let found = try find() { return found }
    base.connection.busyTimeout = 4000
    defer { base.connection.busyTimeout = Recording.patience }
    try base.refresh()
    return try find()
  }

  /// Whether git keeps the folder, or one above it.
  var isInRepository: Bool {
    var path = folder.root
    while FileSystem.status("\(path)/.git") == nil {
      guard FileSystem.parent(of: path) != path else { return false }
      path = FileSystem.parent(of: path)
    }
    return true
  }

  // MARK: What the words on the command line mean

  /// An incident and its file.
  struct Reference {
    var id: String
    var path: String
  }

  /// The incident that a word names: an id, or part of the id of one incident.
  ///
  /// - Parameters:
  ///   - word: the word.
  ///   - isEdited: whether a person edits the page; only then may it be a public example, which says
  ///     what its source says.
  /// - Returns: its id and its file.
  /// - Throws: `CommandError` where it names none, several, or a public example.
  func incident(_ word: String, isEdited: Bool = false) throws -> Reference {
    if let summary = try base.incidents.summary(of: word) {
      guard isEdited || summary.origin == .own else {
        throw CommandError(
          .usage, "'\(word)' is a public example, not an incident of yours",
          hints: ["'runbook log' records yours; 'runbook edit \(word)' corrects the page"])
      }
      return Reference(id: summary.id, path: summary.path)
    }
    // It may have been written a moment ago, and be in no index yet.
    if DocumentID.isValid(word), let path = folder.file(named: word, in: ["incidents"]) {
      return Reference(id: word, path: path)
    }
    if let found = try orLater({ try incident(like: word) }) { return found }
    let guess = Spelling.nearest(to: word, in: try base.incidents.list().map(\.id))
    throw CommandError(
      .noInput, "no incident '\(word)'",
      hints: [
        guess.map { "did you mean '\($0)'?" }, "'runbook incidents' lists them",
      ].compactMap { $0 })
  }

  /// The only own incident whose id holds a word, or the only open one.
  private func incident(like word: String) throws -> Reference? {
    let all = try base.incidents.list()
    // The whole of the words after the day is as good as the id.
    let named = all.filter { $0.origin == .own && $0.id.dropFirst("yyyy-mm-dd-".count) == word }
    if named.count == 1 { return Reference(id: named[0].id, path: named[0].path) }
    guard word.utf8.count >= 3 else { return nil }
    let matches = all.filter { $0.origin == .own && $0.id.contains(word) }
    let open = matches.filter { $0.status == .open }
    for found in [matches, open] where found.count == 1 {
      return Reference(id: found[0].id, path: found[0].path)
    }
    if matches.count > 1 {
      throw CommandError(
        .usage, "'\(word)' fits \(matches.count) incidents",
        hints: matches.prefix(5).map { "\($0.id)  \($0.title)" })
    }
    return nil
  }

  /// The only own incident that is open.
  ///
  /// - Throws: `CommandError` where none is, or several are.
  func openIncident() throws -> Reference {
    let found = try openIncidents()
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw CommandError(
        .usage, "\(found.count) incidents are open; name one",
        hints: found.prefix(5).map(\.id))
    }
    throw CommandError(
      .noInput, "no incident is open",
      hints: ["'runbook log --open TITLE' starts one", "'runbook incidents' lists the others"])
  }

  /// The own incidents that are open, as the files say now.
  func openIncidents() throws -> [Reference] {
    var filter = IncidentFilter()
    filter.labels = LabelFilter(statuses: [Incident.Status.open.rawValue])
    filter.origin = .own
    let find = {
      let open = try base.incidents.list(filter).map { Reference(id: $0.id, path: $0.path) }
      return open.isEmpty ? nil : open
    }
    return try orLater(find) ?? []
  }

  /// Which incident a note is for, and its words: the first word may name one; else it is the only
  /// one that is open.
  func noteTarget(_ words: [String]) throws -> (incident: Reference, words: [String]) {
    let name = words[0]
    guard words.count > 1 else {
      if name != "-", !name.contains(" "), (try? incident(name)) != nil {
        throw Command.note.usageError("missing expected argument '<text>'", nil)
      }
      return (try openIncident(), words)
    }
    let named: Reference
    do {
      named = try incident(name)
    } catch let error as CommandError where error.code == .noInput {
      // `runbook note rolled back to v41`; what is almost an id was meant to be one.
      let isAlmost = name.first?.isNumber == true || error.hints.contains { $0.contains("mean") }
      guard !isAlmost, let open = try? openIncident() else { throw error }
      return (open, words)
    }
    // `runbook note oom again` while another incident burns: the word may be one of the text.
    if name != named.id, let open = try? openIncident(), open.id != named.id {
      throw CommandError(
        .usage, "'\(name)' is part of \(named.id), but \(open.id) is the one that is open",
        hints: ["give the whole id of one of them"])
    }
    return (named, Array(words.dropFirst()))
  }

  /// The id of the runbook that a word means; an alias counts.
  func runbookID(_ word: String) throws -> String {
    let known = try orLater {
      try base.runbooks.summary(of: word)?.id ?? base.runbooks.id(ofAlias: word)
    }
    if let known { return known }
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

extension String {
  /// Whether a reader would see anything of it.
  var isVisible: Bool {
    unicodeScalars.contains { $0.value > 0x20 && !(0x7F..<0xA1).contains($0.value) }
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

  /// The value of a flag as a day: `2026-11-03`, `2026-11`, or how long ago, such as `30d`.
  func day(_ name: String, now: Timestamp) throws(CommandError) -> CivilDate? {
    guard let text = self[name] else { return nil }
    let span = text.hasPrefix("-") ? text : "-\(text)"
    if let day = CivilDate(text) ?? CivilDate("\(text)-01")
      ?? Timestamp(spoken: span, now: now)?.day
    {
      return day
    }
    throw CommandError(
      .usage, "the value '\(text)' is invalid for '--\(name)'",
      hints: ["give a day as 2026-11-03, 2026-11, or how long ago, such as 30d"])
  }
}

extension CommandError {
  /// What a person reads where something could not be recorded.
  init(describing error: IncidentError) {
    switch error {
    case .unreadable, .notEditable: self.init(.badData, error.description)
    case .namesTaken: self.init(.cannotCreate, error.description)
    case .reversedTimes: self.init(.usage, error.description)
    case .noteTooLong:
      self.init(
        .badData, error.description,
        hints: ["keep the whole of it as evidence: 'runbook log --from FILE'"])
    case .locked, .changedMeanwhile: self.init(.locked, error.description)
    case .file(let cause): self.init(describing: cause)
    }
  }
}
