import Runbook

/// A diagnosis as a card for a terminal: the cause first, then why, then what to do about it.
///
/// Many subjects are grouped by cause, with one card for each cause.
struct DiagnoseCard {
  private let answer: DiagnosisAnswer
  private let live: LiveAnswer?
  private let given: GivenValues
  private let console: Console
  private let parts: Card
  /// Whether the commands of all steps stand below each card.
  private let showsCommands: Bool
  /// Rows of the first card; where there is no terminal, commands matter more than rows.
  private let rows: Int

  /// - Parameters:
  ///   - answer: what was found.
  ///   - live: what AWS was asked, if it was.
  ///   - given: what a person gave for the placeholders of its commands.
  ///   - showsCommands: whether the commands of all steps stand below each card.
  ///   - console: knows the size and the colours.
  init(
    _ answer: DiagnosisAnswer, live: LiveAnswer? = nil, given: GivenValues = GivenValues(),
    showsCommands: Bool = false, console: Console
  ) {
    self.showsCommands = showsCommands
    self.answer = answer
    self.live = live
    self.given = given
    self.console = console
    parts = Card(console)
    rows = console.isTerminal ? parts.rows : 40
  }

  /// Nobody reads more cards at once; the summary above them names every cause.
  private static let most = 8
  /// The card, or the cards with a summary above them.
  var text: String {
    let groups = answer.groups.filter { $0.runbook != nil }
    var blocks: [[String]] = []
    var head: [String] = []
    if answer.count > 1 { head += DiagnoseSummary(answer, console, width: parts.width).lines }
    if let live { head += live.metricLines(console) }
    if !head.isEmpty { blocks.append(head) }
    for (place, group) in groups.prefix(DiagnoseCard.most).enumerated() {
      let subject = answer[representative(of: group)]
      let others = group.members.count - 1
      blocks.append(card(of: subject, others: others, rows: place == 0 ? rows : parts.rows))
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

  private func card(of subject: DiagnosisAnswer.Subject, others: Int, rows: Int) -> [String] {
    guard let primary = subject.primary else { return [] }
    let page = answer.page(primary.runbook)
    let summary = page.summary
    var card = StepCard(
      title: summary?.title ?? primary.runbook,
      id: summary.map { "\($0.id) v\($0.version)" } ?? "", console: console)
    card.mark =
      summary.map { $0.status == .active ? "" : "[\($0.status.rawValue)]" }
      ?? "[no such runbook here]"
    card.subtitle = subtitle(primary, subject.subject.name, others: others)
    card.steps = answer.steps(of: primary.runbook, for: subject)
    card.choice = subject.choices[primary.runbook]
    card.look = answer.commands(of: primary.runbook, for: subject).first { $0.step == nil }
    card.question = primary.question.map(subject.placeholders.fill)
    card.why = [primary.because.joined(separator: " ")]
    card.past = PastLines(
      nil, history: page.history, earlier: earlier(subject), console: console,
      width: parts.textWidth)
    card.others = also(subject)
    card.values = subject.placeholders
    card.given = given
    card.page = primary.runbook
    let commands = showsCommands ? StepCommands(card.steps, console: console).lines : []
    return card.lines(rows: rows) + commands
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
  private func earlier(_ subject: DiagnosisAnswer.Subject) -> [String] {
    subject.earlier.prefix(3).map { past in
      let label = past.incident.origin == .public ? "public example: " : ""
      let minutes = past.incident.minutesToResolve.map { ", \(Span.text($0))" } ?? ""
      let remedy =
        past.remedy.map { remedy in
          " (\(remedy.outcome.text(in: past.incident.origin)) by \(remedy.id)\(minutes))"
        } ?? ""
      let text = "the same on \(past.incident.date)  \(label)\(Console.safe(past.incident.title))"
      return Layout.clipped(text, to: max(20, parts.textWidth - Layout.width(remedy))) + remedy
    }
  }

  /// Runbooks to read beside the conclusion, then those that it names itself.
  private func also(_ subject: DiagnosisAnswer.Subject) -> [(id: String, about: String)] {
    let others = subject.subject.diagnoses.dropFirst().map { other in
      (
        id: other.runbook,
        about: other.because.first ?? answer.page(other.runbook).summary?.title ?? ""
      )
    }
    let titles = subject.primary.map { answer.page($0.runbook).relatedTitles } ?? [:]
    return others + answer.related(to: subject).map { (id: $0, about: titles[$0] ?? "related") }
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
