/// The runbooks and incidents of one place, with their index; it belongs to one thread.
///
/// ```swift
/// let location = try KnowledgeBaseLocation.locate(
///   directory: nil, environment: environment, workingFolder: FileSystem.workingFolder)
/// let base = try KnowledgeBase.open(location, environment: environment)
/// let report = try base.refresh()
/// ```
///
/// The files are the truth: the index comes back from them whenever it is missing or damaged, and
/// where it cannot be kept it is built in memory.
public final class KnowledgeBase {
  /// Where the knowledge base is.
  public let location: KnowledgeBaseLocation
  /// The database of the index; another one after a refresh that could not write the first.
  public private(set) var connection: Connection
  /// What the person should know about the index, such as that it was damaged.
  public private(set) var notices: [String]
  private let reader: ContentReader
  /// What the last refresh did not look at.
  private var gaps: [FolderWalk.Gap] = []

  // Derived values by name.
  private static let findSetting = "SELECT value FROM setting WHERE name = ?"
  private static let saveSetting = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"

  /// Finds the knowledge base: the folder that was named, else `RUNBOOK_DIR`, else the nearest
  /// folder above the working folder that is one, else what the program carries.
  ///
  /// - Parameters:
  ///   - directory: the folder that `--dir` names, if any; its `Content` folder means it as well.
  ///   - environment: the variables of the process.
  ///   - workingFolder: the absolute path that relative ones start from.
  /// - Returns: where it is.
  /// - Throws: `missingFolder` or `noContent` for a folder that was named and is none.
  public static func locate(
    directory: String?, environment: [String: String], workingFolder: String
  ) throws(KnowledgeBaseError) -> KnowledgeBaseLocation {
    try .locate(directory: directory, environment: environment, workingFolder: workingFolder)
  }

  /// Opens the index of a knowledge base, and brings it to the newest schema.
  ///
  /// - Parameters:
  ///   - location: where the knowledge base is.
  ///   - environment: the variables of the process; they say where the cache is.
  /// - Returns: the knowledge base, its index as the last refresh left it.
  /// - Throws: `KnowledgeBaseError` where not even memory can be used.
  public static func open(
    _ location: KnowledgeBaseLocation, environment: [String: String]
  ) throws(KnowledgeBaseError) -> KnowledgeBase {
    try KnowledgeBase(location, environment: environment, parse: DocumentParser.parse)
  }

  init(
    _ location: KnowledgeBaseLocation, environment: [String: String],
    parse: @escaping DocumentReader
  ) throws(KnowledgeBaseError) {
    let index = try IndexFile(of: location, environment: environment)
    self.location = location
    connection = index.connection
    notices = index.notices
    reader = ContentReader(source: ContentSource(location), parse: parse)
  }

  /// The runbooks of the index.
  public var runbooks: RunbookStore { RunbookStore(connection: connection, parse: reader.parse) }

  /// The incidents of the index.
  public var incidents: IncidentStore { IncidentStore(connection: connection, parse: reader.parse) }

  /// The folder of the knowledge base; nil for what the program carries, which cannot be written.
  public var root: String? {
    if case .folder(let root) = location { root } else { nil }
  }

  /// The path in the file system of a path of the index; nil for what the program carries.
  public func absolutePath(of path: String) -> String? {
    root.map { "\($0)/\(path)" }
  }

  /// Brings the index to what the files are now.
  ///
  /// Where nothing changed it takes no lock. Where the index cannot be written, because the disk is
  /// full or the folder is read-only, it goes on in memory, and the report says so; where another
  /// process is writing for long, it goes on with the last state.
  ///
  /// - Parameters:
  ///   - rebuild: read every file anew.
  ///   - isChecked: read the whole index first, and build it again where it is damaged: for those who
  ///     cannot run again what they did when they meet the damage.
  ///   - progress: is told how many of how many files are done.
  /// - Returns: what changed, what is wrong with files, and what the person should know.
  /// - Throws: `KnowledgeBaseError` where not even memory can be used.
  @discardableResult
  public func refresh(
    rebuild: Bool = false, isChecked: Bool = false, progress: ((Int, Int) -> Void)? = nil
  ) throws(KnowledgeBaseError) -> RefreshReport {
    if rebuild || isChecked { try renewIfDamaged(isThorough: rebuild) }
    var report: RefreshReport
    do {
      report = try refreshOnce(rebuild: rebuild, progress: progress)
    } catch {
      try recover(from: error)
      do {
        report = try refreshOnce(rebuild: rebuild, progress: progress)
      } catch {
        throw .index(path: connection.path, error)
      }
    }
    report.notices = notices
    gaps = report.gaps
    return report
  }

  private func refreshOnce(
    rebuild: Bool, progress: ((Int, Int) -> Void)?
  ) throws(SQLiteError) -> RefreshReport {
    let indexer = ContentIndexer(connection, reader: reader)
    var gaps: [FolderWalk.Gap] = []
    do throws(SQLiteError) {
      let isCurrent = rebuild ? false : try indexer.isCurrent(gaps: &gaps)
      if !isCurrent {
        return try indexer.refresh(rebuild: rebuild, progress: progress)
      }
    } catch {
      // An index that was never filled answers nothing; building one in memory is better.
      guard error.isBusy, !rebuild, try indexer.isFilled() else { throw error }
      notices.append("another process is writing the index; this is its last state")
    }
    var report = RefreshReport()
    report.gaps = gaps
    report.findings = gaps.map(\.finding) + (try indexer.findings())
    return report
  }

  /// Starts with a new file where rows could be written into pages that are lost or doubly used.
  private func renewIfDamaged(isThorough: Bool) throws(KnowledgeBaseError) {
    do throws(SQLiteError) {
      let problems = try isThorough ? integrityProblems() : connection.integrityProblems()
      guard let problem = problems.first else { return }
      throw SQLiteError(code: SQLiteError.corrupt, message: problem)
    } catch {
      guard error.isCorrupt else { return }
      try recover(from: error)
    }
  }

  /// Makes the index usable again after an error; the next refresh fills it.
  private func recover(from error: SQLiteError) throws(KnowledgeBaseError) {
    if error.isCorrupt || error.isWrongSchema {
      notices.append(IndexFile.damageNotice)
      if let renewed = try? IndexFile.renew(connection.path) {
        connection = renewed
        return
      }
    } else if !(error.isBusy || error.isFull || error.isReadOnly || error.isCannotOpen
      || error.isInputOutput)
    {
      throw .index(path: connection.path, error)
    }
    notices.append(
      "cannot write the index \(connection.path): \(error.message); "
        + "it is built in memory, for this command only")
    connection = try IndexFile.copyInMemory(of: connection)
  }

  /// Builds the index again after a query that met damage which no refresh came across.
  ///
  /// - Parameter error: what the query threw.
  /// - Returns: what the new index says of the files, and what the person should know.
  /// - Throws: `KnowledgeBaseError` where the error is no damage, or where nothing can be built.
  @discardableResult
  public func repair(after error: SQLiteError) throws(KnowledgeBaseError) -> RefreshReport {
    try recover(from: error)
    return try refresh()
  }

  /// A data file of the content, such as `Content/diagnosis/ecs.yml`.
  ///
  /// - Parameter path: the path, always with `Content/`.
  /// - Returns: the git blob id as of the last refresh, and the bytes; nil where there is none.
  public func auxiliary(_ path: String) -> (revision: String, bytes: [UInt8])? {
    guard let revision = auxiliaryRevision(path),
      let bytes = try? reader.source.read(reader.source.path(ofContent: path))
    else { return nil }
    return (revision, bytes)
  }

  /// The git blob id of a data file as of the last refresh, without reading the file.
  public func auxiliaryRevision(_ path: String) -> String? {
    try? FileTable(connection: connection).revision(of: reader.source.path(ofContent: path))
  }

  /// The data files below a folder such as `Content/diagnosis/`, in path order.
  public func auxiliaryPaths(below folder: String) -> [String] {
    let prefix = reader.source.path(ofContent: folder)
    return (try? FileTable(connection: connection).dataPaths(below: prefix)) ?? []
  }

  /// A value that was derived from the files and kept in the index.
  ///
  /// - Returns: nil where it was not kept, or is gone with an index that was built anew.
  public func setting(_ name: String) -> [UInt8]? {
    try? connection.first(Self.findSetting, name) { row in row.bytes(0) }
  }

  /// Keeps a value that was derived from the files.
  ///
  /// It spares the next command the work and no more: where it cannot be written, it is not kept.
  public func set(_ name: String, to value: [UInt8]) {
    if connection.isInTransaction {
      try? connection.run(Self.saveSetting, name, value)
    } else {
      try? connection.transaction(waiting: false) { () throws(SQLiteError) in
        try connection.run(Self.saveSetting, name, value)
      }
    }
  }

  /// What the classifier learns of the present texts, as the build keeps it in `learned/model.txt`.
  ///
  /// - Throws: `SQLiteError`.
  public func learnedModel() throws(SQLiteError) -> String {
    try ModelWriter(connection: connection, source: reader.source).learn().text
  }

  /// What the last refresh found wrong with the files.
  ///
  /// - Throws: `SQLiteError`.
  public func findings() throws(SQLiteError) -> [Finding] {
    gaps.map(\.finding) + (try FileTable(connection: connection).findings())
  }

  /// The parts of the content that could not be read at the last refresh; empty where all is known.
  ///
  /// The index holds their last state, or nothing of them.
  public var unread: [Finding] {
    let content = reader.source.prefix.split(separator: "/").first ?? ""
    return gaps.filter { $0.keepsRows || $0.path == content }.map(\.finding)
  }

  /// Reads the whole index and tells what is wrong with it; empty where nothing is.
  ///
  /// - Throws: `SQLiteError` where it cannot even be read.
  public func integrityProblems() throws(SQLiteError) -> [String] {
    var problems = try connection.integrityProblems()
    for table in WordCollection.allCases.map(\.fullTextTable) {
      do {
        // Compares every entry of the full-text index with its content table, too.
        try connection.run("INSERT INTO \(table) (\(table), rank) VALUES ('integrity-check', 1)")
      } catch {
        // The check counts as writing; that somebody else writes says nothing about the index.
        if error.isBusy { throw error }
        problems.append("\(table): \(error.message)")
      }
    }
    return problems
  }
}
