/// A text that was indexed once, as it is carried from a damaged index to its successor.
struct RevisionRecord {
  var id: String
  var revision: String
  var version: Int?
  var path: String
  var seenAt: Int
  var bytes: [UInt8]

  // Every text that was ever indexed.
  private static let all = "SELECT id, revision, version, path, seen_at, bytes FROM revision"
  private static let insert = """
    INSERT OR IGNORE INTO revision (id, revision, version, path, seen_at, bytes)
    VALUES (?, ?, ?, ?, ?, ?)
    """

  /// What can still be read of a damaged index, each text proved by its own digest.
  static func salvaged(from path: String) -> [RevisionRecord] {
    var found: [RevisionRecord] = []
    do {
      let connection = try Connection(path, mode: .readOnly, busyTimeout: 1000)
      // Damage is met as an error in the middle; what came before it is good.
      _ = try connection.rows(all) { row in
        let record = RevisionRecord(
          id: row.text(0), revision: row.text(1), version: row.optionalInt(2), path: row.text(3),
          seenAt: row.int(4), bytes: row.bytes(5))
        if Revision.blobID(of: record.bytes) == record.revision { found.append(record) }
      }
    } catch {}
    return found
  }

  /// Puts the texts into a new index.
  static func restore(
    _ records: [RevisionRecord], to connection: Connection
  ) throws(SQLiteError) {
    guard !records.isEmpty else { return }
    try connection.transaction { () throws(SQLiteError) in
      for record in records {
        try connection.run(
          insert, record.id, record.revision, record.version, record.path, record.seenAt,
          record.bytes)
      }
    }
  }
}
