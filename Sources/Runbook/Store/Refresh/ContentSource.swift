import EmbeddedContent

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files of a knowledge base, wherever they are.
///
/// Paths are relative to the root: `Content/runbooks/ecs/ecs-oom-killed.md`, or without `Content/`
/// where the root itself is the content.
struct ContentSource: Sendable {
  private enum Place {
    case folder(String)
    case embedded
  }

  private let place: Place
  /// What every path begins with: `Content/` or nothing.
  let prefix: String
  private let runbooks: String
  private let incidents: String
  private let diagnosis: String

  /// A larger file is no document; nothing of it is read.
  private static let sizeLimit = 4 << 20
  private static let contentPrefix = KnowledgeBaseLocation.contentName + "/"

  init(_ location: KnowledgeBaseLocation) {
    switch location {
    case .embedded: (place, prefix) = (.embedded, ContentSource.contentPrefix)
    case .folder(let root):
      let isRoot =
        FileSystem.status("\(root)/\(KnowledgeBaseLocation.contentName)")?.isDirectory != true
      (place, prefix) = (.folder(root), isRoot ? "" : ContentSource.contentPrefix)
    }
    runbooks = prefix + "runbooks/"
    incidents = prefix + "incidents/"
    diagnosis = prefix + "diagnosis/"
  }

  /// What the files are now.
  struct Listing {
    /// The files, in no particular order.
    var entries: [FolderWalk.Entry]
    /// Equal for equal files.
    var fingerprint: UInt64
    /// What was not looked at.
    var gaps: [FolderWalk.Gap] = []
  }

  /// Looks at the files of a folder, one system call for each.
  ///
  /// - Parameter expected: how many files there probably are.
  /// - Returns: nil for those that the program carries: they cannot change while it runs.
  func walk(expected: Int) -> FolderWalk? {
    guard case .folder(let root) = place else { return nil }
    return FolderWalk(
      root + "/" + prefix, prefix: prefix, boundary: root, expected: expected
    ) { rule(for: $0) }
  }

  /// Looks at the files, wherever they are.
  ///
  /// - Parameter expected: how many files there probably are.
  /// - Returns: the files.
  func list(expected: Int = 0) -> Listing {
    switch place {
    case .folder:
      let walk = walk(expected: expected)
      return Listing(
        entries: walk?.entries ?? [], fingerprint: walk?.fingerprint ?? 0, gaps: walk?.gaps ?? [])
    case .embedded:
      let files = EmbeddedFile.all(under: prefix).filter { file in
        rule(for: FileSystem.parent(of: file.path) + "/")?
          .accepts(FileSystem.name(of: file.path).utf8) == true
      }
      return Listing(
        entries: files.map { file in
          FolderWalk.Entry(
            path: file.path, size: Int64(file.bytes.count), modified: 0, changed: 0)
        }, fingerprint: EmbeddedFile.fingerprint)
    }
  }

  /// The bytes of a file.
  ///
  /// - Parameter path: a path of the listing.
  /// - Returns: the bytes.
  /// - Throws: `FileError`; `EFBIG` for more than 4 MiB.
  func read(_ path: String) throws(FileError) -> [UInt8] {
    switch place {
    case .folder(let root):
      return try FileSystem.read("\(root)/\(path)", limit: ContentSource.sizeLimit)
    case .embedded:
      guard let file = EmbeddedFile.all(under: path).first(where: { $0.path == path }) else {
        throw FileError(operation: "read", path: path, code: ENOENT)
      }
      return file.bytes
    }
  }

  /// The path here of a file that is known by its usual one, `Content/…`.
  func path(ofContent name: String) -> String {
    name.hasPrefix(ContentSource.contentPrefix)
      ? prefix + name.dropFirst(ContentSource.contentPrefix.count) : name
  }

  /// Whether a file of a listing is a document; the others are data in YAML.
  static func isDocument(_ path: String) -> Bool {
    path.hasSuffix(".md")
  }

  /// Whether the classifier learns from a file of a listing.
  func teaches(_ path: String) -> Bool {
    path.hasPrefix(runbooks)
      || [LinesFile.path, ExpectedSearch.path].contains { self.path(ofContent: $0) == path }
  }

  /// Which files of a folder are read; nil for a folder that is not entered.
  ///
  /// A `Content` of something else, or a large repository around the content, costs next to nothing.
  private func rule(for folder: String) -> FolderWalk.Rule? {
    // In a folder below, the page that stands for it is often the one about its service.
    if folder.hasPrefix(runbooks), folder != runbooks {
      return FolderWalk.Rule(suffixes: [".md"])
    }
    if folder == runbooks || folder.hasPrefix(incidents) {
      // The page that a host such as GitHub shows for the whole is no document.
      return FolderWalk.Rule(suffixes: [".md"], except: "README.md")
    }
    return folder == prefix || folder.hasPrefix(diagnosis)
      ? FolderWalk.Rule(suffixes: [".yml", ".yaml"]) : nil
  }
}
