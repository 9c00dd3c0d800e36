import Dispatch
import Glibc
import Testing

@testable import Runbook

@Suite struct KnowledgeBaseLocationTests {
  private func locate(
    _ directory: String?, _ variable: String? = nil, from folder: String
  ) throws -> KnowledgeBaseLocation {
    try KnowledgeBase.locate(
      directory: directory, environment: variable.map { ["RUNBOOK_DIR": $0] } ?? [:],
      workingFolder: folder)
  }

  @Test("a folder that is named comes before the variable, and the variable before the way up")
  func order() throws {
    let (one, two, three) = (try KnowledgeFolder(), try KnowledgeFolder(), try KnowledgeFolder())
    #expect(try locate(one.root, two.root, from: three.root) == .folder(one.root))
    #expect(try locate(nil, two.root, from: three.root) == .folder(two.root))
    #expect(try locate("", "", from: three.root) == .folder(three.root))
    #expect(try locate("Content", from: three.root) == .folder(three.root))
    #expect(try locate(".", from: three.root) == .folder(three.root))
    try FileSystem.makeDirectory("\(three.root)/Content/runbooks/ecs")
    #expect(
      try locate(nil, from: "\(three.root)/Content/runbooks/ecs") == .folder(three.root))
    #expect(try locate("../..", from: "\(three.root)/Content/runbooks") == .folder(three.root))
  }

  @Test("runbook.yml makes a folder a knowledge base too")
  func configuration() throws {
    let folder = try TemporaryFolder()
    #expect(try locate(nil, from: folder.path) == .embedded)
    try folder.write("", to: "runbook.yml")
    try FileSystem.makeDirectory("\(folder.path)/sub")
    #expect(try locate(nil, from: "\(folder.path)/sub") == .folder(folder.path))
  }

  @Test("a folder that was named and is none is an error, never another one")
  func errors() throws {
    let folder = try TemporaryFolder()
    #expect(throws: KnowledgeBaseError.missingFolder("nowhere")) {
      try locate("nowhere", from: folder.path)
    }
    let error = #expect(throws: KnowledgeBaseError.self) { try locate(folder.path, from: "/") }
    #expect(
      error?.description
        == "\(folder.path): no knowledge base (neither Content/ nor runbook.yml); "
        + "`runbook init` makes one")
    #expect(throws: KnowledgeBaseError.noContent(folder.path)) {
      try locate(nil, folder.path, from: "/")
    }
  }

  @Test("a folder that is the content itself has paths without Content/")
  func rootIsContent() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "runbook.yml")
    try folder.write(runbookText("a"), to: "runbooks/ecs/a.md")
    try folder.write("x: 1\n", to: "diagnosis/ecs.yml")
    try folder.write("x: 1\n", to: "node_modules/some/package.yml")
    let base = try KnowledgeBase.open(.folder(folder.path), environment: [:])
    #expect(
      try base.refresh().added == ["diagnosis/ecs.yml", "runbook.yml", "runbooks/ecs/a.md"])
    #expect(base.auxiliary("Content/diagnosis/ecs.yml")?.bytes == Array("x: 1\n".utf8))
    #expect(base.auxiliaryPaths(below: "Content/diagnosis/") == ["diagnosis/ecs.yml"])
    #expect(base.absolutePath(of: "runbooks/ecs/a.md") == "\(folder.path)/runbooks/ecs/a.md")
  }
}

@Suite struct KnowledgeBaseTests {
  /// A folder with a few documents.
  private func filled() throws -> KnowledgeFolder {
    let folder = try KnowledgeFolder()
    for number in 0..<6 {
      try folder.write(
        runbookText("r\(number)", body: String(repeating: "word\(number) ", count: 200)),
        to: "runbooks/ecs/r\(number).md")
    }
    try folder.write(incidentText("2026-01-02-x"), to: "incidents/2026/2026-01-02-x.md")
    return folder
  }

  private func pages(_ base: KnowledgeBase) throws -> Int {
    try base.connection.first("PRAGMA page_count") { row in row.int(0) } ?? 0
  }

  @Test("the index of a folder is its own, private and ignored by git")
  func place() throws {
    let folder = try filled()
    _ = try folder.refreshed()
    #expect(mode(of: folder.indexPath) == 0o600)
    #expect(mode(of: "\(folder.root)/.runbook") == 0o700)
    #expect(try FileSystem.read("\(folder.root)/.runbook/.gitignore") == Array("*\n".utf8))
    #expect(FileSystem.names(in: folder.cache.path) == [])
  }

  @Test("what the program carries is indexed in the cache, or in memory where there is none")
  func embedded() throws {
    let cache = try TemporaryFolder()
    let base = try KnowledgeBase.open(.embedded, environment: ["XDG_CACHE_HOME": cache.path])
    let report = try base.refresh()
    #expect(report.findings == [])
    #expect(report.notices == [])
    #expect(try base.runbooks.list().count >= 12)
    #expect(base.auxiliary("Content/synonyms.yml") != nil)
    #expect(base.root == nil && base.absolutePath(of: "x") == nil)
    try base.checkInvariants()
    #expect(FileSystem.names(in: "\(cache.path)/runbook").first?.hasPrefix("embedded-") == true)
    let again = try KnowledgeBase.open(.embedded, environment: ["XDG_CACHE_HOME": cache.path])
    #expect(try again.refresh() == RefreshReport())
    #expect(try again.contents() == base.contents())
    let memory = try KnowledgeBase.open(.embedded, environment: ["XDG_CACHE_HOME": "relative"])
    #expect(try memory.refresh().notices.first?.contains("in memory") == true)
    #expect(try memory.contents() == base.contents())
  }

  @Test("where the folder cannot be written the index is in the cache, and is told")
  func readOnlyFolder() throws {
    let folder = try filled()
    try folder.folder.write("in the way", to: ".runbook")
    let (base, report) = try folder.refreshed()
    let notice = try #require(report.notices.first)
    #expect(notice.hasPrefix("cannot keep the index: \(folder.root)/.runbook"))
    #expect(notice.contains("the index is \(folder.cache.path)/runbook/"))
    #expect(try base.runbooks.allIDs().count == 6)
    let again = try folder.refreshed()
    #expect(!again.report.hasChanges)
    #expect(again.report.notices == report.notices)
  }

  @Test("where no file can be written it is in memory, and is told")
  func nothingWritable() throws {
    let folder = try filled()
    try folder.folder.write("in the way", to: ".runbook")
    try folder.cache.write("in the way", to: "runbook")
    let (base, report) = try folder.refreshed()
    #expect(report.notices.count == 1)
    #expect(report.notices.first?.contains("in memory") == true)
    #expect(try base.runbooks.allIDs().count == 6)
    try base.checkInvariants()
  }

  @Test("a disk that fills up or turns read-only leaves answers that are up to date")
  func fullDisk() throws {
    for pragma in ["max_page_count = 1", "query_only = ON"] {
      let folder = try filled()
      _ = try folder.refreshed()
      let words = (0..<20000).map { "newest w\($0)" }.joined(separator: " ")
      try folder.write(runbookText("r7", body: words), to: "runbooks/ecs/r7.md")
      let base = try folder.open()
      // The least that it can be set to is what the file has already.
      try base.connection.run("PRAGMA \(pragma)")
      let report = try base.refresh()
      #expect(report.notices.count == 1)
      #expect(report.notices.first?.contains("in memory") == true, "\(report.notices)")
      #expect(report.added == ["Content/runbooks/ecs/r7.md"], "the rest came from the file")
      #expect(try base.texts("SELECT rowid FROM document_fts('newest')").count == 1)
      try base.checkInvariants()
      // Nothing was written by halves.
      let disk = try Connection(folder.indexPath)
      #expect(
        try disk.first("SELECT count(*) FROM document") { row in row.int(0) } == 7)
    }
  }

  @Test("an index of a newer version is not touched, and another place serves")
  func newer() throws {
    let folder = try filled()
    let base = try folder.refreshed().base
    try base.connection.run(
      "INSERT INTO migration (name, digest, applied_at) VALUES ('9999_future', 'x', 0)")
    base.set("program", to: Array("of the future".utf8))
    base.connection.checkpoint()
    let before = try FileSystem.read(folder.indexPath)
    let (other, report) = try folder.refreshed()
    #expect(other.connection.path.hasPrefix(folder.cache.path))
    #expect(try other.runbooks.allIDs() == base.runbooks.allIDs())
    #expect(report.notices.count == 1)
    #expect(report.notices[0].hasPrefix("\(folder.indexPath) is of a newer runbook"))
    #expect(try FileSystem.read(folder.indexPath) == before)
  }

  @Test("a database of another program in its place is not touched, and another place serves")
  func foreign() throws {
    let folder = try filled()
    try FileSystem.makeDirectory("\(folder.root)/.runbook")
    try Connection(folder.indexPath).run("CREATE TABLE theirs (x)")
    let before = try FileSystem.read(folder.indexPath)
    let (base, report) = try folder.refreshed()
    #expect(base.connection.path.hasPrefix(folder.cache.path))
    #expect(try !base.runbooks.allIDs().isEmpty)
    #expect(report.notices.count == 1)
    #expect(report.notices[0].contains("database of another program"))
    #expect(try FileSystem.read(folder.indexPath) == before)
  }

  @Test("an index of another build is built again, and earlier texts are kept")
  func otherBuild() throws {
    let folder = try filled()
    let first = try FileSystem.read("\(folder.root)/Content/runbooks/ecs/r0.md")
    _ = try folder.refreshed()
    try folder.write(runbookText("r0", version: 2), to: "runbooks/ecs/r0.md")
    let base = try folder.refreshed().base
    let before = try base.contents()
    try base.connection.run("UPDATE migration SET digest = 'other'")
    base.set("program", to: Array("another".utf8))
    let (again, report) = try folder.refreshed()
    #expect(
      report.notices == ["the index was made by another build of runbook; it is built again"])
    #expect(try again.contents() == before)
    #expect(try again.runbooks.text(id: "r0", version: 1) == first)
    #expect(try folder.refreshed().report == RefreshReport())
  }

  @Test(
    "an index of a program that read files otherwise is built again, and earlier texts are kept")
  func otherReader() throws {
    let folder = try filled()
    let first = try FileSystem.read("\(folder.root)/Content/runbooks/ecs/r0.md")
    _ = try folder.refreshed()
    try folder.write(runbookText("r0", version: 2), to: "runbooks/ecs/r0.md")
    let base = try folder.refreshed(rebuild: true).base
    let before = try base.contents()
    // Another build with the same reader keeps it.
    base.set("program", to: Array("another".utf8))
    #expect(try folder.refreshed().report == RefreshReport())
    base.set("program", to: Array("another".utf8))
    base.set("reader", to: Array("1".utf8))
    let (again, report) = try folder.refreshed()
    #expect(report.notices.count == 1)
    #expect(try again.contents() == before)
    #expect(try again.runbooks.text(id: "r0", version: 1) == first)
    #expect(try folder.refreshed().report == RefreshReport())
  }

  @Test(
    "a stored index of an older program is built again, and the texts that it alone had are kept")
  func storedIndex() throws {
    let folder = try filled()
    let stored = ProjectFolder.path + "/Tests/RunbookTests/Fixtures/store/index-before-release.db"
    try FileSystem.makeDirectory("\(folder.root)/.runbook")
    try FileSystem.write(try FileSystem.read(stored), to: folder.indexPath)
    let (base, report) = try folder.refreshed()
    #expect(
      report.notices == ["the index was made by another build of runbook; it is built again"])
    #expect(try base.runbooks.allIDs().count == 6)
    let kept = try #require(try base.runbooks.resolve(.version(1), of: "ecs-old"))
    #expect(kept.seenAt == Timestamp("2025-11-21T00:00:00Z"))
    let text = try #require(try base.runbooks.text(id: "ecs-old", version: 1))
    #expect(String(decoding: text, as: UTF8.self).contains("What was known then."))
    // Its bytes are not those of its revision.
    #expect(try base.runbooks.revisions(of: "ecs-forged") == [])
    try base.checkInvariants()
  }

  @Test("a refresh that finds nothing new waits for nobody")
  func noLock() throws {
    let folder = try filled()
    try folder.age()
    let base = try folder.refreshed().base
    let writer = try Connection(folder.indexPath)
    try writer.run("BEGIN IMMEDIATE")
    let begin = SystemClock.monotonic
    #expect(try base.refresh() == RefreshReport())
    #expect(try folder.refreshed().report == RefreshReport())
    #expect(SystemClock.monotonic - begin < 1_000_000_000)
  }

  @Test("while another process writes, the last state answers; an empty one is built in memory")
  func locked() throws {
    let folder = try filled()
    let empty = try folder.open()
    empty.connection.busyTimeout = 20
    let writer = try Connection(folder.indexPath)
    try writer.run("BEGIN IMMEDIATE")
    let report = try empty.refresh()
    #expect(report.notices.first?.contains("in memory") == true)
    #expect(try empty.runbooks.allIDs().count == 6)
    try writer.run("COMMIT")
    let base = try folder.refreshed().base
    base.connection.busyTimeout = 20
    try writer.run("BEGIN IMMEDIATE")
    folder.remove("runbooks/ecs/r0.md")
    #expect(
      try base.refresh().notices
        == ["another process is writing the index; this is its last state"])
    #expect(try base.runbooks.allIDs().count == 6)
    try writer.run("COMMIT")
    #expect(try folder.refreshed().report.removed == ["Content/runbooks/ecs/r0.md"])
  }

  @Test("threads that write files, index and search one folder at once lose nothing")
  func concurrent() throws {
    let folder = try filled()
    let problems = Collected<String>()
    DispatchQueue.concurrentPerform(iterations: 8) { worker in
      do {
        for round in 0..<4 {
          let id = "w\(worker)-\(round)"
          try folder.write(
            runbookText(id, body: "zeta\(worker)x\(round)"), to: "runbooks/w/\(id).md")
          let base = try folder.open()
          let report = try base.refresh()
          let found = try base.texts("SELECT id FROM document WHERE id = ?", id)
          if found != [id] || !report.notices.isEmpty { problems.append("\(id) \(report.notices)") }
        }
      } catch {
        problems.append("\(worker): \(error)")
      }
    }
    #expect(problems.values == [])
    let (base, report) = try folder.refreshed()
    #expect(!report.hasChanges)
    #expect(try base.runbooks.allIDs().count == 38)
    try base.checkInvariants()
  }

  @Test("derived values are kept until the index is built again")
  func settings() throws {
    let folder = try filled()
    let base = try folder.refreshed().base
    #expect(base.setting("x") == nil)
    base.set("x", to: [0, 1, 2])
    #expect(try folder.refreshed().base.setting("x") == [0, 1, 2])
    try base.refresh(rebuild: true)
    #expect(base.setting("x") == nil)
  }

  @Test("progress counts up to the number of files")
  func progress() throws {
    let folder = try filled()
    let base = try folder.open()
    var steps: [[Int]] = []
    try base.refresh { done, total in steps.append([done, total]) }
    #expect(steps.last == [7, 7])
  }
}
