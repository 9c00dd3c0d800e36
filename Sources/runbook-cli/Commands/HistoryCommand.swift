import Runbook

extension Command {
  static let history = Command(
    name: "history",
    abstract: "Show the versions of a document, and the incidents that used each.",
    discussion: [
      "From git where the folder is a repository, and from the index for texts that were never "
        + "committed."
    ],
    arguments: [Argument(name: "id", help: "An id or alias.", completion: .id)],
    flags: [Command.jsonFlag],
    examples: [
      ("runbook history ecs-oom-killed", "Who changed it when, and where each text was used.")
    ]
  ) { options, environment in
    let base = try environment.openKnowledgeBase(options)
    let id = try DocumentText.known(options.arguments[0], in: base)
    let history = try VersionHistory(of: id, in: base)
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
        return console.paint(.dim, "    \(incident.id)  \(incident.outcome.rawValue)\(example)")
      }
    }
    if !history.unresolved.isEmpty {
      lines.append("used in texts that are not known here:")
      lines += history.unresolved.map { "    \($0.id)  \($0.pin)  \($0.outcome.rawValue)" }
    }
    console.page(lines.joined(separator: "\n"), variables: environment.variables)
    return .success
  }
}
