import Runbook

extension Command {
  static let review = Command(
    name: "review",
    abstract: "Mark a runbook or an incident as reviewed.",
    discussion: [
      "Of a runbook, 'reviewed_at' becomes today, and the version stays. Of a resolved incident, the "
        + "status becomes reviewed; what its page does not say yet is named."
    ],
    arguments: [Argument(name: "id", help: "An id or alias, or part of one.", completion: .id)],
    flags: [Command.jsonFlag],
    examples: [
      ("runbook review ecs-oom-killed", "Somebody read it through, and it is still right."),
      ("runbook review checkout-oom", "The postmortem was read and agreed on."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let target = try recording.document(options.arguments[0])
    let console = environment.console
    let bytes = try recording.folder.read(target.path)
    let state: String
    switch DocumentParser.parse(bytes: bytes, path: target.path).document {
    case .runbook?:
      let today = recording.now.day
      try recording.folder.replace(
        target.path, bytes,
        with: try RunbookEdit.reviewed(bytes, path: target.path, on: today))
      state = "reviewed_at \(today)"
    case .incident(let incident)?:
      guard incident.status != .open else {
        throw CommandError(
          .usage, "\(target.id) is open", hints: ["'runbook close \(target.id)' first"])
      }
      let document = try recording.folder.change(target.path) { document throws(IncidentError) in
        try document.review()
      }
      state = document.incident.status.rawValue
      if !options.has("json") { note(incident, console) }
    case nil:
      _ = try IncidentDocument(bytes, path: target.path)
      return .negative
    }
    if options.has("json") {
      console.print(
        ([
          "schema_version": 1, "id": .string(target.id), "path": .string(target.path),
          "state": .string(state),
        ] as JSON).text())
      return .success
    }
    console.print("\(target.id)  \(state)")
    recording.noteCommit(of: target.id)
    return .success
  }

  /// Names what a reader of the postmortem would look for in vain.
  private static func note(_ incident: Incident, _ console: Console) {
    let wanted: [SectionName] = [.summary, .impact, .contributingFactors, .resolution]
    let empty = wanted.filter { name in
      !incident.sections.contains { $0.name == name && $0.plainText.isVisible }
    }
    if !empty.isEmpty {
      console.note("still empty: \(empty.map(\.rawValue).joined(separator: ", "))")
    }
    let open = incident.actionItems.count { !$0.done }
    if open > 0 {
      console.note(
        "\(open) action item\(open == 1 ? "" : "s") open: runbook action list -i \(incident.id)")
    }
  }
}
