import CSQLite

extension Connection {
  /// Switches the file to a write-ahead log, in which reading and writing do not wait for each other.
  ///
  /// It is a property of the file and stays. Where the file system cannot, or in memory, the
  /// database works on with a rollback journal.
  ///
  /// - Throws: `SQLiteError`.
  func useWriteAheadLog() throws(SQLiteError) {
    try retryingWhileBusy { () throws(SQLiteError) in try run("PRAGMA journal_mode = WAL") }
  }

  /// Moves the write-ahead log into the database and empties it, if nobody else is using it.
  public func checkpoint() {
    // Being busy is no failure: whoever closes last does it.
    sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
  }

  /// Copies the whole database over another one.
  ///
  /// - Parameter other: what becomes the copy, usually one in memory.
  /// - Throws: `SQLiteError`.
  public func copy(to other: Connection) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(other.handle, "main", handle, "main") else {
      throw SQLiteError(code: sqlite3_extended_errcode(other.handle), on: other.handle)
    }
    sqlite3_backup_step(backup, -1)
    let code = sqlite3_backup_finish(backup)
    guard code == SQLITE_OK else { throw SQLiteError(code: code, on: other.handle) }
  }

  /// Reads the whole database and tells what is wrong with it; empty where nothing is.
  ///
  /// - Throws: `SQLiteError` where it cannot even be read.
  public func integrityProblems() throws(SQLiteError) -> [String] {
    try rows("PRAGMA integrity_check") { row in row.text(0) }.filter { $0 != "ok" }
  }

  /// Empties a database, however damaged it is, without removing the file under other processes.
  ///
  /// A file that is deleted while others have it open, or whose log they recreate by name, damages
  /// the next one; SQLite's own reset takes part in the locking instead
  /// (<https://sqlite.org/c3ref/c_dbconfig_defensive.html>, `SQLITE_DBCONFIG_RESET_DATABASE`).
  ///
  /// - Parameter path: the file.
  /// - Throws: `SQLiteError` where even that fails.
  public static func erase(_ path: String) throws(SQLiteError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    var code = sqlite3_open_v2(path, &opened, flags, nil)
    defer { sqlite3_close_v2(opened) }
    guard code == SQLITE_OK, let opened else { throw SQLiteError(code: code, on: opened) }
    let patience = BusyHandler(timeout: standardBusyTimeout)
    patience.install(on: opened)
    defer { withExtendedLifetime(patience) {} }
    // A connection that has read the header knows the write-ahead log, and keeps using it.
    sqlite3_exec(opened, "SELECT 1 FROM sqlite_schema", nil, nil, nil)
    _ = runbook_sqlite3_db_config_int(opened, SQLITE_DBCONFIG_RESET_DATABASE, 1)
    code = sqlite3_exec(opened, "VACUUM", nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(code: code, on: opened, sql: "VACUUM") }
    _ = runbook_sqlite3_db_config_int(opened, SQLITE_DBCONFIG_RESET_DATABASE, 0)
  }
}
