/// What a refresh of the index found.
public struct RefreshReport: Equatable, Sendable {
  /// A file that is elsewhere now, and kept its document.
  public struct Rename: Equatable, Sendable {
    /// Where it was.
    public var from: String
    /// Where it is.
    public var to: String
  }

  /// Files that are new, in path order, as the other lists.
  public var added: [String] = []
  /// Files whose bytes are others than before.
  public var changed: [String] = []
  /// Files that are gone.
  public var removed: [String] = []
  /// Files that moved.
  public var renamed: [Rename] = []
  /// Why files are not in the index as they are now: all that is known, not only what is new.
  public var findings: [Finding] = []
  /// What was not looked at; each is among the findings.
  var gaps: [FolderWalk.Gap] = []
  /// What the person should know: a damaged index that was built again, a folder that is read-only.
  public var notices: [String] = []

  /// Whether any file was added, changed, removed or renamed.
  public var hasChanges: Bool {
    !(added.isEmpty && changed.isEmpty && removed.isEmpty && renamed.isEmpty)
  }
}
