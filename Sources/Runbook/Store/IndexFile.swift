import EmbeddedContent

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Opens the database of an index: in the folder, else in the cache, else in memory.
struct IndexFile {
  /// The open database, at the newest schema.
  let connection: Connection
  /// What the person should know about it.
  let notices: [String]

  /// `RNBK`.
  static let applicationID = 0x524E_424B

  private static let migrator = Migrator(
    applicationID: applicationID,
    migrations: EmbeddedFile.all(under: "migrations/").compactMap { file in
      let name = FileSystem.name(of: file.path)
      guard name.hasSuffix(".sql") else { return nil }
      return Migration(
        name: String(name.dropLast(4)), sql: String(decoding: file.bytes, as: UTF8.self))
    })

  /// Opens the index of a knowledge base.
  ///
  /// - Parameters:
  ///   - location: the knowledge base.
  ///   - environment: where the cache is: `XDG_CACHE_HOME`, else `HOME`.
  /// - Throws: `KnowledgeBaseError` where not even memory can be used. An index of another program or
  ///   of a newer version is left as it is, and the next place serves.
  init(
    of location: KnowledgeBaseLocation, environment: [String: String]
  ) throws(KnowledgeBaseError) {
    var reasons: [String] = []
    for path in IndexFile.paths(of: location, environment: environment) {
      do {
        try IndexFile.refuseLinks(path)
        var notices: [String] = []
        connection = try IndexFile.open(path, notices: &notices)
        if let reason = reasons.last { notices.append("\(reason); the index is \(path)") }
        self.notices = notices
        return
      } catch {
        if case .newerIndex = error {
          reasons.append("\(path) is of a newer runbook, and is left alone")
          continue
        }
        if case .foreignIndex = error {
          reasons.append(error.description)
          continue
        }
        guard case .index(_, let cause) = error else { throw error }
        // An error of the file system names its path itself.
        let place = cause.message.hasPrefix("/") ? "" : " at \(path)"
        reasons.append("cannot keep the index\(place): \(cause.message)")
        // Whoever holds it will be done soon; a second index elsewhere would only be in the way.
        if cause.isBusy { break }
      }
    }
    connection = try IndexFile.inMemory()
    let reason = reasons.last ?? "there is no folder for the index"
    notices = ["\(reason); it is built in memory, for this command only"]
  }

  /// Refuses an index that is a symlink, or is in one: a clone could make it any file of its user.
  private static func refuseLinks(_ path: String) throws(KnowledgeBaseError) {
    let folder = FileSystem.parent(of: path)
    let files = ["", "-wal", "-shm", "-journal"].map { path + $0 }
    for name in files + (FileSystem.name(of: folder) == folderName ? [folder] : [])
    where FileSystem.isLink(name) {
      let error = FileError(operation: "use", path: name, code: FileError.outside)
      throw .index(path: path, SQLiteError(code: 14, message: error.description))
    }
  }

  /// A new index in memory.
  static func inMemory() throws(KnowledgeBaseError) -> Connection {
    do {
      let connection = try Connection("memory", mode: .memory)
      try migrator.migrate(connection)
      return connection
    } catch {
      throw translated(error, path: "memory")
    }
  }

  /// A copy in memory of an index that cannot be written; empty where it cannot be read either.
  static func copyInMemory(of source: Connection) throws(KnowledgeBaseError) -> Connection {
    let memory = try inMemory()
    do {
      try source.copy(to: memory)
      try migrator.migrate(memory)
      return memory
    } catch {
      return try inMemory()
    }
  }

  /// Empties a damaged index, or one of another build, and brings it to the newest schema.
  ///
  /// The texts of earlier revisions that can still be read are kept: they may be nowhere else.
  static func renew(_ path: String) throws(KnowledgeBaseError) -> Connection {
    let revisions = RevisionRecord.salvaged(from: path)
    do {
      try erase(path)
      let connection = try Connection(path)
      try migrator.migrate(connection)
      try RevisionRecord.restore(revisions, to: connection)
      markAsOfThisProgram(connection, waiting: true)
      return connection
    } catch {
      throw translated(error, path: path)
    }
  }

  private static func erase(_ path: String) throws(SQLiteError) {
    do {
      try Connection.erase(path)
    } catch {
      if error.isBusy || error.isFull || error.isReadOnly { throw error }
      // Too damaged for SQLite to take part in; then nobody else can be using it.
      for name in [path, path + "-wal", path + "-shm", path + "-journal"] { unlink(name) }
    }
  }

  private static func open(
    _ path: String, notices: inout [String]
  ) throws(KnowledgeBaseError) -> Connection {
    do {
      try makeFolder(of: path)
      let connection = try Connection(path)
      if isOfThisProgram(connection) { return connection }
      let applied = try migrator.migrate(connection)
      if applied.isEmpty, try setting(readerSetting, connection) != reader {
        notices.append(
          "this runbook reads files otherwise than the last one; the index is built again")
        return try renew(path)
      }
      markAsOfThisProgram(connection, waiting: !applied.isEmpty)
      return connection
    } catch let error as MigrationError {
      switch error {
      case .changed:
        notices.append("the index was made by another build of runbook; it is built again")
        return try renew(path)
      // A migration that was tested on good databases does not fit this one.
      case .sqlite(let cause, _) where cause.isCorrupt || cause.isStatementError: break
      default: throw translated(error, path: path)
      }
    } catch let error as SQLiteError where error.isCorrupt {
      // Below.
    } catch {
      throw translated(error, path: path)
    }
    notices.append(damageNotice)
    return try renew(path)
  }

  // A fact about the index.
  private static let findSetting = "SELECT value FROM setting WHERE name = ?"
  private static let saveSetting = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"
  static let programSetting = "program"
  static let readerSetting = "reader"
  /// What stays when the rows of all files go, as a list in SQL.
  static let ownSettings = "'\(programSetting)', '\(readerSetting)'"

  /// Names how files become rows.
  ///
  /// Raise it when the same bytes give other rows or findings: an index keeps those of a file until
  /// the file changes.
  private static let reader = "2"

  /// Names the migrations and content that this program carries, and how it reads files.
  private static var program: String { "\(String(EmbeddedFile.fingerprint, radix: 16)).\(reader)" }

  /// Whether this very program opened the index last: its migrations need not be compared again.
  private static func isOfThisProgram(_ connection: Connection) -> Bool {
    (try? setting(programSetting, connection)) == program
  }

  private static func setting(
    _ name: String, _ connection: Connection
  ) throws(SQLiteError) -> String? {
    try connection.first(findSetting, name) { row in row.text(0) }
  }

  /// Spares the next command the comparison, and an older program the belief that nothing changed.
  private static func markAsOfThisProgram(_ connection: Connection, waiting: Bool) {
    try? connection.transaction(waiting: waiting) { () throws(SQLiteError) in
      try connection.run(saveSetting, programSetting, Array(program.utf8))
      try connection.run(saveSetting, readerSetting, Array(reader.utf8))
    }
  }

  static let damageNotice = "the index was damaged; it is built again from the files"

  /// Makes the folder of the index, for its owner alone; in the folder of a knowledge base git
  /// ignores it.
  private static func makeFolder(of path: String) throws {
    guard FileSystem.status(path) == nil else { return }
    let folder = FileSystem.parent(of: path)
    try FileSystem.makeDirectory(FileSystem.parent(of: folder), mode: 0o755)
    try FileSystem.makeDirectory(folder, mode: 0o700)
    let ignored = "\(folder)/.gitignore"
    if FileSystem.name(of: folder) == folderName, FileSystem.status(ignored) == nil {
      try FileSystem.write(Array("*\n".utf8), to: ignored)
    }
  }

  private static let folderName = ".runbook"

  /// Where the index may be, best first.
  static func paths(
    of location: KnowledgeBaseLocation, environment: [String: String]
  ) -> [String] {
    var paths: [String] = []
    let name: String
    switch location {
    case .folder(let root):
      paths.append("\(root)/\(folderName)/index.db")
      name = Revision.blobID(of: Array(root.utf8))
    case .embedded:
      name = "embedded-" + String(EmbeddedFile.fingerprint, radix: 16)
    }
    // A relative path is to be ignored (<https://specifications.freedesktop.org/basedir-spec/>).
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
      paths.append("\(cache)/runbook/\(name).db")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      paths.append("\(home)/.cache/runbook/\(name).db")
    }
    return paths
  }

  private static func translated(_ error: any Error, path: String) -> KnowledgeBaseError {
    switch error {
    case let error as KnowledgeBaseError: error
    case let error as SQLiteError: .index(path: path, error)
    case let error as FileError:
      .index(path: path, SQLiteError(code: 14, message: error.description))
    case let error as MigrationError:
      switch error {
      case .newer(let unknown): .newerIndex(path: path, migrations: unknown)
      case .foreign: .foreignIndex(path: path)
      case .sqlite(let cause, _): .index(path: path, cause)
      case .changed, .notAtomic, .brokenReferences: .migration(error)
      }
    default: .index(path: path, SQLiteError(code: 1, message: "\(error)"))
    }
  }
}
