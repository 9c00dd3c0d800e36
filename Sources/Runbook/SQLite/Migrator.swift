import CSQLite

/// Brings a database to the newest schema, one migration after the other.
public struct Migrator: Sendable {
  /// The migrations, in the order in which they are applied.
  public let migrations: [Migration]
  /// What tells our databases from those of other programs
  /// (<https://sqlite.org/pragma.html#pragma_application_id>).
  public let applicationID: Int

  // The migrator's own record, and the one table that no migration makes.
  private static let createTable = """
    CREATE TABLE IF NOT EXISTS migration (
      name TEXT PRIMARY KEY,
      digest TEXT NOT NULL, -- git blob id of the file
      applied_at INTEGER NOT NULL -- seconds since 1970
    ) WITHOUT ROWID
    """
  private static let applied = "SELECT name, digest FROM migration"
  private static let insert = "INSERT INTO migration (name, digest, applied_at) VALUES (?, ?, ?)"
  private static let anyTable = "SELECT 1 FROM sqlite_schema LIMIT 1"

  /// Makes a migrator.
  ///
  /// - Parameters:
  ///   - applicationID: the application id, 1 to 2³¹ − 1.
  ///   - migrations: the migrations, in any order.
  public init(applicationID: Int, migrations: [Migration]) {
    self.applicationID = applicationID
    self.migrations = migrations.sorted { $0.name < $1.name }
  }

  /// Applies what is missing; each migration in a transaction of its own.
  ///
  /// - Parameter connection: an open database; a new one becomes ours.
  /// - Returns: the names of the migrations that were applied.
  /// - Throws: `MigrationError`; a migration that fails leaves nothing behind.
  @discardableResult
  public func migrate(_ connection: Connection) throws(MigrationError) -> [String] {
    var missing = try pending(connection)
    if missing.isEmpty { return [] }
    do {
      try connection.useWriteAheadLog()
    } catch {
      throw .sqlite(error, name: nil)
    }
    var names: [String] = []
    while let next = missing.first {
      if try apply(next, to: connection) { names.append(next.name) }
      missing = try pending(connection)
    }
    return names
  }

  /// The migrations that the database does not have yet.
  ///
  /// - Throws: `MigrationError` where it is not ours to migrate.
  public func pending(_ connection: Connection) throws(MigrationError) -> [Migration] {
    let state: State
    do {
      state = try connection.reading { () throws(SQLiteError) in try State(of: connection) }
    } catch {
      throw .sqlite(error, name: nil)
    }
    // A database without anything in it can be anyone's; one with tables is ours if it says so.
    guard state.applicationID == applicationID || (state.applicationID == 0 && state.isEmpty)
    else { throw .foreign(applicationID: state.applicationID) }
    let unknown = Set(state.digests.keys).subtracting(migrations.map(\.name))
    guard unknown.isEmpty else { throw .newer(unknown: unknown.sorted()) }
    var missing: [Migration] = []
    for migration in migrations {
      guard let digest = state.digests[migration.name] else {
        missing.append(migration)
        continue
      }
      guard digest == migration.digest else { throw .changed(name: migration.name) }
    }
    return missing
  }

  /// Applies one migration; false where another process did while this one waited for the lock.
  private func apply(
    _ migration: Migration, to connection: Connection
  ) throws(MigrationError) -> Bool {
    // A table that is built anew must not drop the rows that point to it; what is wrong at the end
    // is found by the check before the commit (<https://sqlite.org/lang_altertable.html#otheralter>).
    connection.enforcesForeignKeys = false
    defer { connection.enforcesForeignKeys = true }
    var broken: String?
    do {
      return try connection.transaction { () throws(SQLiteError) in
        guard try State(of: connection).digests[migration.name] == nil else { return false }
        try connection.run(Self.createTable)
        try connection.runScript(migration.sql)
        broken = try connection.first("PRAGMA foreign_key_check") { row in row.text(0) }
        if broken != nil { throw SQLiteError(code: SQLITE_CONSTRAINT, message: "foreign keys") }
        let now = SystemClock.wall / 1_000_000_000
        try connection.run(Self.insert, migration.name, migration.digest, now)
        // The pragma takes no parameter; the number is the program's own.
        try connection.runScript("PRAGMA application_id = \(applicationID)")
        return true
      }
    } catch {
      if let broken { throw .brokenReferences(name: migration.name, table: broken) }
      if error.primaryCode == SQLITE_AUTH { throw .notAtomic(name: migration.name) }
      throw .sqlite(error, name: migration.name)
    }
  }

  /// What a database says of itself.
  private struct State {
    var applicationID: Int
    var isEmpty = false
    var digests: [String: String] = [:]

    init(of connection: Connection) throws(SQLiteError) {
      applicationID = try connection.first("PRAGMA application_id") { row in row.int(0) } ?? 0
      if applicationID == 0 {
        isEmpty = try connection.first(Migrator.anyTable) { _ in true } == nil
        return
      }
      do {
        for (name, digest) in try connection.rows(
          Migrator.applied, read: { row in (row.text(0), row.text(1)) })
        {
          digests[name] = digest
        }
      } catch  where error.isWrongSchema {
        // Ours, but emptied.
      }
    }
  }
}
