/// What the index remembers of its last refresh, to tell at a glance that nothing changed.
struct ContentStamp: Equatable {
  /// Which rules the rows were made by.
  var derivation: Int
  /// The fingerprint of the listing.
  var fingerprint: UInt64
  /// How many files there were.
  var count: Int
  /// When the files were about to be read, in nanoseconds since 1970.
  var checked: Int64

  /// Changes with every change of `DocumentRows`, `PassageReader` or `Terms` that makes other
  /// rows of the same file; an index of other rules is built anew.
  static let currentDerivation = 4

  private static let name = "content-stamp"
  // Settings by name.
  private static let find = "SELECT value FROM setting WHERE name = ?"
  private static let save = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"

  init(fingerprint: UInt64, count: Int, checked: Int64) {
    derivation = ContentStamp.currentDerivation
    self.fingerprint = fingerprint
    self.count = count
    self.checked = checked
  }

  /// The stamp of an index; nil where it was never filled.
  init?(in connection: Connection) throws(SQLiteError) {
    let text = try connection.first(ContentStamp.find, ContentStamp.name) { row in row.text(0) }
    let parts = (text ?? "").split(separator: " ")
    guard parts.count == 4, let derivation = Int(parts[0]),
      let fingerprint = UInt64(parts[1], radix: 16), let count = Int(parts[2]),
      let checked = Int64(parts[3])
    else { return nil }
    self.derivation = derivation
    self.fingerprint = fingerprint
    self.count = count
    self.checked = checked
  }

  /// Writes the stamp; the caller holds the transaction.
  func save(in connection: Connection) throws(SQLiteError) {
    let text = "\(derivation) \(String(fingerprint, radix: 16)) \(count) \(checked)"
    try connection.run(ContentStamp.save, ContentStamp.name, Array(text.utf8))
  }

  /// Whether a file may have been changed after it was read without getting another time.
  ///
  /// Some file systems count time in steps of up to two seconds, and its content can be written
  /// twice within one step. A time far in the future is only a wrong one: the next edit changes it.
  func isDoubtful(_ modified: Int64, _ changed: Int64) -> Bool {
    let time = max(modified, changed)
    return time >= checked - ContentStamp.timeStep && time < checked + 3600 * 1_000_000_000
  }

  /// The largest step of a file system's clock, in nanoseconds: that of FAT.
  static let timeStep: Int64 = 2_000_000_000
}
