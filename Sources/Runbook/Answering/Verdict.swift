/// A document with everything that speaks for it.
struct Candidate {
  let id: String
  let evidence: [Evidence]

  /// The score, each piece of evidence with what it adds.
  let parts: [(evidence: Evidence, value: Double)]
  let score: Double

  init(_ id: String, _ evidence: [Evidence], _ weights: Weights) {
    self.id = id
    self.evidence = evidence
    parts = Candidate.parts(evidence, weights)
    score = parts.reduce(0) { $0 + $1.value }
  }

  /// What each piece of evidence adds.
  ///
  /// Of several rules, or of several earlier incidents with the very same failure, the strongest
  /// counts. An incident that is like the text stands for the page as the page's own words would: its
  /// share replaces what those got where it is more, and adds a tenth of itself where it is not.
  private static func parts(
    _ evidence: [Evidence], _ weights: Weights
  ) -> [(evidence: Evidence, value: Double)] {
    var parts: [(evidence: Evidence, value: Double)] = []
    let own = evidence.filter { $0.kind == .words || $0.kind == .symptom }
      .reduce(0) { $0 + $1.weight }
    let taught = evidence.filter { $0.kind == .incident && $0.weight > 0 }
      .sorted { ($0.weight, $1.detail) > ($1.weight, $0.detail) }
    for kind in [Evidence.Kind.fingerprint, .rule] {
      let found = evidence.filter { $0.kind == kind }
      let most = found.map(\.weight).max() ?? 0
      if let best = found.first(where: { $0.weight == most }) { parts.append((best, most)) }
    }
    for piece in evidence {
      switch piece.kind {
      case .words, .symptom, .lines, .deprecated: parts.append((piece, piece.weight))
      case .incident where piece.weight <= 0: parts.append((piece, piece.weight))
      case .incident, .fingerprint, .rule: break
      }
    }
    for (place, piece) in taught.enumerated() {
      let gain = place == 0 ? piece.weight - own : 0
      parts.append((piece, gain > 0 ? gain : piece.weight * weights.further))
    }
    return parts
  }

  /// Whether a rule, or the very same failure before, names the document.
  var isTold: Bool { has(.rule) || has(.fingerprint) }

  func has(_ kind: Evidence.Kind) -> Bool { evidence.contains { $0.kind == kind } }

  /// What would settle a doubt about it.
  var question: String? { evidence.lazy.compactMap(\.question).first }
}

/// All evidence put together: which documents, in which order, and how far to trust the first.
struct Verdict {
  /// Best first, only those for which something speaks.
  let candidates: [Candidate]

  /// Puts evidence together.
  ///
  /// - Parameters:
  ///   - evidence: from every source, in any order.
  ///   - weights: the numbers.
  init(_ evidence: [Evidence], weights: Weights = .current) {
    var byDocument: [String: [Evidence]] = [:]
    for piece in evidence { byDocument[piece.document, default: []].append(piece) }
    candidates = byDocument.map { Candidate($0.key, $0.value, weights) }
      .filter { $0.score > 0 }
      .sorted { ($0.score, $1.id) > ($1.score, $0.id) }
  }

  /// The score as a number from 0 to 1 that grows with it.
  static func normalised(_ score: Double) -> Double { 1 - Numbers.exp(-score / 30) }
}
