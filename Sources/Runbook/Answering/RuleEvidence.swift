/// What the decision table says, as evidence.
enum RuleEvidence {
  /// The evidence of the conclusions of a walk.
  static func of(_ diagnoses: [Diagnosis], _ weights: Weights) -> [Evidence] {
    diagnoses.map { diagnosis in
      let place = diagnosis.confidence.rawValue
      var stepWeight = diagnosis.isStepByText ? weights.ruleTextStep : weights.ruleStep[place]
      if diagnosis.isStepByFact { stepWeight += weights.ruleFactStep }
      return Evidence(
        document: diagnosis.runbook, step: diagnosis.step, kind: .rule,
        weight: (diagnosis.isPrimary ? weights.rule : weights.ruleBeside)[place],
        stepWeight: diagnosis.isPrimary ? stepWeight : stepWeight / 2,
        detail: "\(diagnosis.rule), \(diagnosis.confidence)",
        reason: .sentences(diagnosis.because), question: diagnosis.question)
    }
  }
}
