/// The rows of `file` and `finding`: what was seen of each file, and what is wrong with it.
struct FileTable {
  let connection: Connection

  /// What is known of a file.
  struct Record {
    var size: Int64
    var modified: Int64
    var changed: Int64
    var revision: String
    /// The document that its last good version was.
    var id: String?
    var isBroken: Bool

    /// Whether the file still looks as it did then.
    func matches(_ entry: FolderWalk.Entry) -> Bool {
      size == entry.size && modified == entry.modified && changed == entry.changed
    }
  }

  /// A file that wants to be the document with an id.
  struct Claim {
    var path: String
    var revision: String
    var isBroken: Bool
  }

  static let duplicateRule = "duplicate-id"

  // Every file.
  private static let all = "SELECT path, size, modified, changed, revision, id, broken FROM file"
  // Remembers a file.
  private static let save = """
    INSERT INTO file (path, size, modified, changed, revision, id, broken)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified,
      changed = excluded.changed, revision = excluded.revision, id = excluded.id,
      broken = excluded.broken
    """
  // Remembers new times of the same bytes.
  private static let touch =
    "UPDATE file SET size = ?, modified = ?, changed = ? WHERE path = ?"
  // Forgets a file and what was wrong with it.
  private static let delete = "DELETE FROM file WHERE path = ?"
  // The files that want to be a document; the first one may: nothing hides a runbook.
  private static let claims = """
    SELECT path, revision, broken FROM file WHERE id = ?
    ORDER BY path LIKE 'Content/incidents/%', path
    """
  // The git blob id of a file.
  private static let revisionOfPath = "SELECT revision FROM file WHERE path = ?"
  // The data files, in path order.
  private static let dataPaths =
    "SELECT path FROM file WHERE id IS NULL AND broken = 0 AND path LIKE ? || '%' ORDER BY path"
  // All that is wrong.
  private static let allFindings = """
    SELECT path, rule, severity, line, column_number, message, fix FROM finding
    ORDER BY path, position
    """
  private static let clearFindings = "DELETE FROM finding WHERE path = ?"
  private static let clearDuplicates = "DELETE FROM finding WHERE path = ? AND rule = ?"
  private static let insertFinding = """
    INSERT INTO finding (path, position, rule, severity, line, column_number, message, fix)
    SELECT ?1, coalesce(max(position) + 1, 0), ?2, ?3, ?4, ?5, ?6, ?7 FROM finding WHERE path = ?1
    """

  func records() throws(SQLiteError) -> [String: Record] {
    let rows = try connection.rows(Self.all) { row in
      (
        row.text(0),
        Record(
          size: Int64(row.int(1)), modified: Int64(row.int(2)), changed: Int64(row.int(3)),
          revision: row.text(4), id: row.optionalText(5), isBroken: row.bool(6))
      )
    }
    return Dictionary(rows) { first, _ in first }
  }

  func save(
    _ entry: FolderWalk.Entry, revision: String, id: String?, isBroken: Bool
  ) throws(SQLiteError) {
    try connection.run(
      Self.save, entry.path, entry.size, entry.modified, entry.changed, revision, id, isBroken)
    try connection.run(Self.clearFindings, entry.path)
  }

  func touch(_ entry: FolderWalk.Entry) throws(SQLiteError) {
    try connection.run(Self.touch, entry.size, entry.modified, entry.changed, entry.path)
  }

  func delete(_ path: String) throws(SQLiteError) {
    try connection.run(Self.delete, path)
  }

  func claims(on id: String) throws(SQLiteError) -> [Claim] {
    try connection.rows(Self.claims, id) { row in
      Claim(path: row.text(0), revision: row.text(1), isBroken: row.bool(2))
    }
  }

  func revision(of path: String) throws(SQLiteError) -> String? {
    try connection.first(Self.revisionOfPath, path) { row in row.text(0) }
  }

  func dataPaths(below prefix: String) throws(SQLiteError) -> [String] {
    // LIKE folds case and knows wildcards; what it lets through too much is dropped here.
    try connection.rows(Self.dataPaths, prefix) { row in row.text(0) }
      .filter { $0.hasPrefix(prefix) }
  }

  func findings() throws(SQLiteError) -> [Finding] {
    try connection.rows(Self.allFindings) { row in
      Finding(
        rule: row.text(1), severity: Finding.Severity(rawValue: row.text(2)) ?? .error,
        path: row.text(0), location: SourceLocation(line: row.int(3), column: row.int(4)),
        message: row.text(5), fix: row.optionalText(6))
    }
  }

  func add(_ finding: Finding, to path: String) throws(SQLiteError) {
    try connection.run(
      Self.insertFinding, path, finding.rule, finding.severity.rawValue, finding.location.line,
      finding.location.column, finding.message, finding.fix)
  }

  /// Says of each of these files that its id is taken by another one.
  func markDuplicates(_ claims: [Claim], of id: String, owner: String?) throws(SQLiteError) {
    for claim in claims {
      try connection.run(Self.clearDuplicates, claim.path, Self.duplicateRule)
      guard let owner, claim.path != owner else { continue }
      try add(
        Finding(
          rule: Self.duplicateRule, severity: .error, path: claim.path,
          location: SourceLocation(line: 1), message: "the id \(id) is already that of \(owner)",
          fix: "give this file another name and id"),
        to: claim.path)
    }
  }
}
