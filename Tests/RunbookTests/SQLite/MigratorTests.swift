import Testing

@testable import Runbook

@Suite struct MigratorTests {
  private let first = Migration(name: "0001_a", sql: "CREATE TABLE a (x INTEGER PRIMARY KEY);")
  private let second = Migration(
    name: "0002_b",
    sql: """
      CREATE TABLE b (x INTEGER REFERENCES a (x)); -- a comment; with a semicolon
      INSERT INTO a VALUES (1);
      INSERT INTO b VALUES (1);
      """)

  private func migrator(_ migrations: Migration...) -> Migrator {
    Migrator(applicationID: 0x524E_424B, migrations: migrations)
  }

  private func tables(_ connection: Connection) throws -> [String] {
    try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
      row in row.text(0)
    }
  }

  @Test("an empty database gets every migration in the order of the names, once")
  func emptyToLatest() throws {
    let connection = try Connection("", mode: .memory)
    #expect(try migrator(second, first).migrate(connection) == ["0001_a", "0002_b"])
    #expect(try migrator(second, first).migrate(connection) == [])
    let recorded = try connection.rows("SELECT name, digest FROM migration ORDER BY name") { row in
      [row.text(0), row.text(1)]
    }
    #expect(recorded == [["0001_a", first.digest], ["0002_b", second.digest]])
    #expect(try connection.first("PRAGMA application_id") { row in row.int(0) } == 0x524E_424B)
    #expect(connection.enforcesForeignKeys)
  }

  @Test("an older database gets only what it lacks, and keeps its rows")
  func olderToLatest() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    do {
      let connection = try Connection(path)
      try migrator(first).migrate(connection)
      try connection.run("INSERT INTO a VALUES (5)")
    }
    let connection = try Connection(path)
    #expect(try migrator(first, second).pending(connection) == [second])
    #expect(try migrator(first, second).migrate(connection) == ["0002_b"])
    #expect(try connection.rows("SELECT x FROM a ORDER BY x") { row in row.int(0) } == [1, 5])
    #expect(try connection.first("PRAGMA journal_mode") { row in row.text(0) } == "wal")
  }

  @Test("a database of a newer version is refused and not touched")
  func newer() throws {
    let connection = try Connection("", mode: .memory)
    try migrator(first, second).migrate(connection)
    let third = Migration(name: "0000_z", sql: "CREATE TABLE z (x)")
    let error = #expect(throws: MigrationError.self) {
      try migrator(third, first).migrate(connection)
    }
    #expect(error == .newer(unknown: ["0002_b"]))
    #expect(error?.description == "database of a newer version (it has 0002_b); update runbook")
    #expect(try tables(connection) == ["a", "b", "migration"])
  }

  @Test("a migration whose text changed after it was applied is told")
  func changed() throws {
    let connection = try Connection("", mode: .memory)
    try migrator(first).migrate(connection)
    let edited = Migration(name: "0001_a", sql: first.sql + "\n")
    #expect(throws: MigrationError.changed(name: "0001_a")) {
      try migrator(edited, second).migrate(connection)
    }
    #expect(try tables(connection) == ["a", "migration"])
  }

  @Test("the database of another program is refused and not touched", arguments: [0, 42])
  func foreign(applicationID: Int) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    do {
      let connection = try Connection(path)
      try connection.run("CREATE TABLE theirs (x)")
      try connection.run("PRAGMA application_id = \(applicationID)")
    }
    let before = try FileSystem.read(path)
    let error = #expect(throws: MigrationError.self) {
      try migrator(first).migrate(try Connection(path))
    }
    #expect(error == .foreign(applicationID: applicationID))
    #expect(try FileSystem.read(path) == before)
  }

  @Test(
    "a migration that fails leaves nothing, and those before it stay",
    arguments: [
      ("CREATE TABLE c (x); INSERT INTO nowhere VALUES (1);", "no such table: nowhere"),
      ("CREATE TABLE c (x); not SQL", "near \"not\": syntax error"),
      ("CREATE TABLE c (x); COMMIT; CREATE TABLE d (x);", "ends its own transaction"),
      ("CREATE TABLE c (x); BEGIN;", "ends its own transaction"),
      ("CREATE TABLE c (x); INSERT INTO b VALUES (99);", "leaves rows of b that point to nothing"),
    ])
  func failing(sql: String, message: String) throws {
    let connection = try Connection("", mode: .memory)
    let third = Migration(name: "0003_c", sql: sql)
    let error = #expect(throws: MigrationError.self) {
      try migrator(first, second, third).migrate(connection)
    }
    #expect(error?.description.contains("0003_c") == true)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(try tables(connection) == ["a", "b", "migration"])
    #expect(!connection.isInTransaction)
    #expect(connection.enforcesForeignKeys)
    #expect(try migrator(first, second).pending(connection) == [])
  }

  @Test("a table that is built anew keeps the rows that point to it")
  func rebuiltTable() throws {
    let connection = try Connection("", mode: .memory)
    let rebuild = Migration(
      name: "0003_rebuild",
      sql: """
        CREATE TABLE new_a (x INTEGER PRIMARY KEY, y);
        INSERT INTO new_a SELECT x, 'y' FROM a;
        DROP TABLE a;
        ALTER TABLE new_a RENAME TO a;
        """)
    try migrator(first, second, rebuild).migrate(connection)
    #expect(try connection.rows("SELECT x FROM b") { row in row.int(0) } == [1])
  }
}
