/// Finds what is wrong with a decision table as a whole: rules that can never decide, runbooks that
/// do not exist, stop codes and error names that lead nowhere.
public struct TableLint {
  private let table: DecisionTable
  private let path: String
  private var findings: [Finding] = []

  /// Prepares to check a table.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - path: its file, for the findings.
  public init(_ table: DecisionTable, path: String) {
    self.table = table
    self.path = path
  }

  /// Checks the table.
  ///
  /// - Parameter runbooks: the ids that exist, each with the anchors of its steps; nil where that is
  ///   not known.
  /// - Returns: findings in the order of the file.
  public mutating func check(runbooks: [String: Set<String>]?) -> [Finding] {
    findings = []
    let rules = table.ruleList
    let lists = table.ruleLists
    for list in [rules] + lists.map(\.rules) {
      checkOrder(of: list)
      for rule in list {
        checkRule(rule)
        if let runbooks { checkRunbooks(of: rule, runbooks) }
      }
    }
    if let runbooks {
      for secondary in table.alwaysList {
        checkTarget(secondary.runbook, secondary.step, line: 1, runbooks)
      }
      for id in table.consequences { checkTarget(id, nil, line: 1, runbooks) }
    }
    let used = rules.compactMap { rule in
      if case .list(let name) = rule.outcome { name } else { nil }
    }
    for list in lists where !used.contains(list.name) {
      report(line: list.rules.first?.line ?? 1, .warning, "no rule uses the list `\(list.name)`")
    }
    for name in unreached {
      report(line: 1, .error, "\(name) leads to no runbook", fix: "add a rule for it")
    }
    return findings.sorted { $0.location.line < $1.location.line }
  }

  private mutating func report(
    line: Int, _ severity: Finding.Severity, _ message: String, fix: String? = nil
  ) {
    findings.append(
      Finding(
        rule: "decision-table", severity: severity, path: path,
        location: SourceLocation(line: line), message: message, fix: fix))
  }

  // MARK: Runbooks

  private mutating func checkRunbooks(of rule: DecisionRule, _ runbooks: [String: Set<String>]) {
    if let runbook = rule.runbook {
      checkTarget(runbook, rule.step, line: rule.line, runbooks)
      if rule.step == nil, runbooks[runbook]?.isEmpty == false {
        report(
          line: rule.line, .error, "the rule `\(rule.id)` names no step of \(runbook)",
          fix: "give it `step:`, the anchor of the step that mends it")
      }
    }
    for secondary in rule.steps + rule.also {
      checkTarget(secondary.runbook, secondary.step, line: rule.line, runbooks)
    }
  }

  private mutating func checkTarget(
    _ id: String, _ step: String?, line: Int, _ runbooks: [String: Set<String>]
  ) {
    guard let steps = runbooks[id] else {
      return report(line: line, .error, "unknown runbook `\(id)`")
    }
    guard let step, !steps.contains(step) else { return }
    report(
      line: line, .error, "\(id) has no step `\(step)`",
      fix: Spelling.nearest(to: step, in: steps.sorted()).map { "did you mean `\($0)`?" })
  }

  // MARK: Rules that cannot decide

  /// A rule after one that always matches where it does.
  private mutating func checkOrder(of rules: [DecisionRule]) {
    for (index, rule) in rules.enumerated() {
      let earlier = rules[..<index].first { other in
        if case .list = other.outcome { return false }
        return other.matchesWhenever(rule)
      }
      if let earlier {
        report(
          line: rule.line, .error, "the rule `\(rule.id)` can never decide",
          fix: "`\(earlier.id)` above it always matches first; move or narrow one of them")
      }
    }
  }

  private mutating func checkRule(_ rule: DecisionRule) {
    for test in rule.when {
      let opposite = rule.when.contains { $0.contradicts(test) }
      if opposite {
        report(line: rule.line, .error, "the rule `\(rule.id)` asks `\(test)` and its opposite")
        break
      }
      // Reasons of failures are an open list: `RESOURCE:` and what was short.
      let known = test.fact == .failure ? [] : Vocabulary.values(of: test.fact)
      for value in test.values where !known.isEmpty && !known.contains(value) {
        report(
          line: rule.line, .error, "`\(test.fact.word)` is never `\(value)`",
          fix: "use one of \(known.joined(separator: ", "))")
      }
    }
    for choices in rule.text.all {
      for (index, pattern) in choices.enumerated() {
        let shorter = choices.enumerated().first { other in
          other.offset != index && pattern.implies(other.element)
            && (pattern != other.element || other.offset < index)
        }
        guard let shorter else { continue }
        report(
          line: rule.line, .warning,
          "the text `\(pattern.text)` of `\(rule.id)` adds nothing to `\(shorter.element.text)`",
          fix: "remove it")
      }
    }
  }

  // MARK: Reach

  /// Stop codes and error names that lead to no runbook when they are all that is known.
  public var unreached: [String] {
    let codes = Vocabulary.stopCodes.filter { table.decide(Facts(text: $0)).isEmpty }
    let names = Vocabulary.agentErrors.filter { name in
      table.decide(Facts(text: "stoppedReason: \(name): reason")).isEmpty
    }
    return codes.map { "the stop code \($0)" } + names.map { "the error \($0)" }
  }
}

extension DecisionRule {
  /// Whether this rule matches wherever another one does; false where that cannot be told.
  func matchesWhenever(_ other: DecisionRule) -> Bool {
    when.allSatisfy { test in other.when.contains { $0.implies(test) } }
      && text.matchesWhenever(other.text)
  }
}

extension DecisionRule.FactTest {
  /// Whether every set of values that passes this test passes the other one.
  func implies(_ other: Self) -> Bool {
    guard fact == other.fact else { return false }
    return switch (operation, other.operation) {
    case (.isIn, .isIn): values.allSatisfy(other.values.contains)
    case (.isIn, .isPresent), (.isPresent, .isPresent), (.isAbsent, .isAbsent): true
    case (.isAbsent, .isNotIn): true
    case (.isNotIn, .isNotIn): other.values.allSatisfy(values.contains)
    default: false
    }
  }

  /// Whether no set of values passes both.
  func contradicts(_ other: Self) -> Bool {
    guard fact == other.fact else { return false }
    return switch (operation, other.operation) {
    case (.isAbsent, .isIn), (.isAbsent, .isPresent): true
    case (.isNotIn, .isIn): other.values.allSatisfy(values.contains)
    default: false
    }
  }
}

extension DecisionRule.TextTest {
  func matchesWhenever(_ other: Self) -> Bool {
    guard kinds.isEmpty || !other.kinds.isEmpty && other.kinds.allSatisfy(kinds.contains) else {
      return false
    }
    let hasChoices = all.allSatisfy { choices in
      other.all.contains { narrower in
        narrower.allSatisfy { pattern in choices.contains { pattern.implies($0) } }
      }
    }
    return hasChoices
      && none.allSatisfy { excluded in other.none.contains { excluded.implies($0) } }
  }
}

extension DecisionRule.Pattern {
  /// Whether every line that has this pattern has the other one.
  func implies(_ other: Self) -> Bool {
    // The pieces of the other one must stand in pieces of this one, in order.
    var rest = other.pieces[...]
    for piece in pieces {
      var searched = piece[...]
      while let wanted = rest.first, let end = searched.end(of: wanted) {
        searched = searched[end...]
        rest = rest.dropFirst()
      }
    }
    return rest.isEmpty
  }
}

extension Substring {
  /// Where a text that stands in this one ends.
  fileprivate func end(of wanted: String) -> Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(wanted) { return index(start, offsetBy: wanted.count) }
      start = index(after: start)
    }
    return nil
  }
}
