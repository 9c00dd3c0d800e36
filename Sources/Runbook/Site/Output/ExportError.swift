/// Why a site cannot be written.
public enum ExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The folder holds something and no manifest of ours.
  case notOurs(folder: String)
  /// The folder holds an export of another kind.
  case otherFormat(folder: String, found: String)
  /// A file that we did not write is where one of ours has to be.
  case occupied(path: String)
  /// The path is a file, or a link to somewhere else.
  case notAFolder(path: String)
  /// The manifest cannot be read.
  case damagedManifest(path: String)
  /// A part of the content cannot be read: its pages would be missing.
  case unread(Finding)

  /// One line: what is wrong and what to do.
  public var description: String {
    switch self {
    case .notOurs(let folder):
      "\(folder): not empty, and not written by runbook; name an empty or a new folder"
    case .otherFormat(let folder, let found):
      "\(folder): holds an export in the format \(found); name another folder"
    case .occupied(let path):
      "\(path): not written by runbook, and in the way of the export; move it away"
    case .notAFolder(let path): "\(path): not a folder"
    case .unread(let finding):
      "nothing is exported, since a part of the content is not known: \(finding)"
    case .damagedManifest(let path):
      "\(path): damaged; delete the folder that it is in, and export again"
    }
  }
}

/// What an export did.
public struct ExportReport: Equatable, Sendable {
  /// How many files it holds.
  public var files = 0
  /// How many bytes they have.
  public var bytes = 0
  /// How many were new or other than before.
  public var written = 0
  /// How many were there and are no longer part of it.
  public var removed = 0

  /// How many were left as they were.
  public var unchanged: Int { files - written }
}
