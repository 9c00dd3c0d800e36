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
    console.note(report)
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
    if let found = try orLater({ try IDLookup(base).incident(like: word) }) {
      return Reference(id: found.id, path: found.path)
    }
    if isEdited {
      let begun = try base.incidents.list().filter { $0.id.hasPrefix(word) }
      if begun.count == 1 { return Reference(id: begun[0].id, path: begun[0].path) }
    }
    let guess = Spelling.nearest(to: word, in: try base.incidents.list().map(\.id))
    throw CommandError(
      .noInput, "no incident '\(word)'",
      hints: [
        guess.map { "did you mean '\($0)'?" }, "'runbook incidents' lists them",
      ].compactMap { $0 })
  }

  /// The incident that a command is for: the one that '--incident' or an argument names, else the only
  /// own one that is open.
  ///
  /// - Parameters:
  ///   - options: what was typed.
  ///   - word: the argument; nil where the command has none, or none was given.
  ///   - command: a command line for one of several, to be pasted.
  /// - Returns: its id and its file.
  /// - Throws: `CommandError` where none is named and none, or several, are open.
  func incident(
    _ options: Options, word: String? = nil, command: (String) -> String
  ) throws -> Reference {
    if let word = options["incident"] ?? word { return try incident(word) }
    let found = try openIncidents()
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw CommandError(
        .usage, "\(found.count) incidents are open; say which",
        hints: found.prefix(9).map { command($0.id) })
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

  /// The id of the runbook that a word means; an alias counts.
  func runbookID(_ word: String) throws -> String {
    if let known = try orLater({ try IDLookup(base).runbook(word) }) { return known }
    throw CommandError(
      .noInput, "no runbook '\(word)'",
      hints: [
        IDLookup.guess(word, in: try base.runbooks.allIDs()),
        "'runbook list' shows every runbook",
      ].compactMap { $0 })
  }
}

extension String {
  /// Whether a reader would see anything of it.
  var isVisible: Bool {
    unicodeScalars.contains { $0.value > 0x20 && !(0x7F..<0xA1).contains($0.value) }
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
