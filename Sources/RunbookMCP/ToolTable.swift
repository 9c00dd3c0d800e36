import Runbook

extension Tool {
  /// Every tool, in an order that never changes.
  static let all: [Tool] = [
    .search, .diagnose, .show, .incidents, .facets, .log, .note, .link, .close,
  ]

  private static let values = [
    Parameter(
      name: "set", kind: .map, use: .values,
      help: "Values for the placeholders of commands, such as {\"cluster\": \"prod\"}.")
  ]

  private static let valuesOfIncident =
    values + [
      Parameter(
        name: "incident", kind: .text, use: .option("incident"),
        help: "Fill commands with the values of this incident, by its id or part of it.")
    ]

  private static let labels = [
    Parameter(
      name: "services", kind: .texts, use: .option("service"),
      help: "Only documents of one of these services."),
    Parameter(
      name: "tags", kind: .texts, use: .option("tag"), help: "Only documents with these tags."),
    Parameter(
      name: "since", kind: .text, use: .option("since"),
      help: "Only incidents from this day on, such as 2026-11-03 or 30d."),
  ]

  static let search = Tool(
    name: "search", title: "Find the fix for a symptom",
    help:
      "From a symptom to the step that mends it, its commands, and what happened the last times. "
      + "Takes a few words, an error line, an exit code or a whole log.",
    words: ["search", "--json"],
    parameters: [
      Parameter(
        name: "query", kind: .text, use: .input,
        help: "The symptom as it appears, up to 1 MiB; secrets are taken out.", required: true),
      Parameter(
        name: "limit", kind: .whole(1...20), use: .option("limit"),
        help: "The most results; 5 where it is not given."),
      Parameter(
        name: "kind", kind: .oneOf(SearchRequest.Kind.allCases.map(\.rawValue)),
        use: .option("kind"), help: "What to search: runbooks where it is not given."),
      Parameter(
        name: "categories", kind: .texts, use: .option("category"),
        help: "Only documents of one of these categories."),
    ] + labels + valuesOfIncident, output: .search)

  static let diagnose = Tool(
    name: "diagnose", title: "Name the cause in AWS JSON or a log",
    help:
      "The cause in what AWS answered (describe-tasks, describe-services, an event, in JSON or any "
      + "other notation) or in a log, with the facts that decided and the step that mends it.",
    words: ["diagnose", "--json"],
    parameters: [
      Parameter(
        name: "input", kind: .text, use: .input,
        help: "The text as it was copied, up to 1 MiB.", required: true)
    ] + values, output: .diagnosis)

  static let show = Tool(
    name: "show", title: "Show a runbook, a step, a section or an incident",
    help:
      "A document by its id: its facts, steps and history. With 'part', one step with its commands "
      + "or one section in full. The whole text is the linked resource.",
    words: ["show", "--json"],
    parameters: [
      Parameter(
        name: "id", kind: .text, use: .word,
        help: "An id or alias; ID@2 is version 2 of it, ID@9f3c1a an earlier text.",
        required: true),
      Parameter(
        name: "part", kind: .text, use: .part,
        help: "A step by its number or anchor, or a section by its anchor, such as 'diagnosis'."),
    ] + valuesOfIncident, output: .document)

  static let incidents = Tool(
    name: "incidents", title: "List incidents",
    help: "Incidents, newest first: the team's own, or public examples.",
    words: ["incidents", "--json"],
    parameters: [
      Parameter(
        name: "origin", kind: .oneOf(["own", "public", "all"]),
        use: .choice(["public": "public", "all": "all"]),
        help: "Whose incidents: the team's own where it is not given."),
      Parameter(name: "open", kind: .flag, use: .toggle("open"), help: "Only what is open."),
      Parameter(
        name: "severities", kind: .someOf(Incident.Severity.allCases.map(\.rawValue)),
        use: .option("severity"), help: "Only these severities."),
      Parameter(
        name: "runbook", kind: .text, use: .option("runbook"),
        help: "Only incidents that name this runbook."),
      Parameter(
        name: "limit", kind: .whole(1...200), use: .rows,
        help: "The most incidents; 20 where it is not given."),
    ] + labels, output: .incidents)

  static let facets = Tool(
    name: "list_facets", title: "List services, tags and categories",
    help: "The labels that documents have, for the filters of the other tools.", words: [],
    output: .facets)

  // MARK: Those that write

  private static let outcomes = Outcome.allCases.map(\.rawValue).joined(separator: ", ")

  private static let story: [Parameter] = [
    Parameter(
      name: "runbooks", kind: .texts, use: .option("runbook"),
      help: "What was used, as ID#STEP=OUTCOME; an outcome is one of \(outcomes)."),
    Parameter(
      name: "severity", kind: .oneOf(Incident.Severity.allCases.map(\.rawValue)),
      use: .option("severity"), help: "How bad it was."),
    Parameter(
      name: "services", kind: .texts, use: .option("service"), help: "The services that were hurt."
    ),
    Parameter(name: "tags", kind: .texts, use: .option("tag"), help: "Labels."),
    Parameter(
      name: "environment", kind: .text, use: .option("environment"), help: "Such as prod."),
    Parameter(
      name: "started", kind: .text, use: .option("started"),
      help: "When it began, in RFC 3339, or as -25m."),
    Parameter(
      name: "mitigated", kind: .text, use: .option("mitigated"),
      help: "When users no longer felt it."),
    Parameter(
      name: "resolved", kind: .text, use: .option("resolved"), help: "When it was over."),
    Parameter(
      name: "summary", kind: .text, use: .option("summary"), help: "What happened, in sentences."),
    Parameter(name: "impact", kind: .text, use: .option("impact"), help: "Who felt it, and how."),
    Parameter(
      name: "resolution", kind: .text, use: .option("resolution"), help: "What ended it."),
    Parameter(
      name: "actions", kind: .texts, use: .option("action"),
      help: "Follow-ups, as 'text (@owner, due 2026-12-04)'."),
  ]

  private static let ofIncident = Parameter(
    name: "incident", kind: .text, use: .option("incident"),
    help: "Its id or part of it; the only open one where it is not given.")

  static let log = Tool(
    name: "log", title: "Record an incident",
    help:
      "Writes an incident as a file; secrets are taken out and named. Evidence is kept beside it.",
    words: ["log", "--no-input", "--json"],
    parameters: [
      Parameter(
        name: "title", kind: .text, use: .word, help: "What happened, in one line.",
        required: true),
      Parameter(
        name: "open", kind: .flag, use: .toggle("open"), help: "Whether it is not over yet."),
      Parameter(
        name: "evidence", kind: .text, use: .input, help: "A pasted task, event or log."),
      Parameter(
        name: "symptoms", kind: .texts, use: .option("symptom"),
        help: "Error lines as they appeared."
      ),
    ] + story, output: .recorded, writes: true, isIdempotent: false)

  static let note = Tool(
    name: "note", title: "Add to the timeline of an incident",
    help: "Writes a row with its time into the timeline.", words: ["note", "--json"],
    parameters: [
      Parameter(
        name: "text", kind: .text, use: .input, help: "What happened; each line is a row.",
        required: true),
      Parameter(
        name: "at", kind: .text, use: .option("at"), help: "When: RFC 3339, or as -5m; else now."),
      ofIncident,
    ], output: .recorded, writes: true, isIdempotent: false)

  static let link = Tool(
    name: "link", title: "Say which step was used, and how much it helped",
    help: "Writes a runbook or a step of it into an incident; the next search learns from it.",
    words: ["link", "--json"],
    parameters: [
      Parameter(
        name: "runbook", kind: .text, use: .word, help: "ID, or ID#STEP for the step.",
        required: true),
      Parameter(
        name: "outcome", kind: .oneOf(Outcome.allCases.map(\.rawValue)), use: .option("outcome"),
        help: "How much it helped."), ofIncident,
    ], output: .recorded, writes: true)

  static let close = Tool(
    name: "close", title: "Close an incident",
    help: "Marks an incident as resolved, with its times and what ended it.",
    words: ["close", "--no-input", "--json"], parameters: [ofIncident] + story,
    output: .recorded, writes: true)
}
