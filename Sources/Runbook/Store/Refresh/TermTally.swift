/// How the numbers of documents that hold each term change in the course of one refresh.
///
/// The counts are kept in a table because asking FTS5 for them costs time that grows with the number
/// of documents (`fts5vocab` reads every entry of a term).
struct TermTally {
  private var changes: [String: Int] = [:]

  /// What stands for a term that every document holds: its row is the number of documents.
  static let everyDocument = ""

  // Counts a term in a number of documents, more or less than before.
  private static func add(_ table: String) -> String {
    """
    INSERT INTO \(table) (term, documents) VALUES (?1, ?2)
    ON CONFLICT (term) DO UPDATE SET documents = documents + ?2
    """
  }
  // Forgets the terms that no document holds any more.
  private static func drop(_ table: String) -> String {
    "DELETE FROM \(table) WHERE term = ? AND documents <= 0"
  }

  /// The distinct terms of a document, from the columns of its row in `document_fts`.
  static func distinctTerms(in fields: [String]) -> [String] {
    var terms: [String] = []
    // Most terms stand in a document more than once; only the first time one becomes a string.
    var seen: Set<UInt64> = []
    for field in fields {
      TermHash.each(in: field.utf8) { hash, term in
        if seen.insert(hash).inserted { terms.append(String(decoding: term, as: UTF8.self)) }
      }
    }
    return terms
  }

  /// Counts a document that is new, or is gone.
  ///
  /// - Parameters:
  ///   - terms: its distinct terms.
  ///   - change: 1 or -1.
  mutating func count(_ terms: [String], _ change: Int) {
    for term in terms { changes[term, default: 0] += change }
  }

  /// Writes the changes.
  func save(in connection: Connection, table: String) throws(SQLiteError) {
    let (add, drop) = (TermTally.add(table), TermTally.drop(table))
    // In the order of the key, so that the pages of the table are written once.
    for (term, change) in changes.sorted(by: { $0.key < $1.key }) where change != 0 {
      try connection.run(add, term, change)
      if change < 0 { try connection.run(drop, term) }
    }
  }
}
