/// Which step of a page mends what a text tells.
///
/// BM25 over what leads to each step, field by field: its signs, the lines that were written for it, its
/// own text, the rows that link to it, its changing commands. A feature is as telling as few steps of
/// the page have it. The best one has 1, or less where the words tell little, the others a share of
/// that; then counts what a rule, or an
/// earlier incident, says of a step.
struct StepChoice {
  /// A step with what speaks for it.
  struct Scored: Equatable {
    /// The place of the step on the page, from 0.
    var place: Int
    /// What speaks for it, all together.
    var score = 0.0
  }

  /// Best first; equals in the order of the page.
  private(set) var ranked: [Scored] = []
  /// Whether the best one is to be followed, or only the first to try.
  private(set) var isDecided = false

  // What leads to the steps of a page.
  private static let steps =
    "SELECT anchor, coalesce(words, x'') FROM step WHERE document = ? ORDER BY position"
  private static let causes =
    "SELECT text FROM cause WHERE runbook = ? AND step = ? ORDER BY number"

  /// Chooses.
  ///
  /// - Parameters:
  ///   - text: what is asked.
  ///   - number: the page.
  ///   - evidence: what speaks for steps of it beside words.
  ///   - connection: the index.
  ///   - weights: the numbers.
  /// - Throws: `SQLiteError`.
  init(
    _ text: LineFeatures, on number: Int, evidence: [Evidence], in connection: Connection,
    weights: Weights = .current
  ) throws(SQLiteError) {
    let steps = try connection.rows(StepChoice.steps, number) { row in (row.text(0), row.bytes(1)) }
    guard !steps.isEmpty else { return }
    let wanted = text.all.map(\.hash).sorted()
    let counts = steps.map { StepWords.counts(in: $0.1, of: wanted) }
    var scores = StepChoice.words(counts, weights)
    let most = scores.max() ?? 0
    // Where words say little, the order in which the page's author would try them decides.
    for place in scores.indices { scores[place] += weights.stepOrder / Double(1 + place) }
    let best = max(scores.max() ?? 1, weights.tellingWords)
    scores = scores.map { $0 / best }
    for place in steps.indices {
      for piece in evidence where piece.step == steps[place].0 { scores[place] += piece.stepWeight }
    }
    let ranked = scores.enumerated().map { Scored(place: $0.offset, score: $0.element) }
      .sorted { ($0.score, $1.place) > ($1.score, $0.place) }
    self.ranked = ranked
    let second = ranked.dropFirst().first?.score ?? 0
    isDecided =
      ranked[0].score - second >= weights.clearStep
      && (most >= weights.decidedStep || ranked[0].score > 1)
  }

  /// BM25 of each step.
  private static func words(
    _ counts: [[(length: Int, counts: [Int])]], _ weights: Weights
  ) -> [Double] {
    let fields = weights.stepFields
    let usual = fields.indices.map { field in
      Double(counts.reduce(0) { $0 + $1[field].length }) / Double(counts.count)
    }
    var scores = [Double](repeating: 0, count: counts.count)
    for feature in (counts.first?[0].counts ?? []).indices {
      var frequencies = [Double](repeating: 0, count: counts.count)
      for (place, step) in counts.enumerated() {
        for (field, weight) in fields.enumerated() where step[field].counts[feature] > 0 {
          let norm =
            1 - weights.lengthShare
            + weights.lengthShare * Double(step[field].length) / usual[field]
          frequencies[place] += weight * Double(step[field].counts[feature]) / norm
        }
      }
      let holders = frequencies.count { $0 > 0 }
      guard holders > 0 else { continue }
      let rarity = TermCounts.weight(documents: holders, of: counts.count)
      for (place, frequency) in frequencies.enumerated() where frequency > 0 {
        scores[place] +=
          rarity * frequency * (weights.saturation + 1) / (frequency + weights.saturation)
      }
    }
    return scores
  }

  /// The sign or row of a step that shares the most words with the text; nil where none shares two.
  static func reason(
    _ query: SearchQuery, for step: StepReference, in connection: Connection
  ) throws(SQLiteError) -> String? {
    let asked = query.hashes
    var best: (text: String, share: Double)?
    for text in try connection.rows(
      causes, step.runbook, step.step, read: { row in row.text(0) })
    {
      let terms = Set(Terms.list(in: text).map(TermHash.of))
      let shared = terms.count { asked.contains($0) }
      guard shared >= 2 || shared == terms.count, !terms.isEmpty else { continue }
      let share = Double(shared * shared) / Double(terms.count)
      if share > best?.share ?? 0 { best = (text, share) }
    }
    return best?.text
  }
}
