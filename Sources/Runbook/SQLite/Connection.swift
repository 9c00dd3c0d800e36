import CSQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open SQLite database; it belongs to one thread at a time.
///
/// Every connection is hardened the same way: foreign keys are enforced, the schema is not trusted,
/// `DEFENSIVE` guards the shadow tables of FTS5, `"x"` is never a string, and no value is
/// larger than 64 MiB, so that a damaged file cannot ask for a gigabyte.
public final class Connection {
  /// What a connection may do.
  public enum Mode: Sendable {
    /// Reads and writes; a missing file is created, readable by its owner alone.
    case readWrite
    /// Reads an existing file.
    case readOnly
    /// A new database in memory, gone with the connection; the path is only its name.
    case memory
  }

  /// How long a connection waits for a lock, in milliseconds.
  public static let standardBusyTimeout = 5000

  /// The path it was opened with.
  public let path: String
  let handle: OpaquePointer
  private var cache: [String: Statement] = [:]
  private var functions: Set<String> = []
  private let patience: BusyHandler

  /// Opens a database and reads its schema.
  ///
  /// - Parameters:
  ///   - path: the file; its folder exists. It is never read as a URI.
  ///   - mode: what the connection may do.
  ///   - busyTimeout: how long to wait for a lock, in milliseconds.
  /// - Throws: `SQLiteError`; `isCorrupt` where the file is no database.
  public init(
    _ path: String, mode: Mode = .readWrite, busyTimeout: Int = standardBusyTimeout
  ) throws(SQLiteError) {
    if mode == .readWrite { try Connection.makePrivate(path) }
    self.path = path
    handle = try Connection.openHandle(path, mode: mode)
    patience = BusyHandler(timeout: busyTimeout)
    patience.install(on: handle)
    // Reads the first page and the schema: a file that is no database is found out here. NORMAL is
    // durable enough under a write-ahead log: a power failure costs the last transactions of an
    // index that comes back from the files, never its integrity.
    try run("PRAGMA synchronous = NORMAL")
    if mode == .readOnly { try run("PRAGMA query_only = ON") }
  }

  deinit {
    // Statements that outlive the connection keep the handle alive until they are finalized; the
    // busy handler goes now.
    sqlite3_busy_handler(handle, nil, nil)
    sqlite3_close_v2(handle)
  }

  /// How long this connection waits for a lock, in milliseconds.
  public var busyTimeout: Int {
    get { patience.timeout }
    set { patience.timeout = newValue }
  }

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  public var changes: Int { Int(sqlite3_changes64(handle)) }

  /// The row id of the last INSERT.
  public var lastInsertRowID: Int { Int(sqlite3_last_insert_rowid(handle)) }

  /// Whether a transaction is open.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// The prepared form of a statement, reset; prepared once for each connection.
  ///
  /// - Parameter sql: one statement, values as `?`.
  /// - Returns: the cached statement, or a fresh one where the cached one is being stepped through.
  /// - Throws: `SQLiteError` where SQLite cannot prepare it.
  public func statement(_ sql: String) throws(SQLiteError) -> Statement {
    if let cached = cache[sql] {
      return cached.isBusy ? try Statement(sql, on: handle, persistent: false) : cached
    }
    let statement = try Statement(sql, on: handle, persistent: true)
    cache[sql] = statement
    return statement
  }

  /// A function over a row of a full-text query, as SQLite calls it.
  typealias AuxiliaryFunction =
    @convention(c) (
      UnsafePointer<Fts5ExtensionApi>?, OpaquePointer?, OpaquePointer?, Int32,
      UnsafeMutablePointer<OpaquePointer?>?
    ) -> Void

  /// Makes an auxiliary function of FTS5 known to this connection, once.
  ///
  /// - Throws: `SQLiteError` where this SQLite has no FTS5.
  func add(_ name: String, _ function: AuxiliaryFunction) throws(SQLiteError) {
    guard functions.insert(name).inserted else { return }
    // The interface is handed out through a pointer value
    // (<https://sqlite.org/fts5.html#extending_fts5>).
    let statement = try Statement("SELECT fts5(?1)", on: handle, persistent: false)
    var api: UnsafeMutablePointer<fts5_api>?
    let type = StaticString("fts5_api_ptr")
    let code = try withUnsafeMutablePointer(to: &api) { place throws(SQLiteError) in
      try type.utf8Start.withMemoryRebound(to: CChar.self, capacity: 13) {
        type throws(SQLiteError) in
        try statement.check(sqlite3_bind_pointer(statement.handle, 1, place, type, nil))
      }
      _ = try statement.step()
      guard let api = place.pointee else { return SQLITE_MISUSE }
      return api.pointee.xCreateFunction(api, name, nil, function, nil)
    }
    try statement.check(code)
  }

  /// Runs a statement to its end; rows are ignored.
  ///
  /// - Throws: `SQLiteError`.
  public func run(_ sql: String, _ values: (any Bindable)?...) throws(SQLiteError) {
    try run(sql, binding: values)
  }

  /// Runs a statement to its end; for values that are counted at run time.
  ///
  /// - Parameters:
  ///   - sql: one statement, values as `?`.
  ///   - values: the values of the parameters, in order.
  /// - Throws: `SQLiteError`.
  public func run(_ sql: String, binding values: [(any Bindable)?]) throws(SQLiteError) {
    let statement = try statement(sql)
    try statement.bind(values)
    try statement.run()
  }

  /// Runs a query and reads every row.
  ///
  /// - Parameters:
  ///   - sql: one statement, values as `?`.
  ///   - values: the values of the parameters, in order.
  ///   - read: makes a value of a row.
  /// - Returns: the values, in the order of the rows.
  /// - Throws: `SQLiteError`, the closure's included.
  public func rows<Value>(
    _ sql: String, _ values: (any Bindable)?...,
    read: (borrowing Row) throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> [Value] {
    try rows(sql, binding: values, read: read)
  }

  /// Runs a query and reads every row; for values that are counted at run time.
  ///
  /// - Parameters:
  ///   - sql: one statement, values as `?`.
  ///   - values: the values of the parameters, in order.
  ///   - read: makes a value of a row.
  /// - Returns: the values, in the order of the rows.
  /// - Throws: `SQLiteError`, the closure's included.
  public func rows<Value>(
    _ sql: String, binding values: [(any Bindable)?],
    read: (borrowing Row) throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> [Value] {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    var result: [Value] = []
    while try statement.step() { result.append(try read(statement.row)) }
    return result
  }

  /// Runs a query and reads its first row.
  ///
  /// - Parameters:
  ///   - sql: one statement, values as `?`.
  ///   - values: the values of the parameters, in order.
  ///   - read: makes a value of the row.
  /// - Returns: the value; nil where there is no row.
  /// - Throws: `SQLiteError`, the closure's included.
  public func first<Value>(
    _ sql: String, _ values: (any Bindable)?...,
    read: (borrowing Row) throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> Value? {
    let statement = try statement(sql)
    defer { statement.reset() }
    try statement.bind(values)
    return try statement.step() ? try read(statement.row) : nil
  }

  /// Runs every statement of a text that has no values, such as a migration.
  ///
  /// - Throws: `SQLiteError`, `SQLITE_AUTH` for a statement that would begin or end a transaction;
  ///   what the text did before that is left to the transaction around it.
  func runScript(_ sql: String) throws(SQLiteError) {
    sqlite3_set_authorizer(
      handle, { _, action, _, _, _, _ in action == SQLITE_TRANSACTION ? SQLITE_DENY : SQLITE_OK },
      nil)
    defer { sqlite3_set_authorizer(handle, nil, nil) }
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code: code, on: handle) }
  }

  /// Whether foreign keys are enforced; a change inside a transaction has no effect.
  var enforcesForeignKeys: Bool {
    get { (try? first("PRAGMA foreign_keys") { row in row.bool(0) }) ?? true }
    set { setOption(SQLITE_DBCONFIG_ENABLE_FKEY, newValue, on: handle) }
  }

  private static func openHandle(
    _ path: String, mode: Mode
  ) throws(SQLiteError) -> OpaquePointer {
    // One connection is never used by two threads at once, so SQLite need not lock it.
    let flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
      | (mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(mode == .memory ? ":memory:" : path, &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = SQLiteError(code: code, on: opened)
      sqlite3_close_v2(opened)
      throw error
    }
    setOption(SQLITE_DBCONFIG_ENABLE_FKEY, true, on: opened)
    setOption(SQLITE_DBCONFIG_TRUSTED_SCHEMA, false, on: opened)
    setOption(SQLITE_DBCONFIG_DEFENSIVE, true, on: opened)
    setOption(SQLITE_DBCONFIG_DQS_DML, false, on: opened)
    setOption(SQLITE_DBCONFIG_DQS_DDL, false, on: opened)
    sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, 64 << 20)
    return opened
  }

  /// Creates a missing file with mode 0600, and takes away what others may do with an existing one.
  ///
  /// SQLite gives `-wal` and `-shm` the mode of the database. The file is never opened here: closing
  /// any descriptor of it would drop the locks that this process holds
  /// (<https://sqlite.org/howtocorrupt.html>).
  private static func makePrivate(_ path: String) throws(SQLiteError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      do {
        try FileSystem.write([], to: path, mode: 0o600, exclusive: true)
      } catch  where error.code != EEXIST {
        // SQLite reports the same failure as "unable to open database file", without the reason.
        let code =
          error.code == ENOSPC || error.code == EDQUOT
          ? SQLITE_FULL : error.code == EROFS ? SQLITE_READONLY : SQLITE_CANTOPEN
        throw SQLiteError(code: code, message: error.description)
      } catch {
        // Another process was first.
      }
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 else { return }
    for name in [path, path + "-wal", path + "-shm"] { chmod(name, 0o600) }
  }
}

private func setOption(_ option: Int32, _ value: Bool, on handle: OpaquePointer) {
  _ = runbook_sqlite3_db_config_int(handle, option, value ? 1 : 0)
}
