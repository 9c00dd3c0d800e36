/// The classifier of the index, a row of which is read for each feature of a text.
struct Classifier {
  private let connection: Connection
  private let scale: Double
  private let biases: [Int]
  /// The page of each class; nil for what is of another field.
  private let runbooks: [String?]

  // The classes by number.
  private static let classes = "SELECT runbook FROM class ORDER BY number"
  // What a feature says.
  private static let feature = "SELECT weights FROM feature WHERE hash = ?"

  init(_ connection: Connection) throws(SQLiteError) {
    self.connection = connection
    let head = try ModelWriter.head(in: connection)
    (scale, biases) = (head.scale, head.biases)
    runbooks =
      biases.isEmpty ? [] : try connection.rows(Self.classes) { row in row.optionalText(0) }
  }

  /// What the classifier says of a text.
  func judge(_ text: LineFeatures) throws(SQLiteError) -> PageVerdict {
    let statement = Self.feature
    let verdict = try LineVerdict(text, biases: biases, scale: scale) {
      hash throws(SQLiteError) in
      let bytes = try connection.first(statement, Int(hash)) { row in row.bytes(0) }
      return bytes.map { LineModel.Feature(bytes: $0) }
    }
    return PageVerdict(verdict, runbooks: runbooks)
  }
}

/// How probable each page is by the words of a text, and how probable it is that it is of none.
struct PageVerdict: Sendable {
  /// The logarithm of the probability of each page among the pages.
  private(set) var logarithms: [(runbook: String, logarithm: Double)] = []
  /// The log-odds that the text is of another field; 0 where nothing is known of others.
  private(set) var elsewhere = 0.0
  /// The page with the highest probability; nil where nothing is known.
  private(set) var first: String?

  /// Nothing is known.
  init() {}

  init(_ verdict: LineVerdict, runbooks: [String?]) {
    guard verdict.known > 0, verdict.logarithms.count == runbooks.count else { return }
    var inside = 0.0
    var outside = 0.0
    for (runbook, logarithm) in zip(runbooks, verdict.logarithms) {
      if runbook == nil {
        outside += Numbers.exp(logarithm)
      } else {
        inside += Numbers.exp(logarithm)
      }
    }
    guard inside > 0 else { return }
    let shift = Numbers.log(inside)
    for (runbook, logarithm) in zip(runbooks, verdict.logarithms) {
      if let runbook { logarithms.append((runbook, logarithm - shift)) }
    }
    if outside > 0 { elsewhere = Numbers.log(outside) - shift }
    var most = -Double.infinity
    for (runbook, logarithm) in logarithms where logarithm > most {
      (first, most) = (runbook, logarithm)
    }
  }

  /// What it says for pages; every page is a candidate, not only those that the words found.
  func evidence(_ weights: Weights) -> [Evidence] {
    logarithms.compactMap { runbook, logarithm in
      let above = logarithm - weights.linesFloor
      guard above > 0 else { return nil }
      return Evidence(
        document: runbook, kind: .lines, weight: weights.lines * above, detail: "ln p \(logarithm)")
    }
  }
}
