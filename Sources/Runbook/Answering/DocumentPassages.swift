/// The passages of one document, of which a query is about one.
struct DocumentPassages {
  private let document: Int
  private let connection: Connection

  private static let terms = """
    SELECT number, terms FROM passage
    WHERE document = ?1 AND kind NOT IN ('heading', 'symptom') AND line > ?2
      AND line < coalesce(
        (SELECT min(line) FROM passage
          WHERE document = ?1 AND kind = 'symptom' AND ?2 > 1 AND line > ?2), line + 1)
    ORDER BY number
    """
  private static let ofNumber = "SELECT section, line, text FROM passage WHERE number = ?"

  init(of document: Int, in connection: Connection) {
    self.document = document
    self.connection = connection
  }

  /// The passage that holds the most of these terms; of equals the shorter one, then the first.
  ///
  /// - Parameters:
  ///   - terms: the terms.
  ///   - line: the line of the heading that it must stand below, before the next such heading.
  /// - Returns: its section, line and text; nil where none holds any.
  /// - Throws: `SQLiteError`.
  func best(
    for terms: Set<UInt64>, below line: Int = 0
  ) throws(SQLiteError) -> (section: String, line: Int, text: String)? {
    var best: (number: Int, shared: Int, length: Int)?
    // Below the heading that is meant anything is better than nothing.
    var first: Int?
    let bits = terms.reduce(0 as UInt64) { $0 | 1 << ($1 & 63) }
    for (number, bytes) in try connection.rows(
      DocumentPassages.terms, document, line, read: { row in (row.int(0), row.bytes(1)) })
    {
      first = first ?? number
      var length = 0
      var seen: [UInt64] = []
      TermHash.each(in: bytes) { hash in
        length += 1
        guard bits & 1 << (hash & 63) != 0, terms.contains(hash), !seen.contains(hash) else {
          return
        }
        seen.append(hash)
      }
      guard !seen.isEmpty else { continue }
      if let found = best, (found.shared, -found.length) >= (seen.count, -length) { continue }
      best = (number, seen.count, length)
    }
    guard let number = best?.number ?? (line > 0 ? first : nil) else { return nil }
    return try connection.first(DocumentPassages.ofNumber, number) { row in
      (row.text(0), row.int(1), row.text(2))
    }
  }
}
