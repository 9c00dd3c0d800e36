/// What the stores of both kinds of documents can do.
public protocol DocumentStore {
  /// The index.
  var connection: Connection { get }
}

/// A text of a document as it was at some time.
public struct RevisionSummary: Equatable, Sendable {
  /// The id of the document.
  public var id: String
  /// The git blob id.
  public var revision: String
  /// The version that the text gives itself; nil for an incident.
  public var version: Int?
  /// Where the file was.
  public var path: String
  /// When the text was first indexed here.
  public var seenAt: Timestamp
}

/// A passage with the number by which the full-text table knows it.
public struct IndexedPassage: Equatable, Sendable {
  /// Its number; the passages of a document ascend with its text.
  public var number: Int
  /// The passage.
  public var passage: Passage
}

/// Which text of a document is meant.
public enum Pin: Equatable, Sendable {
  /// The text that gives itself this version; of several, the one that was seen last.
  case version(Int)
  /// The text whose git blob id begins so.
  case revision(String)

  /// Reads what stands after the `@` of `ID@VERSION`.
  ///
  /// A number is a version; other hex digits, at least four, and seven digits or more, are the
  /// beginning of a revision.
  ///
  /// - Returns: nil where the text is neither.
  public init?(_ text: String) {
    if text.utf8.count < 7, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
      guard let version = Int(text), version > 0 else { return nil }
      self = .version(version)
    } else {
      guard Pin.isRevisionPrefix(text) else { return nil }
      self = .revision(text.lowercased())
    }
  }

  static func isRevisionPrefix(_ text: String) -> Bool {
    (4...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 | 0x20 }
  }
}

// The texts of one document, newest first. The clock counts seconds: of two texts of one second, the
// higher version is the newer, then the one in use.
private let revisionsOfID = """
  SELECT id, revision, version, path, seen_at FROM revision WHERE id = ?
  ORDER BY seen_at DESC, version DESC,
    revision = (SELECT revision FROM document WHERE document.id = revision.id) DESC, revision
  """
private let revisionsWithPrefix = """
  SELECT id, revision, version, path, seen_at FROM revision WHERE id = ? AND revision GLOB ?
  ORDER BY revision
  """
private let bytesOfRevision = "SELECT bytes FROM revision WHERE id = ? AND revision = ?"
private let currentRevision = "SELECT revision FROM document WHERE id = ?"
private let numberOfID = "SELECT number FROM document WHERE id = ?"
private let idsOfKind = "SELECT id FROM document WHERE kind = ? ORDER BY id"
private let idOfAlias = """
  SELECT id FROM document JOIN label ON document = number
  WHERE label.kind = 'alias' AND value = ? COLLATE NOCASE ORDER BY id LIMIT 1
  """
private let labelsOfNumber =
  "SELECT value FROM label WHERE document = ? AND kind = ? ORDER BY position"
private let passagesOfNumber = """
  SELECT number, kind, section, line, text, safety, step, changes, undo FROM passage
  WHERE document = ? ORDER BY number
  """
private let commandsOfNumber = """
  SELECT text, safety, section, line, step, changes, undo FROM passage
  WHERE document = ? AND kind = 'command' ORDER BY number
  """

extension DocumentStore {
  /// The number of a document, by which its passages, labels and commands are known.
  ///
  /// - Throws: `SQLiteError`.
  public func number(of id: String) throws(SQLiteError) -> Int? {
    try connection.first(numberOfID, id) { row in row.int(0) }
  }

  /// The bytes of a document's file at one revision.
  ///
  /// - Returns: nil where that revision was never indexed here; git may still have it.
  /// - Throws: `SQLiteError`; `isCorrupt` where the bytes are not those that the revision names.
  public func text(id: String, revision: String) throws(SQLiteError) -> [UInt8]? {
    let bytes = try connection.first(bytesOfRevision, id, revision) { row in row.bytes(0) }
    return try bytes.map { bytes throws(SQLiteError) in try proved(bytes, id, revision) }
  }

  /// The bytes, where their digest is the revision: SQLite does not notice a letter that changed.
  ///
  /// - Throws: `SQLiteError` with `isCorrupt` where it is not.
  func proved(
    _ bytes: [UInt8], _ id: String, _ revision: String
  ) throws(SQLiteError) -> [UInt8] {
    guard Revision.blobID(of: bytes) == revision else {
      throw SQLiteError(
        code: SQLiteError.corrupt, message: "the text of \(id) is not that of its revision")
    }
    return bytes
  }

  /// The bytes of a document's file at one version; of several with that number, the newest.
  ///
  /// - Returns: nil where that version was never indexed here; git may still have it.
  /// - Throws: `SQLiteError`.
  public func text(id: String, version: Int) throws(SQLiteError) -> [UInt8]? {
    guard let found = try resolve(.version(version), of: id) else { return nil }
    return try text(id: id, revision: found.revision)
  }

  /// Every text of a document that was indexed here, newest first.
  ///
  /// - Throws: `SQLiteError`.
  public func revisions(of id: String) throws(SQLiteError) -> [RevisionSummary] {
    try connection.rows(revisionsOfID, id) { row in RevisionSummary(row) }
  }

  /// The text that a pin means.
  ///
  /// - Returns: nil where there is none, or where the beginning of a revision fits several.
  /// - Throws: `SQLiteError`.
  public func resolve(_ pin: Pin, of id: String) throws(SQLiteError) -> RevisionSummary? {
    switch pin {
    case .version(let version):
      let found = try revisions(of: id).filter { $0.version == version }
      let current = try connection.first(currentRevision, id) { row in row.text(0) }
      // The clock counts seconds: of two texts of one second, the one in use is the newer.
      return found.first { $0.revision == current } ?? found.first
    case .revision(let prefix):
      // Hex digits only, so that nothing in it is a pattern.
      guard Pin.isRevisionPrefix(prefix) else { return nil }
      let found = try connection.rows(revisionsWithPrefix, id, prefix.lowercased() + "*") { row in
        RevisionSummary(row)
      }
      return found.count == 1 ? found[0] : nil
    }
  }

  /// The values of one list of a document's front matter, in their order.
  ///
  /// - Throws: `SQLiteError`.
  public func labels(_ kind: LabelKind, of number: Int) throws(SQLiteError) -> [String] {
    try connection.rows(labelsOfNumber, number, kind.rawValue) { row in row.text(0) }
  }

  /// The passages of a document, in the order of its text.
  ///
  /// - Throws: `SQLiteError`.
  public func passages(of number: Int) throws(SQLiteError) -> [IndexedPassage] {
    try connection.rows(passagesOfNumber, number) { row in
      IndexedPassage(
        number: row.int(0),
        passage: Passage(
          kind: Passage.Kind(rawValue: row.text(1)) ?? .paragraph, section: row.text(2),
          line: row.int(3), text: row.text(4), safety: Safety(rawValue: row.text(5)),
          effect: row.effect(7), step: row.optionalText(6)))
    }
  }

  /// The shell commands of a document, in the order of its text.
  ///
  /// - Throws: `SQLiteError`.
  public func commands(of number: Int) throws(SQLiteError) -> [Command] {
    try connection.rows(commandsOfNumber, number) { row in
      Command(
        text: row.text(0), safety: Safety(rawValue: row.text(1)), section: row.text(2),
        location: SourceLocation(line: row.int(3)), step: row.optionalText(4),
        effect: row.effect(5))
    }
  }

  /// The document that has an id as an alias.
  ///
  /// - Throws: `SQLiteError`.
  public func id(ofAlias alias: String) throws(SQLiteError) -> String? {
    try connection.first(idOfAlias, alias) { row in row.text(0) }
  }

  func ids(ofKind kind: DocumentKind) throws(SQLiteError) -> [String] {
    try connection.rows(idsOfKind, kind.rawValue) { row in row.text(0) }
  }
}

extension Row {
  /// What a command changes, from two columns in a row; nil where the first is NULL.
  borrowing func effect(_ column: Int) -> Command.Effect? {
    guard let changes = optionalText(column) else { return nil }
    return Command.Effect(changes: changes, undo: optionalText(column + 1))
  }
}

extension RevisionSummary {
  init(_ row: borrowing Row) {
    id = row.text(0)
    revision = row.text(1)
    version = row.optionalInt(2)
    path = row.text(3)
    seenAt = Timestamp(seconds: Int64(row.int(4)))
  }
}
