import CSQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Connection {
  /// Runs the body in a transaction that holds the write lock from its beginning.
  ///
  /// An immediate transaction cannot fail half-way because somebody else wrote in between
  /// (<https://sqlite.org/isolation.html>).
  ///
  /// - Parameters:
  ///   - waiting: wait for the lock until the busy timeout; false asks once.
  ///   - body: what to do; a thrown error rolls everything back.
  /// - Returns: what the body returns.
  /// - Throws: `SQLiteError`; `isBusy` where the lock was not to be had.
  public func transaction<Value>(
    waiting: Bool = true, _ body: () throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> Value {
    try beginImmediate(waiting: waiting)
    return try finish(body)
  }

  /// Runs the body on one state of the database, whatever others write meanwhile.
  ///
  /// - Parameter body: what to read.
  /// - Returns: what the body returns.
  /// - Throws: `SQLiteError`.
  public func reading<Value>(
    _ body: () throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> Value {
    if isInTransaction { return try body() }
    try run("BEGIN DEFERRED")
    return try finish(body)
  }

  /// Runs the action again while it finds the database locked, until the busy timeout is over.
  ///
  /// SQLite's own waiting gives up at once where it sees a deadlock coming, such as in the
  /// moment in which another process switches to the write-ahead log or recovers it.
  ///
  /// - Parameter action: what to try.
  /// - Throws: `SQLiteError`; `isBusy` once the time is over.
  func retryingWhileBusy(_ action: () throws(SQLiteError) -> Void) throws(SQLiteError) {
    let deadline = SystemClock.monotonic + Int64(busyTimeout) * 1_000_000
    while true {
      do {
        return try action()
      } catch {
        guard error.isBusy, SystemClock.monotonic < deadline else { throw error }
        usleep(5000)
      }
    }
  }

  private func beginImmediate(waiting: Bool) throws(SQLiteError) {
    guard waiting else {
      let timeout = busyTimeout
      busyTimeout = 0
      defer { busyTimeout = timeout }
      return try run("BEGIN IMMEDIATE")
    }
    try retryingWhileBusy { () throws(SQLiteError) in try run("BEGIN IMMEDIATE") }
  }

  private func finish<Value>(
    _ body: () throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> Value {
    do {
      let value = try body()
      try run("COMMIT")
      return value
    } catch {
      // A full disk or an I/O error may have rolled back already; the first error is the one to tell.
      if isInTransaction { try? run("ROLLBACK") }
      throw error
    }
  }
}
