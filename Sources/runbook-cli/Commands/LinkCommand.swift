import Runbook

extension Command {
  static let link = Command(
    name: "link",
    abstract: "Say which runbook was used in an incident, and how much it helped.",
    discussion: [
      "The incident keeps the id, the version and the revision, so the text that was read can be "
        + "shown later, whatever became of the runbook."
    ],
    arguments: [
      Argument(name: "incident", help: "An id, or part of one.", completion: .id),
      Argument(
        name: "runbook", help: "An id or alias, or ID@VERSION for an earlier text.",
        completion: .id),
    ],
    flags: [
      Flag(
        name: "outcome", short: "o", placeholder: "outcome", help: "How much it helped.",
        choices: Outcome.allCases.map(\.rawValue), defaultValue: "not-tried"),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook link checkout-oom ecs-oom-killed --outcome fixed", "It ended the incident."),
      ("runbook link checkout-oom ecs-sigterm-sigkill@1 -o no-help", "Version 1 did not help."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let summary = try recording.incident(options.arguments[0])
    let outcome = options["outcome"].flatMap(Outcome.init(rawValue:))
    let link = try recording.link(options.arguments[1], outcome: outcome)
    let document = try recording.folder.change(summary.path) {
      document throws(IncidentError) in
      try document.link(link)
    }
    let console = environment.console
    let now = document.incident.runbooks.first { $0.id == link.id } ?? link
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "incident": .string(summary.id), "path": .string(summary.path),
          "runbooks": .array(document.incident.runbooks.map(\.json)),
        ] as JSON).text())
    } else {
      console.print("\(summary.id)  \(now.pinned)  \(now.outcome.rawValue)")
    }
    return .success
  }
}

extension RunbookLink {
  /// `ecs-oom-killed@2`.
  var pinned: String { version.map { "\(id)@\($0)" } ?? id }
}
