import Runbook

/// Runbooks that fit an incident which names none, by what it says of itself, each with the step that
/// search would give.
struct Suggestions {
  struct Item {
    var id: String
    var title: String
    var step: Step?

    /// What to record, as commands take it.
    var target: String { step.map { "\(id)#\($0.anchor)" } ?? id }
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
    let answer = try Search(base).answer(request)
    items = answer.results.map { Item(id: $0.id, title: $0.title, step: $0.step) }
  }

  /// Asks which one was used and how much it helped.
  ///
  /// - Returns: what to record; nil for none.
  func ask(_ prompt: Prompt, isOpen: Bool, _ recording: Recording) -> RunbookLink? {
    guard !items.isEmpty else { return nil }
    let console = recording.console
    console.note(isOpen ? "Runbooks that may fit:" : "Which runbook was it?")
    let width = min(console.width, 100)
    let rows = items.enumerated().map { ["  \($0 + 1)", $1.id, Console.safe($1.title)] }
    for (item, row) in zip(items, Layout.table(rows, width: width)) {
      console.note(row)
      guard let step = item.step else { continue }
      let text = "       #\(step.number)  \(Console.safe(step.title))"
      console.note(Layout.truncated(text, to: width))
    }
    let another = items.contains { $0.step != nil } ? ", 1#4 for another step" : ""
    while let answer = prompt.ask("1-\(items.count)\(another), or Enter for none: "),
      !answer.isEmpty
    {
      guard let target = target(of: answer) else { continue }
      do {
        var link = try recording.link(target)
        if !isOpen { link.outcome = Suggestions.askOutcome(of: link, prompt) ?? .notTried }
        return link
      } catch {
        let failure = error as? CommandError
        for line in [failure?.message ?? "\(error)"] + (failure?.hints ?? []) { console.note(line) }
      }
    }
    return nil
  }

  /// What `2`, `2#4` or `2#raise-the-mem` stands for; `2#` is the page without a step.
  private func target(of answer: String) -> String? {
    let parts = answer.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let number = Int(parts[0]), items.indices.contains(number - 1) else { return nil }
    let item = items[number - 1]
    guard parts.count == 2 else { return item.target }
    return parts[1].isEmpty ? item.id : "\(item.id)#\(parts[1])"
  }

  /// Asks how much a runbook or a step helped; nil where the person does not say.
  static func askOutcome(of link: RunbookLink, _ prompt: Prompt) -> Outcome? {
    // The name of a step is long: on a line of its own it stays whole.
    let name = link.step == nil ? link.pinned : "it"
    if link.step != nil { prompt.say(link.pinned) }
    return prompt.outcome("Did \(name) help? fixed, helped, no-help [Enter: not tried] ")
  }
}
