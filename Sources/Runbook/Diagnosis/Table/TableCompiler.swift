extension DecisionTable {
  /// Reads and compiles a table file.
  ///
  /// - Parameters:
  ///   - bytes: the YAML.
  ///   - path: what to call the file in findings.
  /// - Returns: the table of all rules without a mistake, and a finding for each mistake.
  public static func parse(
    _ bytes: [UInt8], path: String
  ) -> (table: DecisionTable, findings: [Finding]) {
    var parser = TableParser(path: path)
    let source = parser.parse(bytes)
    var compiler = TableCompiler()
    return (compiler.compile(source), parser.findings)
  }

  /// The rules as they are written, in order, for drawing and for checks.
  public var ruleList: [DecisionRule] { rules.map(written) }

  /// The lists that rules use, as they are written.
  public var ruleLists: [(name: String, rules: [DecisionRule])] {
    lists.map { ($0.name, $0.rules.map(written)) }
  }

  /// Every step that a rule leads to.
  public var stepReferences: Set<StepReference> {
    var all: Set<StepReference> = []
    for rule in ruleList + ruleLists.flatMap(\.rules) {
      if let runbook = rule.runbook, let step = rule.step {
        all.insert(StepReference(runbook: runbook, step: step))
      }
      for other in rule.steps + rule.also {
        if let step = other.step { all.insert(StepReference(runbook: other.runbook, step: step)) }
      }
    }
    return all
  }

  private func written(_ rule: CompiledRule) -> DecisionRule {
    DecisionRule(
      id: rule.id, line: rule.line, when: rule.when, text: written(rule.text),
      outcome: rule.outcome, confidence: rule.confidence, because: rule.because,
      question: rule.question, step: rule.step, steps: rule.steps.map(written),
      also: rule.also.map(written))
  }

  private func written(_ secondary: CompiledRule.Secondary) -> DecisionRule.Secondary {
    DecisionRule.Secondary(
      runbook: secondary.runbook, step: secondary.step, when: secondary.when,
      text: written(secondary.text),
      because: secondary.because)
  }

  /// The runbooks that are named beside any conclusion when their condition holds.
  public var alwaysList: [DecisionRule.Secondary] { always.map(written) }

  private func written(_ text: CompiledRule.Text) -> DecisionRule.TextTest {
    DecisionRule.TextTest(
      all: choices(text.all), none: choices(text.none).first ?? [],
      kinds: Facts.Line.Kind.allCases.filter { text.kinds & $0.bit != 0 })
  }

  private func choices(_ row: [Int32]) -> [[DecisionRule.Pattern]] {
    row.split(separator: CompiledRule.Text.endOfChoices).map { patterns in
      patterns.split(separator: CompiledRule.Text.endOfPattern).map { pieces in
        DecisionRule.Pattern(pieces: pieces.map(piece))
      }
    }
  }

  private func piece(_ number: Int32) -> String {
    let index = Int(number)
    let start = index == 0 ? 0 : Int(pieces.ends[index - 1])
    return String(decoding: pieces.bytes[start..<Int(pieces.ends[index])], as: UTF8.self)
  }
}

/// Turns the texts of a table into numbers of pieces.
struct TableCompiler {
  private var numbers: [String: Int32] = [:]
  private var bytes: [UInt8] = []
  private var ends: [Int32] = []

  mutating func compile(_ source: TableParser.Source) -> DecisionTable {
    let rules = source.rules.map { compile($0) }
    let lists = source.lists.map { list in
      DecisionTable.List(name: list.name, rules: list.rules.map { compile($0) })
    }
    let always = source.always.map { compile($0) }
    return DecisionTable(
      rules: rules, lists: lists, always: always, sidecars: source.sidecars,
      consequences: source.consequences, pieces: (bytes, ends))
  }

  private mutating func compile(_ rule: DecisionRule) -> CompiledRule {
    CompiledRule(
      id: rule.id, line: rule.line, when: rule.when, text: compile(rule.text),
      outcome: rule.outcome, confidence: rule.confidence, because: rule.because,
      question: rule.question, step: rule.step, steps: rule.steps.map { compile($0) },
      also: rule.also.map { compile($0) })
  }

  private mutating func compile(_ secondary: DecisionRule.Secondary) -> CompiledRule.Secondary {
    CompiledRule.Secondary(
      runbook: secondary.runbook, step: secondary.step, when: secondary.when,
      text: compile(secondary.text),
      because: secondary.because)
  }

  private mutating func compile(_ text: DecisionRule.TextTest) -> CompiledRule.Text {
    CompiledRule.Text(
      all: text.all.flatMap { compile($0) }, none: text.none.isEmpty ? [] : compile(text.none),
      kinds: text.kinds.reduce(0) { $0 | $1.bit })
  }

  private mutating func compile(_ choices: [DecisionRule.Pattern]) -> [Int32] {
    var row: [Int32] = []
    for pattern in choices { row += compile(pattern) + [CompiledRule.Text.endOfPattern] }
    return row + [CompiledRule.Text.endOfChoices]
  }

  private mutating func compile(_ pattern: DecisionRule.Pattern) -> [Int32] {
    pattern.pieces.map { piece in
      if let number = numbers[piece] { return number }
      let number = Int32(ends.count)
      numbers[piece] = number
      bytes += piece.utf8
      ends.append(Int32(bytes.count))
      return number
    }
  }
}
