/// One conclusion: the runbook that fits, how sure that is, and what was seen.
public struct Diagnosis: Equatable, Sendable {
  /// How sure a conclusion is.
  public enum Confidence: Int, Comparable, CaseIterable, Sendable, CustomStringConvertible {
    /// It fits, and something else would fit too.
    case suspected
    /// Nothing else is as probable.
    case likely
    /// The evidence names the cause.
    case certain

    /// The word that files and answers use.
    public var description: String {
      switch self {
      case .suspected: "suspected"
      case .likely: "likely"
      case .certain: "certain"
      }
    }

    /// Reads the word; nil for any other.
    public init?(_ word: String) {
      guard let match = Confidence.allCases.first(where: { $0.description == word }) else {
        return nil
      }
      self = match
    }

    /// Whether the left one is less sure.
    public static func < (left: Confidence, right: Confidence) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// The id of the runbook.
  public var runbook: String
  /// The anchor of the step of it; nil where the rule names none.
  public var step: String?
  /// Whether the step is the one that this very text means; otherwise it is the most probable one.
  public var isStepByText: Bool
  /// Whether the step is the one that a value means which AWS gave, such as a missing route.
  public var isStepByFact: Bool
  /// How sure it is.
  public var confidence: Confidence
  /// The id of the rule that decided.
  public var rule: String
  /// Whether it is the conclusion itself; otherwise a runbook to read beside it.
  public var isPrimary: Bool
  /// Why: a sentence, then each value that decided, with its place.
  public var because: [String]
  /// The question that would settle a doubt, if there is one.
  public var question: String?

  /// Makes a conclusion.
  public init(
    runbook: String, step: String? = nil, isStepByText: Bool = false,
    isStepByFact: Bool = false, confidence: Confidence,
    rule: String, isPrimary: Bool, because: [String], question: String? = nil
  ) {
    self.runbook = runbook
    self.step = step
    self.isStepByText = isStepByText
    self.isStepByFact = isStepByFact
    self.confidence = confidence
    self.rule = rule
    self.isPrimary = isPrimary
    self.because = because
    self.question = question
  }
}
