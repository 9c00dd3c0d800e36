import Runbook

extension Command {
  static let commit = Command(
    name: "commit",
    abstract: "Commit a runbook or an incident with its evidence to git.",
    discussion: [
      "Adds the page, and what was pasted beside an incident, and commits them and nothing else that "
        + "is staged. Without an id, everything that changed below Content is committed. Nothing is "
        + "pushed. Exits with 1 where nothing changed."
    ],
    arguments: [
      Argument(
        name: "id", help: "An id, or part of one.", optional: true, repeats: true, completion: .id)
    ],
    flags: [
      Flag(
        name: "message", short: "m", placeholder: "text",
        help: "What to say of it, instead of what was done to which document."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook commit checkout-oom", "One incident, with its evidence."),
      ("runbook commit -m 'Lessons of last night'", "All that changed."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    guard recording.isInRepository, let git = GitTexts(recording.base) else {
      throw CommandError(
        .noInput, "\(recording.folder.root) is in no git repository",
        hints: ["'git init' there makes one"])
    }
    let named = try options.arguments.map { try recording.document($0) }
    let content = recording.folder.content("").split(separator: "/").first.map(String.init) ?? "."
    let changed = named.isEmpty ? git.changed(below: content) : []
    let paths = named.isEmpty ? changed : named.flatMap { recording.files(of: $0.path) }
    let console = environment.console
    let message =
      options["message"] ?? CommitMessage(named, changed: changed, recording, git).text
    guard !paths.isEmpty,
      let commit = try git.commit(paths, message: message)
    else {
      console.note("nothing to commit")
      return .negative
    }
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "commit": .string(commit), "message": .string(message),
          "paths": JSON(paths),
        ] as JSON).text())
    } else {
      console.print("\(commit)  \(Console.safe(message))")
      for path in paths { console.note("  \(Console.safe(path))") }
    }
    return .success
  }
}

/// What a commit says of itself: what was done to which document.
private struct CommitMessage {
  let text: String

  init(
    _ named: [Recording.Reference], changed: [String], _ recording: Recording, _ git: GitTexts
  ) {
    let ids = named.isEmpty ? Self.ids(of: changed) : named.map(\.id)
    guard let first = ids.first else {
      text = "Update the knowledge base"
      return
    }
    guard ids.count == 1 else {
      let more = ids.count > 3 ? " and \(ids.count - 3) more" : ""
      text = "Update \(ids.prefix(3).joined(separator: ", "))\(more)"
      return
    }
    let path = named.first?.path ?? changed.first { DocumentID.ofFile($0) == first }
    let isNew = path.map { !git.isCommitted($0) } ?? false
    let title = path.flatMap { try? recording.folder.read($0) }.flatMap { bytes in
      DocumentParser.parse(bytes: bytes, path: path ?? "").document?.title
    }
    let isIncident = CivilDate(String(first.prefix(10))) != nil
    let verb = isNew ? (isIncident ? "Record" : "Add") : "Update"
    text = "\(verb) \(first)" + (title.map { ": \(Console.safe($0))" } ?? "")
  }

  private static func ids(of paths: [String]) -> [String] {
    var ids: [String] = []
    for path in paths where path.hasSuffix(".md") {
      let id = DocumentID.ofFile(path)
      if !ids.contains(id) { ids.append(id) }
    }
    return ids
  }
}

extension Recording {
  /// The runbook or incident that a word names, and its file.
  func document(_ word: String) throws -> Reference {
    if let id = try IDLookup(base).runbook(word), let summary = try base.runbooks.summary(of: id) {
      return Reference(id: id, path: summary.path)
    }
    do {
      return try incident(word, isEdited: true)
    } catch let error as CommandError where error.code == .noInput {
      // A file that is broken is not in the index, and needs the editor most.
      if DocumentID.isValid(word), let path = folder.file(named: word) {
        return Reference(id: word, path: path)
      }
      _ = try DocumentText.known(word, in: base)
      throw error
    }
  }
}
