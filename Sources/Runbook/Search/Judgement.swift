/// Whether an answer is to be trusted: a match, worth a look, or nothing of ours.
struct Judgement {
  var kind: Answer.Kind
  /// Why, in one sentence.
  var reason: String

  /// Judges the best candidates.
  init(
    query: SearchQuery, facts: Facts, diagnoses: [Diagnosis], best: Candidate?,
    second: Candidate?
  ) {
    guard let best else {
      self.init(.none, "nothing here has any of these words")
      return
    }
    if best.parts.contains(where: { $0.name == "fingerprint" }) {
      self.init(.match, "the same failure is in an earlier incident")
      return
    }
    if let diagnosis = diagnoses.first(where: \.isPrimary) {
      // Words that say whose symptom it is outweigh a rule that only suspects, and one that goes by
      // ordinary words rather than by the name of an error.
      let isNamed = !facts.values(.errorName).isEmpty || !facts.values(.stopCode).isEmpty
      if diagnosis.confidence < .certain || !isNamed, !query.isOurs,
        let word = query.foreignWords.first
      {
        self.init(.none, "rule \(diagnosis.rule) holds, but '\(word)' belongs to another system")
        return
      }
      self.init(.match, "rule \(diagnosis.rule) holds: \(diagnosis.confidence)")
      return
    }
    let coverage = best.hit?.coverage ?? 0
    let phrase = best.hit?.phrase ?? 0
    let percent = Int((coverage * 100).rounded())
    let floor = Floor(query)
    let isMet = coverage >= floor.coverage && best.score >= floor.score
    guard isMet || phrase >= floor.phrase else {
      self.init(
        .none, "the best page meets \(percent) % of the words, \(floor.reason)")
      return
    }
    let isClear = best.score >= 1.25 * (second?.score ?? 0) || phrase >= 0.6
    // Where nothing says whose symptom it is, only a symptom of the page speaks for it: two common
    // words are met in full by pages about anything.
    let isEnough = query.isOurs ? coverage >= 0.6 || phrase >= 0.4 : phrase >= 0.5
    let kind = isClear && isEnough ? Answer.Kind.match : .weak
    self.init(kind, "the best page meets \(percent) % of the words")
  }

  private init(_ kind: Answer.Kind, _ reason: String) {
    self.kind = kind
    self.reason = reason
  }
}

/// How much of a query a page must meet: less where a word says that it is about our field, more
/// where one says that it is about another.
private struct Floor {
  var coverage: Double
  var phrase: Double
  /// What the words must add up to: common words alone are met by any page.
  var score = 0.0
  var reason: String

  init(_ query: SearchQuery) {
    if query.isOurs {
      (coverage, phrase) = (0.25, 0.15)
      reason = "too few even for a symptom of this field"
    } else if let word = query.foreignWords.first {
      (coverage, phrase) = (2, 0.8)
      reason = "and '\(word)' belongs to another system"
    } else {
      (coverage, phrase, score) = (0.5, 0.25, 4)
      reason = "and none says that this is about ECS"
    }
  }
}
