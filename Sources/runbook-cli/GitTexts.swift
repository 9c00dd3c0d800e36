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

  // MARK: Committing

  /// Commits files as they are now; what else is staged stays as it is.
  ///
  /// - Parameters:
  ///   - paths: files or folders, relative to the root of the knowledge base.
  ///   - message: what to say of it.
  ///   - variables: the variables of the process, which name the author.
  /// - Returns: the commit in short; nil where nothing differs from the last one.
  /// - Throws: `CommandError` with git's own words where it refuses.
  func commit(
    _ paths: [String], message: String, variables: [String: String]
  ) throws -> String? {
    func git(_ words: [String]) throws -> Subprocess.Result {
      try Subprocess.run(["git", "-C", root] + words, environment: variables)
    }
    func orRefused(_ result: Subprocess.Result) throws {
      guard result.status != 0 else { return }
      let lines = String(decoding: result.errors + result.output, as: UTF8.self)
        .split(whereSeparator: \.isNewline).map { Console.safe(String($0)) }
      throw CommandError(.cannotCreate, "git refuses to commit", hints: Array(lines.prefix(9)))
    }
    try orRefused(try git(["add", "--"] + paths))
    if try git(["diff", "--cached", "--quiet", "--"] + paths).status == 0 { return nil }
    try orRefused(try git(["commit", "--quiet", "--message", message, "--"] + paths))
    let short = try git(["rev-parse", "--short", "HEAD"])
    return String(decoding: short.output, as: UTF8.self).split(separator: "\n").first
      .map(String.init)
  }

  /// The files below a folder that differ from the last commit, new ones included.
  func changed(below folder: String) -> [String] {
    let output = git("status", "--porcelain", "-z", "--untracked-files=all", "--", folder) ?? []
    // The path below the folder of the repository, which may be above this one.
    let top = git("rev-parse", "--show-prefix").map { String(decoding: $0, as: UTF8.self) } ?? ""
    let prefix = top.prefix { $0 != "\n" }
    var paths: [String] = []
    // XY, a blank, the path; behind a renamed file stands its old name.
    var isOldName = false
    for part in output.split(separator: 0) {
      let entry = String(decoding: part, as: UTF8.self)
      defer { isOldName = !isOldName && (entry.hasPrefix("R") || entry.hasPrefix("C")) }
      let path = isOldName ? entry : String(entry.dropFirst(3))
      paths.append(path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path)
    }
    return paths
  }

  /// Four hex digits for who writes in which clone; nil where the repository is in no other place, so
  /// that nobody else can give the same name meanwhile.
  var writerMark: String? {
    let output = git("config", "--get-regexp", "^(remote\\..*\\.url|user\\.email)$")
    let lines = String(decoding: output ?? [], as: UTF8.self).split(separator: "\n")
    guard lines.contains(where: { $0.hasPrefix("remote.") }) else { return nil }
    let writer = lines.last { $0.hasPrefix("user.") } ?? ""
    let place = "\(writer)\n\(FileSystem.hostName)\n\(root)"
    return String(Revision.blobID(of: Array(place.utf8)).prefix(4))
  }

  /// Whether the last commit has a file.
  func isCommitted(_ path: String) -> Bool { git("cat-file", "-e", "HEAD:./\(path)") != nil }

  private func git(_ words: String...) -> [UInt8]? {
    let result = try? Subprocess.run(["git", "-C", root] + words)
    return result?.status == 0 ? result?.output : nil
  }
}
