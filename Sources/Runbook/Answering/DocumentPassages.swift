/// The passages of one document, and the one that a query is about.
struct DocumentPassages {
  /// A passage that can be found on its own.
  struct Passage {
    var kind: String
    var section: String
    var line: Int
    var text: String
    var terms: [UInt8]
  }

  private var all: [Passage]

  private static let ofDocument = """
    SELECT kind, section, line, text, terms FROM passage WHERE document = ? ORDER BY number
    """

  init(of document: Int, in connection: Connection) throws(SQLiteError) {
    all = try connection.rows(DocumentPassages.ofDocument, document) { row in
      Passage(
        kind: row.text(0), section: row.text(1), line: row.int(2), text: row.text(3),
        terms: row.bytes(4))
    }
  }

  /// The passage that holds the most of these terms; of equals the shorter one, then the first.
  func best(for terms: Set<UInt64>) -> Passage? {
    var best: (passage: Passage, shared: Int, length: Int)?
    for passage in all where passage.kind != "heading" && passage.kind != "symptom" {
      var (shared, length) = (0, 0)
      var seen: [UInt64] = []
      TermHash.each(in: passage.terms) { hash in
        length += 1
        guard terms.contains(hash), !seen.contains(hash) else { return }
        seen.append(hash)
        shared += 1
      }
      guard shared > 0 else { continue }
      if let found = best, (found.shared, -found.length) >= (shared, -length) { continue }
      best = (passage, shared, length)
    }
    return best?.passage
  }
}
