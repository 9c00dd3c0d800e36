import CSQLite

/// A prepared statement; it belongs to the connection that made it and to one thread.
///
/// ```swift
/// let statement = try connection.statement("SELECT path FROM file WHERE size > ?")
/// try statement.bind(4096)
/// while try statement.step() { print(statement.row.text(0)) }
/// ```
///
/// A statement that was not stepped to its end keeps its read transaction open: `reset()` it, or
/// use `Connection.rows`, which does.
public final class Statement {
  let handle: OpaquePointer

  /// Prepares the first statement of the text.
  ///
  /// - Parameters:
  ///   - sql: the text.
  ///   - connection: an open connection.
  ///   - persistent: it will be kept for long, so SQLite should not use its lookaside memory.
  /// - Throws: `SQLiteError` where SQLite cannot prepare it.
  init(
    _ sql: String, on connection: OpaquePointer, persistent: Bool
  ) throws(SQLiteError) {
    var prepared: OpaquePointer?
    // <https://sqlite.org/c3ref/c_prepare_dont_log.html>
    let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    let code = sqlite3_prepare_v3(connection, sql, -1, flags, &prepared, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code: code, on: connection, sql: sql) }
    guard let prepared else {
      throw SQLiteError(code: SQLITE_MISUSE, message: "there is no statement in the text", sql: sql)
    }
    handle = prepared
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// The text it was made from, its values as placeholders.
  public var sql: String { sqlite3_sql(handle).map { String(cString: $0) } ?? "" }

  /// Whether it was stepped and neither reached its end nor was reset.
  public var isBusy: Bool { sqlite3_stmt_busy(handle) != 0 }

  /// Gives the parameters their values, in order; those that are left out are NULL.
  ///
  /// - Throws: `SQLiteError`, for instance for more values than parameters.
  public func bind(_ values: (any Bindable)?...) throws(SQLiteError) {
    try bind(values)
  }

  /// Gives the parameters their values, in order; those that are left out are NULL.
  ///
  /// - Throws: `SQLiteError`, for instance for more values than parameters.
  public func bind(_ values: [(any Bindable)?]) throws(SQLiteError) {
    reset()
    sqlite3_clear_bindings(handle)
    var index = 1
    for value in values {
      if let value {
        try value.bind(to: self, at: index)
      } else {
        try check(sqlite3_bind_null(handle, Int32(clamping: index)))
      }
      index += 1
    }
  }

  /// Runs to the next row.
  ///
  /// - Returns: whether there is one; false at the end, where the statement is reset.
  /// - Throws: `SQLiteError`; the statement is reset then too.
  public func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    case let code:
      let error = SQLiteError(code: code, on: sqlite3_db_handle(handle), sql: sql)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs to the end; rows are ignored.
  ///
  /// - Throws: `SQLiteError`.
  public func run() throws(SQLiteError) {
    while try step() {}
  }

  /// The row that `step` arrived at; its columns are readable until the next `step` or `reset`.
  public var row: Row { Row(handle: handle) }

  /// Goes back to before the first row, and ends the read transaction that a half-read result holds.
  public func reset() {
    sqlite3_reset(handle)
  }

  func check(_ code: Int32) throws(SQLiteError) {
    guard code == SQLITE_OK else {
      throw SQLiteError(code: code, on: sqlite3_db_handle(handle), sql: sql)
    }
  }
}

/// The columns of one row of a result, numbered from 0.
///
/// It cannot be copied, so it cannot outlive the step that it belongs to. A value of another type
/// is converted as SQLite does (<https://sqlite.org/c3ref/column_blob.html>): NULL is 0 and empty.
public struct Row: ~Copyable {
  let handle: OpaquePointer

  /// An INTEGER column.
  public func int(_ column: Int) -> Int {
    Int(sqlite3_column_int64(handle, Int32(clamping: column)))
  }

  /// An INTEGER column, or nil for NULL.
  public func optionalInt(_ column: Int) -> Int? {
    isNull(column) ? nil : int(column)
  }

  /// An INTEGER column that is 0 for false.
  public func bool(_ column: Int) -> Bool {
    int(column) != 0
  }

  /// A REAL column.
  public func double(_ column: Int) -> Double {
    sqlite3_column_double(handle, Int32(clamping: column))
  }

  /// A TEXT column, NUL bytes included; bytes that are no UTF-8 become U+FFFD.
  public func text(_ column: Int) -> String {
    // The text must be asked for before its length: asking may convert it.
    guard let start = sqlite3_column_text(handle, Int32(clamping: column)) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, Int32(clamping: column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// A TEXT column, or nil for NULL.
  public func optionalText(_ column: Int) -> String? {
    isNull(column) ? nil : text(column)
  }

  /// A BLOB column.
  public func bytes(_ column: Int) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, Int32(clamping: column)) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, Int32(clamping: column)))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// A BLOB column as the numbers that an auxiliary function gave.
  func doubles(_ column: Int) -> [Double] {
    guard let start = sqlite3_column_blob(handle, Int32(clamping: column)) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, Int32(clamping: column)))
    return (0..<(count / MemoryLayout<Double>.stride)).map { place in
      start.loadUnaligned(fromByteOffset: place * MemoryLayout<Double>.stride, as: Double.self)
    }
  }

  /// Whether a column is NULL.
  public func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(clamping: column)) == SQLITE_NULL
  }
}
