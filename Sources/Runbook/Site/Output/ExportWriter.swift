import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes the files of an export into its folder.
///
/// Files that are new or other than before are written into a hidden folder first, so an export that
/// fails, on a full disk for instance, leaves everything as it was. Then each is renamed into its
/// place, pages last: they refer to scripts and data by names that change with the content, so a
/// reader sees the old page with the old data, or the new with the new. Files that are no longer part
/// of the export are removed at the end, but only those that an earlier export wrote.
///
/// The folder itself is never exchanged: a server, a mount or a shell may hold it.
final class ExportWriter: Sendable {
  private let folder: String
  private let format: String
  private let old: ExportManifest?
  private let staging: String
  private let state = Mutex(State())

  private struct State {
    /// Every file with its size.
    var files: [String: Int] = [:]
    /// Those that are staged, with the name that they have there.
    var staged: [String: String] = [:]
    var bytes = 0
    var stagingExists = false
  }

  /// Looks at the folder, and touches nothing yet.
  ///
  /// - Parameters:
  ///   - folder: where the export goes; it need not exist.
  ///   - format: what it is; a folder keeps one format.
  /// - Throws: `ExportError` where the folder is not ours, or `FileError`.
  init(_ folder: String, format: String) throws {
    self.folder = folder
    self.format = format
    staging = "\(folder)/.runbook-site.tmp"
    if let status = FileSystem.status(folder), !status.isDirectory {
      throw ExportError.notAFolder(path: folder)
    }
    old = try ExportManifest(of: folder)
    if let old {
      guard old.format == format else {
        throw ExportError.otherFormat(folder: folder, found: old.format)
      }
    } else {
      // An export that was interrupted before it had a manifest left its hidden folder only.
      let names = FileSystem.names(in: folder).filter { $0 != ".runbook-site.tmp" }
      guard names.isEmpty else { throw ExportError.notOurs(folder: folder) }
    }
    ExportWriter.removeTree(staging)
  }

  /// Whether the folder holds exactly what a key names, as far as sizes and times tell.
  ///
  /// A file that is younger than the manifest was changed by somebody else.
  func isCurrent(_ key: String) -> Bool {
    guard let old, old.key == key,
      let manifest = FileSystem.status("\(folder)/\(ExportManifest.name)")
    else { return false }
    return old.files.allSatisfy { path, size in
      guard let status = FileSystem.status("\(folder)/\(path)"), status.isRegular else {
        return false
      }
      return status.size == Int64(size) && status.modified <= manifest.modified
    }
  }

  /// What the folder holds, for a report about an export that had nothing to do.
  var report: ExportReport {
    var report = ExportReport()
    report.files = old?.files.count ?? 0
    report.bytes = old?.files.values.reduce(0, +) ?? 0
    return report
  }

  /// Takes a file; may be called from several threads at once.
  ///
  /// - Parameters:
  ///   - path: relative to the folder, no part of it a dot.
  ///   - bytes: the content.
  /// - Throws: `ExportError` where somebody else's file is in the way, or `FileError`.
  func put(_ path: String, _ bytes: [UInt8]) throws {
    let target = "\(folder)/\(path)"
    let isSame = try isSame(target, bytes, path)
    let name: String? = try state.withLock { state in
      state.files[path] = bytes.count
      state.bytes += bytes.count
      guard !isSame else { return nil }
      if !state.stagingExists {
        try FileSystem.makeDirectory(staging)
        state.stagingExists = true
      }
      let name = String(state.staged.count)
      state.staged[path] = name
      return name
    }
    guard let name else { return }
    try ExportWriter.create("\(staging)/\(name)", bytes)
  }

  private func isSame(_ target: String, _ bytes: [UInt8], _ path: String) throws -> Bool {
    guard let status = FileSystem.status(target) else { return false }
    guard old?.files[path] != nil, status.isRegular else {
      throw ExportError.occupied(path: target)
    }
    guard status.size == Int64(bytes.count) else { return false }
    return try FileSystem.read(target) == bytes
  }

  /// Puts the staged files into their places and removes what is no longer part of the export.
  ///
  /// - Parameter key: names everything that the files were made from.
  /// - Returns: what was done.
  /// - Throws: `FileError`.
  func finish(key: String) throws -> ExportReport {
    let state = state.withLock { $0 }
    var report = ExportReport(
      files: state.files.count, bytes: state.bytes, written: state.staged.count)
    let stale = (old?.files ?? [:]).keys.filter { state.files[$0] == nil }.sorted()
    try FileSystem.makeDirectory(folder)
    if !state.staged.isEmpty || !stale.isEmpty {
      // From here on both the old and the new files are ours, whatever happens in between.
      let both = (old?.files ?? [:]).merging(state.files) { _, new in new }
      try save(ExportManifest(format: format, key: "", files: both))
    }
    for path in state.staged.keys.sorted(by: ExportWriter.isBefore) {
      guard let name = state.staged[path] else { continue }
      let target = "\(folder)/\(path)"
      try makeFolder(of: path)
      guard rename("\(staging)/\(name)", target) == 0 else {
        throw FileError(operation: "write", path: target, code: errno)
      }
    }
    for path in stale {
      guard isInRealFolder(path), unlink("\(folder)/\(path)") == 0 else { continue }
      report.removed += 1
      removeEmptyFolders(above: path)
    }
    try save(ExportManifest(format: format, key: key, files: state.files))
    ExportWriter.removeTree(staging)
    return report
  }

  /// Data and scripts before the pages that name them, the first page last.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    func rank(_ path: String) -> Int {
      path == SiteMap.home ? 2 : path.hasSuffix(".html") ? 1 : 0
    }
    return (rank(left), left) < (rank(right), right)
  }

  /// Writes the manifest by way of the hidden folder, where an export that is killed leaves nothing
  /// that the next one does not remove.
  private func save(_ manifest: ExportManifest) throws(FileError) {
    try FileSystem.makeDirectory(staging)
    try FileSystem.write(manifest.bytes, to: "\(staging)/manifest")
    let target = "\(folder)/\(ExportManifest.name)"
    guard rename("\(staging)/manifest", target) == 0 else {
      throw FileError(operation: "write", path: target, code: errno)
    }
  }

  // MARK: Folders

  private func makeFolder(of path: String) throws {
    let parent = FileSystem.parent(of: path)
    guard parent != "." else { return }
    guard isInRealFolder(path) else {
      throw ExportError.notAFolder(path: "\(folder)/\(parent)")
    }
    try FileSystem.makeDirectory("\(folder)/\(parent)")
  }

  /// Whether no folder between ours and the file is a link, which would lead out of it.
  private func isInRealFolder(_ path: String) -> Bool {
    var parent = FileSystem.parent(of: path)
    while parent != "." {
      var status = stat()
      if lstat("\(folder)/\(parent)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
        return false
      }
      parent = FileSystem.parent(of: parent)
    }
    return true
  }

  /// Removes the folders that a removed file leaves empty; one that is not empty stays.
  private func removeEmptyFolders(above path: String) {
    var parent = FileSystem.parent(of: path)
    while parent != ".", rmdir("\(folder)/\(parent)") == 0 {
      parent = FileSystem.parent(of: parent)
    }
  }

  private static func create(_ path: String, _ bytes: [UInt8]) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
    var failure: Int32 = 0
    if !FileSystem.writeAll(bytes, to: descriptor) { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    guard failure == 0 else { throw FileError(operation: "write", path: path, code: failure) }
  }

  /// Removes the hidden folder; it holds files only.
  private static func removeTree(_ path: String) {
    for name in FileSystem.names(in: path) { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
