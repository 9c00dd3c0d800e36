import Runbook

extension Command {
  static let edit = Command(
    name: "edit",
    abstract: "Open a runbook or an incident in an editor.",
    discussion: [
      "The editor works on a copy. What does not parse is never saved: it is kept as a draft, and "
        + "the next 'edit' goes on with it. What others changed meanwhile is kept.",
      "Where the text of a runbook changed, its version goes up by one and 'lastmod' becomes today. "
        + "Secrets in lines that changed are removed.",
    ],
    arguments: [Argument(name: "id", help: "An id or alias.", completion: .id)],
    flags: [
      Flag(name: "resume", help: "Go on with the draft that was kept."),
      Flag(name: "discard", help: "Forget the draft that was kept."),
    ] + Redaction.flags,
    examples: [
      ("runbook edit ecs-oom-killed", "With VISUAL or EDITOR."),
      ("EDITOR='code --wait' runbook edit checkout-oom", "An incident, in another editor."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let session = EditSession(options, recording)
    return try session.edit(try path(of: options.arguments[0], recording), isNew: false)
  }

  /// The file of a runbook, an alias, an incident or part of an incident's id.
  private static func path(of word: String, _ recording: Recording) throws -> String {
    let base = recording.base
    if let id = try base.runbooks.summary(of: word)?.id ?? base.runbooks.id(ofAlias: word),
      let summary = try base.runbooks.summary(of: id)
    {
      return summary.path
    }
    do {
      return try recording.incident(word, isEdited: true).path
    } catch let error as CommandError where error.code == .noInput {
      // A file that is broken is not in the index, and needs the editor most.
      if DocumentID.isValid(word), let path = recording.folder.file(named: word) { return path }
      _ = try DocumentText.known(word, in: base)
      throw error
    }
  }
}
