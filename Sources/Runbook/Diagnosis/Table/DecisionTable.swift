/// The flowchart as data: ordered rules over facts, first match wins.
///
/// The rules are tried in order. A rule with `use: signatures` tries every rule of that list on one
/// line of the symptom after the other, the most specific line first.
public struct DecisionTable: Sendable {
  /// The rules in the form that is evaluated.
  let rules: [CompiledRule]
  /// The lists that rules use, in the form that is evaluated.
  let lists: [List]
  /// Runbooks that are named beside any conclusion when their condition holds.
  let always: [CompiledRule.Secondary]
  /// Names, or parts of names, of containers and images that accompany an application.
  public let sidecars: [String]
  /// Runbooks that say what happened rather than why; other causes in an input come before them.
  public let consequences: [String]
  /// Every piece of every pattern.
  let matcher: LineMatcher
  /// The bytes of the pieces, one after the other, and where each ends.
  let pieces: (bytes: [UInt8], ends: [Int32])

  init(
    rules: [CompiledRule], lists: [List], always: [CompiledRule.Secondary],
    sidecars: [String], consequences: [String], pieces: (bytes: [UInt8], ends: [Int32])
  ) {
    self.rules = rules
    self.lists = lists
    self.always = always
    self.sidecars = sidecars
    self.consequences = consequences
    self.pieces = pieces
    matcher = LineMatcher(bytes: pieces.bytes, ends: pieces.ends)
  }

  /// A table without rules, which decides nothing.
  public static let empty = DecisionTable(
    rules: [], lists: [], always: [], sidecars: [], consequences: [], pieces: ([], []))

  /// What follows from the facts: the conclusion first, then runbooks to read beside it; empty where
  /// no rule matches.
  public func decide(_ facts: Facts) -> [Diagnosis] {
    var walk = TableWalk(self, facts, isTracing: false)
    return walk.run()
  }

  /// The conclusions, and the part of the input whose text decided; nil where none did.
  func decision(_ facts: Facts) -> (diagnoses: [Diagnosis], text: SymptomText?) {
    var walk = TableWalk(self, facts, isTracing: false)
    let diagnoses = walk.run()
    return (diagnoses, walk.decidingText)
  }

  /// The conclusion that the text of a line decided, and that line; nil where none did.
  func decidingLine(_ facts: Facts) -> (diagnosis: Diagnosis, line: Facts.Line)? {
    var walk = TableWalk(self, facts, isTracing: false)
    guard let primary = walk.run().first, let line = walk.decidingLine else { return nil }
    return (primary, facts.lines[line])
  }

  /// The same with every rule that was tried and what became of it.
  public func explain(_ facts: Facts) -> (diagnoses: [Diagnosis], steps: [WalkStep]) {
    var walk = TableWalk(self, facts, isTracing: true)
    let diagnoses = walk.run()
    return (diagnoses, walk.steps)
  }
}

extension DecisionTable {
  /// Rules that are tried together on one line after the other.
  struct List: Sendable {
    /// The name that `use:` refers to.
    var name: String
    var rules: [CompiledRule]
  }
}

/// A rule that was tried on the facts, for `--explain`.
public struct WalkStep: Equatable, Sendable {
  /// The id of the rule.
  public var rule: String
  /// Whether it matched.
  public var matched: Bool
  /// What decided: the values that matched, or the first test that failed.
  public var detail: String

  /// Makes a step.
  public init(rule: String, matched: Bool, detail: String) {
    self.rule = rule
    self.matched = matched
    self.detail = detail
  }
}

/// A rule in the form that is evaluated; shared, for a walk passes most of them by.
final class CompiledRule: Sendable {
  /// Patterns as numbers of pieces, in one row: a pattern ends with `endOfPattern`, and the patterns of
  /// which one is enough end with `endOfChoices`.
  struct Text: Sendable {
    static let endOfPattern: Int32 = -1
    static let endOfChoices: Int32 = -2

    var all: [Int32] = []
    var none: [Int32] = []
    /// One bit for each `Facts.Line.Kind`; 0 for every kind.
    var kinds: UInt8 = 0

    var isEmpty: Bool { all.isEmpty && none.isEmpty }
  }

  struct Secondary: Sendable {
    var runbook: String
    var step: String?
    var when: [DecisionRule.FactTest] = []
    var text = Text()
    var because: String?
  }

  let id: String
  let line: Int
  let when: [DecisionRule.FactTest]
  let text: Text
  let outcome: DecisionRule.Outcome
  let confidence: Diagnosis.Confidence
  let because: String
  let question: String?
  let step: String?
  let steps: [Secondary]
  let also: [Secondary]
  /// One bit for each fact that must be there, and for each that must not.
  let required: UInt64
  let forbidden: UInt64

  init(
    id: String, line: Int, when: [DecisionRule.FactTest], text: Text,
    outcome: DecisionRule.Outcome, confidence: Diagnosis.Confidence, because: String,
    question: String?, step: String?, steps: [Secondary], also: [Secondary]
  ) {
    self.id = id
    self.line = line
    self.when = when
    self.text = text
    self.outcome = outcome
    self.confidence = confidence
    self.because = because
    self.question = question
    self.step = step
    self.steps = steps
    self.also = also
    var required: UInt64 = 0
    var forbidden: UInt64 = 0
    for test in when {
      switch test.operation {
      case .isIn, .isPresent: required |= 1 << UInt64(test.fact.rawValue)
      case .isAbsent: forbidden |= 1 << UInt64(test.fact.rawValue)
      case .isNotIn: break
      }
    }
    self.required = required
    self.forbidden = forbidden
  }
}

extension Facts.Line.Kind {
  /// The bit of this kind in `CompiledRule.Text.kinds`.
  var bit: UInt8 {
    switch self {
    case .reason: 1
    case .stoppedReason: 2
    case .statusReason: 4
    case .event: 8
    case .text: 16
    case .log: 32
    }
  }
}
