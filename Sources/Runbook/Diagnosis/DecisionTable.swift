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
  /// Every piece of every pattern.
  let matcher: LineMatcher
  /// The bytes of the pieces, one after the other, and where each ends.
  let pieces: (bytes: [UInt8], ends: [Int32])

  init(
    rules: [CompiledRule], lists: [List], always: [CompiledRule.Secondary],
    sidecars: [String], pieces: (bytes: [UInt8], ends: [Int32])
  ) {
    self.rules = rules
    self.lists = lists
    self.always = always
    self.sidecars = sidecars
    self.pieces = pieces
    matcher = LineMatcher(bytes: pieces.bytes, ends: pieces.ends)
  }

  /// A table without rules, which decides nothing.
  public static let empty = DecisionTable(
    rules: [], lists: [], always: [], sidecars: [], pieces: ([], []))

  /// What follows from the facts: the conclusion first, then runbooks to read beside it; empty where
  /// no rule matches.
  public func decide(_ facts: Facts) -> [Diagnosis] {
    var walk = TableWalk(self, facts, isTracing: false)
    return walk.run()
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
}

/// A rule with its patterns as numbers of pieces.
struct CompiledRule: Sendable {
  struct Text: Sendable {
    var all: [[[Int32]]] = []
    var none: [[Int32]] = []
    /// One bit for each `Facts.Line.Kind`; 0 for every kind.
    var kinds: UInt8 = 0

    var isEmpty: Bool { all.isEmpty && none.isEmpty }
  }

  struct Secondary: Sendable {
    var runbook: String
    var when: [DecisionRule.FactTest] = []
    var text = Text()
    var because: String?
  }

  var id: String
  var line: Int
  var when: [DecisionRule.FactTest]
  var text: Text
  var outcome: DecisionRule.Outcome
  var confidence: Diagnosis.Confidence
  var because: String
  var question: String?
  var also: [Secondary]
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
    }
  }
}
