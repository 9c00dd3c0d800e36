import Runbook

/// Statistics as text with bars.
struct StatisticsPage {
  private let statistics: Statistics
  private let since: CivilDate?
  private let console: Console
  /// More rows of a grouping are summed up in one line.
  private static let rows = 12
  /// More steps of a runbook are summed up in the same way.
  private static let steps = 5
  private static let barWidth = 16

  init(_ statistics: Statistics, since: CivilDate?, console: Console) {
    self.statistics = statistics
    self.since = since
    self.console = console
  }

  private var width: Int { console.isTerminal ? console.width : 120 }

  func lines(only: Statistics.Grouping?) -> [String] {
    page(only: only).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func page(only: Statistics.Grouping?) -> [String] {
    var lines = head
    guard statistics.total.incidents > 0 else { return lines + (only == nil ? work : []) }
    if only == nil { lines += times }
    for grouping in Statistics.Grouping.allCases where only == nil || only == grouping {
      lines += group(grouping)
    }
    return only == nil ? lines + work : lines
  }

  private var head: [String] {
    let total = statistics.total
    let from = since.map { " since \($0)" } ?? ""
    var parts = ["\(count(total.incidents, "own incident"))\(from)"]
    if total.incidents > 0 {
      parts.append("\(total.recurred) came back within \(Statistics.recurrenceDays) days")
      parts.append(
        total.tried > 0
          ? "a runbook fixed \(total.fixed) of \(total.tried) in which one was tried"
          : "no runbook was tried")
    }
    let examples = count(statistics.publicExamples, "public example")
    return Layout.wrapped(parts.joined(separator: "; "), to: width)
      + (statistics.publicExamples > 0
        ? [console.paint(.dim, "\(examples) not counted")] : [])
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  // MARK: Times

  private var times: [String] {
    let total = statistics.total
    let rows = [
      ("detect", total.detect), ("mitigate", total.mitigate), ("resolve", total.resolve),
    ].map { name, durations in
      [
        "  to \(name)", durations.median.map(Span.text) ?? "-",
        durations.p90.map(Span.text) ?? "-", "\(durations.count)",
        "\(durations.missing) without times",
      ]
    }
    var lines = Layout.table([["", "median", "p90", "n", ""]] + rows, width: .max)
    if !lines.allSatisfy({ Layout.width($0) <= width }) {
      lines = rows.flatMap { row in
        [row[0], "    median \(row[1]), p90 \(row[2])", "    n \(row[3]), \(row[4])"]
      }
    }
    let formula = "median: \(Durations.formula.median); p90: \(Durations.formula.p90)"
    return ["", console.paint(.heading, "Time from start")] + lines
      + Layout.wrapped(formula, to: width - 2).map { console.paint(.dim, "  \($0)") }
  }

  // MARK: Groups

  private func group(_ grouping: Statistics.Grouping) -> [String] {
    let groups = statistics.groups[grouping] ?? []
    guard let largest = groups.map(\.incidents).max() else { return [] }
    let shown = Array(groups.prefix(StatisticsPage.rows))
    var lines = ["", console.paint(.heading, "By \(grouping.rawValue)")]
    lines +=
      table(shown, largest: largest)
      ?? shown.flatMap { stacked($0, largest: largest) + steps(of: $0) }
    let rest = groups.count - shown.count
    if rest > 0 {
      lines.append(console.paint(.dim, "  \(rest) more: --by \(grouping.rawValue) --json"))
    }
    return lines
  }

  /// The groups in columns; on a narrow terminal the bars and then the names become shorter.
  ///
  /// - Returns: nil where even that is too wide.
  private func table(_ groups: [Statistics.Group], largest: Int) -> [String]? {
    for (name, bars) in [(36, StatisticsPage.barWidth), (36, 8), (28, 8), (24, 6), (18, 4)] {
      var rows = [["", "", "n", "again", "resolve p50", "p90", "no times", "fixed"]]
      rows += groups.map { group in
        [
          "  \(Layout.truncated(Console.safe(group.key), to: name))",
          bar(group.incidents, of: largest, width: bars), "\(group.incidents)",
          "\(group.recurred)", group.resolve.median.map(Span.text) ?? "-",
          group.resolve.p90.map(Span.text) ?? "-", "\(group.resolve.missing)",
          group.tried > 0 ? "\(group.fixed) of \(group.tried)" : "-",
        ]
      }
      let lines = Layout.table(rows, width: .max)
      guard lines.allSatisfy({ Layout.width($0) <= width }) else { continue }
      return [lines[0]] + zip(groups, lines.dropFirst()).flatMap { [$1] + steps(of: $0) }
    }
    return nil
  }

  /// The steps of a runbook that were taken, below its name.
  private func steps(of group: Statistics.Group) -> [String] {
    let steps = group.steps ?? []
    var lines = steps.prefix(StatisticsPage.steps).flatMap { use -> [String] in
      var facts = [("fixed", use.fixed), ("helped", use.helped), ("no-help", use.noHelp)]
        .filter { $0.1 > 0 }.map { "\($0) \($1)" }
      if let minutes = use.medianMinutes { facts.append("p50 \(Span.text(minutes))") }
      let name = "    #\(Console.safe(use.step))"
      let said = "taken \(use.taken): \(facts.joined(separator: ", "))"
      let line = "\(name)  \(said)"
      return Layout.width(line) <= width
        ? [line]
        : [Layout.truncated(name, to: width)]
          + Layout.wrapped(said, to: width - 6).map { "      \($0)" }
    }
    if steps.count > StatisticsPage.steps {
      lines.append("    \(steps.count - StatisticsPage.steps) more steps: --by runbook --json")
    }
    return lines.map { console.paint(.dim, $0) }
  }

  /// A group below its name, for a terminal that is too narrow for columns.
  private func stacked(_ group: Statistics.Group, largest: Int) -> [String] {
    let median = group.resolve.median.map(Span.text) ?? "-"
    let p90 = group.resolve.p90.map(Span.text) ?? "-"
    let fixed = group.tried > 0 ? "; fixed \(group.fixed) of \(group.tried)" : ""
    let facts = [
      bar(group.incidents, of: largest, width: 8)
        + " \(group.incidents), \(group.recurred) again\(fixed)",
      "resolve p50 \(median)", "p90 \(p90); \(group.resolve.missing) without times",
    ]
    return ["  \(Layout.truncated(Console.safe(group.key), to: width - 2))"]
      + facts.flatMap { Layout.wrapped($0, to: width - 4) }.map { "    \($0)" }
  }

  private func bar(_ value: Int, of largest: Int, width: Int) -> String {
    let length = max(1, (value * width * 2 + largest) / (2 * largest))
    return String(repeating: "█", count: min(length, width))
  }

  // MARK: What is to do

  private var work: [String] {
    let overdue = statistics.openActions.count { $0.daysOverdue != nil }
    var lines = [
      "",
      console.paint(.heading, "Action items")
        + "  \(statistics.openActions.count) open, \(overdue) overdue",
    ]
    for action in statistics.openActions.prefix(StatisticsPage.rows) {
      let due =
        action.daysOverdue.map { console.paint(.danger, "\($0) d overdue") }
        ?? action.item.due.map { "due \($0)" } ?? "no date"
      let owner = action.item.owner.map { "@\(Console.safe($0)), " } ?? ""
      let text = "\(Console.safe(action.item.text)) (\(owner)\(due)) \(action.incident)"
      for (index, line) in Layout.wrapped(text, to: width - 4).enumerated() {
        lines.append((index == 0 ? "  " : "    ") + line)
      }
    }
    lines += list("Not used for \(statistics.days) days", statistics.unused) { neglect in
      neglect.lastUsed.map { "last \($0)" } ?? "never"
    }
    lines += list("Not reviewed for \(statistics.days) days", statistics.notReviewed) { neglect in
      neglect.lastReviewed.map { "last \($0)" } ?? "never"
    }
    return lines
  }

  private func list(
    _ title: String, _ runbooks: [Statistics.Neglect], _ detail: (Statistics.Neglect) -> String
  ) -> [String] {
    let heading = ["", console.paint(.heading, title) + "  \(count(runbooks.count, "runbook"))"]
    let rows = runbooks.prefix(StatisticsPage.rows).map { ["  \($0.runbook)", detail($0)] }
    let rest = runbooks.count - rows.count
    return heading + Layout.table(rows, width: width)
      + (rest > 0 ? [console.paint(.dim, "  and \(rest) more")] : [])
  }
}
