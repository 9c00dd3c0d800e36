import Runbook
import Testing

/// A damaged index that opens: every command answers as from a good one.
@Suite struct DamagedAnswerTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
      return value ^ (value >> 31)
    }
  }

  private static func damage(_ bytes: [UInt8], _ kind: Int, _ random: inout Generator) -> [UInt8] {
    var bytes = bytes
    let pages = bytes.count / 4096
    func page(_ random: inout Generator) -> Int { Int.random(in: 1..<pages, using: &random) * 4096 }
    switch kind {
    case 0:  // letters
      for _ in 0..<200 {
        bytes[Int.random(in: 100..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
    case 1:  // pages that were never written
      for _ in 0..<8 {
        let start = page(&random)
        for index in start..<(start + 4096) { bytes[index] = 0 }
      }
    default:  // pages in each other's place
      for _ in 0..<8 {
        let (a, b) = (page(&random), page(&random))
        for offset in 0..<4096 { bytes.swapAt(a + offset, b + offset) }
      }
    }
    return bytes
  }

  /// `make faults` asks for more.
  private static let count =
    ProcessEnvironment.variables["RUNBOOK_DAMAGED"].flatMap { Int($0) } ?? 60

  @Test("whatever was damaged, every command answers, and a page is shown as its file is")
  func answers() throws {
    let folder = try RecordFolder()
    let index = "\(folder.base)/.runbook/index.db"
    let queries = [
      ["search", "exit 137"], ["search", "--json", "no basic auth credentials"],
      ["show", "--raw", "ecs-oom-killed"], ["list", "--json"], ["show", "ecs-exec"],
    ]
    let right = try queries.map { try folder.runbook($0) }
    let good = try FileSystem.read(index)
    var random = Generator(state: 7)
    for number in 0..<Self.count {
      let place = number % queries.count
      try FileSystem.write(Self.damage(good, number / queries.count % 3, &random), to: index)
      _ = try folder.shell("rm -f .runbook/index.db-wal .runbook/index.db-shm")
      let answer = try folder.runbook(queries[place])
      #expect(answer.status == right[place].status, "\(number): \(answer.errors)")
      // A letter that flips inside a text is valid for SQLite; what is shown is checked by its digest.
      if queries[place][0] == "show" { #expect(answer.output == right[place].output, "\(number)") }
      #expect(!answer.output.isEmpty)
    }
  }

  @Test("a damaged index is said in one line")
  func notice() throws {
    let folder = try RecordFolder()
    let index = "\(folder.base)/.runbook/index.db"
    var bytes = try FileSystem.read(index)
    let text = Array("memory limit".utf8)
    // One letter of a page's text: SQLite cannot see it, the digest can.
    let page = try folder.text("Content/runbooks/ecs/ecs-oom-killed.md")
    #expect(page.contains("memory limit"))
    var place = 0
    var changed = 0
    while place + text.count < bytes.count {
      if bytes[place] == text[0], bytes[place..<(place + text.count)].elementsEqual(text) {
        bytes[place + 1] = UInt8(ascii: "E")
        changed += 1
      }
      place += 1
    }
    #expect(changed > 0)
    try FileSystem.write(bytes, to: index)
    let show = try folder.runbook(["show", "--raw", "ecs-oom-killed"])
    #expect(show.output == page)
    #expect(show.errors.split(separator: "\n").count == 1)
    #expect(show.errors.contains("the index was damaged; it is built again from the files"))
    #expect(try folder.runbook(["show", "--raw", "ecs-oom-killed"]).errors == "")
  }

  @Test("a command that records checks the index first, and records once")
  func recorded() throws {
    let folder = try RecordFolder()
    let index = "\(folder.base)/.runbook/index.db"
    let good = try FileSystem.read(index)
    var random = Generator(state: 3)
    for number in 0..<6 {
      try FileSystem.write(Self.damage(good, number % 3, &random), to: index)
      _ = try folder.shell("rm -f .runbook/index.db-wal .runbook/index.db-shm")
      let logged = try folder.runbook(["log", "--no-input", "number \(number)"])
      #expect(logged.status == 0, "\(logged.errors)")
    }
    #expect(folder.incidents.count == 6)
  }

  @Test("an index of a newer runbook is left alone, and search and log go on")
  func newer() throws {
    let folder = try RecordFolder()
    let made = try folder.shell(
      """
      python3 - <<'END'
      import sqlite3
      db = sqlite3.connect('.runbook/index.db')
      table = [r[0] for r in db.execute("SELECT name FROM sqlite_schema") if 'migration' in r[0]][0]
      columns = [r[1] for r in db.execute(f"PRAGMA table_info({table})")]
      row = list(db.execute(f"SELECT * FROM {table}").fetchone())
      row[columns.index('name')] = '9999_future'
      db.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
      db.execute("DELETE FROM setting WHERE name = 'program'")
      db.commit(); db.execute("PRAGMA wal_checkpoint(TRUNCATE)"); db.close()
      END
      """)
    #expect(made.status == 0, "\(made.errors)")
    let before = try FileSystem.read("\(folder.base)/.runbook/index.db")
    let search = try folder.runbook(["search", "exit 137"])
    #expect(search.status == 0)
    #expect(search.output.contains("ecs-oom-killed"))
    #expect(search.errors.split(separator: "\n").count == 1)
    #expect(search.errors.contains("is of a newer runbook"))
    #expect(try folder.runbook(["log", "--no-input", "still recorded"]).status == 0)
    #expect(try FileSystem.read("\(folder.base)/.runbook/index.db") == before)
  }
}
