import Runbook

/// A diagnosis as a card for a terminal: the cause first, then why, then what to do about it.
///
/// Many subjects are grouped by cause, with one card for each cause.
struct DiagnoseCard {
  private let answer: DiagnoseAnswer
  private let console: Console
  private let parts: Card
  /// Rows of the first card; where there is no terminal, commands matter more than rows.
  private let rows: Int

  init(_ answer: DiagnoseAnswer, console: Console) {
    self.answer = answer
    self.console = console
    parts = Card(console)
    rows = max(console.isTerminal ? console.height - 1 : 40, 23)
  }

  /// Nobody reads more cards at once; the summary above them names every cause.
  private static let most = 8
  /// The card, or the cards with a summary above them.
  var text: String {
    let groups = answer.groups.filter { $0.runbook != nil }
    var blocks: [[String]] = []
    var head: [String] = []
    if answer.count > 1 { head += DiagnoseSummary(answer, console, width: parts.width).lines }
    if let live = answer.live { head += live.metricLines(console) }
    if !head.isEmpty { blocks.append(head) }
    for (place, group) in groups.prefix(DiagnoseCard.most).enumerated() {
      let subject = answer[representative(of: group)]
      let others = group.members.count - 1
      blocks.append(card(of: subject, others: others, rows: place == 0 ? rows : 0))
    }
    if groups.count > DiagnoseCard.most {
      blocks.append(["\(groups.count - DiagnoseCard.most) more causes; 'runbook show ID' has them"])
    }
    if groups.isEmpty { blocks.append(nothing) }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// The member that is surest, the first of equals.
  private func representative(of group: DiagnosisReport.Group) -> Int {
    var best = group.members[0]
    for member in group.members {
      guard let found = answer.report.subjects[member].primary?.confidence,
        let known = answer.report.subjects[best].primary?.confidence, known < found
      else { continue }
      best = member
    }
    return best
  }

  // MARK: One card

  private func card(of subject: DiagnoseAnswer.Subject, others: Int, rows: Int) -> [String] {
    guard let primary = subject.primary else { return [] }
    let page = answer.page(primary.runbook)
    var lines = title(primary.runbook, page)
    lines.append(subtitle(primary, subject.subject.name, others: others))
    lines += parts.labelled("Why", parts.reasons(primary.because, rows: .max))
    if let question = primary.question {
      lines += parts.labelled("Ask", parts.wrapped(question))
    }
    lines += parts.labelled("Fix", parts.steps(page.fix, rows: 9, of: primary.runbook))
    lines += parts.labelled("Seen", earlier(subject))
    let history = HistoryLines(page.history, console: console, width: parts.textWidth, limit: 2)
    lines += parts.labelled("Past", history.lines)
    let also = parts.labelled("Also", also(subject))
    lines += parts.commands(
      answer.commands(of: primary.runbook, for: subject), rows: rows - lines.count - also.count,
      of: primary.runbook)
    return lines + also
  }

  private func title(_ runbook: String, _ page: DiagnoseAnswer.Page) -> [String] {
    guard let summary = page.summary else {
      return parts.title(runbook, id: "", mark: "[no such runbook here]")
    }
    let mark = summary.status == .active ? "" : "[\(summary.status.rawValue)]"
    return parts.title(summary.title, id: "\(summary.id) v\(summary.version)", mark: mark)
  }

  private func subtitle(_ diagnosis: Diagnosis, _ name: String, others: Int) -> String {
    let style: Console.Style =
      switch diagnosis.confidence {
      case .certain: .good
      case .likely: .strong
      case .suspected: .caution
      }
    var about = name == "text" ? "" : ": \(Console.safe(name))"
    if others > 0 { about += " and \(others) more" }
    return console.paint(style, diagnosis.confidence.description) + console.paint(.dim, about)
  }

  /// Incidents with the same failure, whatever their runbook.
  private func earlier(_ subject: DiagnoseAnswer.Subject) -> [String] {
    subject.earlier.prefix(3).map { past in
      let label = past.incident.origin == .public ? "public example: " : ""
      let minutes = past.incident.minutesToResolve.map { ", \(Span.text($0))" } ?? ""
      let remedy = past.remedy.map { " (\($0.outcome.rawValue) by \($0.id)\(minutes))" } ?? ""
      let text = "the same on \(past.incident.date)  \(label)\(Console.safe(past.incident.title))"
      return Layout.truncated(text, to: max(20, parts.textWidth - Layout.width(remedy))) + remedy
    }
  }

  private func also(_ subject: DiagnoseAnswer.Subject) -> [String] {
    let others = subject.subject.diagnoses.dropFirst()
    let column = (others.map { Layout.width($0.runbook) }.max() ?? 0) + 2
    let named = others.flatMap { other -> [String] in
      let why = other.because.first ?? answer.page(other.runbook).summary?.title ?? ""
      let wrapped = Layout.wrapped(Console.safe(why), to: max(parts.textWidth - column, 24))
      return wrapped.enumerated().map { index, line in
        Layout.padded(index == 0 ? other.runbook : "", to: column) + console.paint(.dim, line)
      }
    }
    let related = answer.related(to: subject)
    guard !related.isEmpty else { return named }
    let seeAlso = Layout.wrapped(
      Console.safe("See also: " + related.joined(separator: ", ")), to: parts.textWidth)
    return named + seeAlso.map { console.paint(.dim, $0) }
  }

  private var nothing: [String] {
    let input = answer.report.input
    let what =
      input == "text"
      ? "Nothing in this text names a failure of ECS."
      : "Nothing in this \(input) says that something is wrong."
    var lines = [console.paint(.heading, "No diagnosis.") + " " + what]
    lines += Layout.wrapped(
      "For a task that stopped, give the whole answer of 'aws ecs describe-tasks'; see 'runbook "
        + "diagnose --explain' for what was seen, and 'runbook search' for words.", to: parts.width)
    return lines
  }
}
