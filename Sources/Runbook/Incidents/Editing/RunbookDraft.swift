/// A runbook that is started: front matter, and the sections that readers expect with a prompt in
/// each.
public struct RunbookDraft: Equatable, Sendable {
  /// The id.
  public var id: String
  /// The title.
  public var title: String
  /// One word that groups pages.
  public var category: String?
  /// The services it is about.
  public var services: [String] = []
  /// Free labels.
  public var tags: [String] = []
  /// Symptoms as people type them.
  public var symptoms: [String] = []
  /// The team that keeps it.
  public var owner: String?

  /// Makes a draft.
  public init(id: String, title: String) {
    self.id = id
    self.title = title
  }

  /// `Payments queue full` of `payments-queue-full`.
  public static func title(of id: String) -> String {
    let words = id.split(separator: "-").joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The folder below `runbooks` in which ids that begin alike are; else `team`.
  ///
  /// - Throws: `SQLiteError`.
  public static func area(of id: String, in base: KnowledgeBase) throws(SQLiteError) -> String {
    let first = id.split(separator: "-").first.map(String.init) ?? id
    for summary in try base.runbooks.list() where summary.id.hasPrefix("\(first)-") {
      let parts = summary.path.split(separator: "/")
      guard let index = parts.firstIndex(of: "runbooks"), index + 2 < parts.count else { continue }
      return parts[(index + 1)..<(parts.count - 1)].joined(separator: "/")
    }
    return "team"
  }

  private static let sections: [(name: SectionName, prompt: String)] = [
    (.meaning, "What it is, and what it is not. Two or three sentences."),
    (.impact, "Who feels it."),
    (
      .diagnosis,
      "The first command to run, then what its output means, as a table: what you see, what it is, "
        + "the step as a link. Fences say what a command can do: sh safety=read-only, "
        + "sensitive-read, mutating or interactive."
    ),
    (
      .mitigation,
      "Each action is a heading of level 3 in the imperative, the first to try first. Below it: one "
        + "sentence that says when it applies and what to do, the command, Changes and Undo, and how "
        + "one sees that it helped."
    ),
    (.verification, "How one knows that it is over."),
    (.prevention, "What keeps it from coming back, as a task list."),
  ]

  /// The file.
  public var page: [UInt8] {
    let title = MarkdownText.line(of: title)
    var lines = [
      "---", "id: \(id)", "title: \(YAMLText.scalar(title, quotes: true))", "kind: runbook",
      "version: 1", "status: draft", "description:",
      category.map { "category: \(YAMLText.scalar($0))" } ?? "category:",
      "services: \(YAMLText.list(services))", "tags: \(YAMLText.list(tags))", "aliases: []",
    ]
    if symptoms.isEmpty {
      lines.append("symptoms: []")
    } else {
      lines.append("symptoms:")
      lines += symptoms.map { "  - \(YAMLText.scalar($0, quotes: true))" }
    }
    lines += ["exit_codes: []", "stop_codes: []", "related: []"]
    lines += [owner.map { "owner: \(YAMLText.scalar($0))" } ?? "owner:", "reviewed_at:", "---"]
    var parts = [lines.joined(separator: "\n"), "# \(MarkdownText.heading(title))"]
    for (name, prompt) in RunbookDraft.sections {
      parts += ["## \(name.rawValue)", "<!-- \(prompt) -->"]
    }
    return Array((parts.joined(separator: "\n\n") + "\n").utf8)
  }
}
