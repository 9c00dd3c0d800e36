import Runbook

/// An answer as a card for a terminal: the fix first, then why, then what happened before.
struct AnswerCard {
  private let answer: Answer
  private let console: Console
  /// A card fits a terminal of 80 by 24 for the common case.
  private static let rows = 23

  init(_ answer: Answer, console: Console) {
    self.answer = answer
    self.console = console
  }

  private var width: Int { min(console.width, 100) }

  /// The card.
  var text: String {
    guard let first = answer.results.first else { return nothing.joined(separator: "\n") }
    var head = title(of: first) + reasons(of: first)
    head += fix(of: first)
    let history = HistoryLines(first.history, console: console, width: width).lines
    let others = nextBest
    let space = AnswerCard.rows - head.count - history.count - others.count
    return (head + history + commands(of: first, space: space) + others).joined(separator: "\n")
  }

  private var nothing: [String] {
    var lines = [
      console.paint(.heading, "No confident match.")
        + " Nothing here is clearly about this symptom."
    ]
    lines += Layout.wrapped(
      "Try the error line itself, or the words of the stoppedReason; see 'runbook list' for what "
        + "there is, and 'runbook search --explain' for how it was judged.", to: width)
    return lines
  }

  private func title(of result: SearchResult) -> [String] {
    let version = result.version.map { "  v\($0)" } ?? ""
    let mark = result.status == "active" || result.isIncident ? "" : "  [\(result.status)]"
    let name = Layout.truncated(
      Console.safe(result.title), to: width - Layout.width(version + mark))
    return [
      console.paint(.title, name) + console.paint(.dim, version) + console.paint(.caution, mark),
      console.paint(.dim, result.id),
    ]
  }

  private func reasons(of result: SearchResult) -> [String] {
    let weak =
      answer.kind == .weak ? console.paint(.caution, "Not a sure match; the best there is. ") : ""
    let why = Console.safe(result.why.prefix(2).joined(separator: "; "))
    let lines = Layout.wrapped("Why: \(why)", to: width).prefix(3)
    return (weak.isEmpty ? [] : [weak]) + lines
  }

  private func fix(of result: SearchResult) -> [String] {
    if result.isIncident {
      return ["", console.paint(.heading, result.section)]
        + Layout.wrapped(Console.safe(result.excerpt), to: width - 2).prefix(8).map { "  \($0)" }
    }
    guard !result.fix.isEmpty else { return [] }
    var lines = ["", console.paint(.heading, "Fix")]
    for (index, step) in result.fix.prefix(7).enumerated() {
      let wrapped = Layout.wrapped(Console.safe(step), to: width - 5)
      lines.append("  \(index + 1). \(wrapped.first ?? "")")
      lines += wrapped.dropFirst().map { "     \($0)" }
    }
    return lines
  }

  /// As many commands as there is room for, at least one.
  private func commands(of result: SearchResult, space: Int) -> [String] {
    guard !result.commands.isEmpty else { return [] }
    var lines = ["", console.paint(.heading, "Commands")]
    var shown = 0
    for command in result.commands {
      let next = CommandLines(command, console: console, indent: 2).lines
      if shown > 0, lines.count + next.count + 1 > space { break }
      lines += next
      shown += 1
    }
    let left = result.commands.count - shown
    if left > 0 {
      lines.append(
        console.paint(.dim, "  \(left) more: runbook show \(result.id) --commands"))
    }
    return lines
  }

  private var nextBest: [String] {
    let others = answer.results.dropFirst().prefix(3)
    guard !others.isEmpty else { return [] }
    let column = (others.map { Layout.width($0.id) }.max() ?? 0) + 2
    return ["", console.paint(.heading, "Or")]
      + others.map { other in
        let title = Layout.truncated(Console.safe(other.title), to: width - column - 2)
        return "  \(Layout.padded(other.id, to: column))\(console.paint(.dim, title))"
      }
  }

  /// How the answer came about.
  var explained: String {
    let explanation = answer.explanation
    var lines = [
      console.paint(.heading, "Answer: \(answer.kind.rawValue)"), explanation.verdict, "",
    ]
    lines.append(console.paint(.heading, "Facts"))
    lines += answer.facts.json.text(pretty: true).split(separator: "\n").map { "  \($0)" }
    lines += ["", console.paint(.heading, "Rules")]
    lines += (explanation.rules.isEmpty ? ["no rule holds"] : explanation.rules).map {
      "  \(Console.safe($0))"
    }
    lines += ["", console.paint(.heading, "Words")]
    lines += explanation.terms.map { "  \($0)" }
    let scope = explanation.isOurs ? "ours" : "not said"
    let foreign = explanation.foreignWords.joined(separator: ", ")
    lines.append("  field: \(scope)\(foreign.isEmpty ? "" : "; of other systems: \(foreign)")")
    for (place, result) in answer.results.enumerated() {
      lines += [
        "",
        console.paint(.title, "\(place + 1). \(result.id)") + "  \(Decimal.text(result.score, 3))",
      ]
      lines += Layout.table(
        result.parts.map { part in [Decimal.text(part.value, 2, width: 9), part.name, part.detail]
        },
        width: console.width)
    }
    return lines.joined(separator: "\n")
  }
}
