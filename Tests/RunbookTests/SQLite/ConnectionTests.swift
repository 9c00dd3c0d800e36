import Dispatch
import Glibc
import Testing

@testable import Runbook

@Suite struct ConnectionTests {
  @Test("values come back as they were bound, NUL bytes and empty ones included")
  func roundTrip() throws {
    let connection = try Connection("", mode: .memory)
    try connection.run("CREATE TABLE t (a, b, c, d, e, f, g)")
    let text = "left\u{0}right — ライト"
    try connection.run(
      "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)", Int.min, 1.5, text, [0, 1, 255] as [UInt8],
      nil, "", [] as [UInt8])
    let found = try connection.first("SELECT *, typeof(f), typeof(g), length(d) FROM t") {
      row throws(SQLiteError) in
      #expect(row.int(0) == Int.min)
      #expect(row.double(1) == 1.5)
      #expect(row.text(2) == text)
      #expect(row.bytes(3) == [0, 1, 255])
      #expect(row.optionalText(4) == nil)
      #expect(row.optionalInt(4) == nil)
      #expect(row.text(5) == "")
      #expect(row.bytes(6) == [])
      return [row.text(7), row.text(8), row.text(9)]
    }
    #expect(found == ["text", "blob", "3"])
  }

  @Test("a bound optional is its value or NULL")
  func optionals() throws {
    let connection = try Connection("", mode: .memory)
    let (number, nothing): (Int?, String?) = (7, nil)
    let types = try connection.first("SELECT typeof(?), typeof(?)", number, nothing) { row in
      [row.text(0), row.text(1)]
    }
    #expect(types == ["integer", "null"])
  }

  @Test("an error names the code and the statement, never a value")
  func errors() throws {
    let connection = try Connection("", mode: .memory)
    try connection.run("CREATE TABLE t (a UNIQUE)")
    try connection.run("INSERT INTO t VALUES (?)", "hunter2")
    let error = #expect(throws: SQLiteError.self) {
      try connection.run("INSERT INTO t VALUES (?)", "hunter2")
    }
    #expect(
      error?.description
        == "UNIQUE constraint failed: t.a (SQLite 2067) in: INSERT INTO t VALUES (?)")
    #expect(error?.primaryCode == 19)
    #expect(throws: SQLiteError.self) { try connection.run("SELECT ?", 1, 2) }
    #expect(throws: SQLiteError.self) { try connection.run("  -- nothing") }
    #expect(throws: SQLiteError.self) { try connection.run("SELECT \"no column, no string\"") }
  }

  @Test(
    "the helpers of an error read extended codes",
    arguments: [
      (5, "busy"), (261, "busy"), (517, "busy"), (6, "busy"), (11, "corrupt"), (267, "corrupt"),
      (26, "corrupt"), (13, "full"), (4874, "full"), (8, "read-only"), (1032, "read-only"),
      (14, "cannot open"), (270, "cannot open"), (266, "input/output"),
    ])
  func helpers(code: Int32, expected: String) {
    let error = SQLiteError(code: code, message: "")
    var names: [String] = []
    if error.isBusy { names.append("busy") }
    if error.isCorrupt { names.append("corrupt") }
    if error.isFull { names.append("full") }
    if error.isReadOnly { names.append("read-only") }
    if error.isCannotOpen { names.append("cannot open") }
    if error.isInputOutput, !error.isFull { names.append("input/output") }
    #expect(names == [expected])
  }

  @Test("a new database and its log are readable by their owner alone, whatever the umask")
  func fileMode() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/index.db"
    let connection = try Connection(path)
    try connection.useWriteAheadLog()
    try connection.run("CREATE TABLE t (a)")
    for name in [path, path + "-wal", path + "-shm"] { #expect(mode(of: name) == 0o600, "\(name)") }
    for name in [path, path + "-wal", path + "-shm"] { chmod(name, 0o644) }
    _ = try Connection(path)
    for name in [path, path + "-wal", path + "-shm"] { #expect(mode(of: name) == 0o600, "\(name)") }
  }

  @Test("every connection is hardened")
  func hardened() throws {
    let folder = try TemporaryFolder()
    let connection = try Connection("\(folder.path)/a.db")
    func pragma(_ name: String) throws -> Int? {
      try connection.first("PRAGMA \(name)") { row in row.int(0) }
    }
    #expect(try pragma("foreign_keys") == 1)
    #expect(try pragma("trusted_schema") == 0)
    #expect(try pragma("synchronous") == 1)
    #expect(connection.busyTimeout == 5000)
    try connection.run("CREATE VIRTUAL TABLE f USING fts5 (x)")
    // DEFENSIVE keeps hands off the shadow tables.
    #expect(throws: SQLiteError.self) { try connection.run("DELETE FROM f_data") }
  }

  @Test("a read-only connection reads and refuses to write")
  func readOnly() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    try Connection(path).run("CREATE TABLE t (a)")
    let reader = try Connection(path, mode: .readOnly)
    #expect(try reader.rows("SELECT a FROM t") { row in row.int(0) } == [])
    let error = #expect(throws: SQLiteError.self) { try reader.run("INSERT INTO t VALUES (1)") }
    #expect(error?.isReadOnly == true)
    let missing = #expect(throws: SQLiteError.self) {
      try Connection("\(folder.path)/none.db", mode: .readOnly)
    }
    #expect(missing?.isCannotOpen == true)
  }

  @Test("a file that is no database is corrupt, and left as it is")
  func notADatabase() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "no database at all. ", count: 300)
    try folder.write(text, to: "a.db")
    let error = #expect(throws: SQLiteError.self) { try Connection("\(folder.path)/a.db") }
    #expect(error?.isCorrupt == true)
    #expect(try FileSystem.read("\(folder.path)/a.db") == Array(text.utf8))
  }

  @Test("a path is never a URI or a name with a meaning")
  func literalPath() throws {
    let folder = try TemporaryFolder()
    for name in ["file:a.db?mode=memory", ":memory:", "a?immutable=1"] {
      _ = try Connection("\(folder.path)/\(name)")
      #expect(FileSystem.status("\(folder.path)/\(name)") != nil)
    }
  }

  @Test("a folder that is missing or closed is told with its reason")
  func cannotCreate() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SQLiteError.self) { try Connection("\(folder.path)/none/a.db") }
    #expect(error?.isCannotOpen == true)
    #expect(error?.message.contains("No such file or directory") == true)
  }

  @Test("a transaction that throws leaves nothing, and the connection goes on")
  func rollback() throws {
    let connection = try Connection("", mode: .memory)
    try connection.run("CREATE TABLE t (a UNIQUE)")
    #expect(throws: SQLiteError.self) {
      try connection.transaction { () throws(SQLiteError) in
        try connection.run("INSERT INTO t VALUES (1)")
        try connection.run("INSERT INTO t VALUES (1)")
      }
    }
    #expect(!connection.isInTransaction)
    try connection.transaction { () throws(SQLiteError) in
      try connection.run("INSERT INTO t VALUES (2)")
    }
    #expect(try connection.rows("SELECT a FROM t") { row in row.int(0) } == [2])
    #expect(connection.changes == 1)
    #expect(connection.lastInsertRowID == 2 || connection.lastInsertRowID == 1)
  }

  @Test("a query inside the rows of the same query sees all rows")
  func nestedQuery() throws {
    let connection = try Connection("", mode: .memory)
    let sql = "WITH n (i) AS (VALUES (1), (2), (3)) SELECT i FROM n"
    let products = try connection.rows(sql) { outer throws(SQLiteError) in
      let left = outer.int(0)
      return try connection.rows(sql) { inner in left * inner.int(0) }
    }
    #expect(products == [[1, 2, 3], [2, 4, 6], [3, 6, 9]])
  }

  @Test("a query that is left early does not keep the database locked")
  func leftEarly() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    let connection = try Connection(path)
    try connection.run("CREATE TABLE t (a)")
    for number in 1...3 { try connection.run("INSERT INTO t VALUES (?)", number) }
    #expect(try connection.first("SELECT a FROM t") { row in row.int(0) } == 1)
    #expect(throws: SQLiteError.self) {
      try connection.rows("SELECT a FROM t") { row throws(SQLiteError) in
        throw SQLiteError(code: 1, message: "stop at \(row.int(0))")
      }
    }
    try Connection(path, busyTimeout: 0).run("DROP TABLE t")
  }

  @Test("a writer waits for another one, and gives up after the busy timeout")
  func busy() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    let holder = try Connection(path)
    try holder.useWriteAheadLog()
    try holder.run("CREATE TABLE t (a)")
    try holder.run("BEGIN IMMEDIATE")
    let other = try Connection(path, busyTimeout: 50)
    let begin = SystemClock.monotonic
    let error = #expect(throws: SQLiteError.self) {
      try other.transaction { () throws(SQLiteError) in }
    }
    #expect(error?.isBusy == true)
    #expect(SystemClock.monotonic - begin >= 40_000_000)
    let at = SystemClock.monotonic
    #expect(throws: SQLiteError.self) {
      try other.transaction(waiting: false) { () throws(SQLiteError) in }
    }
    #expect(SystemClock.monotonic - at < 40_000_000)
    #expect(other.busyTimeout == 50)
    try holder.run("COMMIT")
    try other.transaction { () throws(SQLiteError) in try other.run("INSERT INTO t VALUES (1)") }
  }

  @Test("threads that open, create and write one new file at once all succeed")
  func manyWriters() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    let migration = Migration(name: "0001_t", sql: "CREATE TABLE t (a)")
    let failures = Collected<String>()
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      do {
        let connection = try Connection(path)
        try Migrator(applicationID: 7, migrations: [migration]).migrate(connection)
        for number in 0..<20 {
          try connection.transaction { () throws(SQLiteError) in
            try connection.run("INSERT INTO t VALUES (?)", worker * 100 + number)
          }
        }
      } catch {
        failures.append("\(worker): \(error)")
      }
    }
    #expect(failures.values == [])
    let connection = try Connection(path)
    #expect(try connection.first("SELECT count(*) FROM t") { row in row.int(0) } == 160)
    #expect(try connection.integrityProblems() == [])
  }

  @Test("a reading block sees one state while another connection writes")
  func snapshot() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    let writer = try Connection(path)
    try writer.useWriteAheadLog()
    try writer.run("CREATE TABLE t (a)")
    let reader = try Connection(path)
    let counts = try reader.reading { () throws(SQLiteError) in
      let before = try reader.first("SELECT count(*) FROM t") { row in row.int(0) }
      try writer.run("INSERT INTO t VALUES (1)")
      return [before, try reader.first("SELECT count(*) FROM t") { row in row.int(0) }]
    }
    #expect(counts == [0, 0])
    #expect(try reader.first("SELECT count(*) FROM t") { row in row.int(0) } == 1)
  }

  @Test("a copy in memory holds everything and is independent")
  func copy() throws {
    let folder = try TemporaryFolder()
    let source = try Connection("\(folder.path)/a.db")
    try source.run("CREATE TABLE t (a)")
    try source.run("INSERT INTO t VALUES (1)")
    let memory = try Connection("copy", mode: .memory)
    try source.copy(to: memory)
    try source.run("DELETE FROM t")
    #expect(try memory.rows("SELECT a FROM t") { row in row.int(0) } == [1])
  }

  /// Where the damage begins, and whether another connection has the file open: one that is open
  /// holds a lock that a file with a damaged header, no longer known as one with a log, respects.
  @Test(
    "a damaged file is erased in place, also under those who have it open",
    arguments: [(0, false), (16, false), (60, false), (100, true), (4096, true)])
  func erase(offset: Int, isOpen: Bool) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/a.db"
    var other: Connection? = try Connection(path)
    try other?.useWriteAheadLog()
    try other?.run("CREATE TABLE t (a)")
    try other?.run("INSERT INTO t VALUES (zeroblob(100000))")
    other?.checkpoint()
    if !isOpen { other = nil }
    let descriptor = open(path, O_WRONLY)
    // Open until the end: closing it would drop the locks of this process.
    defer { close(descriptor) }
    #expect(pwrite(descriptor, Array(repeating: UInt8(0xA5), count: 6000), 6000, offset) == 6000)
    let error = #expect(throws: SQLiteError.self) {
      try Connection(path).rows("SELECT a FROM t") { row in row.bytes(0) }
    }
    #expect(error?.isCorrupt == true)
    try Connection.erase(path)
    let second = try Connection(path)
    try second.run("CREATE TABLE u (a)")
    #expect(try second.integrityProblems() == [])
    if let other {
      #expect(try other.rows("SELECT name FROM sqlite_schema") { row in row.text(0) } == ["u"])
    }
  }
}
