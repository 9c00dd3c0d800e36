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
      "Every word is text. The note is for the only incident that is open, or for the one that "
        + "'--incident' names. Secrets in the text are removed before it is written. Each line is a "
        + "row of its own.",
      TimelineInput.explanation,
    ],
    arguments: [
      Argument(
        name: "text", help: "What happened; '-' alone reads standard input.", optional: true,
        repeats: true, isText: true)
    ],
    flags: [
      .ofIncident,
      Flag(
        name: "at", placeholder: "time",
        help: "When it happened: 10:31 as your clock shows it, 10:31Z, -5m or RFC 3339.",
        defaultValue: "now"),
      TimelineInput.flag,
    ] + Redaction.flags + [Command.jsonFlag],
    examples: [
      ("runbook note rolled back to v41", "What was done just now, in the incident that is open."),
      ("runbook note -i checkout-oom --at 10:31 first alarm", "What was done before."),
      ("runbook note --timeline thread.txt", "What was said in a copied thread."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let words = options.arguments
    guard !words.isEmpty || options["timeline"] != nil else {
      throw CommandError(
        .usage, "missing expected argument '<text>'", hints: ["see 'runbook note --help'"])
    }
    if words == ["-"], options["timeline"] == "-" {
      throw CommandError(.usage, "'-' is read once: give the text or the timeline in a file")
    }
    let target = try recording.incident(options) { id in
      let text =
        words.isEmpty ? "--timeline FILE" : ShellQuoting.quoted(words.joined(separator: " "))
      return "runbook note -i \(id) \(text)"
    }
    let present = try recording.present(target)
    let reader = recording.times(of: present)
    let time = try recording.time(options["at"], "--at", reader) ?? recording.now
    var redaction = Redaction(options)
    let input = try TimelineInput(options, recording, of: present, redaction: &redaction)
    let typed = words == ["-"] ? try environment.standardInput() : words.joined(separator: " ")
    let text = redaction.clean(typed, of: "text")
    guard text.isVisible || input?.entries.isEmpty == false else {
      throw CommandError(.usage, "nothing to note")
    }
    var added = 0
    do {
      try recording.folder.change(target.path) { document throws(IncidentError) in
        if text.isVisible { try document.addTimelineRow(text, at: time) }
        added = try document.addTimeline(input?.entries ?? [])
      }
    } catch {
      throw recording.kept(text, of: target.id, at: time, after: error, environment)
    }
    let console = environment.console
    let rows = text.split(whereSeparator: \.isNewline).count { String($0).isVisible }
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "incident": .string(target.id), "path": .string(target.path),
          "time": .string(time.description), "added": .int(added + rows),
          "redacted": redaction.json,
        ] as JSON).text())
      return .success
    }
    redaction.report(to: console)
    input?.report(added: added, to: console)
    if text.isVisible {
      let line = text.split(whereSeparator: \.isNewline).joined(separator: " / ")
      console.print("\(target.id)  \(time)  \(Console.safe(line))")
    } else {
      console.print("\(target.id)  \(added) row\(added == 1 ? "" : "s") added")
    }
    return .success
  }
}

extension Recording {
  /// The failure to record a note, with the draft that keeps its words.
  fileprivate func kept(
    _ text: String, of id: String, at time: Timestamp, after error: any Error,
    _ environment: Environment
  ) -> CommandError {
    let failure = CommandError(describing: error)
    guard text.isVisible else { return failure }
    let name = "note-\(time.description.filter { $0.isLetter || $0.isNumber })-\(getpid())"
    let draft = try? DraftFile(
      Array(text.utf8), name: name, work: folder.work, evidence: nil, environment)
    let hints = draft.map {
      [
        "what you wrote is kept in \($0.path)",
        "'runbook note -i \(id) --at \(time) - < \(ShellQuoting.quoted($0.path))' records it",
      ]
    }
    return CommandError(failure.code, failure.message, hints: failure.hints + (hints ?? []))
  }

  /// An incident as its file is now.
  func present(_ reference: Reference) throws -> Incident {
    try IncidentDocument(try folder.read(reference.path), path: reference.path).incident
  }
}

extension Flag {
  /// The incident that a command is for.
  static let ofIncident = Flag(
    name: "incident", short: "i", placeholder: "id",
    help: "The incident, by its id or part of it; by default the only one that is open.",
    completion: .incident)
}
