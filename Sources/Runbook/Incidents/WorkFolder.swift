#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder `.runbook` at the root of a knowledge base: the lock, drafts, and walks that can be
/// resumed.
///
/// It is for its owner alone, and git ignores it.
public struct WorkFolder: Sendable {
  /// The path of the folder.
  public let path: String

  /// The work folder of a knowledge base.
  ///
  /// - Parameter root: the folder of the knowledge base.
  public init(root: String) {
    path = "\(root)/.runbook"
  }

  /// The file that whoever changes an incident locks.
  public var lockPath: String { "\(path)/lock" }

  /// The folder of what was typed and is not yet saved.
  public var draftsPath: String { "\(path)/drafts" }

  /// The folder of walks through runbooks.
  public var followPath: String { "\(path)/follow" }

  /// The folder of files that are being written.
  var temporaryPath: String { "\(path)/tmp" }

  /// Makes the folder, and one inside it.
  ///
  /// - Parameter inner: `draftsPath`, `followPath`, or nil for neither.
  /// - Throws: `FileError`.
  public func make(_ inner: String? = nil) throws(FileError) {
    // Such a link comes with a clone, and would let it choose what is written over.
    for name in [path, lockPath, inner].compactMap(\.self) where FileSystem.isLink(name) {
      throw FileError(operation: "use", path: name, code: FileError.outside)
    }
    if FileSystem.status(path) == nil { try FileSystem.makeDirectory(path, mode: 0o700) }
    let ignore = "\(path)/.gitignore"
    if FileSystem.status(ignore) == nil {
      try FileSystem.write(Array("*\n".utf8), to: ignore)
    }
    if let inner { try FileSystem.makeDirectory(inner, mode: 0o700) }
  }

  /// Writes a file of the knowledge base; if the process is killed, what is left of it is in here.
  ///
  /// - Parameters:
  ///   - bytes: the whole content.
  ///   - path: the file.
  ///   - exclusive: refuse with `EEXIST` where the path already exists.
  /// - Throws: `FileError`.
  public func write(
    _ bytes: [UInt8], to path: String, exclusive: Bool = false
  ) throws(FileError) {
    try checkIsInside(path)
    // Where this folder cannot be made, the file itself may still be writable.
    try? make(temporaryPath)
    sweep()
    try FileSystem.write(bytes, to: path, exclusive: exclusive, through: temporaryPath)
  }

  /// Checks that a file would be in the knowledge base, whatever links lead to it.
  private func checkIsInside(_ file: String) throws(FileError) {
    guard let root = FileSystem.resolved(FileSystem.parent(of: path)),
      let folder = FileSystem.resolved(FileSystem.parent(of: file))
    else { return }
    guard folder == root || folder.hasPrefix(root + "/"), !FileSystem.isLink(file) else {
      throw FileError(operation: "write", path: file, code: FileError.outside)
    }
  }

  /// Removes what processes left that were killed more than an hour ago.
  private func sweep() {
    let limit = SystemClock.wall - 3600 * 1_000_000_000
    for name in FileSystem.names(in: temporaryPath) {
      let file = "\(temporaryPath)/\(name)"
      if let status = FileSystem.status(file), status.modified < limit { unlink(file) }
    }
  }
}
