import Runbook

extension Command {
  static let reopen = Command(
    name: "reopen",
    abstract: "Mark an incident as open again.",
    discussion: [
      "Its end is taken back and stays in the timeline; 'runbook close' sets the new one."
    ],
    arguments: [
      Argument(name: "incident", help: "An id, or part of one.", completion: .incident),
      Argument(
        name: "reason", help: "What happened.", optional: true, repeats: true, isText: true),
    ],
    flags: [
      Flag(
        name: "at", placeholder: "time", help: "When it began again.", defaultValue: "now")
    ] + Redaction.flags + [Command.jsonFlag],
    examples: [("runbook reopen checkout-oom errors are back", "It was not over.")]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let target = try recording.incident(options.arguments[0])
    let console = environment.console
    let present = try recording.present(target)
    guard present.status != .open else {
      console.note("\(target.id) is open")
      return .success
    }
    let at = try recording.time(options["at"], "--at", recording.times(of: present))
    var redaction = Redaction(options)
    let reason = redaction.clean(
      options.arguments.dropFirst().joined(separator: " "), of: "reason")
    let document = try recording.folder.change(target.path) { document throws(IncidentError) in
      try document.reopen(at: at ?? recording.now, reason: reason.isVisible ? reason : nil)
    }
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "incident": .string(target.id), "path": .string(target.path),
          "status": .string(document.incident.status.rawValue), "redacted": redaction.json,
        ] as JSON).text())
      return .success
    }
    redaction.report(to: console)
    console.print("\(target.id)  open")
    console.note("next: runbook note -i \(target.id) TEXT")
    console.note("next: runbook close \(target.id)")
    return .success
  }
}
