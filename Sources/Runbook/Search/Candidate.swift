/// A document on its way into an answer, with everything that speaks for it.
struct Candidate {
  var id: String
  /// The number of the document; nil until it is looked up.
  var number: Int?
  var parts: [SearchResult.Part] = []
  /// Reasons for the person, strongest first.
  var why: [String] = []
  /// What would settle a doubt about it.
  var question: String?
  /// How its words were met, if they were.
  var hit: Ranking.Hit?

  var score: Double { parts.reduce(0) { $0 + $1.value } }

  mutating func add(_ name: String, _ detail: String, _ value: Double, why reason: String? = nil) {
    parts.append(SearchResult.Part(name: name, detail: detail, value: value))
    if let reason { why.append(reason) }
  }
}

/// What the kinds of evidence are worth beside each other.
///
/// The words of a good match add up to between 10 and 60. A rule that is certain is beyond what
/// words can reach; a suspicion, such as an exit code alone, is worth a good match and can be
/// outweighed by a better one.
enum Evidence {
  /// The same failure was fixed with this runbook before.
  static let fingerprint = 400.0

  static func rule(_ confidence: Diagnosis.Confidence, isPrimary: Bool) -> Double {
    switch (confidence, isPrimary) {
    case (.certain, true): 200
    case (.likely, true): 120
    case (.suspected, true): 30
    case (.certain, false): 40
    case (.likely, false): 30
    case (.suspected, false): 15
    }
  }

  /// The share of an incident's own score that goes to a runbook it names.
  static func share(_ outcome: Outcome) -> Double {
    switch outcome {
    case .fixed: 0.8
    case .helped: 0.6
    case .notTried: 0.2
    case .noHelp: 0
    }
  }

  /// A runbook that did not help with the very same symptoms is taken back by this share.
  static let noHelp = 0.3

  /// The score as a number from 0 to 1 that grows with it.
  static func normalised(_ score: Double) -> Double { 1 - Numbers.exp(-score / 30) }
}

extension Candidate {
  /// Takes what the words of the document got.
  mutating func take(_ hit: Ranking.Hit) {
    self.hit = hit
    add("words", hit.matched.joined(separator: " "), hit.words * hit.coverage)
    if hit.score > hit.words * hit.coverage {
      add("symptom", "", hit.score - hit.words * hit.coverage)
    }
  }

  /// Says what the words met, which takes a look into the index.
  mutating func describeHit(in connection: Connection) throws(SQLiteError) {
    guard let hit else { return }
    let symptom = try Ranking.symptom(of: hit, in: connection)
    if let index = parts.firstIndex(where: { $0.name == "symptom" }) {
      parts[index].detail = symptom?.text ?? ""
    }
    if hit.phrase >= 0.3, let symptom {
      why.append("symptom: \(symptom.text)")
    } else {
      let coverage = Int((hit.coverage * 100).rounded())
      why.append("\(coverage) % of the words: \(hit.matched.prefix(8).joined(separator: " "))")
    }
  }

  /// Takes a share of what the words of an incident got, where that is more than its own words.
  mutating func learn(
    _ share: Double, from incident: DocumentSummary, _ outcome: Outcome, origin: String,
    _ incidentHit: Ranking.Hit
  ) {
    let reason = "\(outcome.rawValue) in \(origin) \(incident.id)"
    let learned = parts.filter { $0.name == "incident" && $0.value > 0 }
    if !learned.isEmpty {
      add("incident", "\(incident.id): \(outcome.rawValue)", share / 10)
      return
    }
    let own = parts.filter { $0.name == "words" || $0.name == "symptom" }.reduce(0) {
      $0 + $1.value
    }
    let gain = share - own
    if gain > 0 {
      if hit == nil || incidentHit.coverage > (hit?.coverage ?? 0) { hit = incidentHit }
      add("incident", "\(incident.id): \(outcome.rawValue)", gain, why: reason)
    } else {
      add("incident", "\(incident.id): \(outcome.rawValue)", share / 10)
    }
  }
}

/// The candidates of one answer by id.
struct Candidates {
  private var byID: [String: Candidate] = [:]

  mutating func update(_ id: String, _ change: (inout Candidate) -> Void) {
    change(&byID[id, default: Candidate(id: id)])
  }

  /// Those with something to speak for them, best first; equals by id.
  var best: [Candidate] {
    byID.values.filter { $0.score > 0 }
      .sorted { ($0.score, $1.id) > ($1.score, $0.id) }
  }
}
