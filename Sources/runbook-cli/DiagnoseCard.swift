import Runbook

/// A diagnosis as a card for a terminal: the cause first, then why, then what to do about it.
///
/// Many subjects are grouped by cause, with one card for each cause.
struct DiagnoseCard {
  private let answer: DiagnoseAnswer
  private let console: Console

  init(_ answer: DiagnoseAnswer, console: Console) {
    self.answer = answer
    self.console = console
  }

  private var width: Int { min(console.width, 100) }

  /// The card, or the cards with a summary above them.
  func text() throws -> String {
    let groups = answer.report.groups.filter { $0.runbook != nil }
    var blocks: [[String]] = []
    if answer.count > 1 { blocks.append(DiagnoseSummary(answer, console, width: width).lines) }
    if let metrics = answer.live?.metricLines(console), !metrics.isEmpty { blocks.append(metrics) }
    for (place, group) in groups.enumerated() {
      let subject = answer[representative(of: group)]
      let others = group.members.count - 1
      // The first cause has the room; the others can be asked for.
      blocks.append(card(of: subject, others: others, commandLimit: place == 0 ? 6 : 2))
    }
    if groups.isEmpty, answer.count <= 1 { blocks.append(nothing) }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// The member that is surest, the first of equals.
  private func representative(of group: DiagnosisReport.Group) -> Int {
    var best = group.members[0]
    for member in group.members {
      guard let found = answer[member].primary?.confidence,
        let known = answer[best].primary?.confidence, known < found
      else { continue }
      best = member
    }
    return best
  }

  // MARK: One card

  private func card(
    of subject: DiagnoseAnswer.Subject, others: Int, commandLimit: Int
  ) -> [String] {
    guard let primary = subject.primary else { return [] }
    let page = answer.page(primary.runbook)
    var lines = title(primary, page) + [subtitle(primary, subject, others: others)]
    lines += reasons(primary)
    lines += fix(page)
    lines += earlier(subject)
    lines += HistoryLines(page.history, console: console, width: width).lines
    lines += commands(primary, subject, limit: commandLimit)
    lines += also(subject)
    return lines
  }

  private func title(_ diagnosis: Diagnosis, _ page: DiagnoseAnswer.Page) -> [String] {
    guard let summary = page.summary else {
      return [
        console.paint(.title, diagnosis.runbook)
          + console.paint(.caution, "  [no such runbook here]")
      ]
    }
    let mark = summary.status == .active ? "" : "  [\(summary.status.rawValue)]"
    let version = "  v\(summary.version)"
    let name = Layout.truncated(
      Console.safe(summary.title), to: width - Layout.width(version + mark))
    return [
      console.paint(.title, name) + console.paint(.dim, version) + console.paint(.caution, mark)
    ]
  }

  private func subtitle(
    _ diagnosis: Diagnosis, _ subject: DiagnoseAnswer.Subject, others: Int
  ) -> String {
    let style: Console.Style =
      switch diagnosis.confidence {
      case .certain: .good
      case .likely: .strong
      case .suspected: .caution
      }
    let word = console.paint(style, diagnosis.confidence.description)
    var about = subject.subject.name == "text" ? "" : "  \(Console.safe(subject.subject.name))"
    if others > 0 { about += " and \(others) more" }
    return console.paint(.dim, diagnosis.runbook) + "  " + word + console.paint(.dim, about)
  }

  private func reasons(_ diagnosis: Diagnosis) -> [String] {
    var lines: [String] = []
    if let sentence = diagnosis.because.first {
      lines += Layout.wrapped(Console.safe(sentence), to: width)
    }
    for reason in diagnosis.because.dropFirst() {
      let wrapped = Layout.wrapped(Console.safe(reason), to: width - 4)
      lines += wrapped.enumerated().map { ($0.offset == 0 ? "  " : "    ") + $0.element }
    }
    if let question = diagnosis.question {
      let wrapped = Layout.wrapped("Ask: \(Console.safe(question))", to: width)
      lines += wrapped.map { console.paint(.caution, $0) }
    }
    return lines
  }

  private func fix(_ page: DiagnoseAnswer.Page) -> [String] {
    guard !page.fix.isEmpty else { return [] }
    var lines = ["", console.paint(.heading, "Fix")]
    for (index, step) in page.fix.prefix(7).enumerated() {
      let wrapped = Layout.wrapped(Console.safe(step), to: width - 5)
      lines.append("  \(index + 1). \(wrapped.first ?? "")")
      lines += wrapped.dropFirst().map { "     \($0)" }
    }
    return lines
  }

  /// Incidents with the same failure, whatever their runbook.
  private func earlier(_ subject: DiagnoseAnswer.Subject) -> [String] {
    guard !subject.earlier.isEmpty else { return [] }
    var lines = ["", console.paint(.heading, "Same failure before")]
    for past in subject.earlier.prefix(3) {
      let label = past.incident.origin == .public ? "public example: " : ""
      let minutes = past.incident.minutesToResolve.map { ", \(Duration.text($0))" } ?? ""
      let remedy = past.remedy.map { " (\($0.outcome.rawValue) by \($0.id)\(minutes))" } ?? ""
      let text = "\(past.incident.date)  \(label)\(Console.safe(past.incident.title))"
      lines.append("  " + Layout.truncated(text, to: width - 2 - Layout.width(remedy)) + remedy)
    }
    return lines
  }

  private func commands(
    _ diagnosis: Diagnosis, _ subject: DiagnoseAnswer.Subject, limit: Int
  ) -> [String] {
    let commands = answer.commands(of: diagnosis.runbook, for: subject)
    guard !commands.isEmpty else { return [] }
    var lines = ["", console.paint(.heading, "Commands")]
    for command in commands.prefix(limit) {
      lines += CommandLines(command, console: console, indent: 2).lines
    }
    if commands.count > limit {
      lines.append(
        console.paint(
          .dim, "  \(commands.count - limit) more: runbook show \(diagnosis.runbook) --commands"))
    }
    return lines
  }

  private func also(_ subject: DiagnoseAnswer.Subject) -> [String] {
    let others = subject.subject.diagnoses.dropFirst()
    guard !others.isEmpty else { return [] }
    let column = (others.map { Layout.width($0.runbook) }.max() ?? 0) + 2
    var lines = ["", console.paint(.heading, "Also")]
    for other in others {
      let why = other.because.first ?? answer.page(other.runbook).summary?.title ?? ""
      let wrapped = Layout.wrapped(Console.safe(why), to: max(width - column - 2, 24))
      for (index, line) in wrapped.enumerated() {
        let name = index == 0 ? other.runbook : ""
        lines.append("  \(Layout.padded(name, to: column))\(console.paint(.dim, line))")
      }
    }
    return lines
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
        + "diagnose --explain' for what was seen, and 'runbook search' for words.", to: width)
    return lines
  }
}
