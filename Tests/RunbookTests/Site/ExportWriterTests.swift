import Testing

@testable import Runbook

@Suite struct ExportWriterTests {
  private let temporary: TemporaryFolder
  private var site: String { "\(temporary.path)/site" }

  init() throws { temporary = try TemporaryFolder() }

  private func export(
    _ files: [String: String], key: String = "k", format: String = "site"
  ) throws -> ExportReport {
    let writer = try ExportWriter(site, format: format)
    for (path, text) in files { try writer.put(path, Array(text.utf8)) }
    return try writer.finish(key: key)
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try FileSystem.read("\(site)/\(path)"), as: UTF8.self)
  }

  @Test("files are written into their folders, and nothing else is left behind")
  func first() throws {
    let report = try export(["index.html": "home", "a/b.html": "page"])
    #expect(report == ExportReport(files: 2, bytes: 8, written: 2, removed: 0))
    #expect(try text("a/b.html") == "page")
    #expect(FileSystem.names(in: site) == [".runbook-site.json", "a", "index.html"])
  }

  @Test("a file that is the same is not written again, a stale one goes with its folder")
  func incremental() throws {
    _ = try export(["index.html": "home", "a/b.html": "page", "c.html": "old"])
    let before = FileSystem.status("\(site)/index.html")
    let report = try export(["index.html": "home", "c.html": "new"], key: "l")
    #expect(report == ExportReport(files: 2, bytes: 7, written: 1, removed: 1))
    #expect(FileSystem.status("\(site)/index.html") == before)
    #expect(FileSystem.status("\(site)/a") == nil)
    #expect(try text("c.html") == "new")
  }

  @Test("what others put into the folder stays, and so does the folder that holds it")
  func foreign() throws {
    _ = try export(["index.html": "home", "a/b.html": "page"])
    try temporary.write("example.com", to: "site/CNAME")
    try temporary.write("mine", to: "site/a/notes.txt")
    let report = try export(["index.html": "home"])
    #expect(report.removed == 1)
    #expect(try text("CNAME") == "example.com")
    #expect(try text("a/notes.txt") == "mine")
  }

  @Test("a folder that is not ours is refused and not touched")
  func refused() throws {
    try temporary.write("mine", to: "site/index.html")
    #expect(throws: ExportError.notOurs(folder: site)) { try export(["index.html": "home"]) }
    #expect(try text("index.html") == "mine")
    #expect(FileSystem.names(in: site) == ["index.html"])
  }

  @Test("a file of somebody else in the place of one of ours stops the export before it begins")
  func occupied() throws {
    _ = try export(["index.html": "home"])
    try temporary.write("mine", to: "site/about.html")
    #expect(throws: ExportError.occupied(path: "\(site)/about.html")) {
      try export(["index.html": "new", "about.html": "ours"])
    }
    #expect(try text("index.html") == "home")
    #expect(try text("about.html") == "mine")
  }

  @Test("a file in the place of the folder, and a link out of it, are refused")
  func links() throws {
    try temporary.write("x", to: "site")
    #expect(throws: ExportError.notAFolder(path: site)) { try export(["index.html": "home"]) }
    temporary.remove("site")
    _ = try export(["index.html": "home"])
    try FileSystem.makeDirectory("\(temporary.path)/elsewhere")
    try temporary.link("\(temporary.path)/elsewhere", to: "site/a")
    #expect(throws: ExportError.notAFolder(path: "\(site)/a")) {
      try export(["index.html": "home", "a/b.html": "page"])
    }
    #expect(FileSystem.names(in: "\(temporary.path)/elsewhere").isEmpty)
  }

  @Test("an export of another format is not overwritten")
  func otherFormat() throws {
    _ = try export(["documents.jsonl": "{}"], format: "json")
    #expect(throws: ExportError.otherFormat(folder: site, found: "json")) {
      try export(["index.html": "home"])
    }
  }

  @Test("a manifest that was tampered with leads to no file outside the folder")
  func tampered() throws {
    try temporary.write("precious", to: "precious.txt")
    let manifest = #"{"format":"site","key":"","files":{"../precious.txt":8}}"#
    try temporary.write(manifest, to: "site/.runbook-site.json")
    let path = "\(site)/.runbook-site.json"
    #expect(throws: ExportError.damagedManifest(path: path)) { try export(["index.html": "home"]) }
    try temporary.write("not json", to: "site/.runbook-site.json")
    #expect(throws: ExportError.damagedManifest(path: path)) { try export(["index.html": "home"]) }
    #expect(FileSystem.status("\(temporary.path)/precious.txt") != nil)
  }

  @Test("an export is current until its key, a size or a time changes")
  func current() throws {
    _ = try export(["index.html": "home"], key: "one")
    #expect(try ExportWriter(site, format: "site").isCurrent("one"))
    #expect(try !ExportWriter(site, format: "site").isCurrent("two"))
    try FileSystem.write(Array("evil".utf8), to: "\(site)/index.html")
    #expect(try !ExportWriter(site, format: "site").isCurrent("one"))
    #expect(try export(["index.html": "home"], key: "one").written == 1)
    #expect(try ExportWriter(site, format: "site").isCurrent("one"))
  }

  @Test("an export that was interrupted is taken up again")
  func interrupted() throws {
    let writer = try ExportWriter(site, format: "site")
    try writer.put("index.html", Array("home".utf8))
    #expect(FileSystem.status("\(site)/index.html") == nil)
    #expect(try export(["index.html": "home"]).written == 1)
    #expect(FileSystem.names(in: site) == [".runbook-site.json", "index.html"])
  }
}
