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
}
