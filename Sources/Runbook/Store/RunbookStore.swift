/// A runbook as lists show it.
public struct RunbookSummary: Equatable, Sendable {
  /// The number of the document in the index.
  public var number: Int
  /// The id.
  public var id: String
  /// The title.
  public var title: String
  /// The version that people speak of.
  public var version: Int
  /// The git blob id of the text that the index holds.
  public var revision: String
  /// Whether it may be trusted.
  public var status: Runbook.Status
  /// One word that groups pages.
  public var category: String
  /// One sentence.
  public var description: String
  /// The team or person that keeps it.
  public var owner: String?
  /// The day of the last review, `yyyy-mm-dd`.
  public var reviewedAt: String?
  /// The day of the last change of the text, `yyyy-mm-dd`.
  public var lastmod: String?
  /// The path relative to the root of the knowledge base.
  public var path: String
}

/// The runbooks of the index.
public struct RunbookStore: DocumentStore {
  /// The index.
  public let connection: Connection
  let parse: DocumentReader

  private static let columns = """
    SELECT number, id, title, version, revision, status, category, description, owner, reviewed_at,
      lastmod, path FROM document WHERE kind = 'runbook'
    """
  // One runbook.
  private static let byID = columns + " AND id = ?"
  // The steps of the mitigation.
  private static let steps = """
    SELECT position, title, anchor, text, line FROM step WHERE document = ? ORDER BY position
    """
  // The file of the current text.
  private static let current = """
    SELECT bytes, document.path, revision FROM document JOIN revision USING (id, revision)
    WHERE id = ? AND kind = 'runbook'
    """

  /// The runbooks that a filter lets through, by category and id.
  ///
  /// - Throws: `SQLiteError`.
  public func list(_ filter: LabelFilter = LabelFilter()) throws(SQLiteError) -> [RunbookSummary] {
    let (condition, values) = filter.condition
    return try connection.rows(
      Self.columns + condition + " ORDER BY category, id", binding: values
    ) { row in RunbookSummary(row) }
  }

  /// The ids of all runbooks, sorted.
  ///
  /// - Throws: `SQLiteError`.
  public func allIDs() throws(SQLiteError) -> [String] { try ids(ofKind: .runbook) }

  /// A runbook as lists show it.
  ///
  /// - Returns: nil where there is no runbook with this id; an alias is not followed.
  /// - Throws: `SQLiteError`.
  public func summary(of id: String) throws(SQLiteError) -> RunbookSummary? {
    try connection.first(Self.byID, id) { row in RunbookSummary(row) }
  }

  /// A whole runbook, parsed from the text that the index holds: the last good one where the file is
  /// broken now.
  ///
  /// - Returns: nil where there is no runbook with this id; an alias is not followed.
  /// - Throws: `SQLiteError`.
  public func runbook(id: String) throws(SQLiteError) -> Runbook? {
    let text = try connection.first(Self.current, id) { row in
      (row.bytes(0), row.text(1), row.text(2))
    }
    if let text { _ = try proved(text.0, id, text.2) }
    guard let text, case .runbook(let runbook)? = parse(text.0, text.1).document else { return nil }
    return runbook
  }

  /// The steps of the mitigation in the order to try them, each with its commands.
  ///
  /// - Throws: `SQLiteError`.
  public func steps(of number: Int) throws(SQLiteError) -> [Step] {
    try steps(of: number, commands: commands(of: number))
  }

  /// The steps, where the commands of the document are at hand.
  func steps(of number: Int, commands: [Command]) throws(SQLiteError) -> [Step] {
    let commands = Dictionary(grouping: commands) { $0.step }
    return try connection.rows(Self.steps, number) { row in
      let anchor = row.text(2)
      return Step(
        number: row.int(0), title: row.text(1), anchor: anchor, text: row.text(3),
        commands: commands[anchor] ?? [], location: SourceLocation(line: row.int(4)))
    }
  }
}

extension RunbookSummary {
  init(_ row: borrowing Row) {
    number = row.int(0)
    id = row.text(1)
    title = row.text(2)
    version = row.int(3)
    revision = row.text(4)
    status = Runbook.Status(rawValue: row.text(5)) ?? .draft
    category = row.text(6)
    description = row.text(7)
    owner = row.optionalText(8)
    reviewedAt = row.optionalText(9)
    lastmod = row.optionalText(10)
    path = row.text(11)
  }
}
