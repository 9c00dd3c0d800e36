import Runbook

/// Earlier texts of documents, from the git repository that the knowledge base is in.
struct GitTexts {
  private let git: Git
  private let base: KnowledgeBase

  /// Nil where the content is built in.
  init?(_ base: KnowledgeBase) {
    guard let root = base.root else { return nil }
    git = Git(root)
    self.base = base
  }

  /// The text of a document that a pin names, from the commits that touched its file.
  ///
  /// - Returns: nil where there is no git, no repository, or no such text.
  func text(of id: String, pin: Pin) throws -> DocumentText? {
    let path =
      try base.runbooks.summary(of: id)?.path ?? base.incidents.summary(of: id)?.path
    guard let path else { return nil }
    let blobs = git.changes(of: path).map(\.blob)
    let texts = git.texts(blobs)
    for blob in blobs {
      guard let bytes = texts[blob],
        let document = DocumentParser.parse(bytes: bytes, path: path).document
      else { continue }
      let matches =
        switch pin {
        case .revision(let prefix): blob.hasPrefix(prefix.lowercased())
        case .version(let version):
          if case .runbook(let runbook) = document { runbook.version == version } else { false }
        }
      if matches { return DocumentText(document: document, bytes: bytes, isOld: true) }
    }
    return nil
  }

  // MARK: Committing

  /// Commits files as they are now; what else is staged stays as it is.
  ///
  /// - Parameters:
  ///   - paths: files or folders, relative to the root of the knowledge base.
  ///   - message: what to say of it.
  /// - Returns: the commit in short; nil where nothing differs from the last one.
  /// - Throws: `CommandError` with git's own words where it refuses.
  func commit(_ paths: [String], message: String) throws -> String? {
    switch try git.commit(paths, message: message) {
    case .made(let commit): return commit
    case .unchanged: return nil
    case .refused(let lines):
      throw CommandError(
        .cannotCreate, "git refuses to commit",
        hints: lines.prefix(9).map { Console.safe($0) })
    }
  }

  /// The files below a folder that differ from the last commit, new ones included.
  func changed(below folder: String) -> [String] { git.changed(below: folder) }

  /// Four hex digits for who writes in which clone; nil where the repository is in no other place, so
  /// that nobody else can give the same name meanwhile.
  var writerMark: String? {
    let lines = git.remotesAndWriter()
    guard let root = base.root, lines.contains(where: { $0.hasPrefix("remote.") }) else {
      return nil
    }
    let writer = lines.last { $0.hasPrefix("user.") } ?? ""
    let place = "\(writer)\n\(FileSystem.hostName)\n\(root)"
    return String(Revision.blobID(of: Array(place.utf8)).prefix(4))
  }

  /// Whether the last commit has a file.
  func isCommitted(_ path: String) -> Bool { git.isCommitted(path) }
}
