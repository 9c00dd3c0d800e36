import CSQLite

/// What SQLite refused, and the statement that it refused.
///
/// Bound values are never part of it, so an error can be printed and reported as it is.
public struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The extended result code, such as 2067 for a violated `UNIQUE`.
  public var code: Int32
  /// What SQLite says about it.
  public var message: String
  /// The statement, its values as placeholders; nil where it was not about one.
  public var sql: String?

  /// Makes an error.
  public init(code: Int32, message: String, sql: String? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
  }

  /// Makes the error that a connection reports for its last call.
  init(code: Int32, on connection: OpaquePointer?, sql: String? = nil) {
    // After a successful or unrelated call the connection speaks of something else.
    let current = connection.map(sqlite3_extended_errcode) ?? SQLITE_NOMEM
    let message =
      current & 0xFF == code & 0xFF ? sqlite3_errmsg(connection) : sqlite3_errstr(code)
    self.init(code: code, message: message.map { String(cString: $0) } ?? "error", sql: sql)
  }

  /// The primary result code, such as 19 for every violated constraint.
  public var primaryCode: Int32 { code & 0xFF }

  /// Another connection holds a lock, and did not let go within the busy timeout.
  public var isBusy: Bool { [SQLITE_BUSY, SQLITE_LOCKED].contains(primaryCode) }

  /// The file is damaged, contradicts itself, or is no database at all.
  ///
  /// What is written into an index keeps its constraints, so where one fails, rows are missing.
  public var isCorrupt: Bool {
    [SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT].contains(primaryCode)
  }

  /// The disk is full.
  public var isFull: Bool { primaryCode == SQLITE_FULL || code == Self.shmSize }

  /// The file, its folder or the connection does not allow writing.
  public var isReadOnly: Bool {
    [SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH].contains(primaryCode)
  }

  /// The file cannot be opened or created.
  public var isCannotOpen: Bool { primaryCode == SQLITE_CANTOPEN }

  /// The system failed to read or write.
  public var isInputOutput: Bool { primaryCode == SQLITE_IOERR }

  /// The statement is no SQL, or does not fit the schema.
  public var isStatementError: Bool { primaryCode == SQLITE_ERROR }

  /// The schema is not what the statement was written for: it is damaged, or just being built.
  ///
  /// A column, a table or the version of a full-text index is data in the file, and damage to it
  /// ends in a plain error.
  public var isWrongSchema: Bool {
    let messages = [
      "no such table", "no such column", "no such module", "no such tokenizer",
      "invalid fts5 file format", "vtable constructor failed",
    ]
    return isStatementError
      && (messages.contains(where: message.hasPrefix) || message.contains("has no column named"))
  }

  /// `database disk image is malformed (SQLite 11) in: SELECT …`.
  public var description: String {
    let text = "\(message) (SQLite \(code))"
    return sql.map { "\(text) in: \($0)" } ?? text
  }

  /// The primary code of a damaged database.
  static var corrupt: Int32 { SQLITE_CORRUPT }

  // SQLITE_IOERR_SHMSIZE, no room for the shared memory of the write-ahead log. The C macro is an
  // expression that Swift does not import.
  private static var shmSize: Int32 { SQLITE_IOERR | 19 << 8 }
}
