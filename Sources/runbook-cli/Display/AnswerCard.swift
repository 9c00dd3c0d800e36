import Runbook

/// An answer as a card for a terminal: the fix first, then why, then what happened before.
struct AnswerCard {
  private let answer: Answer
  private let console: Console
  private let card: Card
  /// A card fits a terminal of 80 by 24 for the common case.
  private static let rows = 23

  init(_ answer: Answer, console: Console) {
    self.answer = answer
    self.console = console
    card = Card(console)
  }

  /// The card.
  var text: String {
    guard let first = answer.results.first else { return nothing.joined(separator: "\n") }
    var lines = title(of: first)
    lines += card.labelled("Why", reasons(of: first))
    if let question = first.question {
      lines += card.labelled("Ask", card.wrapped(question))
    }
    if let course = first.course {
      lines += self.lines(of: course, first)
    } else {
      lines += card.labelled("Fix", card.steps(first.fix, rows: 8, of: first.id))
    }
    let history = HistoryLines(first.history, console: console, width: card.textWidth, limit: 2)
    lines += card.labelled("Past", history.lines)
    let others = card.labelled("Or", nextBest)
    let rows = AnswerCard.rows - lines.count - others.count
    lines += card.commands(first.commands, rows: rows, of: first.id)
    return (lines + others).joined(separator: "\n")
  }

  private var nothing: [String] {
    var lines = [
      console.paint(.heading, "No confident match.")
        + " Nothing here is clearly about this symptom."
    ]
    lines += Layout.wrapped(
      "Try the error line itself, or the words of the stoppedReason; see 'runbook list' for what "
        + "there is, and 'runbook search --explain' for how it was judged.", to: card.width)
    return lines
  }

  private func title(of result: SearchResult) -> [String] {
    let version = result.version.map { " v\($0)" } ?? ""
    let mark = result.status == "active" || result.isIncident ? "" : "[\(result.status)]"
    return card.title(result.title, id: result.id + version, mark: mark)
  }

  private func reasons(of result: SearchResult) -> [String] {
    let why = card.reasons(result.why, rows: 3)
    let weak = console.paint(.caution, "not a sure match; the best there is")
    return answer.kind == .weak ? [weak] + why : why
  }

  /// An incident: when it was, what was used, what ended it.
  private func lines(of course: SearchResult.Course, _ result: SearchResult) -> [String] {
    let incident = course.summary
    var when = [incident.origin == .public ? "public example of \(incident.date)" : incident.date]
    if let severity = incident.severity { when.append(severity.rawValue) }
    let minutes = incident.minutesToResolve.map { " after \(Span.text($0))" } ?? ""
    when.append(incident.status.rawValue + (incident.status == .open ? "" : minutes))
    let used = course.runbooks.map { "\($0.id) (\($0.outcome.rawValue))" }
    var lines = card.labelled("When", [when.joined(separator: ", ")])
    lines += card.labelled("Used", used.isEmpty ? [] : card.wrapped(used.joined(separator: ", ")))
    let passage = result.excerpt.isEmpty ? "" : "\(result.section): \(result.excerpt)"
    let text = course.resolution.isEmpty ? passage : course.resolution
    let said = text.isEmpty ? [] : Array(card.wrapped(text).prefix(6))
    lines += card.labelled(course.resolution.isEmpty ? "Says" : "Fix", said)
    return lines + card.labelled("See", ["runbook show \(result.id)"])
  }

  private var nextBest: [String] {
    let others = answer.results.dropFirst().prefix(2)
    let column = (others.map { Layout.width($0.id) }.max() ?? 0) + 2
    return others.map { other in
      let title = Layout.truncated(Console.safe(other.title), to: card.textWidth - column)
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
