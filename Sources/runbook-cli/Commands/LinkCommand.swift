import Runbook

extension Command {
  static let link = Command(
    name: "link",
    abstract: "Say which runbook was used in an incident, and how much it helped.",
    discussion: [
      "The incident is the only one that is open, unless it is named. It keeps the id, the version "
        + "and the revision, so the text that was read can be shown later, whatever became of the "
        + "runbook.",
      "With '#STEP', what helped is counted for that step: its anchor, the beginning of one, or its "
        + "number. Another step of the same runbook is another entry; an entry without a step takes "
        + "it.",
      "With other options it says more of the incident, as 'runbook log' does.",
    ],
    arguments: [
      Argument(
        name: "incident", help: "An id, or part of one.", optional: true, completion: .incident),
      Argument(
        name: "runbook",
        help: "An id or alias, ID#STEP for the step that was taken, ID@VERSION#STEP for an earlier "
          + "text; '=OUTCOME' behind it if wanted.", completion: .link),
    ],
    flags: [
      .ofIncident,
      Flag(
        name: "outcome", short: "o", placeholder: "outcome", help: "How much it helped.",
        choices: Outcome.allCases.map(\.rawValue), defaultValue: "not-tried"),
    ] + IncidentFacts.flags + Redaction.flags + [Command.jsonFlag],
    examples: [
      ("runbook link ecs-oom-killed#raise-the-mem=fixed", "This step ended the open incident."),
      ("runbook link checkout-oom ecs-sigterm-sigkill@1 -o no-help", "Version 1 did not help."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let words = options.arguments
    let target = try recording.incident(options, word: words.count > 1 ? words[0] : nil) { id in
      "runbook link \(id) \(words[words.count - 1])"
    }
    if words.count > 1, options["incident"] != nil {
      throw CommandError(.usage, "the incident is named twice")
    }
    let outcome = options["outcome"].flatMap(Outcome.init(rawValue:))
    let link = try recording.link(words[words.count - 1], outcome: outcome)
    var redaction = Redaction(options)
    let facts = try IncidentFacts(
      options, recording, of: try recording.present(target), redaction: &redaction)
    let document = try recording.folder.change(target.path) {
      document throws(IncidentError) in
      try document.link(link)
      try facts.change(&document, setsEnd: true)
    }
    let console = environment.console
    let links = document.incident.runbooks
    let now =
      links.first { $0.target == link.target } ?? links.first { $0.id == link.id } ?? link
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "incident": .string(target.id), "path": .string(target.path),
          "runbooks": .array(document.incident.runbooks.map(\.json)),
        ] as JSON).text())
    } else {
      redaction.report(to: console)
      console.print("\(target.id)  \(now.pinned)  \(now.outcome.rawValue)")
    }
    return .success
  }
}
