import Runbook

/// Earlier texts of documents, from the git repository that the knowledge base is in.
struct GitTexts {
  private let root: String
  private let base: KnowledgeBase

  /// Nil where the content is built in.
  init?(_ base: KnowledgeBase) {
    guard let root = base.root else { return nil }
    self.root = root
    self.base = base
  }

  /// The text of a document that a pin names, from the commits that touched its file.
  ///
  /// - Returns: nil where there is no git, no repository, or no such text.
  func text(of id: String, pin: Pin) throws -> DocumentText? {
    let path =
      try base.runbooks.summary(of: id)?.path ?? base.incidents.summary(of: id)?.path
    guard let path else { return nil }
    for blob in blobs(of: path) {
      guard let bytes = git("cat-file", "blob", blob.id),
        let document = DocumentParser.parse(bytes: bytes, path: path).document
      else { continue }
      let matches =
        switch pin {
        case .revision(let prefix): blob.id.hasPrefix(prefix.lowercased())
        case .version(let version):
          if case .runbook(let runbook) = document { runbook.version == version } else { false }
        }
      if matches { return DocumentText(document: document, bytes: bytes, isOld: true) }
    }
    return nil
  }

  /// The blobs that a file had, newest first, renames followed.
  private func blobs(of path: String) -> [(id: String, path: String)] {
    let log = git("log", "--follow", "--format=", "--raw", "--no-abbrev", "--", path)
    // :100644 100644 <old blob> <new blob> M<TAB>path
    return String(decoding: log ?? [], as: UTF8.self).split(separator: "\n").compactMap { line in
      let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard line.hasPrefix(":"), fields.count >= 6, !fields[3].allSatisfy({ $0 == "0" }) else {
        return nil
      }
      return (String(fields[3]), String(fields[fields.count - 1]))
    }
  }

  private func git(_ words: String...) -> [UInt8]? {
    let result = try? Subprocess.run(["git", "-C", root] + words)
    return result?.status == 0 ? result?.output : nil
  }
}
