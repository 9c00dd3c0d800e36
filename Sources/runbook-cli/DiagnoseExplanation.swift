import Runbook

/// How an answer came about: what was seen, and which rules were tried on it.
struct DiagnoseExplanation {
  private let answer: DiagnoseAnswer
  private let table: DecisionTable
  private let console: Console

  init(_ answer: DiagnoseAnswer, _ table: DecisionTable, _ console: Console) {
    self.answer = answer
    self.table = table
    self.console = console
  }

  /// One walk for each cause: that of its first subject.
  var text: String {
    answer.groups.map { group in
      let first = answer[group.members[0]]
      var lines = head(of: first.subject, others: group.members.count - 1)
      lines += facts(of: first.subject)
      lines += walk(of: first)
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private func head(of subject: DiagnosisReport.Subject, others: Int) -> [String] {
    let path = subject.path.map { $0.isEmpty ? "" : " (\($0))" } ?? ""
    let more = others > 0 ? ", and \(others) more with the same conclusion" : ""
    let name = console.paint(.title, Console.safe(subject.name)) + path + more
    guard let primary = subject.primary else { return [name, "No conclusion."] }
    let isByWords = primary.rule == DiagnosisReport.Subject.wordsRule
    let means = isByWords ? "by its words: no rule decides" : "by the rule \(primary.rule)"
    return [name, "\(primary.runbook), \(primary.confidence), \(means)"]
  }

  private func facts(of subject: DiagnosisReport.Subject) -> [String] {
    let rows = subject.facts.entries.map { entry -> [String] in
      let evidence =
        switch entry.evidence {
        case .json(let source): source.path
        case .excerpt(let text): "\"\(text)\""
        case .derived: ""
        }
      return [Console.safe(entry.name.word), Console.safe(entry.value), Console.safe(evidence)]
    }
    var lines = ["", console.paint(.heading, "Facts")]
    lines += Layout.table(rows, width: console.width - 2).map { "  \($0)" }
    if !subject.facts.lines.isEmpty {
      lines += ["", console.paint(.heading, "Lines")]
      lines += subject.facts.lines.prefix(20).flatMap { line -> [String] in
        let text = String(decoding: line.text.plain.prefix(400), as: UTF8.self)
        let wrapped = Layout.wrapped("\(line.kind.rawValue): \(Console.safe(text))", to: width)
        return wrapped.prefix(4).enumerated().map { ($0.offset == 0 ? "  " : "    ") + $0.element }
      }
      if subject.facts.lines.count > 20 { lines.append("  …") }
    }
    return lines
  }

  private var width: Int { max(console.width - 4, 40) }

  private func walk(of subject: DiagnoseAnswer.Subject) -> [String] {
    let steps = subject.walk(table)
    var lines = ["", console.paint(.heading, "Rules")]
    for step in steps {
      let mark = step.matched ? console.paint(.good, "holds") : console.paint(.dim, "no   ")
      let text = "\(step.rule): \(step.detail)"
      lines.append("  \(mark)  " + Layout.truncated(Console.safe(text), to: width * 2))
    }
    if steps.isEmpty { lines.append("  the table has no rules") }
    return lines
  }
}
