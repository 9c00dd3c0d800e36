import Runbook

/// How an answer came about: what was seen, and which rules were tried on it.
struct DiagnoseExplanation {
  private let answer: DiagnosisAnswer
  private let table: DecisionTable
  private let console: Console

  init(_ answer: DiagnosisAnswer, _ table: DecisionTable, _ console: Console) {
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
    let isByWords = primary.rule == DiagnosisAnswer.wordsRule
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
    lines += table(of: rows)
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

  /// Name and value in columns and, where it fits no more, the place on a line of its own.
  private func table(of rows: [[String]]) -> [String] {
    let name = (rows.map { Layout.width($0[0]) }.max() ?? 0) + 2
    let value = (rows.map { Layout.width($0[1]) }.max() ?? 0) + 2
    return rows.flatMap { row -> [String] in
      let head = "  " + Layout.padded(row[0], to: name)
      if row[2].isEmpty { return [head + row[1]] }
      for column in [min(value, 26), Layout.width(row[1]) + 2] {
        let whole = head + Layout.padded(row[1], to: column) + row[2]
        if Layout.width(whole) <= console.width { return [whole] }
      }
      let margin = String(repeating: " ", count: name + 2)
      return [head + row[1]]
        + Layout.wrapped(row[2], to: max(console.width - name - 2, 30)).map { margin + $0 }
    }
  }

  private func walk(of subject: DiagnosisAnswer.Subject) -> [String] {
    let steps = subject.walk(table)
    var lines = ["", console.paint(.heading, "Rules")]
    for step in steps {
      let mark = step.matched ? console.paint(.good, "holds") : console.paint(.dim, "no   ")
      let wrapped = Layout.wrapped(
        Console.safe("\(step.rule): \(step.detail)"), to: max(console.width - 13, 40))
      // A rule that does not hold is soon told; one that does is told whole.
      for (index, line) in wrapped.prefix(step.matched ? 6 : 2).enumerated() {
        let isCut = !step.matched && index == 1 && wrapped.count > 2
        lines.append((index == 0 ? "  \(mark)  " : "           ") + line + (isCut ? " …" : ""))
      }
    }
    if steps.isEmpty { lines.append("  the table has no rules") }
    return lines
  }
}
