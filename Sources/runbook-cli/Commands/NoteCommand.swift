import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Command {
  static let note = Command(
    name: "note",
    abstract: "Add a timestamped row to the timeline of an incident.",
    discussion: [
      "Without an incident, the note is for the only one that is open. Secrets in the text are "
        + "removed before it is written. Each line is a row of its own."
    ],
    arguments: [
      Argument(name: "incident", help: "An id, or part of one.", optional: true, completion: .id),
      Argument(
        name: "text", help: "What happened; '-' reads standard input.", repeats: true),
    ],
    flags: [
      Flag(
        name: "at", placeholder: "time",
        help: "When it happened, in UTC, such as 10:31, -5m or RFC 3339.", defaultValue: "now")
    ] + Redaction.flags + [Command.jsonFlag],
    examples: [
      ("runbook note rolled back to v41", "What was done just now, in the incident that is open."),
      ("runbook note checkout-oom --at 10:31 first alarm", "What was done before."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let (summary, words) = try recording.noteTarget(options.arguments)
    let typed = words == ["-"] ? try environment.standardInput() : words.joined(separator: " ")
    let time = try options.time("at", now: recording.now) ?? recording.now
    var redaction = Redaction(options)
    let text = redaction.clean(typed, of: "text")
    guard text.isVisible else {
      throw CommandError(.usage, "nothing to note")
    }
    do {
      try recording.folder.change(summary.path) { document throws(IncidentError) in
        try document.addTimelineRow(text, at: time)
      }
    } catch {
      let failure = CommandError(describing: error)
      let name = "note-\(time.description.filter { $0.isLetter || $0.isNumber })-\(getpid())"
      let draft = try? DraftFile(
        Array(text.utf8), name: name, work: recording.folder.work, evidence: nil, environment)
      let hints = draft.map {
        [
          "what you wrote is kept in \($0.path)",
          "'runbook note \(summary.id) --at \(time) - < \(ShellQuoting.quoted($0.path))' records it",
        ]
      }
      throw CommandError(failure.code, failure.message, hints: failure.hints + (hints ?? []))
    }
    let console = environment.console
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "incident": .string(summary.id), "path": .string(summary.path),
          "time": .string(time.description), "redacted": redaction.json,
        ] as JSON).text())
    } else {
      redaction.report(to: console)
      console.print(
        "\(summary.id)  \(time)  \(Console.safe(text.split(whereSeparator: \.isNewline).joined(separator: " / ")))"
      )
    }
    return .success
  }
}
