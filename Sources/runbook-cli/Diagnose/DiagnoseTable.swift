import Runbook

/// The decision table as text: every rule in the order in which it is tried.
struct DiagnoseTable {
  private let table: DecisionTable
  private let console: Console

  init(_ table: DecisionTable, _ console: Console) {
    self.table = table
    self.console = console
  }

  private var width: Int { min(console.width, 100) }

  var text: String {
    var lines = Layout.wrapped(
      "Rules are tried from top to bottom on the facts of an input; the first that holds decides.",
      to: width)
    for (number, rule) in table.ruleList.enumerated() {
      lines += [""] + draw(rule, number: "\(number + 1).")
    }
    for list in table.ruleLists {
      lines += ["", "", console.paint(.heading, "List \(list.name)")]
      lines += Layout.wrapped(
        "Tried on one line of the input after the other, the most specific line first.", to: width)
      for rule in list.rules { lines += [""] + draw(rule, number: "") }
    }
    if !table.alwaysList.isEmpty {
      lines += ["", "", console.paint(.heading, "Beside any conclusion")]
      for secondary in table.alwaysList { lines += draw(secondary, indent: 2) }
    }
    if !table.consequences.isEmpty {
      lines += ["", "", console.paint(.heading, "After every other cause of an input")]
      lines += table.consequences.map { "  \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: One rule

  private func draw(_ rule: DecisionRule, number: String) -> [String] {
    let head = number.isEmpty ? rule.id : Layout.padded(number, to: 4) + rule.id
    var lines = [console.paint(.strong, head)]
    lines += conditions(rule.when, rule.text, indent: 4)
    let arrow: String
    switch rule.outcome {
    case .runbook(let id):
      arrow = "-> \(console.paint(.title, id))  \(rule.confidence)"
    case .nothing: arrow = "-> no conclusion; later rules are not tried"
    case .list(let name): arrow = "-> the first rule of the list '\(name)' that holds"
    }
    lines.append("    \(arrow)")
    if !rule.because.isEmpty { lines += wrapped(rule.because, indent: 7) }
    if let question = rule.question { lines += wrapped("Ask: \(question)", indent: 7) }
    for secondary in rule.also { lines += draw(secondary, indent: 4) }
    return lines
  }

  private func draw(_ secondary: DecisionRule.Secondary, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    return ["\(margin)and \(secondary.runbook)"]
      + conditions(secondary.when, secondary.text, indent: indent + 4)
  }

  private func conditions(
    _ when: [DecisionRule.FactTest], _ text: DecisionRule.TextTest, indent: Int
  ) -> [String] {
    var lines = when.flatMap { wrapped("if \($0)", indent: indent) }
    let place =
      text.kinds.isEmpty ? "a line" : "a " + text.kinds.map(\.rawValue).joined(separator: " or ")
    for choices in text.all {
      lines += wrapped("if \(place) has \(list(choices))", indent: indent)
    }
    if !text.none.isEmpty {
      lines += wrapped("unless it has \(list(text.none))", indent: indent)
    }
    if text.all.isEmpty, text.none.isEmpty, !text.kinds.isEmpty {
      lines += wrapped("looking at \(place)", indent: indent)
    }
    return lines
  }

  private func list(_ patterns: [DecisionRule.Pattern]) -> String {
    patterns.map { "\"\($0.text)\"" }.joined(separator: " | ")
  }

  /// Continuation lines stand two columns further right.
  private func wrapped(_ text: String, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    return Layout.wrapped(Console.safe(text), to: width - indent - 2).enumerated().map {
      $0.offset == 0 ? margin + $0.element : margin + "  " + $0.element
    }
  }

  // MARK: JSON

  var json: JSON {
    [
      "schema_version": 1, "rules": .array(table.ruleList.map(json)),
      "lists": .array(
        table.ruleLists.map { list in
          ["name": .string(list.name), "rules": .array(list.rules.map(json))]
        }),
      "always": .array(table.alwaysList.map(json)),
      "consequences": JSON(table.consequences),
    ]
  }

  private func json(_ rule: DecisionRule) -> JSON {
    var pairs: [(key: String, value: JSON)] = [("rule", .string(rule.id))]
    switch rule.outcome {
    case .runbook(let id):
      pairs.append((key: "runbook", value: .string(id)))
      pairs.append((key: "confidence", value: .string(rule.confidence.description)))
    case .nothing: pairs.append((key: "runbook", value: .null))
    case .list(let name): pairs.append((key: "use", value: .string(name)))
    }
    pairs += conditions(rule.when, rule.text)
    pairs.append((key: "because", value: .string(rule.because)))
    pairs.append((key: "question", value: JSON(rule.question)))
    pairs.append((key: "also", value: .array(rule.also.map(json))))
    return .object(pairs)
  }

  private func json(_ secondary: DecisionRule.Secondary) -> JSON {
    .object(
      [("runbook", .string(secondary.runbook))] + conditions(secondary.when, secondary.text)
        + [("because", JSON(secondary.because))])
  }

  private func conditions(
    _ when: [DecisionRule.FactTest], _ text: DecisionRule.TextTest
  ) -> [(key: String, value: JSON)] {
    [
      ("when", JSON(when.map(\.description))),
      ("in", JSON(text.kinds.map(\.rawValue))),
      ("all", .array(text.all.map { JSON($0.map(\.text)) })),
      ("none", JSON(text.none.map(\.text))),
    ]
  }
}
