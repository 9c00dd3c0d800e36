import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes a document of the bytes of a file, or says why it is none.
typealias DocumentReader =
  @Sendable (_ bytes: [UInt8], _ path: String) -> (document: Document?, findings: [Finding])

/// Reads files and works out their rows, several at a time.
struct ContentReader: Sendable {
  let source: ContentSource
  let parse: DocumentReader

  /// A file as it was found.
  struct File: Sendable {
    var entry: FolderWalk.Entry
    /// The git blob id of its bytes; empty where they cannot be read.
    var revision: String
    var content: Content
  }

  /// What a file holds.
  enum Content: Sendable {
    /// The same bytes as before; nobody looked what they are.
    case unchanged
    /// It went away since it was listed.
    case gone
    /// Something other than a document.
    case data
    case document(DocumentRows, bytes: [UInt8])
    /// No document, and why.
    case broken([Finding])
  }

  /// From this number of files on, every core takes part: below it, starting threads costs more.
  private static let parallelFrom = 8

  /// Reads files.
  ///
  /// - Parameters:
  ///   - entries: which.
  ///   - revisions: the revision of each path that is known; bytes that still have it are not parsed.
  /// - Returns: one file for each entry, in the same order.
  func read(_ entries: [FolderWalk.Entry], revisions: [String: String]) -> [File] {
    guard entries.count >= ContentReader.parallelFrom else {
      return entries.map { read($0, revision: revisions[$0.path]) }
    }
    let files = Mutex<[File?]>(Array(repeating: nil, count: entries.count))
    DispatchQueue.concurrentPerform(iterations: entries.count) { index in
      let file = read(entries[index], revision: revisions[entries[index].path])
      files.withLock { $0[index] = file }
    }
    return files.withLock { $0.compactMap(\.self) }
  }

  /// Reads files in portions, the next one while the body works on the one before.
  ///
  /// - Parameters:
  ///   - entries: which.
  ///   - size: how many files a portion has; it bounds the memory.
  ///   - revisions: the revision of each path that is known.
  ///   - body: is given each portion, and how many files are done with it.
  /// - Throws: what the body throws.
  func read(
    _ entries: [FolderWalk.Entry], inPortionsOf size: Int, revisions: [String: String],
    _ body: ([File], _ done: Int) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    let portions = stride(from: 0, to: entries.count, by: size).map {
      Array(entries[$0..<min($0 + size, entries.count)])
    }
    var files = read(portions.first ?? [], revisions: revisions)
    var done = 0
    for portion in portions.dropFirst() {
      let next = ReadAhead { read(portion, revisions: revisions) }
      done += files.count
      try body(files, done)
      files = next.files
    }
    try body(files, entries.count)
  }

  /// Reads one file.
  func read(_ entry: FolderWalk.Entry, revision known: String?) -> File {
    let bytes: [UInt8]
    do {
      bytes = try source.read(entry.path)
    } catch {
      return File(entry: entry, revision: "", content: ContentReader.unreadable(entry.path, error))
    }
    func file(_ content: Content, revision: String? = nil) -> File {
      File(entry: entry, revision: revision ?? Revision.blobID(of: bytes), content: content)
    }
    if let known, known == Revision.blobID(of: bytes) { return file(.unchanged, revision: known) }
    guard ContentSource.isDocument(entry.path) else { return file(.data) }
    let (document, findings) = parse(bytes, entry.path)
    if findings.isEmpty, document == nil, DocumentID.isFolderPage(entry.path) { return file(.data) }
    guard let document else {
      return file(.broken(findings.isEmpty ? [ContentReader.noDocument(entry.path)] : findings))
    }
    // The parser has worked it out already.
    return file(
      .document(DocumentRows(document), bytes: bytes), revision: document.source.revision)
  }

  private static func unreadable(_ path: String, _ error: FileError) -> Content {
    func broken(_ message: String, fix: String) -> Content {
      .broken([
        Finding(
          rule: "unreadable", severity: .error, path: path, location: SourceLocation(line: 1),
          message: message, fix: fix)
      ])
    }
    switch error.code {
    // A name that is not UTF-8 was listed with U+FFFD in it, and is not found under that name.
    case ENOENT where path.contains("\u{FFFD}"):
      return broken("the file name is not UTF-8", fix: "rename the file")
    case ENOENT: return .gone
    case EFBIG:
      return broken("the file is larger than 4 MiB", fix: "split it into several documents")
    default:
      let reason = String(cString: strerror(error.code))
      return broken("the file cannot be read: \(reason)", fix: "make it readable")
    }
  }

  private static func noDocument(_ path: String) -> Finding {
    Finding(
      rule: "front-matter", severity: .error, path: path, location: SourceLocation(line: 1),
      message: "the file is no runbook and no incident", fix: "give it front matter with a kind")
  }
}

/// Files that are being read on another thread.
private final class ReadAhead: Sendable {
  private let found = Mutex<[ContentReader.File]>([])
  private let group = DispatchGroup()

  init(_ read: @escaping @Sendable () -> [ContentReader.File]) {
    DispatchQueue.global().async(group: group) { [self] in
      let files = read()
      found.withLock { $0 = files }
    }
  }

  /// The files, as soon as they are read.
  var files: [ContentReader.File] {
    group.wait()
    return found.withLock { $0 }
  }
}
