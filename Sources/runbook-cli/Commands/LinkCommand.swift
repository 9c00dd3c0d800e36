import Runbook

extension Command {
  static let link = Command(
    name: "link",
    abstract: "Say which runbook was used in an incident, and how much it helped.",
    discussion: [
      "The incident keeps the id, the version and the revision, so the text that was read can be "
        + "shown later, whatever became of the runbook.",
      "With '#STEP', what helped is counted for that step: its anchor, the beginning of one, or its "
        + "number. Another step of the same runbook is another entry; an entry without a step takes "
        + "it.",
    ],
    arguments: [
      Argument(name: "incident", help: "An id, or part of one.", completion: .id),
      Argument(
        name: "runbook",
        help: "An id or alias, ID#STEP for the step that was taken, ID@VERSION#STEP for an earlier "
          + "text.", completion: .step),
    ],
    flags: [
      Flag(
        name: "outcome", short: "o", placeholder: "outcome", help: "How much it helped.",
        choices: Outcome.allCases.map(\.rawValue), defaultValue: "not-tried"),
      Command.jsonFlag,
    ],
    examples: [
      (
        "runbook link checkout-oom ecs-oom-killed#raise-the-mem --outcome fixed",
        "This step ended the incident."
      ),
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
    let links = document.incident.runbooks
    let now =
      links.first { $0.target == link.target } ?? links.first { $0.id == link.id } ?? link
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
