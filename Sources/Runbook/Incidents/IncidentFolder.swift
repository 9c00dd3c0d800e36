#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The incidents of a knowledge base as files: new ones are made, known ones changed, and nothing
/// that was acknowledged is ever lost.
public struct IncidentFolder: Sendable {
  /// What was made.
  public struct Created: Equatable, Sendable {
    /// The name.
    public var id: IncidentID
    /// The path relative to the root of the knowledge base.
    public var path: String
    /// The bytes.
    public var bytes: [UInt8]
  }

  /// What was pasted, redacted, to be kept beside the incident.
  public struct Evidence: Equatable, Sendable {
    /// The text.
    public var bytes: [UInt8]
    /// How the name ends: `txt` or `json`.
    public var kind: String

    /// Makes evidence.
    public init(bytes: [UInt8], kind: String) {
      self.bytes = bytes
      self.kind = kind
    }
  }

  /// The folder of the knowledge base.
  public let root: String
  /// The lock, drafts and walks.
  public let work: WorkFolder
  /// `Content/`, or nothing where the root is the content.
  private let prefix: String

  /// How long to wait for somebody who changes another incident.
  public static let lockSeconds = 5

  /// The incidents of a folder.
  ///
  /// - Parameter root: the folder of the knowledge base.
  public init(root: String) {
    self.root = root
    work = WorkFolder(root: root)
    let content = KnowledgeBaseLocation.contentName
    prefix = FileSystem.status("\(root)/\(content)")?.isDirectory == true ? "\(content)/" : ""
  }

  /// The path in the file system of a path relative to the root.
  public func absolute(_ path: String) -> String { "\(root)/\(path)" }

  /// The path relative to the root of a path below the content folder.
  public func content(_ path: String) -> String { prefix + path }

  /// The path, relative to the root, of the document file with a name; nil where there is none.
  ///
  /// - Parameters:
  ///   - id: the name without its ending.
  ///   - kinds: the folders to look in.
  /// - Returns: the path.
  public func file(named id: String, in kinds: [String] = ["runbooks", "incidents"]) -> String? {
    for kind in kinds {
      let folder = content(kind)
      let files = FileSystem.files(below: absolute(folder))
      if let file = files.first(where: { FileSystem.name(of: $0) == "\(id).md" }) {
        return "\(folder)/\(file)"
      }
    }
    return nil
  }

  /// The evidence whose incident is not there, as paths relative to the root, sorted.
  ///
  /// Evidence is written first, so a process that is killed in between leaves it.
  public func orphanedEvidence() -> [String] {
    let folder = content("incidents")
    let files = FileSystem.files(below: absolute(folder))
    let known = Set(files)
    return files.filter { file in
      [".evidence.txt", ".evidence.json"].contains {
        file.hasSuffix($0) && !known.contains("\(file.dropLast($0.count)).md")
      }
    }.map { "\(folder)/\($0)" }
  }

  // MARK: Making

  /// Writes a new incident under the first free name; it needs no lock.
  ///
  /// - Parameters:
  ///   - day: the day that names it.
  ///   - title: the title that names it.
  ///   - mark: what tells its name from one that somebody else gives meanwhile.
  ///   - evidence: what to keep beside it.
  ///   - isTaken: whether a name belongs to a document elsewhere.
  ///   - page: the file for a name, and for the name of the evidence.
  /// - Returns: what was made; it is on the disk.
  /// - Throws: `IncidentError`; nothing is left behind then.
  public func create(
    day: CivilDate, title: String, mark: String? = nil, evidence: Evidence? = nil,
    isTaken: (String) -> Bool = { _ in false },
    page: (IncidentID, _ evidence: String?) throws(IncidentError) -> [UInt8]
  ) throws(IncidentError) -> Created {
    let id = IncidentID(day: day, title: title, mark: mark)
    for number in 1...IncidentID.numberLimit {
      let id = id.numbered(number)
      let stem = prefix + id.stem
      guard !isTaken(id.description), !hasEvidence(stem) else { continue }
      if let created = try create(id, stem: stem, evidence: evidence, page: page) {
        return created
      }
    }
    throw .namesTaken(id)
  }

  private func hasEvidence(_ stem: String) -> Bool {
    ["txt", "json"].contains { FileSystem.status(absolute("\(stem).evidence.\($0)")) != nil }
  }

  /// Nil where the name is taken.
  private func create(
    _ id: IncidentID, stem: String, evidence: Evidence?,
    page: (IncidentID, String?) throws(IncidentError) -> [UInt8]
  ) throws(IncidentError) -> Created? {
    let path = "\(stem).md"
    guard FileSystem.status(absolute(path)) == nil else { return nil }
    let evidencePath = evidence.map { "\(stem).evidence.\($0.kind)" }
    let bytes = try page(id, evidencePath.map(FileSystem.name(of:)))
    // What is written is what can be read.
    _ = try IncidentDocument(bytes, path: path)
    do throws(FileError) {
      try FileSystem.makeDirectory(FileSystem.parent(of: absolute(path)))
      // The evidence first: an incident never points at a file that is not there.
      if let evidence, let evidencePath {
        try work.write(evidence.bytes, to: absolute(evidencePath), exclusive: true)
      }
      do throws(FileError) {
        try work.write(bytes, to: absolute(path), exclusive: true)
      } catch {
        if let evidencePath { unlink(absolute(evidencePath)) }
        throw error
      }
      return Created(id: id, path: path, bytes: bytes)
    } catch {
      let isTaken = [path, evidencePath ?? path].contains {
        FileSystem.status(absolute($0)) != nil
      }
      guard error.code == EEXIST, isTaken else { throw .file(error) }
      return nil
    }
  }

  // MARK: Changing

  /// Changes an incident's file; others that change one wait meanwhile.
  ///
  /// - Parameters:
  ///   - path: the file, relative to the root.
  ///   - edit: the change; it sees what is on the disk.
  /// - Returns: the document as it is now on the disk.
  /// - Throws: `IncidentError`; the file is as it was then.
  @discardableResult
  public func change(
    _ path: String, _ edit: (inout IncidentDocument) throws(IncidentError) -> Void
  ) throws(IncidentError) -> IncidentDocument {
    try locked { () throws(IncidentError) in
      let bytes = try read(path)
      var document = try IncidentDocument(bytes, path: path)
      try edit(&document)
      guard document.bytes != bytes else { return document }
      try write(document.bytes, to: path, expecting: bytes)
      return document
    }
  }

  /// Replaces a file that was edited outside the lock; what others changed meanwhile is kept.
  ///
  /// - Parameters:
  ///   - path: the file, relative to the root.
  ///   - base: the bytes that the edit began with.
  ///   - edited: the bytes that it ended with.
  ///   - finish: what is still to be done to the bytes, such as counting the version up; it sees
  ///     those on the disk as well, and refuses what must not be written.
  /// - Returns: the bytes as they are now on the disk.
  /// - Throws: `changedMeanwhile` where others changed the same lines.
  @discardableResult
  public func replace(
    _ path: String, _ base: [UInt8], with edited: [UInt8],
    finish: (_ bytes: [UInt8], _ present: [UInt8]) throws(IncidentError) -> [UInt8] = {
      bytes, _ throws(IncidentError) in bytes
    }
  ) throws(IncidentError) -> [UInt8] {
    try locked { () throws(IncidentError) in
      let present = try read(path)
      var bytes = edited
      if present != base {
        let merged = LineMerge.merge(base: base, left: edited, right: present)
        guard !merged.hasConflict else { throw .changedMeanwhile(path: path) }
        bytes = merged.bytes
      }
      bytes = try finish(bytes, present)
      if bytes != present { try write(bytes, to: path, expecting: present) }
      return bytes
    }
  }

  /// An edit with what others changed meanwhile, both between marks where they changed the same
  /// lines.
  ///
  /// - Parameters:
  ///   - base: the bytes that the edit began with.
  ///   - edited: the bytes that it ended with.
  ///   - present: the bytes of the others.
  /// - Returns: bytes that cannot be saved until somebody has decided.
  public static func conflicted(
    base: [UInt8], edited: [UInt8], present: [UInt8]
  ) -> [UInt8] {
    LineMerge.merge(
      base: base, left: edited, right: present, labels: ("your text", "the file on the disk")
    ).bytes
  }

  private func locked<Value>(
    _ body: () throws(IncidentError) -> Value
  ) throws(IncidentError) -> Value {
    let lock: FileLock
    do throws(FileError) {
      try work.make()
      lock = try FileLock(work.lockPath, waiting: IncidentFolder.lockSeconds)
    } catch {
      if error.code == EWOULDBLOCK {
        throw .locked(path: work.lockPath, seconds: IncidentFolder.lockSeconds)
      }
      throw .file(error)
    }
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }

  /// The bytes of a file.
  ///
  /// - Throws: `IncidentError.file`; a link that leads out of the knowledge base is not followed.
  public func read(_ path: String) throws(IncidentError) -> [UInt8] {
    if let root = FileSystem.resolved(root), let file = FileSystem.resolved(absolute(path)),
      !file.hasPrefix(root + "/")
    {
      throw .file(FileError(operation: "read", path: absolute(path), code: FileError.outside))
    }
    do throws(FileError) {
      return try FileSystem.read(absolute(path), limit: DocumentParser.sizeLimit)
    } catch {
      throw .file(error)
    }
  }

  /// An editor knows nothing of the lock, so the file is looked at once more.
  private func write(
    _ bytes: [UInt8], to path: String, expecting old: [UInt8]
  ) throws(IncidentError) {
    guard bytes.count <= DocumentParser.sizeLimit else {
      throw .file(FileError(operation: "write", path: path, code: EFBIG))
    }
    guard try read(path) == old else { throw .changedMeanwhile(path: path) }
    do throws(FileError) {
      try work.write(bytes, to: absolute(path))
    } catch {
      throw .file(error)
    }
  }
}
