/// What the decision table says, as evidence.
enum RuleEvidence {
  /// The evidence of the conclusions of a walk.
  static func of(_ diagnoses: [Diagnosis], _ weights: Weights) -> [Evidence] {
    diagnoses.map { diagnosis in
      let place = diagnosis.confidence.rawValue
      var byText = diagnosis.isStepByText ? weights.ruleTextStep : weights.ruleStep[place]
      // What the account says of the cause counts more than any words: the best of those have 1.
      if diagnosis.isStepByFact { byText += 1 }
      return Evidence(
        document: diagnosis.runbook, step: diagnosis.step, kind: .rule,
        weight: (diagnosis.isPrimary ? weights.rule : weights.ruleBeside)[place],
        stepWeight: diagnosis.isPrimary ? byText : byText / 2,
        detail: "\(diagnosis.rule), \(diagnosis.confidence)",
        reason: .sentences(diagnosis.because), question: diagnosis.question)
    }
  }
}
