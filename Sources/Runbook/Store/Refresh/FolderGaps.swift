#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FolderWalk.Gap {
  /// Whether what the index knows of it stays: the files may be there as they were.
  ///
  /// What a link outside leads to never belonged to the knowledge base.
  var keepsRows: Bool { reason != .outside }

  /// What a person is told of it.
  var finding: Finding {
    let (rule, message, fix) =
      switch reason {
      case .refused(let code):
        (
          "unreadable", "it cannot be read: \(String(cString: strerror(code)))",
          "make it readable; what was known of it before is used"
        )
      case .tooDeep:
        (
          "unreadable", "it is nested too deep, and is not read",
          "move it up; 16 levels of folders are read"
        )
      case .outside:
        (
          "link-outside", "the link leads out of the knowledge base, and is not read",
          "put the file itself here"
        )
      }
    return Finding(
      rule: rule, severity: .error, path: path.isEmpty ? "." : path,
      location: SourceLocation(line: 1), message: message, fix: fix)
  }
}
