import Runbook

extension Command {
  static let index = Command(
    name: "index",
    abstract: "Bring the index up to date and say what changed.",
    discussion: [
      "Every command does so by itself; this one says what it did. Exits with 1 where a file cannot "
        + "be read as it is, and with 74 where a folder cannot be read at all: its last state stays."
    ],
    flags: [
      Flag(name: "rebuild", help: "Read every file anew."),
      Flag(
        name: "learned", placeholder: "file",
        help: "Write what the classifier learns of the texts; the build of the program does so.",
        completion: .file),
      Command.jsonFlag,
    ],
    examples: [("runbook index --rebuild", "As if the index had been deleted.")]
  ) { options, environment in
    let location = try KnowledgeBase.locate(
      directory: options["dir"], environment: environment.variables,
      workingFolder: environment.workingFolder)
    let base = try KnowledgeBase.open(location, environment: environment.variables)
    let console = environment.console
    let progress = Progress(console)
    let report = try base.refresh(rebuild: options.has("rebuild"), progress: progress.update)
    progress.end()
    for finding in report.findings { console.note(finding.description) }
    for notice in report.notices { console.note("runbook: note: \(notice)") }
    if let path = options["learned"] {
      try FileSystem.write(
        Array(try base.learnedModel().utf8),
        to: FileSystem.absolute(path, workingFolder: environment.workingFolder))
    }
    let runbooks = try base.runbooks.allIDs().count
    let incidents = try base.incidents.allIDs().count
    if options.has("json") {
      console.print(report.json(runbooks: runbooks, incidents: incidents).text())
    } else {
      for path in report.added { console.print("added    \(Console.safe(path))") }
      for path in report.changed { console.print("changed  \(Console.safe(path))") }
      for rename in report.renamed {
        console.print("renamed  \(Console.safe(rename.from)) -> \(Console.safe(rename.to))")
      }
      for path in report.removed { console.print("removed  \(Console.safe(path))") }
      console.note("\(runbooks) runbooks, \(incidents) incidents")
    }
    if !base.unread.isEmpty { return .inputOutput }
    return report.findings.contains { $0.severity == .error } ? .negative : .success
  }
}

/// A line on a terminal's standard error that counts files; nothing where there is no terminal.
private struct Progress {
  private let console: Console

  init(_ console: Console) {
    self.console = console
  }

  func update(_ done: Int, _ all: Int) {
    guard console.errorsAreTerminal, all >= 100, done % 50 == 0 || done == all else { return }
    console.status("indexing \(done) of \(all)")
  }

  func end() {
    if console.errorsAreTerminal { console.status("") }
  }
}

extension RefreshReport {
  fileprivate func json(runbooks: Int, incidents: Int) -> JSON {
    [
      "schema_version": 1, "runbooks": .int(runbooks), "incidents": .int(incidents),
      "added": JSON(added), "changed": JSON(changed), "removed": JSON(removed),
      "renamed": .array(renamed.map { ["from": .string($0.from), "to": .string($0.to)] }),
      "findings": .array(findings.map { JSON.string($0.description) }), "notices": JSON(notices),
    ]
  }
}
