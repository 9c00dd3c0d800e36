/// Keeps the index at what the files are.
///
/// Where nothing changed it costs a look at each file and one row of the database, and takes no lock.
struct ContentIndexer {
  let connection: Connection
  let reader: ContentReader

  init(_ connection: Connection, reader: ContentReader) {
    self.connection = connection
    self.reader = reader
  }

  /// What is wrong with the files, as far as the index knows.
  func findings() throws(SQLiteError) -> [Finding] {
    try FileTable(connection: connection).findings()
  }

  /// Whether the index was ever filled.
  func isFilled() throws(SQLiteError) -> Bool {
    try ContentStamp(in: connection) != nil
  }

  /// Whether the index is that of the files as they are now.
  ///
  /// - Parameter gaps: is given what was not looked at.
  /// - Returns: whether it is.
  /// - Throws: `SQLiteError`.
  func isCurrent(gaps: inout [FolderWalk.Gap]) throws(SQLiteError) -> Bool {
    guard let stamp = try ContentStamp(in: connection),
      stamp.derivation == ContentStamp.currentDerivation
    else { return false }
    let now = SystemClock.wall
    guard let walk = reader.source.walk(expected: stamp.count) else { return true }
    gaps = walk.gaps
    guard walk.fingerprint == stamp.fingerprint else { return false }
    let doubtful = walk.entries(where: stamp.isDoubtful)
    if doubtful.isEmpty { return true }
    let files = FileTable(connection: connection)
    var revisions: [String: String] = [:]
    for entry in doubtful { revisions[entry.path] = try files.revision(of: entry.path) }
    for file in reader.read(doubtful, revisions: revisions) {
      guard case .unchanged = file.content else { return false }
    }
    // What was not looked at may have changed since it was.
    if !gaps.isEmpty { return true }
    settle(
      ContentStamp(fingerprint: walk.fingerprint, count: walk.count, checked: now), doubtful)
    return true
  }

  /// Remembers that files in doubt are the same, once no write can have the time that they have.
  ///
  /// It only saves the next command the reading, so it does not wait for the lock.
  private func settle(_ stamp: ContentStamp, _ doubtful: [FolderWalk.Entry]) {
    guard !doubtful.contains(where: { stamp.isDoubtful($0.modified, $0.changed) }) else { return }
    try? connection.transaction(waiting: false) { () throws(SQLiteError) in
      try stamp.save(in: connection)
    }
  }

  /// Reads what changed and writes it, all or nothing: a search sees the state before or after.
  ///
  /// - Parameters:
  ///   - rebuild: read every file anew; revisions that were seen stay.
  ///   - progress: is told how many of how many files are done.
  /// - Returns: what changed.
  /// - Throws: `SQLiteError`; the index is as before then.
  func refresh(
    rebuild: Bool = false, progress: ((Int, Int) -> Void)? = nil
  ) throws(SQLiteError) -> RefreshReport {
    let report = try connection.transaction { () throws(SQLiteError) in
      var refresh = try ContentRefresh(connection, reader: reader, rebuild: rebuild)
      return try refresh.run(progress: progress)
    }
    // After a large load the log is as large as the index; nobody needs to read through it.
    if report.added.count + report.changed.count > 500 { connection.checkpoint() }
    return report
  }
}
