/// The team's own incidents that are like a query.
///
/// Their words are weighed as in the runbooks and the public examples, so that ten thousand foreign
/// incidents neither blunt a word nor move an answer: what an incident says depends on the query and
/// on its own text alone.
struct OwnIncidents {
  /// Best first, at most `Weights.incidentDepth`.
  private(set) var hits: [WordRanking.Hit] = []

  private static let text =
    "SELECT title, symptoms, headings, body FROM incident_text WHERE number = ?"

  /// Looks for incidents.
  ///
  /// - Parameters:
  ///   - query: the words.
  ///   - ranking: the ranking of the same query, which weighs its words.
  ///   - connection: the index.
  ///   - weights: the numbers.
  /// - Throws: `SQLiteError`.
  init(
    _ query: SearchQuery, _ ranking: WordRanking, connection: Connection,
    weights: Weights = .current
  ) throws(SQLiteError) {
    let concepts = try OwnIncidents.weighed(query, ranking)
    let terms = concepts.sorted { ($0.weight, $1.place) > ($1.weight, $0.place) }
      .prefix(weights.incidentTerms).map { "\"\($0.concept.term)\"" }
    guard !terms.isEmpty, ranking.total > 0 else { return }
    // Terms hold letters and digits only, and are quoted: nothing in them is FTS5 syntax.
    let numbers = try OwnIncidents.like(terms.joined(separator: " OR "), connection, weights)
    for number in numbers {
      let columns = try connection.first(OwnIncidents.text, number) { row in
        (0..<4).map { row.bytes($0) }
      }
      var hit = WordRanking.Hit(document: number)
      var held: Set<UInt64> = []
      for column in columns ?? [] { TermHash.each(in: column) { held.insert($0) } }
      for (concept, weight, place) in concepts {
        let best = concept.alternatives.filter { alternative in
          alternative.terms.allSatisfy { held.contains(TermHash.of($0)) }
        }.map(\.weight).max()
        guard let best else { continue }
        hit.words += best * weight * weights.incidentWord
        hit.coverage += weight
        hit.met.append(place)
      }
      hit.coverage /= ranking.total
      hit.score = hit.words * hit.coverage
      try ranking.addSymptoms(to: &hit)
      hits.append(hit)
    }
    hits.sort { ($0.score, -$0.document) > ($1.score, -$1.document) }
  }

  /// The incidents that a full-text query finds, best first; of equals the newest.
  private static func like(
    _ query: String, _ connection: Connection, _ weights: Weights
  ) throws(SQLiteError) -> [Int] {
    let columns = weights.columns.map { "\($0)" }.joined(separator: ", ")
    let score = "bm25(incident_fts, \(columns))"
    let depth = weights.incidentDepth
    let found = try connection.rows(
      """
      SELECT rowid, \(score) FROM incident_fts WHERE incident_fts MATCH ? ORDER BY 2 LIMIT ?
      """, query, depth + 1
    ) { row in (number: row.int(0), score: row.double(1)) }
    guard found.count > depth, found[depth - 1].score == found[depth].score else {
      return found.prefix(depth).map(\.number)
    }
    // Only where the last ones are equal are their ids read: ids begin with the day.
    return try connection.rows(
      """
      SELECT incident_fts.rowid FROM incident_fts JOIN document ON number = incident_fts.rowid
      WHERE incident_fts MATCH ? ORDER BY \(score), id DESC LIMIT ?
      """, query, depth
    ) { row in row.int(0) }
  }

  private static func weighed(
    _ query: SearchQuery, _ ranking: WordRanking
  ) throws(SQLiteError) -> [(concept: SearchQuery.Concept, weight: Double, place: Int)] {
    var weighed: [(concept: SearchQuery.Concept, weight: Double, place: Int)] = []
    for (place, concept) in query.concepts.enumerated() {
      weighed.append((concept, try ranking.weight(of: concept), place))
    }
    return weighed
  }
}
