import Runbook

/// Runbooks that fit an incident which names none, by what it says of itself.
struct Suggestions {
  struct Item {
    var id: String
    var title: String
  }

  let items: [Item]
  private static let limit = 3

  /// What search finds for a text.
  init(for text: String, in base: KnowledgeBase) throws {
    guard text.contains(where: { !$0.isWhitespace }) else {
      items = []
      return
    }
    var request = SearchRequest(String(text.prefix(20_000)))
    request.limit = Suggestions.limit
    request.includesHistory = false
    request.detailed = 0
    let answer = try Search(base).answer(request)
    items = answer.results.map { Item(id: $0.id, title: $0.title) }
  }

  /// Asks which one was used and how much it helped.
  ///
  /// - Returns: the id and the outcome; nil for none.
  func ask(_ prompt: Prompt, isOpen: Bool, console: Console) -> (id: String, outcome: Outcome)? {
    guard !items.isEmpty else { return nil }
    console.note(isOpen ? "Runbooks that may fit:" : "Which runbook was it?")
    let rows = items.enumerated().map { ["  \($0 + 1)", $1.id, Console.safe($1.title)] }
    for row in Layout.table(rows, width: min(console.width, 100)) { console.note(row) }
    while let answer = prompt.ask("1-\(items.count), or Enter for none: "), !answer.isEmpty {
      guard let number = Int(answer), items.indices.contains(number - 1) else { continue }
      let id = items[number - 1].id
      return (id, isOpen ? .notTried : Suggestions.askOutcome(of: id, prompt) ?? .notTried)
    }
    return nil
  }

  /// Asks how much a runbook helped; nil where the person does not say.
  static func askOutcome(of name: String, _ prompt: Prompt) -> Outcome? {
    prompt.choose(
      "Did \(name) help? fixed, helped, no-help [Enter: not tried] ",
      Outcome.allCases.map(\.rawValue), default: nil
    ).flatMap(Outcome.init(rawValue:))
  }
}
