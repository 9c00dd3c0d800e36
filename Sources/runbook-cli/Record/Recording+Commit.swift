import Runbook

extension Recording {
  /// The files of a document, relative to the root: the page, and the evidence beside an incident.
  func files(of path: String) -> [String] {
    let stem = path.hasSuffix(".md") ? path.dropLast(3) : path[...]
    let evidence = ["json", "txt"].map { "\(stem).evidence.\($0)" }
    return [path] + evidence.filter { FileSystem.status(folder.absolute($0)) != nil }
  }

  /// Command lines that put a document into git, to be pasted; none where git does not keep the folder.
  func commitLines(of id: String, path: String) -> [String] {
    guard isInRepository else { return [] }
    let isHere = environment.workingFolder == folder.root
    let git = isHere ? "git" : "git -C \(ShellQuoting.word(folder.root))"
    let files = files(of: path).map(ShellQuoting.word).joined(separator: " ")
    return [
      "runbook commit \(id)",
      "\(git) add -- \(files) && \(git) commit -m \"Record \(id)\" -- \(files)",
    ]
  }

  /// Says how to put a document into git.
  func noteCommit(of id: String) {
    if isInRepository { console.note("next: runbook commit \(id)") }
  }
}
