import Testing

@testable import Runbook

@Suite struct PhraseFrequenciesTests {
  private let columns = [4.0, 0.6]

  private func table(_ rows: [(String, String)]) throws -> Connection {
    let connection = try Connection("frequencies", mode: .memory)
    try connection.run("CREATE VIRTUAL TABLE texts USING fts5 (title, body)")
    for (title, body) in rows {
      try connection.run("INSERT INTO texts (title, body) VALUES (?, ?)", title, body)
    }
    return connection
  }

  private let rows = [
    ("exit code", "the task left with exit 137 and exit 1"), ("memory", "out of memory, exit 137"),
    ("image", "cannot pull the image"), ("empty", ""), ("pull", "pull pull pull image"),
    ("spät", "kein Speicher"), ("memory memory", "memory"),
  ]

  @Test("the scores of each term are those of bm25, to the last digit")
  func sameAsSQLite() throws {
    let connection = try table(rows)
    let terms = ["exit", "137", "memory", "pull", "image", "spat", "nowhere", "the"]
    let found = try PhraseFrequencies(of: terms, in: "texts", columns: columns, connection)
    for (place, term) in terms.enumerated() {
      let expected = try connection.rows(
        "SELECT rowid, -bm25(texts, 4.0, 0.6) FROM texts WHERE texts MATCH ?", "\"\(term)\""
      ) { row in (row.int(0), row.double(1)) }
      let scores = zip(found.rows, found.scores(of: place)).filter { $0.1 > 0 }
      #expect(scores.map(\.0).sorted() == expected.map(\.0).sorted(), "\(term)")
      for (row, score) in expected {
        #expect(scores.first { $0.0 == row }?.1 == score, "\(term) in row \(row)")
      }
    }
  }

  @Test("a term of which the tokenizer leaves nothing takes nothing from the others")
  func emptyTerm() throws {
    let connection = try table(rows)
    let found = try PhraseFrequencies(
      of: ["memory", "\u{0301}", "pull"], in: "texts", columns: columns, connection)
    let alone = try PhraseFrequencies(of: ["pull"], in: "texts", columns: columns, connection)
    let scores = Dictionary(uniqueKeysWithValues: zip(found.rows, found.scores(of: 2)))
    #expect(found.scores(of: 1).allSatisfy { $0 == 0 })
    #expect(alone.rows.count == 2)
    for (row, score) in zip(alone.rows, alone.scores(of: 0)) { #expect(scores[row] == score) }
  }

  @Test("no terms, no rows")
  func nothing() throws {
    let connection = try table(rows)
    #expect(try PhraseFrequencies(of: [], in: "texts", columns: columns, connection).rows.isEmpty)
  }
}
