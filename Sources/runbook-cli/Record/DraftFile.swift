import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What was typed and is not yet saved; it outlives every failure but that of the disk.
struct DraftFile {
  /// The path of the page.
  let path: String

  /// An existing draft.
  init(path: String) {
    self.path = path
  }

  /// Writes a new draft: in the knowledge base, else where the person's state is kept, else where
  /// temporary files are, since what fails is often the folder itself.
  ///
  /// - Parameters:
  ///   - bytes: the page, without secrets.
  ///   - name: the name without its ending.
  ///   - work: the work folder of the knowledge base.
  ///   - evidence: what was pasted, without secrets.
  ///   - environment: where the other places are.
  /// - Throws: `FileError` where nothing can be written anywhere.
  init(
    _ bytes: [UInt8], name: String, work: WorkFolder, evidence: IncidentFolder.Evidence?,
    _ environment: Environment
  ) throws {
    var failure: FileError?
    for folder in DraftFile.folders(work, environment) {
      do throws(FileError) {
        if folder == work.draftsPath {
          try work.make(folder)
        } else {
          try FileSystem.makeDirectory(folder, mode: 0o700)
          guard FileSystem.isPrivate(folder) else {
            throw FileError(operation: "use", path: folder, code: EPERM)
          }
        }
        let path = "\(folder)/\(name).md"
        if let evidence {
          try FileSystem.write(
            evidence.bytes, to: DraftFile.evidencePath(path, evidence.kind), mode: 0o600)
        }
        try FileSystem.write(bytes, to: path, mode: 0o600)
        self.path = path
        return
      } catch {
        failure = failure ?? error
      }
    }
    throw failure ?? FileError(operation: "write", path: work.draftsPath, code: EACCES)
  }

  private static func folders(_ work: WorkFolder, _ environment: Environment) -> [String] {
    var folders = [work.draftsPath]
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      folders.append("\(state)/runbook/drafts")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folders.append("\(home)/.local/state/runbook/drafts")
    }
    // Somebody else may have made a folder of this name in a shared place; then it is not used.
    folders.append("\(environment["TMPDIR"] ?? "/tmp")/runbook-drafts-\(getuid())")
    return folders
  }

  private static func evidencePath(_ path: String, _ kind: String) -> String {
    "\(path.dropLast(3)).evidence.\(kind)"
  }

  /// The drafts of a prefix, newest first.
  static func all(prefix: String, work: WorkFolder, _ environment: Environment) -> [DraftFile] {
    var found: [(path: String, modified: Int64)] = []
    for folder in folders(work, environment)
    where folder == work.draftsPath || FileSystem.isPrivate(folder) {
      for name in FileSystem.names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(".md")
      {
        let path = "\(folder)/\(name)"
        if let status = FileSystem.status(path) { found.append((path, status.modified)) }
      }
    }
    return found.sorted { $0.modified > $1.modified }.map { DraftFile(path: $0.path) }
  }

  func read() throws -> [UInt8] {
    OutsideText.utf8(try FileSystem.read(path, limit: DocumentParser.sizeLimit))
  }

  func write(_ bytes: [UInt8]) throws {
    try FileSystem.write(bytes, to: path, mode: 0o600)
  }

  /// What was pasted, if anything.
  var evidence: IncidentFolder.Evidence? {
    for kind in ["txt", "json"] {
      if let bytes = try? FileSystem.read(DraftFile.evidencePath(path, kind)) {
        return IncidentFolder.Evidence(bytes: bytes, kind: kind)
      }
    }
    return nil
  }

  /// Removes it once it is saved.
  func remove() {
    for kind in ["txt", "json"] { unlink(DraftFile.evidencePath(path, kind)) }
    unlink(path)
  }
}
