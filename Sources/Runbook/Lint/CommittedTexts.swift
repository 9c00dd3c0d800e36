/// The texts of the last commit, where the knowledge base is in a git repository.
struct CommittedTexts {
  private let root: String
  /// Paths that differ from the last commit, relative to the root of the knowledge base.
  private let changed: Set<String>

  /// Asks git once which files differ; nil where there is no git, no repository or no commit.
  init?(root: String?) {
    guard let root,
      let output = CommittedTexts.git(root, ["diff", "--name-only", "--relative", "-z", "HEAD"])
    else { return nil }
    self.root = root
    changed = Set(output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }

  /// The committed text of a file that differs from it; nil for a file that does not, or is new.
  func text(of path: String) -> [UInt8]? {
    changed.contains(path) ? CommittedTexts.git(root, ["show", "HEAD:./\(path)"]) : nil
  }

  /// The text with a blob id, or with the only one that begins so; nil where git does not have it.
  static func text(root: String, revision: String) -> [UInt8]? {
    git(root, ["cat-file", "blob", revision])
  }

  /// The commits that made a file, in short, the last first; two where a merge made one file of two.
  static func additions(root: String, path: String) -> [String] {
    let words = ["log", "--full-history", "--diff-filter=A", "--format=%h", "--", path]
    return String(decoding: git(root, words) ?? [], as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  private static func git(_ root: String, _ words: [String]) -> [UInt8]? {
    let result = try? Subprocess.run(["git", "-C", root] + words)
    return result?.status == 0 ? result?.output : nil
  }
}
