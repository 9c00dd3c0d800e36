/// The git of a folder: the only place that starts it, and nothing that a repository says is run.
///
/// A repository can name programs: hooks, filters, monitors, pagers, signature checkers, transports
/// that fetch what is missing. A clone brings such a configuration along as a bare repository in one of
/// its folders, and an unpacked archive as `.git/config`. So git is asked only for objects, never for
/// what it thinks of the working files, and with a closed configuration.
public struct Git: Sendable {
  private let folder: String
  private let environment: [String: String]

  /// The git of the repository that a folder is in; there may be none, and no git either.
  ///
  /// - Parameters:
  ///   - folder: where git looks for its repository.
  ///   - environment: the variables of the person; nil is those of this process.
  public init(_ folder: String, environment: [String: String]? = nil) {
    self.folder = folder
    self.environment = Git.closed(environment ?? ProcessEnvironment.variables)
  }

  /// One text that a file had.
  public struct Change: Equatable, Sendable {
    /// The git blob id of the text.
    public var blob: String
    /// The id of the commit that wrote it.
    public var commit: String
    /// When, in RFC 3339 with an offset.
    public var time: String
    /// Who.
    public var author: String
    /// The first line of the message.
    public var subject: String
  }

  /// The texts that a file had, newest first, renames followed.
  ///
  /// - Parameter path: relative to the folder.
  /// - Returns: one for each commit that changed the file; empty without git, or a repository.
  public func changes(of path: String) -> [Change] {
    // A commit: a NUL, then fields between unit separators, then what changed.
    let log = output([
      "log", "--follow", "-m", "--no-show-signature", "--no-mailmap", "--no-ext-diff",
      "--no-textconv", "--format=%x00%H%x1f%aI%x1f%an%x1f%s", "--raw", "--no-abbrev", "--", path,
    ])
    return (log ?? []).split(separator: 0).compactMap { commit in
      let lines = String(decoding: commit, as: UTF8.self).split(separator: "\n")
      let fields = (lines.first ?? "").split(separator: "\u{1F}", omittingEmptySubsequences: false)
      guard fields.count == 4, let change = lines.last(where: { $0.hasPrefix(":") }) else {
        return nil
      }
      // :100644 100644 <old blob> <new blob> M<TAB>path
      let words = change.split(separator: " ")
      guard words.count >= 5, !words[3].allSatisfy({ $0 == "0" }) else { return nil }
      return Change(
        blob: String(words[3]), commit: String(fields[0]), time: String(fields[1]),
        author: String(fields[2]), subject: String(fields[3]))
    }
  }

  /// The text with a blob id, or with the only one that begins so; nil where git does not have it.
  public func text(_ blob: String) -> [UInt8]? {
    // A word that is no id could be an option, or a name of something else.
    guard Git.isID(blob) else { return nil }
    return output(["cat-file", "blob", blob])
  }

  /// The texts with blob ids, by one process; those that git does not have are left out.
  public func texts(_ blobs: [String]) -> [String: [UInt8]] {
    let blobs = blobs.filter(Git.isID)
    guard !blobs.isEmpty else { return [:] }
    let input = Array(blobs.map { $0 + "\n" }.joined().utf8)
    var texts: [String: [UInt8]] = [:]
    var rest = (output(["cat-file", "--batch"], input: input) ?? [])[...]
    // <id> blob <size>, the bytes, and a line feed.
    while let end = rest.firstIndex(of: 0x0A) {
      let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
      rest = rest[(end + 1)...]
      guard words.count == 3, let size = Int(words[2]), size >= 0, size < rest.count else {
        continue
      }
      texts[String(words[0])] = Array(rest.prefix(size))
      rest = rest.dropFirst(size + 1)
    }
    return texts
  }

  /// The blob id of each file below the folder in the last commit, by its path relative to the folder.
  ///
  /// - Returns: nil where there is no git, no repository or no commit.
  public func committedBlobs() -> [String: String]? {
    guard let tree = output(["ls-tree", "-r", "-z", "HEAD"]) else { return nil }
    var blobs: [String: String] = [:]
    for line in tree.split(separator: 0) {
      // 100644 blob <id><TAB>path
      let parts = line.split(separator: 0x09, maxSplits: 1)
      guard parts.count == 2 else { continue }
      let words = parts[0].split(separator: 0x20)
      guard words.count == 3, words[1].elementsEqual("blob".utf8) else { continue }
      blobs[String(decoding: parts[1], as: UTF8.self)] = String(decoding: words[2], as: UTF8.self)
    }
    return blobs
  }

  /// What became of making a repository.
  public enum Start: Sendable {
    /// The folder is in a repository already.
    case present
    /// There is a repository now, with one commit.
    case committed
    /// There is a repository now; git does not know who commits.
    case unnamed
    /// git could not make one.
    case failed
  }

  /// Makes a repository of the folder where it is in none, and commits all that is in it.
  ///
  /// - Parameter message: the message of the commit.
  /// - Returns: what became of it.
  /// - Throws: `FileError` where git cannot be started.
  public func start(message: String) throws(FileError) -> Start {
    if try run(["rev-parse", "--is-inside-work-tree"]).status == 0 { return .present }
    guard try run(["init", "--quiet"]).status == 0, try run(["add", "--all"]).status == 0 else {
      return .failed
    }
    let commit = try run(["commit", "--quiet", "--no-gpg-sign", "--message", message])
    return commit.status == 0 ? .committed : .unnamed
  }

  /// Whether the last commit has a file.
  public func isCommitted(_ path: String) -> Bool {
    output(["cat-file", "-e", "HEAD:./\(path)"]) != nil
  }

  /// The commits that made a file, in short, the last first; two where a merge made one file of two.
  func additions(of path: String) -> [String] {
    let words = ["log", "--full-history", "--no-show-signature", "--diff-filter=A", "--format=%h"]
    return String(decoding: output(words + ["--", path]) ?? [], as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  /// The files below a folder that differ from the last commit, new ones included.
  ///
  /// - Parameter folder: relative to the folder of this value.
  /// - Returns: paths relative to the same.
  public func changed(below folder: String) -> [String] {
    let words = ["status", "--porcelain", "-z", "--untracked-files=all", "--", folder]
    // The paths are those below the folder of the repository, which may be above this one.
    let top = output(["rev-parse", "--show-prefix"]).map { String(decoding: $0, as: UTF8.self) }
    let prefix = (top ?? "").prefix { $0 != "\n" }
    var paths: [String] = []
    // XY, a blank, the path; behind a renamed file stands its old name.
    var isOldName = false
    for part in (output(words) ?? []).split(separator: 0) {
      let entry = String(decoding: part, as: UTF8.self)
      defer { isOldName = !isOldName && (entry.hasPrefix("R") || entry.hasPrefix("C")) }
      let path = isOldName ? entry : String(entry.dropFirst(3))
      paths.append(path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path)
    }
    return paths
  }

  /// The addresses of the repository's remotes, and the address of who writes, as `name value` lines.
  public func remotesAndWriter() -> [String] {
    let found = output(["config", "--get-regexp", "^(remote\\..*\\.url|user\\.email)$"])
    return String(decoding: found ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// What became of committing.
  public enum Commit: Equatable, Sendable {
    /// The commit, in short.
    case made(String)
    /// Nothing differs from the last commit.
    case unchanged
    /// git refused, with its own lines.
    case refused([String])
  }

  /// Commits files as they are now.
  ///
  /// What else is staged stays as it is. No hook is run.
  ///
  /// - Parameters:
  ///   - paths: files or folders, relative to the folder.
  ///   - message: what to say of it.
  /// - Returns: what became of it.
  /// - Throws: `FileError` where git cannot be started.
  public func commit(_ paths: [String], message: String) throws(FileError) -> Commit {
    func lines(_ result: Subprocess.Result) -> [String] {
      String(decoding: result.errors + result.output, as: UTF8.self)
        .split(whereSeparator: \.isNewline).map(String.init)
    }
    let added = try run(["add", "--"] + paths)
    guard added.status == 0 else { return .refused(lines(added)) }
    if try run(["diff", "--cached", "--quiet", "--no-ext-diff", "--"] + paths).status == 0 {
      return .unchanged
    }
    let made = try run(["commit", "--quiet", "--message", message, "--"] + paths)
    guard made.status == 0 else { return .refused(lines(made)) }
    let short = String(decoding: output(["rev-parse", "--short", "HEAD"]) ?? [], as: UTF8.self)
    return .made(short.split(separator: "\n").first.map(String.init) ?? "")
  }

  /// What git says its version is; nil where there is no git.
  public func version() -> String? {
    let line = output(["--version"])?.split(separator: 0x0A).first
    return line.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isID(_ word: String) -> Bool {
    (4...64).contains(word.utf8.count)
      && word.utf8.allSatisfy { byte in
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6
      }
  }

  private func output(_ words: [String], input: [UInt8] = []) -> [UInt8]? {
    let result = try? run(words, input: input)
    return result?.status == 0 ? result?.output : nil
  }

  private func run(_ words: [String], input: [UInt8] = []) throws(FileError) -> Subprocess.Result {
    let settings = Git.settings.flatMap { ["-c", $0] }
    return try Subprocess.run(
      ["git", "--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs"]
        + settings + ["-C", folder] + words,
      environment: environment, streams: .collected(input: input))
  }

  /// What outweighs the configuration of a repository.
  ///
  /// Those that name a program name one that does
  /// nothing; a transport is closed by its own name as well, since that outweighs `protocol.allow`.
  private static let settings =
    [
      "safe.bareRepository=explicit", "core.fsmonitor=false", "core.hooksPath=/dev/null",
      "core.pager=cat", "core.sshCommand=false", "core.askPass=false", "core.gitProxy=false",
      "core.editor=false", "core.attributesFile=/dev/null", "log.showSignature=false",
      "log.mailmap=false", "commit.gpgSign=false", "gpg.program=false", "gpg.ssh.program=false",
      "gpg.x509.program=false", "credential.helper=", "protocol.allow=never",
    ] + ["ext", "file", "ssh", "git", "http", "https"].map { "protocol.\($0).allow=never" }

  /// The variables of the person without those that lead git elsewhere or name a program.
  ///
  /// Who commits and where the person's own configuration is stay: that is theirs, not the folder's.
  private static func closed(_ variables: [String: String]) -> [String: String] {
    let kept = ["GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_", "GIT_CEILING_DIRECTORIES"]
    var closed = variables.filter { name, _ in
      !name.hasPrefix("GIT_") || kept.contains { name.hasPrefix($0) }
    }
    closed["GIT_CONFIG_PARAMETERS"] = nil
    closed["GIT_NO_LAZY_FETCH"] = "1"
    // The only list that outweighs every `protocol.<name>.allow`; no transport has this name.
    closed["GIT_ALLOW_PROTOCOL"] = "none"
    closed["GIT_TERMINAL_PROMPT"] = "0"
    closed["GIT_ATTR_NOSYSTEM"] = "1"
    closed["GIT_OPTIONAL_LOCKS"] = "0"
    return closed
  }
}
