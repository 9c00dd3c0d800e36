/// The terms of the index with the number of documents that hold each: runbooks and public examples,
/// never the team's own incidents.
final class TermCounts {
  private let connection: Connection
  /// How many documents are counted.
  let count: Int
  private var known: [String: Int] = [:]
  /// Whether `known` holds every term.
  private var isComplete = false
  // From this rarity down a word is common for the classifier; read with the first unknown word.
  private var rarityOfCommon: Int?

  private let all: String
  private let documentsWithTerm: String
  // What the classifier, which has read what people write, knows of a word.
  private static let feature = "SELECT weights FROM feature WHERE hash = ?"
  // Only words of letters: a misspelled id or number is another id or number.
  private let candidates: String

  /// - Parameters:
  ///   - connection: the index.
  ///   - collection: the documents that are counted.
  /// - Throws: `SQLiteError`.
  init(_ connection: Connection, of collection: WordCollection = .taught) throws(SQLiteError) {
    self.connection = connection
    let table = collection.termTable ?? ""
    all = "SELECT term, documents FROM \(table)"
    documentsWithTerm = "SELECT documents FROM \(table) WHERE term = ?"
    candidates = """
      SELECT term, documents FROM \(table)
      WHERE length(term) BETWEEN ? AND ? AND term NOT GLOB '*[0-9]*'
      """
    count =
      try connection.first(documentsWithTerm, TermTally.everyDocument) { row in
        row.int(0)
      } ?? 0
  }

  /// Reads every term at once, for a text of so many words that asking for each costs more.
  func readAll() throws(SQLiteError) {
    guard !isComplete else { return }
    for (term, documents) in try connection.rows(
      all, read: { row in (row.text(0), row.int(1)) })
    {
      known[term] = documents
    }
    isComplete = true
  }

  /// In how many documents a term stands.
  func documents(with term: String) throws(SQLiteError) -> Int {
    if let documents = known[term] { return documents }
    if isComplete { return 0 }
    let documents = try connection.first(documentsWithTerm, term) { row in row.int(0) }
    known[term] = documents ?? 0
    return documents ?? 0
  }

  /// How telling a term is: the inverse document frequency of BM25, never below zero.
  func weight(of term: String) throws(SQLiteError) -> Double {
    TermCounts.weight(documents: try documents(with: term), of: count)
  }

  /// `ln(1 + (N - n + 0.5) / (n + 0.5))`, the form of Robertson and Zaragoza that stays positive.
  static func weight(documents: Int, of count: Int) -> Double {
    Numbers.log(1 + (Double(count - documents) + 0.5) / (Double(documents) + 0.5))
  }

  /// The known term that an unknown one was probably meant to be: the nearest, then the commonest.
  func correction(of term: String) throws(SQLiteError) -> String? {
    let tolerance = Spelling.tolerance(of: term)
    guard tolerance > 0, term.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else { return nil }
    // A word that people use is not a misspelt one: a bill is no kill, and to spend is not to pend.
    let hash = Int(LineFeatures.hash(term))
    if rarityOfCommon == nil { rarityOfCommon = try ModelWriter.head(in: connection).common }
    let common = rarityOfCommon ?? 0
    let word = try connection.first(TermCounts.feature, hash) { row in row.bytes(0) }
    guard word.map({ LineModel.Feature(bytes: $0).rarity > common }) ?? true else { return nil }
    let length = term.utf8.count
    let candidates = try connection.rows(
      candidates, length - tolerance, length + tolerance
    ) { row in (term: row.text(0), documents: row.int(1)) }
    var best: (term: String, distance: Int, documents: Int)?
    for candidate in candidates {
      guard
        let distance = Spelling.distance(term, candidate.term, limit: best?.distance ?? tolerance)
      else { continue }
      if let found = best,
        (found.distance, -found.documents, found.term)
          <= (distance, -candidate.documents, candidate.term)
      {
        continue
      }
      best = (candidate.term, distance, candidate.documents)
    }
    return best?.term
  }
}
