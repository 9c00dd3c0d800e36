#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a knowledge base is.
public enum KnowledgeBaseLocation: Equatable, Sendable {
  /// A folder that holds `Content/`, or `runbook.yml` beside the content itself.
  case folder(String)
  /// What the program carries; it cannot be written.
  case embedded

  /// Finds the knowledge base: the folder that was named, else `RUNBOOK_DIR`, else the nearest
  /// folder above the working folder that is one, else what the program carries.
  ///
  /// - Parameters:
  ///   - directory: the folder that `--dir` names, if any; its `Content` folder means it as well.
  ///   - environment: the variables of the process.
  ///   - workingFolder: the absolute path that relative ones start from.
  /// - Returns: where it is; a folder as an absolute path without links.
  /// - Throws: `missingFolder` or `noContent` for a folder that was named and is none.
  public static func locate(
    directory: String?, environment: [String: String], workingFolder: String
  ) throws(KnowledgeBaseError) -> KnowledgeBaseLocation {
    for named in [directory, environment["RUNBOOK_DIR"]] {
      guard let named, !named.isEmpty else { continue }
      let path = FileSystem.absolute(named, workingFolder: workingFolder)
      guard FileSystem.status(path)?.isDirectory == true else { throw .missingFolder(named) }
      let folder = canonical(path)
      if isKnowledgeBase(folder) { return .folder(folder) }
      let parent = FileSystem.parent(of: folder)
      guard FileSystem.name(of: folder) == contentName, isKnowledgeBase(parent) else {
        throw .noContent(named)
      }
      return .folder(parent)
    }
    var folder = canonical(workingFolder)
    while !isKnowledgeBase(folder) {
      let parent = FileSystem.parent(of: folder)
      guard parent != folder, folder.hasPrefix("/") else { return .embedded }
      folder = parent
    }
    return .folder(folder)
  }

  static let contentName = "Content"

  private static func isKnowledgeBase(_ folder: String) -> Bool {
    FileSystem.status("\(folder)/\(contentName)")?.isDirectory == true
      || FileSystem.status("\(folder)/runbook.yml")?.isRegular == true
  }

  /// The path without links and dots, so that one folder has one index; as it is where the system
  /// cannot tell.
  private static func canonical(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
