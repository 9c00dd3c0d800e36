import Runbook

/// A document that was named on the command line, with its bytes.
struct DocumentText {
  var document: Document
  var bytes: [UInt8]
  /// Whether it is another text than the present one.
  var isOld: Bool

  /// Finds `ID` or `ID@PIN`; an alias counts as an id.
  static func find(_ word: String, in base: KnowledgeBase) throws -> DocumentText {
    let parts = word.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let id = try known(String(parts[0]), in: base)
    guard parts.count == 2 else {
      if let summary = try base.runbooks.summary(of: id) {
        return try text(id, summary.revision, summary.path, base, isOld: false)
      }
      let summary = try base.incidents.summary(of: id)
      return try text(id, summary?.revision ?? "", summary?.path ?? "", base, isOld: false)
    }
    guard let pin = Pin(String(parts[1])) else {
      throw CommandError(
        .usage, "'\(parts[1])' is neither a version nor a revision",
        hints: ["a version is a number such as 2, a revision at least 4 hex digits"])
    }
    guard let revision = try base.runbooks.resolve(pin, of: id) else {
      if let found = try GitTexts(base)?.text(of: id, pin: pin) { return found }
      throw CommandError(
        .noInput, "\(id) has no version or revision '\(parts[1])'",
        hints: ["'runbook history \(id)' lists them"])
    }
    let current = try base.runbooks.summary(of: id)?.revision
    return try text(
      id, revision.revision, revision.path, base, isOld: revision.revision != current)
  }

  private static func text(
    _ id: String, _ revision: String, _ path: String, _ base: KnowledgeBase, isOld: Bool
  ) throws -> DocumentText {
    let bytes = try base.runbooks.text(id: id, revision: revision)
    guard let bytes, let document = DocumentParser.parse(bytes: bytes, path: path).document else {
      throw CommandError(
        .badData, "the text of \(id) cannot be read",
        hints: ["'runbook index --rebuild' reads every file anew"])
    }
    return DocumentText(document: document, bytes: bytes, isOld: isOld)
  }

  /// The id that a word means: itself, what an alias stands for, or an error that says what was
  /// probably meant.
  static func known(_ word: String, in base: KnowledgeBase) throws -> String {
    try IDLookup(base).document(word)
  }
}
