import Runbook

/// The words that fit where a person presses Tab, from the knowledge base as it is now.
struct CompletionWords {
  private let base: KnowledgeBase

  init(_ base: KnowledgeBase) { self.base = base }

  /// The words of a kind.
  ///
  /// - Parameters:
  ///   - kind: what is offered.
  ///   - word: what is typed so far; behind `#` steps fit, behind `=` outcomes.
  /// - Returns: the words, the likeliest first.
  /// - Throws: `SQLiteError`.
  func words(_ kind: Flag.Completion, _ word: String) throws -> [String] {
    switch kind {
    case .none, .file, .folder: []
    case .runbook: try base.runbooks.allIDs()
    case .incident: try incidents()
    case .id: try base.runbooks.allIDs() + incidents()
    case .step: try steps(word)
    case .link:
      if let mark = word.firstIndex(of: "=") {
        Outcome.allCases.map { word[...mark] + $0.rawValue }
      } else {
        try steps(word)
      }
    case .section: SectionName.allCases.map(\.rawValue).filter { !$0.contains(" ") }
    case .tag: try labels(.tag)
    case .service: try labels(.service)
    case .category: Set(try base.runbooks.list().map(\.category)).filter { !$0.isEmpty }.sorted()
    case .rule: LintRuleTable.ids.sorted()
    case .subcommand: Command.all.map(\.name)
    }
  }

  /// The own incidents, the open ones first, then the newest; the public ones last.
  private func incidents() throws -> [String] {
    let all = try base.incidents.list().enumerated().map { offset, incident in
      let rank = incident.origin == .public ? 2 : incident.status == .open ? 0 : 1
      return (rank: rank, offset: offset, id: incident.id)
    }
    return all.sorted { ($0.rank, $0.offset) < ($1.rank, $1.offset) }.map(\.id)
  }

  private func steps(_ word: String) throws -> [String] {
    let page = word.prefix { $0 != "#" }
    guard page.count < word.count, let summary = try base.runbooks.summary(of: String(page)) else {
      return try base.runbooks.allIDs()
    }
    return try base.runbooks.steps(of: summary.number).map { "\(summary.id)#\($0.anchor)" }
  }

  private func labels(_ kind: LabelKind) throws -> [String] {
    var words: Set<String> = []
    for summary in try base.runbooks.list() {
      words.formUnion(try base.runbooks.labels(kind, of: summary.number))
    }
    for summary in try base.incidents.list() {
      words.formUnion(try base.incidents.labels(kind, of: summary.number))
    }
    return words.filter { !$0.contains { $0.isWhitespace } }.sorted()
  }
}
