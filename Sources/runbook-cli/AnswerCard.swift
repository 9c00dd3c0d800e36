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

  /// Where the text begins beside the labels.
  private static let margin = 6

  private var textWidth: Int { width - AnswerCard.margin }

  /// The card.
  var text: String {
    guard let first = answer.results.first else { return nothing.joined(separator: "\n") }
    var lines = [title(of: first)]
    lines += labelled("Why", reasons(of: first))
    lines += labelled("Fix", fix(of: first))
    let history = HistoryLines(first.history, console: console, width: textWidth, limit: 2)
    lines += labelled("Past", history.lines)
    let others = labelled("Or", nextBest)
    lines += commands(of: first, rows: AnswerCard.rows - lines.count - others.count)
    return (lines + others).joined(separator: "\n")
  }

  /// Lines with a label beside the first.
  private func labelled(_ label: String, _ lines: [String]) -> [String] {
    lines.enumerated().map { index, line in
      let head = Layout.padded(index == 0 ? label : "", to: AnswerCard.margin)
      return (index == 0 ? console.paint(.heading, head) : head) + line
    }
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

  private func title(of result: SearchResult) -> String {
    let version = result.version.map { " v\($0)" } ?? ""
    let mark = result.status == "active" || result.isIncident ? "" : " [\(result.status)]"
    let id = "  \(result.id)\(version)"
    let title = Layout.truncated(
      Console.safe(result.title), to: max(20, width - Layout.width(id + mark)))
    return console.paint(.title, title) + console.paint(.dim, id) + console.paint(.caution, mark)
  }

  private func reasons(of result: SearchResult) -> [String] {
    let why = Layout.wrapped(Console.safe(result.why.joined(separator: "; ")), to: textWidth)
    var lines = Array(why.prefix(3))
    if why.count > 3 { lines[2] = Layout.truncated(lines[2] + " …", to: textWidth) }
    let weak = console.paint(.caution, "not a sure match; the best there is")
    return answer.kind == .weak ? [weak] + lines : lines
  }

  private func fix(of result: SearchResult) -> [String] {
    if result.isIncident {
      let text = "\(result.section): \(result.excerpt)"
      return Array(Layout.wrapped(Console.safe(text), to: textWidth).prefix(6))
    }
    return result.fix.prefix(6).enumerated().map { index, step in
      Layout.truncated("\(index + 1). \(Console.safe(step))", to: textWidth)
    }
  }

  /// As many commands as there are rows for, at least one, whole so that they can be copied.
  private func commands(of result: SearchResult, rows: Int) -> [String] {
    var lines: [String] = []
    var used = 1
    var shown = 0
    for command in result.commands {
      let text = CommandLines(command, console: console)
      if shown > 0, used + text.rows(width: console.width) > rows { break }
      lines += shown == 0 ? labelled("Run", [text.label]) : [margin + text.label]
      lines += text.lines
      used += text.rows(width: console.width)
      shown += 1
    }
    let left = result.commands.count - shown
    if left > 0 {
      lines.append(
        console.paint(.dim, "\(margin)\(left) more: runbook show \(result.id) --commands"))
    }
    return lines
  }

  private var margin: String { String(repeating: " ", count: AnswerCard.margin) }

  private var nextBest: [String] {
    let others = answer.results.dropFirst().prefix(2)
    let column = (others.map { Layout.width($0.id) }.max() ?? 0) + 2
    return others.map { other in
      let title = Layout.truncated(Console.safe(other.title), to: textWidth - column)
      return Layout.padded(other.id, to: column) + console.paint(.dim, title)
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
