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
    return try session.edit(try recording.document(options.arguments[0]).path, isNew: false)
  }
}
