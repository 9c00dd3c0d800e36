import Glibc
import Testing

@testable import Runbook

@Suite struct DamagedIndexTests {
  /// How bytes get lost.
  enum Damage: String, CaseIterable, Sendable {
    case zeros, noise, cut

    func apply(to bytes: [UInt8], at offset: Int, _ random: inout SeededGenerator) -> [UInt8] {
      var bytes = bytes
      let end = min(offset + 40, bytes.count)
      switch self {
      case .zeros: for index in offset..<end { bytes[index] = 0 }
      case .noise:
        for index in offset..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
      case .cut: bytes.removeLast(bytes.count - offset)
      }
      return bytes
    }
  }

  private func filled() throws -> KnowledgeFolder {
    let folder = try KnowledgeFolder()
    for number in 0..<4 {
      try folder.write(runbookText("r\(number)"), to: "runbooks/ecs/r\(number).md")
    }
    try folder.write(incidentText("2026-01-02-x"), to: "incidents/2026/2026-01-02-x.md")
    try folder.age()
    return folder
  }

  @Test(
    "whatever byte of the index is damaged, the next commands answer, and a rebuild heals it",
    arguments: Damage.allCases)
  func everywhere(damage: Damage) throws {
    let folder = try filled()
    let contents = try folder.refreshed().base.contents()
    let good = try FileSystem.read(folder.indexPath)
    #expect(FileSystem.names(in: "\(folder.root)/.runbook") == [".gitignore", "index.db"])
    var random = SeededGenerator(state: 11)
    var offsets = Array(stride(from: 0, to: 112, by: 4))
    for page in 0..<(good.count / 4096) {
      offsets += [0, 8, Int.random(in: 16..<4096, using: &random)].map { page * 4096 + $0 }
    }
    var healed = 0
    for (index, offset) in offsets.enumerated() where offset < good.count {
      try FileSystem.write(damage.apply(to: good, at: offset, &random), to: folder.indexPath)
      do {
        let (base, report) = try folder.refreshed()
        let found = try Self.repairing(base) { base in
          _ = try base.texts("SELECT rowid FROM document_fts('kernel') ORDER BY rank")
          _ = try base.incidents.history(of: "r0")
          return try base.contents()
        }
        // Damage that nobody can see: a byte of a text, or of a page that is not read.
        if report.notices.isEmpty, found != contents { continue }
        healed += base.notices.isEmpty ? 0 : 1
        #expect(found == contents, "at \(offset)")
      } catch let error as KnowledgeBaseError {
        // A damaged record of the migrations says that the index is not ours, or newer.
        switch error {
        case .foreignIndex, .newerIndex: continue
        default: Issue.record("at \(offset): \(error)")
        }
      }
      guard index % 5 == 0 else { continue }
      let base = try folder.open()
      try base.refresh(rebuild: true)
      try base.checkInvariants()
      #expect(try base.contents() == contents, "rebuilt, at \(offset)")
    }
    #expect(healed > offsets.count / 10)
  }

  /// Runs a query, and once more with a new index where it meets damage.
  private static func repairing<Value>(
    _ base: KnowledgeBase, _ query: (KnowledgeBase) throws -> Value
  ) throws -> Value {
    do {
      return try query(base)
    } catch let error as SQLiteError where error.isCorrupt || error.isWrongSchema {
      try base.repair(after: error)
      return try query(base)
    }
  }

  @Test("a damaged index is told once, and the earlier texts that can be read are kept")
  func notice() throws {
    let folder = try filled()
    let first = try FileSystem.read("\(folder.root)/Content/runbooks/ecs/r0.md")
    _ = try folder.refreshed()
    try folder.write(runbookText("r0", version: 2), to: "runbooks/ecs/r0.md")
    _ = try folder.refreshed()
    // The page of one table: the rest can be read.
    let connection = try Connection(folder.indexPath)
    let page = try connection.first("SELECT rootpage FROM sqlite_schema WHERE name = 'setting'") {
      row in row.int(0)
    }
    connection.checkpoint()
    var bytes = try FileSystem.read(folder.indexPath)
    let start = (try #require(page) - 1) * 4096
    for index in start..<(start + 4096) { bytes[index] = 0xA5 }
    try FileSystem.write(bytes, to: folder.indexPath)
    let (base, report) = try folder.refreshed()
    #expect(report.notices == ["the index was damaged; it is built again from the files"])
    #expect(try base.runbooks.text(id: "r0", version: 1) == first)
    #expect(try folder.refreshed().report == RefreshReport())
  }

  @Test(
    "a file that is no database at all is replaced",
    arguments: ["", "x", String(repeating: "not a database ", count: 1000)])
  func notADatabase(text: String) throws {
    let folder = try filled()
    try folder.folder.write(text, to: ".runbook/index.db")
    let (base, report) = try folder.refreshed()
    // One byte is a database to SQLite, one without a page.
    #expect(report.notices.count == (text.count < 2 ? 0 : 1))
    #expect(try base.runbooks.allIDs().count == 4)
    try base.checkInvariants()
  }

  @Test("a log that is noise is left out")
  func noisyLog() throws {
    let folder = try filled()
    _ = try folder.refreshed()
    try folder.folder.write(String(repeating: "noise", count: 9000), to: ".runbook/index.db-wal")
    try folder.folder.write(String(repeating: "noise", count: 9000), to: ".runbook/index.db-shm")
    let base = try folder.refreshed().base
    #expect(try base.runbooks.allIDs().count == 4)
    try base.checkInvariants()
  }
}
