import Runbook

extension Command {
  static let history = Command(
    name: "history",
    abstract: "Show the versions of a document, and the incidents that used each.",
    discussion: [
      "From git where the folder is a repository, and from the index for texts that were never "
        + "committed."
    ],
    arguments: [
      Argument(
        name: "id", help: "An id or alias, or ID#STEP for the incidents that took one step.",
        completion: .step)
    ],
    flags: [Command.jsonFlag],
    examples: [
      ("runbook history ecs-oom-killed", "Who changed it when, and where each text was used."),
      ("runbook history ecs-oom-killed#raise-the-mem", "Where this step was taken."),
    ]
  ) { options, environment in
    let base = try environment.openKnowledgeBase(options)
    let word = options.arguments[0].split(
      separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let id = try DocumentText.known(String(word[0]), in: base)
    var step: String?
    if word.count == 2 {
      guard let runbook = try base.runbooks.runbook(id: id) else {
        throw CommandError(.usage, "'\(id)' is an incident, which has no steps")
      }
      step = try runbook.step(named: String(word[1])).anchor
    }
    let history = try VersionHistory(of: id, step: step, in: base)
    let console = environment.console
    if options.has("json") {
      console.print(history.json.text())
      return .success
    }
    let width = console.isTerminal ? console.width : 200
    let hasCommits = history.entries.contains { $0.source == "git" }
    let rows = history.entries.enumerated().map { index, entry in
      var cells = [
        entry.version.map { "v\($0)" } ?? "-", entry.time?.date ?? "-",
        String(entry.revision.prefix(8)), Console.safe(entry.author ?? "-"),
      ]
      var remarks = entry.subject.map { [Console.safe($0)] } ?? []
      if entry.source == "file", hasCommits { remarks.append("not committed") }
      if entry.source == "index" {
        remarks.append(hasCommits ? "indexed here, never committed" : "indexed here")
      }
      if index == 0 { remarks.append("present text") }
      cells.append(remarks.joined(separator: "; "))
      return cells
    }
    var lines: [String] = []
    for (entry, row) in zip(history.entries, Layout.table(rows, width: width)) {
      lines.append(row)
      lines += entry.incidents.map { incident in
        let example = incident.isPublic ? " (public example)" : ""
        return console.paint(.dim, "    \(incident.id)  \(incident.link.remark)\(example)")
      }
    }
    if !history.unresolved.isEmpty {
      lines.append("used in texts that are not known here:")
      lines += history.unresolved.map { "    \($0.id)  \($0.pin)  \($0.link.remark)" }
    }
    console.page(lines.joined(separator: "\n"), variables: environment.variables)
    return .success
  }
}

extension RunbookLink {
  /// `fixed`, or `#raise-the-memory-of-the-task: fixed`.
  fileprivate var remark: String { (step.map { "#\($0): " } ?? "") + outcome.rawValue }
}
