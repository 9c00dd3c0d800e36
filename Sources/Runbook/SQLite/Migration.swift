/// One step of the schema: a file `migrations/NNNN_name.sql`.
public struct Migration: Equatable, Sendable {
  /// The file name without `.sql`, such as `0001_initial`; the order of the names is the order of
  /// the steps.
  public var name: String
  /// The statements.
  public var sql: String
  /// The git blob id of the file.
  public var digest: String

  /// Makes a migration.
  public init(name: String, sql: String) {
    self.name = name
    self.sql = sql
    digest = Revision.blobID(of: Array(sql.utf8))
  }
}

/// Why a database was not brought to the newest schema; it is as it was before.
public enum MigrationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The database belongs to another program: it carries another application id, or tables and none.
  case foreign(applicationID: Int)
  /// A newer program has applied migrations that this one does not know.
  case newer(unknown: [String])
  /// An applied migration had other bytes than the one that this program has.
  case changed(name: String)
  /// A migration ended its own transaction.
  case notAtomic(name: String)
  /// A migration left rows that point to nothing.
  case brokenReferences(name: String, table: String)
  /// SQLite refused; the name is that of the migration, nil where none was being applied.
  case sqlite(SQLiteError, name: String?)

  /// One line: what is wrong and what to do.
  public var description: String {
    switch self {
    case .foreign(let id):
      "database of another program (application id \(id)); it is left as it is"
    case .newer(let unknown):
      "database of a newer version (it has \(unknown.joined(separator: ", "))); update runbook"
    case .changed(let name):
      "migration \(name) was applied with another text; the database must be built again"
    case .notAtomic(let name): "migration \(name) ends its own transaction"
    case .brokenReferences(let name, let table):
      "migration \(name) leaves rows of \(table) that point to nothing"
    case .sqlite(let error, let name):
      name.map { "migration \($0): \(error)" } ?? error.description
    }
  }
}
