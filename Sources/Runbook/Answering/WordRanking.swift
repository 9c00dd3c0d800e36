/// How well the words of a query are met by each runbook and each public example.
///
/// The team's own incidents are not among them (`OwnIncidents`): no weight of a word depends on how
/// many there are. A document's score is the sum over the concepts of the best alternative's BM25 in four weighted
/// fields, times the coverage, plus how near the query is to one of the document's symptoms. BM25
/// is told apart by term (`PhraseFrequencies`), so that each part can be weighed and shown.
struct WordRanking {
  /// What one document got, and for what.
  struct Hit {
    /// The number of the document.
    var document: Int
    /// The sum of BM25 over the concepts.
    var words = 0.0
    /// The share of the query's weight that the document meets, 0…1.
    var coverage = 0.0
    /// The likeness of the nearest symptom, 0…1.
    var phrase = 0.0
    /// The place of that symptom among those of the document; 0 is its title.
    var phrasePlace: Int?
    /// The places of the concepts met.
    var met: [Int] = []
    /// The whole.
    var score = 0.0
  }

  // The title and the symptoms of a document, a line each.
  private static let symptoms = "SELECT phrases FROM symptom_terms WHERE document = ?"
  // A symptom by its place among the symptoms of its document.
  private static let text = """
    SELECT text, line FROM passage WHERE document = ? AND kind = 'symptom' ORDER BY number
    LIMIT 1 OFFSET ?
    """
  private static let title = "SELECT title, 1 FROM document WHERE number = ?"
  private let connection: Connection
  private let counts: TermCounts
  private let weights = Weights.current
  /// What the terms of the query say for it.
  private var likeness = LikenessTable([:])
  /// The weight of the whole query.
  private(set) var total = 0.0
  /// The same with every word's evenness.
  private var evenTotal = 0.0
  /// Best first.
  private(set) var hits: [Hit] = []

  /// Ranks the documents.
  ///
  /// - Parameters:
  ///   - query: the words.
  ///   - collection: which documents.
  ///   - connection: the index.
  ///   - counts: how many of them each term is in.
  /// - Throws: `SQLiteError`.
  init(
    _ query: SearchQuery, of collection: WordCollection = .taught, connection: Connection,
    counts: TermCounts
  ) throws(SQLiteError) {
    self.connection = connection
    self.counts = counts
    let scores = try ConceptScores(
      query, in: collection.fullTextTable, connection, columns: weights.columns)
    var found = scores.rows.map { Hit(document: $0) }
    for (place, concept) in query.concepts.enumerated() {
      let weight = try weight(of: concept)
      total += weight
      for (index, score) in scores.of(place).enumerated() where score > 0 {
        found[index].words += score
        found[index].coverage += weight
        found[index].met.append(place)
      }
    }
    guard total > 0 else { return }
    evenTotal = total + weights.evenness * Double(query.concepts.count)
    for index in found.indices {
      found[index].coverage /= total
      found[index].score = found[index].words * found[index].coverage
    }
    hits = found.filter { !$0.met.isEmpty }
    sort()
    likeness = LikenessTable(try likeness(of: query))
    try cut(to: weights.depth)
    for index in hits.indices { try addSymptoms(to: &hits[index]) }
    sort()
  }

  /// Adds how near the query is to one of the document's symptoms.
  func addSymptoms(to hit: inout Hit) throws(SQLiteError) {
    try compareSymptoms(of: &hit)
    let bonus = hit.phrase > weights.samePhrase ? weights.samePhraseFactor : 1
    hit.score += weights.phrase * hit.phrase * bonus * evenTotal
  }

  // Of some documents the first by id.
  private static let firstByID = """
    SELECT number FROM document WHERE number IN (SELECT value FROM json_each(?))
    ORDER BY id LIMIT ?
    """

  /// Keeps the best; of equals those whose ids come first, for numbers depend on when a file was seen.
  private mutating func cut(to depth: Int) throws(SQLiteError) {
    guard hits.count > depth else { return }
    let last = hits[depth - 1].score
    let better = hits.prefix { $0.score > last }
    let equal = hits[better.count...].prefix { $0.score == last }
    guard better.count + equal.count > depth else {
      hits.removeLast(hits.count - depth)
      return
    }
    let numbers = JSON.array(equal.map { .int($0.document) }).text()
    let kept = Set(
      try connection.rows(WordRanking.firstByID, numbers, depth - better.count) { row in
        row.int(0)
      })
    hits = better + equal.filter { kept.contains($0.document) }
  }

  private mutating func sort() {
    hits.sort { ($0.score, -$0.document) > ($1.score, -$1.document) }
  }

  /// A known term weighs by its rarity; an unknown one by what stands for it, or as the rarest.
  func weight(of concept: SearchQuery.Concept) throws(SQLiteError) -> Double {
    if concept.documents > 0 {
      return TermCounts.weight(documents: concept.documents, of: counts.count)
    }
    let rarest = Numbers.log(1 + Double(counts.count) / 1.5)
    var best: Double?
    for alternative in concept.alternatives.dropFirst() {
      guard let first = alternative.terms.first else { continue }
      best = max(best ?? 0, try counts.weight(of: first))
    }
    return min(best ?? rarest, rarest)
  }

  /// The terms that speak for the query, by their hash.
  private func likeness(of query: SearchQuery) throws(SQLiteError) -> [UInt64: Likeness] {
    var found: [UInt64: Likeness] = [:]
    for concept in query.concepts {
      for alternative in concept.alternatives {
        let share = alternative.weight / Numbers.squareRoot(Double(alternative.terms.count))
        for term in alternative.terms {
          let weight = try counts.weight(of: term) + weights.evenness
          let hash = TermHash.of(term)
          if share * weight > found[hash]?.share ?? 0 {
            found[hash] = Likeness(share: share * weight, weight: weight)
          }
        }
      }
    }
    return found
  }

  /// Finds the document's symptom that is most like the query.
  ///
  /// The measure is a weighted F: how much of the query the symptom holds, and how much of the
  /// symptom the query holds, the first counting more.
  private func compareSymptoms(of hit: inout Hit) throws(SQLiteError) {
    let phrases =
      try connection.first(WordRanking.symptoms, hit.document) { row in row.bytes(0) } ?? []
    phrases.withUnsafeBufferPointer { compare($0, with: &hit) }
  }

  private func compare(_ phrases: UnsafeBufferPointer<UInt8>, with hit: inout Hit) {
    let missing =
      weights.evenness + weights.missing * Numbers.log(1 + Double(counts.count))
    var best: Int?
    var (place, end) = (-1, -1)
    while end + 1 < phrases.count {
      // The first word is the line in the file.
      var start = end + 1
      while start < phrases.count, phrases[start] != 0x20, phrases[start] != 0x0A { start += 1 }
      end = start
      while end < phrases.count, phrases[end] != 0x0A { end += 1 }
      place += 1
      var (shared, own) = (0.0, 0.0)
      var (sharedCount, count) = (0, 0)
      TermHash.each(in: UnsafeBufferPointer(rebasing: phrases[start..<end])) { hash in
        count += 1
        if let term = likeness[hash] {
          sharedCount += 1
          shared += term.share
          own += term.weight
        } else {
          own += missing
        }
      }
      guard shared > 0, own > 0 else { continue }
      let precision = shared / own
      let recall = min(1, shared / evenTotal)
      var value = 1.5 * precision * recall / (0.5 * precision + recall)
      // One shared word of several is a coincidence more often than not.
      if sharedCount < 2, count > 1 { value *= weights.singleWord }
      if value > hit.phrase { (hit.phrase, best) = (value, place) }
    }
    hit.phrasePlace = best
  }

  /// The text of the symptom that a hit is most like, and its line.
  static func symptom(
    of hit: Hit, in connection: Connection
  ) throws(SQLiteError) -> (text: String, line: Int)? {
    guard let place = hit.phrasePlace else { return nil }
    let found =
      place == 0
      ? try connection.first(title, hit.document) { row in (row.text(0), row.int(1)) }
      : try connection.first(text, hit.document, place - 1) { row in (row.text(0), row.int(1)) }
    return found
  }
}

/// What each concept of a query says for each document: the best of its alternatives.
private struct ConceptScores {
  private let query: SearchQuery
  private let frequencies: PhraseFrequencies
  private var places: [String: Int] = [:]

  /// The documents that hold a term of the query, by number.
  var rows: [Int] { frequencies.rows }

  init(
    _ query: SearchQuery, in table: String, _ connection: Connection, columns: [Double]
  ) throws(SQLiteError) {
    self.query = query
    var terms: [String] = []
    for concept in query.concepts {
      for term in concept.alternatives.flatMap(\.terms) where places[term] == nil {
        places[term] = terms.count
        terms.append(term)
      }
    }
    frequencies = try PhraseFrequencies(
      of: terms, in: table, columns: columns, connection)
  }

  /// The scores for a concept, beside `rows`; 0 where a document does not meet it.
  func of(_ place: Int) -> [Double] {
    var best = Array(repeating: 0.0, count: rows.count)
    for alternative in query.concepts[place].alternatives {
      let parts = alternative.terms.compactMap { places[$0] }.map(frequencies.scores)
      let count = Double(parts.count)
      for index in best.indices where parts.allSatisfy({ $0[index] > 0 }) {
        let sum = parts.dropFirst().reduce(parts.first?[index] ?? 0) { $0 + $1[index] }
        best[index] = max(best[index], alternative.weight * sum / count)
      }
    }
    return best
  }
}

/// What a term says for the query, and what it weighs in a symptom.
private struct Likeness {
  var share: Double
  var weight: Double
}

/// The terms of a query by their hash, asked for each term of each symptom: a hash needs no other
/// hashing, and most of what is asked for is not there.
private struct LikenessTable {
  private var slots: [(hash: UInt64, value: Likeness)?]

  init(_ terms: [UInt64: Likeness]) {
    var size = 64
    while size < 4 * terms.count { size *= 2 }
    slots = Array(repeating: nil, count: size)
    for (hash, value) in terms {
      var place = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[place] != nil { place = (place + 1) & (size - 1) }
      slots[place] = (hash, value)
    }
  }

  subscript(hash: UInt64) -> Likeness? {
    var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while let slot = slots[place] {
      if slot.hash == hash { return slot.value }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }
}
