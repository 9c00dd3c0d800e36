import CSQLite

/// How often each term of a full-text query stands in each row that holds one of them: all that BM25
/// is made of, in one pass over the matches.
///
/// SQLite's own `bm25()` gives a row's sum; a caller that must tell the terms apart would have to ask
/// for each of them, and each time the rows that hold it would be read twice. This asks once, by an
/// auxiliary function (<https://sqlite.org/fts5.html#custom_auxiliary_functions>).
struct PhraseFrequencies {
  /// The rows that hold a term, by rowid.
  private(set) var rows: [Int] = []
  /// How many tokens each of the rows has, beside `rows`.
  private var lengths: [Double] = []
  /// The hits of each term in each of the rows, a hit counting as its column weighs.
  private var frequencies: [[Double]] = []
  /// The rows of the table, and their tokens.
  private var table: (rows: Double, tokens: Double) = (0, 0)

  /// BM25's own, as SQLite has them: how soon a repeated word counts no more, and how much the length
  /// of a row counts.
  private static let (saturation, share) = (1.2, 0.75)
  private static let function = "frequencies"

  /// Asks a full-text table.
  ///
  /// - Parameters:
  ///   - terms: the terms, each once; letters and digits only, so that none is FTS5 syntax.
  ///   - table: the FTS5 table.
  ///   - columns: what a hit counts in each column.
  ///   - connection: the database.
  /// - Throws: `SQLiteError`.
  init(
    of terms: [String], in table: String, columns: [Double], _ connection: Connection
  ) throws(SQLiteError) {
    frequencies = terms.map { _ in [] }
    guard !terms.isEmpty else { return }
    try connection.add(Self.function, Self.reading)
    let weights = columns.map { "\($0)" }.joined(separator: ", ")
    let found = try connection.rows(
      """
      SELECT rowid, \(Self.function)(\(table), \(weights)) FROM \(table) WHERE \(table) MATCH ?
      """, terms.map { "\"\($0)\"" }.joined(separator: " OR ")
    ) { row in (number: row.int(0), numbers: row.doubles(1)) }
    // A term of which the tokenizer leaves nothing is no phrase of the query: then each is asked for.
    if let first = found.first, first.numbers.count != 3 + terms.count {
      if terms.count > 1 { try askEach(terms, table, columns, connection) }
      return
    }
    for (number, numbers) in found {
      rows.append(number)
      self.table = (numbers[0], numbers[1])
      lengths.append(numbers[2])
      for place in terms.indices { frequencies[place].append(numbers[3 + place]) }
    }
  }

  private mutating func askEach(
    _ terms: [String], _ table: String, _ columns: [Double], _ connection: Connection
  ) throws(SQLiteError) {
    var places: [Int: Int] = [:]
    for (place, term) in terms.enumerated() {
      let single = try PhraseFrequencies(of: [term], in: table, columns: columns, connection)
      if !single.rows.isEmpty { self.table = single.table }
      for (index, row) in single.rows.enumerated() {
        let known = places[row] ?? rows.count
        if known == rows.count {
          places[row] = known
          rows.append(row)
          lengths.append(single.lengths[index])
          for other in terms.indices { frequencies[other].append(0) }
        }
        frequencies[place][known] = single.frequencies[0][index]
      }
    }
  }

  /// BM25 of a term in each of the rows.
  ///
  /// The operations are SQLite's, in its order, so that the numbers are `-bm25()` to the last digit
  /// (<https://sqlite.org/fts5.html#the_bm25_function>).
  ///
  /// - Parameter place: the place of the term.
  /// - Returns: the scores beside `rows`; 0 where a row lacks the term.
  func scores(of place: Int) -> [Double] {
    let hits = frequencies[place]
    let holding = Double(hits.count { $0 > 0 })
    let weight = Self.rarity(holding: holding, of: table.rows)
    let average = table.tokens / table.rows
    let (k1, b) = (Self.saturation, Self.share)
    return hits.indices.map { index in
      let frequency = hits[index]
      guard frequency > 0 else { return 0 }
      return weight
        * ((frequency * (k1 + 1)) / (frequency + k1 * (1 - b + b * lengths[index] / average)))
    }
  }

  /// The inverse document frequency of FTS5: `ln((N - n + 0.5) / (n + 0.5))`, never below a millionth,
  /// for a term in more than half of the rows would speak against them.
  static func rarity(holding: Double, of rows: Double) -> Double {
    let rarity = Numbers.log((rows - holding + 0.5) / (holding + 0.5))
    return rarity <= 0 ? 1e-6 : rarity
  }

  /// The auxiliary function: a blob of the rows of the table, its tokens, the tokens of this row, and
  /// the weighted hits of each phrase.
  private static let reading: Connection.AuxiliaryFunction = { api, row, result, count, values in
    guard let api = api?.pointee, let row, let result else { return }
    let phrases = Int(api.xPhraseCount(row))
    let size = (3 + phrases) * MemoryLayout<Double>.stride
    guard let memory = sqlite3_malloc64(UInt64(size)) else {
      return sqlite3_result_error_nomem(result)
    }
    let numbers = memory.bindMemory(to: Double.self, capacity: 3 + phrases)
    var (rows, tokens, own): (Int64, Int64, Int32) = (0, 0, 0)
    var code = api.xRowCount(row, &rows)
    if code == SQLITE_OK { code = api.xColumnTotalSize(row, -1, &tokens) }
    if code == SQLITE_OK { code = api.xColumnSize(row, -1, &own) }
    (numbers[0], numbers[1], numbers[2]) = (Double(rows), Double(tokens), Double(own))
    for phrase in 0..<phrases where code == SQLITE_OK {
      var hits = 0.0
      var place = Fts5PhraseIter()
      var (column, offset): (Int32, Int32) = (0, 0)
      code = api.xPhraseFirst(row, Int32(phrase), &place, &column, &offset)
      while code == SQLITE_OK, column >= 0 {
        hits += column < count ? sqlite3_value_double(values?[Int(column)]) : 1
        api.xPhraseNext(row, &place, &column, &offset)
      }
      numbers[3 + phrase] = hits
    }
    guard code == SQLITE_OK else {
      sqlite3_free(memory)
      return sqlite3_result_error_code(result, code)
    }
    sqlite3_result_blob64(result, memory, UInt64(size), sqlite3_free)
  }
}
