import CSQLite

/// A value that can stand for a `?` in a statement.
///
/// `Int`, `Int64`, `Double`, `Bool`, `String` and `[UInt8]` are; nil is NULL.
public protocol Bindable {
  /// Binds the value to a parameter.
  ///
  /// - Parameters:
  ///   - statement: the statement, reset.
  ///   - index: the number of the parameter, from 1.
  /// - Throws: `SQLiteError`, for instance for a parameter that the statement does not have.
  func bind(to statement: Statement, at index: Int) throws(SQLiteError)
}

// SQLite copies the value before the call returns: a Swift array may move right after it. The C
// macro is a cast that Swift does not import.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int: Bindable {
  /// Binds an INTEGER.
  public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.check(sqlite3_bind_int64(statement.handle, Int32(clamping: index), Int64(self)))
  }
}

extension Int64: Bindable {
  /// Binds an INTEGER.
  public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.check(sqlite3_bind_int64(statement.handle, Int32(clamping: index), self))
  }
}

extension Bool: Bindable {
  /// Binds 0 or 1.
  public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try (self ? 1 : 0).bind(to: statement, at: index)
  }
}

extension Double: Bindable {
  /// Binds a REAL; SQLite turns NaN into NULL.
  public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    try statement.check(sqlite3_bind_double(statement.handle, Int32(clamping: index), self))
  }
}

extension String: Bindable {
  /// Binds a TEXT of exactly these bytes, NUL included.
  public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    let (handle, parameter) = (statement.handle, Int32(clamping: index))
    var text = self
    let code = text.withUTF8 { bytes in
      // A nil pointer would be NULL; the length says that nothing of the other text is read.
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else {
          return sqlite3_bind_text(handle, parameter, "", 0, transient)
        }
        return sqlite3_bind_text64(
          handle, parameter, start, UInt64(characters.count), transient, UInt8(SQLITE_UTF8))
      }
    }
    try statement.check(code)
  }
}

extension [UInt8]: Bindable {
  /// Binds a BLOB.
  public func bind(to statement: Statement, at index: Int) throws(SQLiteError) {
    let (handle, parameter) = (statement.handle, Int32(clamping: index))
    let code = withUnsafeBytes { bytes in
      // The pointer of an empty array may be nil, which would be NULL.
      bytes.isEmpty
        ? sqlite3_bind_zeroblob(handle, parameter, 0)
        : sqlite3_bind_blob64(handle, parameter, bytes.baseAddress, UInt64(bytes.count), transient)
    }
    try statement.check(code)
  }
}
