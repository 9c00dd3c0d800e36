/// One row of the decision table: if these facts and this text, then this runbook.
public struct DecisionRule: Equatable, Sendable {
  /// A test of one fact.
  public struct FactTest: Equatable, Sendable {
    /// What the fact must be.
    public enum Operation: UInt8, Sendable {
      /// One of the values.
      case isIn
      /// None of the values; a fact that is absent passes.
      case isNotIn
      /// There at all.
      case isPresent
      /// Not there.
      case isAbsent
    }
    /// The fact.
    public var fact: Facts.Name
    /// What it must be.
    public var operation: Operation
    /// The values.
    public var values: [String]
  }

  /// A text to look for: pieces that stand in this order, at most `LineMatcher.gap` bytes apart.
  public struct Pattern: Equatable, Sendable {
    /// The pieces in lower case.
    public var pieces: [String]

    /// The pattern as it is written, with `*` for the gaps.
    public var text: String { pieces.joined(separator: "*") }
  }

  /// A test of one line of text.
  public struct TextTest: Equatable, Sendable {
    /// Of each of these lists one must be there.
    public var all: [[Pattern]] = []
    /// None of these may be there.
    public var none: [Pattern] = []
    /// The kinds of line that it reads, free text always being one; empty for every kind.
    public var kinds: [Facts.Line.Kind] = []

    /// Whether it says nothing.
    public var isEmpty: Bool { all.isEmpty && none.isEmpty }
  }

  /// A runbook to name beside the conclusion.
  public struct Secondary: Equatable, Sendable {
    /// The id of the runbook.
    public var runbook: String
    /// The anchor of the step of it; nil where none is named.
    public var step: String?
    /// What must hold for it.
    public var when: [FactTest] = []
    /// What must stand in the line that decided, or in any line.
    public var text = TextTest()
    /// Why, if there is more to say than that the conclusion leads there.
    public var because: String?
  }

  /// What follows when the rule matches.
  public enum Outcome: Equatable, Sendable {
    /// The conclusion.
    case runbook(String)
    /// Nothing can be concluded, and later rules are not tried.
    case nothing
    /// The rules of that list are tried on each line in turn; where none fits, the walk goes on.
    case list(String)
  }

  /// The name of the rule, stable, the same everywhere.
  public var id: String
  /// Where it stands in the file.
  public var line: Int
  /// Tests of facts; all must hold.
  public var when: [FactTest] = []
  /// A test of the text.
  public var text = TextTest()
  /// What follows.
  public var outcome: Outcome
  /// How sure that is.
  public var confidence = Diagnosis.Confidence.likely
  /// Why, as a sentence; `{stop_code}` and the other facts stand for their values.
  public var because = ""
  /// The question that would settle a doubt.
  public var question: String?
  /// The anchor of the step that mends what the rule is about; nil where it leads to no runbook.
  public var step: String?
  /// Other steps of the same runbook, for what only some of the texts mean; the first that holds.
  public var steps: [Secondary] = []
  /// Runbooks to name beside it.
  public var also: [Secondary] = []

  /// The id of the runbook of the conclusion; nil where there is none.
  public var runbook: String? {
    guard case .runbook(let id) = outcome else { return nil }
    return id
  }
}
