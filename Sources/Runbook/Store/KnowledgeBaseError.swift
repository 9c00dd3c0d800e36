/// Why a knowledge base cannot be used.
public enum KnowledgeBaseError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The folder that was named does not exist.
  case missingFolder(String)
  /// The folder that was named is no knowledge base.
  case noContent(String)
  /// The index was made by a newer version of the program.
  case newerIndex(path: String, migrations: [String])
  /// The file at the place of the index is a database of another program.
  case foreignIndex(path: String)
  /// The index cannot be read or written, not even in memory.
  case index(path: String, SQLiteError)
  /// A migration that the program carries is wrong.
  case migration(MigrationError)

  /// One line: what is wrong and what to do.
  public var description: String {
    switch self {
    case .missingFolder(let path): "\(path): no such folder"
    case .noContent(let path):
      "\(path): no knowledge base (neither Content/ nor runbook.yml); `runbook init` makes one"
    case .newerIndex(let path, let migrations):
      """
      \(path): index of a newer version of runbook (it has \(migrations.joined(separator: ", "))); \
      update runbook, or delete the file to build the index again
      """
    case .foreignIndex(let path):
      "\(path): database of another program in the place of the index; move it away"
    case .index(let path, let error): "\(path): \(error)"
    case .migration(let error): error.description
    }
  }
}
