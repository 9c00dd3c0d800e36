import Runbook

extension Command {
  static let diff = Command(
    name: "diff",
    abstract: "Show what changed between two versions of a document.",
    discussion: [
      "A and B are versions such as 2, or revisions of at least four hex digits. Without B, the "
        + "present text is the second one; without A, the text before it is the first. Exits with 1 "
        + "where nothing differs."
    ],
    arguments: [
      Argument(name: "id", help: "An id or alias.", completion: .id),
      Argument(name: "a", help: "The first version or revision.", optional: true),
      Argument(name: "b", help: "The second version or revision.", optional: true),
    ],
    examples: [
      ("runbook diff ecs-oom-killed", "What the last change was."),
      ("runbook diff ecs-oom-killed 1 3", "What happened in between."),
    ]
  ) { options, environment in
    let base = try environment.openKnowledgeBase(options)
    let words = options.arguments
    let id = try DocumentText.known(words[0], in: base)
    let console = environment.console
    let new = try DocumentText.find(words.count > 2 ? "\(id)@\(words[2])" : id, in: base)
    let old: DocumentText
    if words.count > 1 {
      old = try DocumentText.find("\(id)@\(words[1])", in: base)
    } else {
      let present = Revision.blobID(of: new.bytes)
      let before = try VersionHistory(of: id, in: base).entries.first { $0.revision != present }
      guard let before else {
        console.note("\(id) has no earlier text")
        return .negative
      }
      old = try DocumentText.find("\(id)@\(before.revision)", in: base)
    }
    let diff = LineDiff(old.bytes, new.bytes)
    guard !diff.isEmpty else {
      console.note("nothing differs")
      return .negative
    }
    var lines = [
      console.paint(.heading, "--- \(old.label)"), console.paint(.heading, "+++ \(new.label)"),
    ]
    for hunk in diff.hunks() {
      lines.append(console.paint(.code, hunk.header))
      for line in hunk.lines {
        let text = Console.safe(line.text)
        switch line.change {
        case .same: lines.append(" \(text)")
        case .removed: lines.append(console.paint(.danger, "-\(text)"))
        case .added: lines.append(console.paint(.good, "+\(text)"))
        }
      }
    }
    console.page(lines.joined(separator: "\n"), variables: environment.variables)
    return .success
  }
}

extension DocumentText {
  /// `ecs-oom-killed@2 (be51f732)`.
  fileprivate var label: String {
    let revision = Revision.blobID(of: bytes).prefix(8)
    guard case .runbook(let runbook) = document else { return "\(document.id) (\(revision))" }
    return "\(runbook.id)@\(runbook.version) (\(revision))"
  }
}
