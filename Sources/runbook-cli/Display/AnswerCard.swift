import Runbook

/// An answer as a card for a terminal: the fix first, then why, then what happened before.
struct AnswerCard {
  private let answer: Answer
  private let given: GivenValues
  private let console: Console
  private let card: Card

  /// - Parameters:
  ///   - answer: what was found.
  ///   - given: what a person gave for the placeholders of its commands.
  ///   - console: knows the width and the colours.
  init(_ answer: Answer, given: GivenValues = GivenValues(), console: Console) {
    self.answer = answer
    self.given = given
    self.console = console
    card = Card(console)
  }

  /// The card of a result; that of the first by default.
  func text(of place: Int = 0) -> String {
    guard answer.results.indices.contains(place) else { return nothing.joined(separator: "\n") }
    let result = answer.results[place]
    if let course = result.course {
      return lines(of: course, result, at: place).joined(separator: "\n")
    }
    return stepCard(of: result, at: place).lines().joined(separator: "\n")
  }

  /// The command that the card of a result shows first; nil where it has none.
  func command(of place: Int) -> ShellCommand? {
    guard answer.results.indices.contains(place) else { return nil }
    return stepCard(of: answer.results[place], at: place).command
  }

  private func stepCard(of result: SearchResult, at place: Int) -> StepCard {
    var page = StepCard(
      title: result.title, id: "\(result.id)\(version(of: result))", console: console)
    page.mark = result.status == "active" ? "" : "[\(result.status)]"
    page.isWeak = answer.kind == .weak
    page.steps = result.steps
    page.choice = result.choice
    page.look = result.commands.first { $0.step == nil }
    page.question = result.question.map(answer.values.fill)
    page.why = result.why
    page.past = PastLines(
      result.past, history: result.history, console: console, width: card.textWidth)
    page.others = others(than: place)
    page.values = answer.values
    page.given = given
    page.page = result.id
    (page.section, page.line) = (result.section, result.line)
    return page
  }

  /// The commands of all steps of a result, for what stands below its card.
  func commands(of place: Int = 0) -> String {
    guard answer.results.indices.contains(place) else { return "" }
    return StepCommands(answer.results[place].steps, console: console).lines
      .map { "\n\($0)" }.joined()
  }

  private func others(than place: Int) -> [(id: String, about: String)] {
    answer.results.enumerated().filter { $0.offset != place }.map { named($0.element) }
  }

  private func named(_ page: SearchResult) -> (id: String, about: String) {
    (id: page.id, about: page.title)
  }

  private func version(of result: SearchResult) -> String {
    result.version.map { " v\($0)" } ?? ""
  }

  private var nothing: [String] {
    var lines = [
      console.paint(.heading, "No confident match.")
        + " Nothing here is clearly about this symptom."
    ]
    lines += Layout.wrapped(
      "Try the error line itself, or the words of the stoppedReason; see 'runbook list' for what "
        + "there is, and 'runbook search --explain' for how it was judged.", to: card.width)
    if !answer.nearest.isEmpty {
      lines += ["", "The nearest pages, all unlikely:"]
      lines += card.pages(answer.nearest.map(named), width: card.width - 2).map { "  \($0)" }
    }
    return lines
  }

  /// An incident: when it was, what was used, what ended it.
  private func lines(
    of course: SearchResult.Course, _ result: SearchResult, at place: Int
  ) -> [String] {
    let incident = course.summary
    var when = [incident.origin == .public ? "public example of \(incident.date)" : incident.date]
    if let severity = incident.severity { when.append(severity.rawValue) }
    let minutes = incident.minutesToResolve.map { " after \(Span.text($0))" } ?? ""
    when.append(incident.status.rawValue + (incident.status == .open ? "" : minutes))
    let used = course.runbooks.map { "\($0.target) (\($0.outcome.text(in: incident.origin)))" }
    var lines = card.title(result.title, id: result.id, mark: "")
    lines += card.labelled("When", [when.joined(separator: ", ")])
    lines += card.labelled("Used", used.isEmpty ? [] : card.wrapped(used.joined(separator: ", ")))
    let passage = result.excerpt.isEmpty ? "" : "\(result.section): \(result.excerpt)"
    let text = course.resolution.isEmpty ? passage : course.resolution
    let said = text.isEmpty ? [] : Array(card.wrapped(text).prefix(6))
    lines += card.labelled(course.resolution.isEmpty ? "Says" : "Fix", said)
    lines += card.labelled("See", ["runbook show \(result.id)"])
    let next = card.pages(others(than: place).prefix(2), width: card.textWidth)
    return lines + card.labelled("Or", next)
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
