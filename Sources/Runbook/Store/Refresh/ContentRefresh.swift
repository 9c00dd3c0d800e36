/// One refresh of the index; the caller holds the transaction.
///
/// The files are listed under the lock: while this process waited for it, another one may have done
/// the work, and an older listing would undo it.
struct ContentRefresh {
  private let connection: Connection
  private let reader: ContentReader
  private let files: FileTable
  private let ids: PageIDs
  private let listing: ContentSource.Listing
  private let checked: Int64
  private let stamp: ContentStamp?
  private var writer: DocumentWriter

  /// What was known of each file before.
  private let earlier: [String: FileTable.Record]
  /// What need not be read again; nothing where the index is built anew.
  private var known: [String: FileTable.Record]
  /// The last good text of each path, where the index is built anew.
  private var good: [String: (id: String, revision: String)] = [:]
  /// Files that are gone.
  private var removed: [String: FileTable.Record] = [:]
  /// Where the documents of those files were.
  private var removedPaths: [String: String] = [:]
  /// Ids that may have another file now.
  private var affected: Set<String> = []
  private var report = RefreshReport()
  /// Whether something changed that the classifier learned from.
  private var mustLearn: Bool

  /// How many files are read before their rows are written.
  private static let portion = 128

  // The file and text that an id stands for.
  private static let owner = "SELECT number, path, revision FROM document WHERE id = ?"
  // A document whose file moved and is broken.
  private static let move = "UPDATE document SET path = ? WHERE number = ?"
  // The text that stands for each path.
  private static let goodTexts = "SELECT path, id, revision FROM document"
  // A text that was indexed before.
  private static let bytes = "SELECT bytes FROM revision WHERE id = ? AND revision = ?"
  // Empties the index but for the revisions; tables that point to others first.
  private static let clear = [
    "INSERT INTO document_fts (document_fts) VALUES ('delete-all')",
    "INSERT INTO incident_fts (incident_fts) VALUES ('delete-all')",
    "INSERT INTO page_fts (page_fts) VALUES ('delete-all')",
    "DELETE FROM passage", "DELETE FROM step", "DELETE FROM cause", "DELETE FROM label",
    "DELETE FROM link", "DELETE FROM action_item", "DELETE FROM feature", "DELETE FROM class",
    "DELETE FROM document_text", "DELETE FROM incident_text", "DELETE FROM page_text",
    "DELETE FROM page_term",
    "DELETE FROM symptom_terms",
    "DELETE FROM document",
    "DELETE FROM finding",
    "DELETE FROM file", "DELETE FROM term", "DELETE FROM lexicon",
    "DELETE FROM setting WHERE name NOT IN (\(IndexFile.ownSettings))",
  ]

  /// Looks at the files and at what the index knows of them.
  init(_ connection: Connection, reader: ContentReader, rebuild: Bool) throws(SQLiteError) {
    self.connection = connection
    self.reader = reader
    files = FileTable(connection: connection)
    writer = DocumentWriter(connection)
    checked = SystemClock.wall
    stamp = try ContentStamp(in: connection)
    var listing = reader.source.list(expected: stamp?.count ?? 0)
    // The first path wins an id that two files claim.
    listing.entries.sort { $0.path < $1.path }
    self.listing = listing
    ids = PageIDs(paths: listing.entries.map(\.path).filter(ContentSource.isDocument))
    earlier = try files.records()
    known = earlier
    mustLearn = stamp == nil || rebuild
    if rebuild || stamp?.derivation != ContentStamp.currentDerivation {
      mustLearn = true
      try clear()
    }
  }

  private mutating func clear() throws(SQLiteError) {
    known = [:]
    for (path, id, revision) in try connection.rows(
      Self.goodTexts, read: { row in (row.text(0), row.text(1), row.text(2)) })
    {
      good[path] = (id, revision)
    }
    for statement in Self.clear { try connection.run(statement) }
  }

  /// Brings the index up to date.
  mutating func run(progress: ((Int, Int) -> Void)?) throws(SQLiteError) -> RefreshReport {
    let present = Set(listing.entries.map(\.path))
    for (path, record) in earlier where !present.contains(path) {
      if listing.gaps.contains(where: { $0.keepsRows && $0.covers(path) }) {
        if known[path] == nil { try keep(path, record) }
        continue
      }
      removed[path] = record
      if reader.source.teaches(path) { mustLearn = true }
      try files.delete(path)
      if let id = record.id {
        affected.insert(id)
        removedPaths[id] = min(removedPaths[id] ?? path, path)
      }
    }
    let entries = listing.entries.filter { entry in
      guard let stamp, let record = known[entry.path] else { return true }
      // A file of the same name came or went, and this one has another id now.
      if isNamedAnew(entry.path, record.id) { return true }
      return !record.matches(entry) || stamp.isDoubtful(entry.modified, entry.changed)
    }
    let revisions = known.filter { !isNamedAnew($0, $1.id) }.mapValues(\.revision)
    try reader.read(entries, inPortionsOf: Self.portion, revisions: revisions) {
      files, done throws(SQLiteError) in
      for file in files { try apply(file) }
      progress?(done, entries.count)
    }
    for id in affected.sorted() { try settle(id) }
    try writer.saveTerms()
    if mustLearn { try ModelWriter(connection: connection, source: reader.source).write() }
    // A file in a gap was last looked at when the stamp before this one was made.
    let looked = listing.gaps.isEmpty ? checked : stamp?.checked ?? checked
    let now = ContentStamp(
      fingerprint: listing.fingerprint, count: listing.entries.count, checked: looked)
    try now.save(in: connection)
    return try finished()
  }

  private mutating func apply(_ file: ContentReader.File) throws(SQLiteError) {
    let path = file.entry.path
    switch file.content {
    case .gone: return
    case .unchanged: return try files.touch(file.entry)
    case .data: try files.save(file.entry, revision: file.revision, id: nil, isBroken: false)
    case .document(let read, let bytes):
      let rows = named(read)
      let id = rows.document.id
      if let old = known[path]?.id { affected.insert(old) }
      affected.insert(id)
      try files.save(file.entry, revision: file.revision, id: id, isBroken: false)
      // Where another file has the id, it is decided when all files are known.
      let owner = try owner(of: id)
      if owner == nil || owner?.path == path || removed[owner?.path ?? ""] != nil {
        try write(rows, bytes)
      }
    case .broken(let findings):
      try keep(file, findings)
    }
    if reader.source.teaches(path) { mustLearn = true }
    if earlier[path] == nil {
      report.added.append(path)
    } else if earlier[path]?.revision != file.revision {
      report.changed.append(path)
    }
  }

  /// Puts a file back that cannot be looked at, where the index is built anew: as it was, from the text
  /// that was indexed last.
  private mutating func keep(
    _ path: String, _ record: FileTable.Record
  ) throws(SQLiteError) {
    let entry = FolderWalk.Entry(
      path: path, size: record.size, modified: record.modified, changed: record.changed)
    var id: String?
    if let text = good[path], try restore(text.id, text.revision, at: path) { id = text.id }
    try files.save(
      entry, revision: record.revision, id: id, isBroken: record.isBroken || id != record.id)
    if let id { affected.insert(id) }
  }

  /// Keeps the last good version of a file that is broken now.
  private mutating func keep(
    _ file: ContentReader.File, _ findings: [Finding]
  ) throws(SQLiteError) {
    let path = file.entry.path
    var id = known[path]?.id
    if let text = good[path], try restore(text.id, text.revision, at: path) { id = text.id }
    // The file may have moved, and be broken by nothing but that.
    if id == nil, let old = removed.values.first(where: { $0.revision == file.revision }) {
      id = old.id
    }
    try files.save(file.entry, revision: file.revision, id: id, isBroken: true)
    for finding in findings { try files.add(finding, to: path) }
    if let id { affected.insert(id) }
  }

  /// Puts a text back that was indexed before; false where it is no document by now.
  private mutating func restore(
    _ id: String, _ revision: String, at path: String
  ) throws(SQLiteError) -> Bool {
    guard try owner(of: id) == nil,
      let bytes = try connection.first(Self.bytes, id, revision, read: { row in row.bytes(0) }),
      let document = reader.parse(bytes, path).document, document.id == id
    else { return false }
    try write(DocumentRows(document), bytes)
    return true
  }

  /// Lets the right one of the files that claim an id be its document.
  private mutating func settle(_ id: String) throws(SQLiteError) {
    let claims = try files.claims(on: id)
    var owner = try owner(of: id)
    let winner = claims.first { !$0.isBroken || $0.path == owner?.path }
    if let winner {
      if !winner.isBroken, winner.path != owner?.path || winner.revision != owner?.revision {
        try writeFile(at: winner.path)
        owner = try self.owner(of: id)
      }
    } else if let document = owner {
      if let claim = claims.first {
        try connection.run(Self.move, claim.path, document.number)
        owner?.path = claim.path
      } else {
        try writer.remove(document.number)
        owner = nil
      }
    }
    try files.markDuplicates(claims, of: id, owner: owner?.path)
    noteRename(of: id, to: owner?.path)
  }

  /// Reads a file that lost its id to another one before, and has it now.
  private mutating func writeFile(at path: String) throws(SQLiteError) {
    guard let entry = listing.entries.first(where: { $0.path == path }) else { return }
    guard case .document(let rows, let bytes) = reader.read(entry, revision: nil).content else {
      return
    }
    try write(named(rows), bytes)
  }

  /// Whether a page that gives itself no id may have another one than before.
  private func isNamedAnew(_ path: String, _ id: String?) -> Bool {
    guard let id else { return false }
    if let now = ids.qualified[path] { return now != id }
    return id != DocumentID.derived(fromPath: path)
      && DocumentID.qualified(fromPath: path).map { id.hasPrefix($0.prefix(76)) } == true
  }

  private func named(_ rows: DocumentRows) -> DocumentRows {
    let document = ids.named(rows.document)
    return document.id == rows.document.id ? rows : DocumentRows(document)
  }

  private mutating func write(_ rows: DocumentRows, _ bytes: [UInt8]) throws(SQLiteError) {
    try writer.write(rows, bytes: bytes, time: checked / 1_000_000_000)
  }

  private mutating func noteRename(of id: String, to path: String?) {
    guard let path, earlier[path] == nil, let from = removedPaths[id] else { return }
    report.renamed.append(RefreshReport.Rename(from: from, to: path))
  }

  private func owner(
    of id: String
  ) throws(SQLiteError) -> (number: Int, path: String, revision: String)? {
    try connection.first(Self.owner, id) { row in (row.int(0), row.text(1), row.text(2)) }
  }

  private mutating func finished() throws(SQLiteError) -> RefreshReport {
    let moved = Set(report.renamed.flatMap { [$0.from, $0.to] })
    report.added.removeAll(where: moved.contains)
    report.removed = removed.keys.filter { !moved.contains($0) }.sorted()
    report.renamed.sort { $0.to < $1.to }
    report.gaps = listing.gaps
    report.findings = listing.gaps.map(\.finding) + (try files.findings())
    return report
  }
}
