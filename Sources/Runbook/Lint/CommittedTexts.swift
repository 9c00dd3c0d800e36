/// The texts of the last commit, where the knowledge base is in a git repository.
struct CommittedTexts {
  private let git: Git
  private let blobs: [String: String]

  /// Asks git once which texts the last commit has; nil where there is no git, no repository or no
  /// commit.
  init?(root: String?) {
    guard let root, let blobs = Git(root).committedBlobs() else { return nil }
    git = Git(root)
    self.blobs = blobs
  }

  /// The committed text of a file that differs from it; nil for a file that does not, or is new.
  ///
  /// The ids are compared here: git would first run the filters that the repository names.
  func text(of path: String, revision: String) -> [UInt8]? {
    guard let blob = blobs[path], blob != revision else { return nil }
    return git.text(blob)
  }
}
