/// One thing that speaks for a document, or for a step of it, or against it.
struct Evidence: Equatable, Sendable {
  /// Where it comes from.
  enum Kind: String, Sendable {
    /// The same failure in an earlier incident.
    case fingerprint
    /// A rule of the decision table.
    case rule
    /// Words of the document.
    case words
    /// A symptom of the document that is like the text.
    case symptom
    /// The classifier's lines.
    case lines
    /// An earlier incident with like words.
    case incident
    /// The page is kept for its history only.
    case deprecated
  }

  /// What is said to a person.
  enum Reason: Equatable, Sendable {
    /// Sentences of a rule, with what they rest on.
    case sentences([String])
    /// A runbook, or its step, fixed or helped with the same failure.
    case sameFailure(incident: String, outcome: Outcome)
    /// An incident that is like this one, the step that was taken if it says so, and how it went.
    case incident(String, step: String?, outcome: Outcome, origin: Incident.Origin)
    /// The nearest symptom.
    case symptom(String)
    /// Words as they were typed.
    case words([String])
  }

  /// The id of the document.
  var document: String
  /// The anchor of the step that it speaks for; nil where it speaks for the page.
  var step: String?
  var kind: Kind
  /// What it adds to the score of the document; negative where it speaks against it.
  var weight: Double
  /// What it adds to the score of the step.
  var stepWeight = 0.0
  /// What it is, for `--explain`.
  var detail: String
  /// How much of the text an incident of the team holds; 0 for anything else.
  var ownCoverage = 0.0
  /// Why; nil where nothing is to be said.
  var reason: Reason?
  /// What would settle a doubt.
  var question: String?
}

extension Evidence.Reason {
  /// The reason as lines of text.
  var texts: [String] {
    switch self {
    case .sentences(let sentences): sentences
    case .sameFailure(let incident, let outcome):
      ["\(outcome == .fixed ? "fixed" : "helped with") the same failure in \(incident)"]
    case .incident(let id, let step, let outcome, let origin):
      // A step that failed says nothing against its page, so it has to be named.
      [
        (outcome == .noHelp ? (step.map { "#\($0) " } ?? "") + "did not help" : outcome.rawValue)
          + " in \(origin == .public ? "public example" : "past incident") \(id)"
      ]
    case .symptom(let text): ["symptom: \(text)"]
    case .words(let words): ["words: \(words.joined(separator: ", "))"]
    }
  }
}
