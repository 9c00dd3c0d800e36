import Glibc
import Testing

@testable import Runbook

@Suite struct ContentIndexerTests {
  @Test("a new folder is indexed whole, each file once")
  func firstRefresh() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("ecs-oom"), to: "runbooks/ecs/ecs-oom.md")
    try folder.write(
      incidentText("2026-01-02-a", runbooks: "[{id: ecs-oom, outcome: fixed}]"),
      to: "incidents/2026/2026-01-02-a.md")
    try folder.write("synonyms: []\n", to: "synonyms.yml")
    try folder.write("rules: []\n", to: "diagnosis/ecs.yml")
    try folder.write("# Ours\n", to: "runbooks/README.md")
    try folder.write("left by an editor", to: "runbooks/ecs/.ecs-oom.md.swp")
    try folder.write("a log", to: "incidents/2026/2026-01-02-a.log")
    let (base, report) = try folder.refreshed()
    #expect(
      report.added == [
        "Content/diagnosis/ecs.yml", "Content/incidents/2026/2026-01-02-a.md",
        "Content/runbooks/ecs/ecs-oom.md", "Content/synonyms.yml",
      ])
    #expect(report.findings == [])
    #expect(report.notices == [])
    #expect(try base.runbooks.allIDs() == ["ecs-oom"])
    #expect(try base.incidents.allIDs() == ["2026-01-02-a"])
    #expect(base.auxiliary("Content/synonyms.yml")?.bytes == Array("synonyms: []\n".utf8))
    #expect(
      base.auxiliary("Content/synonyms.yml")?.revision
        == Revision.blobID(of: Array("synonyms: []\n".utf8)))
    #expect(base.auxiliary("Content/none.yml") == nil)
    #expect(base.auxiliaryPaths(below: "Content/diagnosis/") == ["Content/diagnosis/ecs.yml"])
    try base.checkInvariants()
    #expect(try base.refresh() == RefreshReport())
  }

  @Test("every passage is found on its own, with its section and line")
  func passages() throws {
    let folder = try KnowledgeFolder()
    try folder.write(
      runbookText("ecs-oom", symptoms: ["killed", "\"OOM: \\\"x\\\"\""]),
      to: "runbooks/ecs/ecs-oom.md")
    let base = try folder.refreshed().base
    let number = try #require(try base.runbooks.number(of: "ecs-oom"))
    let passages = try base.runbooks.passages(of: number).map { passage in
      let piece = passage.passage
      return "\(piece.line) \(piece.kind.rawValue) [\(piece.section)] \(piece.text)"
    }
    #expect(
      passages == [
        "14 symptom [] killed", "15 symptom [] OOM: \"x\"", "20 heading [Meaning] Meaning",
        "22 paragraph [Meaning] The container used too much.",
        "24 heading [Mitigation] Mitigation", "26 item [Mitigation] Look first. Then think.",
        "27 item [Mitigation] Raise the limit.",
        "29 command [Mitigation] aws ecs update-service --cluster <cluster>",
        "35 row [Mitigation] 137 | killed by the kernel",
      ])
    let steps = try base.runbooks.steps(of: number)
    #expect(steps.map(\.title) == ["Look first.", "Raise the limit."])
    #expect(steps.map(\.anchor) == ["step-1", "step-2"])
    #expect(steps[0].text == "Look first. Then think.")
    #expect(
      try base.runbooks.commands(of: number) == [
        Command(
          text: "aws ecs update-service --cluster <cluster>", safety: .mutating,
          section: "Mitigation", location: SourceLocation(line: 29))
      ])
  }

  @Test("the ranking columns hold terms, each where it belongs")
  func fields() throws {
    let folder = try KnowledgeFolder()
    try folder.write(
      runbookText(
        "ecs-oom", title: "Memory", symptoms: ["task killed"],
        extra: "aliases: [too-big]\nstop_codes: [EssentialContainerExited]",
        body: "It shows `OutOfMemoryError` once."), to: "runbooks/ecs/ecs-oom.md")
    let base = try folder.refreshed().base
    func column(_ name: String) throws -> Set<String> {
      let text = try base.texts("SELECT \(name) FROM document_text").first ?? ""
      return Set(text.split(separator: " ").map(String.init))
    }
    #expect(try column("title").isSuperset(of: Terms.list(in: "Memory ecs-oom too-big")))
    #expect(
      try column("symptoms").isSuperset(
        of: Terms.list(in: "task killed exit 137 EssentialContainerExited OutOfMemoryError")))
    #expect(try column("headings").isSuperset(of: Terms.list(in: "Mitigation memory exit fargate")))
    #expect(try column("body").isSuperset(of: Terms.list(in: "shows once update-service kernel")))
    #expect(try column("symptoms").isDisjoint(with: ["kernel", "limit"]))
    #expect(try base.texts("SELECT documents FROM term WHERE term = 'kernel'") == ["1"])
  }

  @Test("a changed file replaces its rows, and keeps its number and its earlier text")
  func change() throws {
    let folder = try KnowledgeFolder()
    let path = "runbooks/ecs/a.md"
    let first = runbookText("a", body: "alpha")
    try folder.write(first, to: path)
    let base = try folder.refreshed().base
    let number = try base.runbooks.number(of: "a")
    try folder.write(runbookText("a", version: 2, body: "beta"), to: path)
    let report = try base.refresh()
    #expect(report.changed == ["Content/" + path])
    #expect(report.added == [] && report.removed == [] && report.renamed == [])
    #expect(try base.runbooks.number(of: "a") == number)
    #expect(try base.texts("SELECT rowid FROM document_fts('alpha')") == [])
    #expect(try base.texts("SELECT documents FROM term WHERE term = 'alpha'") == [])
    #expect(try base.texts("SELECT rowid FROM document_fts('beta')").count == 1)
    #expect(try base.runbooks.text(id: "a", version: 1) == Array(first.utf8))
    try base.checkInvariants()
  }

  @Test("an edit of the same size is noticed, however its time is set")
  func sameSize() throws {
    let folder = try KnowledgeFolder()
    let path = "runbooks/ecs/a.md"
    try folder.write(runbookText("a", body: "alpha"), to: path)
    folder.setTime(path, -1000)
    let base = try folder.refreshed().base
    for word in ["bravo", "gamma", "delta"] {
      // In place, so that nothing but the content differs from what the index saw.
      let file = try #require(fopen("\(folder.root)/Content/\(path)", "r+"))
      fputs(runbookText("a", body: word), file)
      fclose(file)
      folder.setTime(path, -1000)
      #expect(try base.refresh().changed == ["Content/" + path])
      #expect(try base.texts("SELECT rowid FROM document_fts('\(word)')").count == 1)
    }
    try base.checkInvariants()
  }

  @Test("a file with another time and the same bytes is no change")
  func touched() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a"), to: "runbooks/ecs/a.md")
    let base = try folder.refreshed().base
    for seconds in [-5000, 5000, 0] {
      folder.setTime("runbooks/ecs/a.md", seconds)
      #expect(try !base.refresh().hasChanges)
    }
  }

  @Test("a moved file keeps its document and its revisions")
  func move() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a"), to: "runbooks/ecs/a.md")
    let base = try folder.refreshed().base
    let number = try base.runbooks.number(of: "a")
    try folder.move("runbooks/ecs/a.md", to: "runbooks/eks/a.md")
    let report = try base.refresh()
    #expect(
      report.renamed == [
        RefreshReport.Rename(from: "Content/runbooks/ecs/a.md", to: "Content/runbooks/eks/a.md")
      ])
    #expect(report.added == [] && report.removed == [] && report.changed == [])
    #expect(try base.runbooks.summary(of: "a")?.path == "Content/runbooks/eks/a.md")
    #expect(try base.runbooks.number(of: "a") == number)
    #expect(try base.runbooks.revisions(of: "a").count == 1)
    // Moved and edited at once.
    try folder.move("runbooks/eks/a.md", to: "runbooks/b/a.md")
    try folder.write(runbookText("a", version: 2), to: "runbooks/b/a.md")
    #expect(try base.refresh().renamed.map(\.to) == ["Content/runbooks/b/a.md"])
    #expect(try base.runbooks.revisions(of: "a").count == 2)
    try base.checkInvariants()
  }

  @Test("a deleted file takes its document out; its revisions stay")
  func delete() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a"), to: "runbooks/ecs/a.md")
    try folder.write(runbookText("b", body: "bravo"), to: "runbooks/ecs/b.md")
    let base = try folder.refreshed().base
    folder.remove("runbooks/ecs/b.md")
    #expect(try base.refresh().removed == ["Content/runbooks/ecs/b.md"])
    #expect(try base.runbooks.allIDs() == ["a"])
    #expect(try base.texts("SELECT rowid FROM document_fts('bravo')") == [])
    #expect(try base.runbooks.text(id: "b", version: 1) != nil)
    try base.checkInvariants()
  }

  @Test("a broken file is told on every command, and its last good version answers")
  func broken() throws {
    let folder = try KnowledgeFolder()
    let path = "runbooks/ecs/a.md"
    try folder.write(runbookText("a", body: "alpha"), to: path)
    let base = try folder.refreshed().base
    try folder.write("---\nid: a\ntitle: \"open\nkind: runbook\n---\n", to: path)
    let report = try base.refresh()
    #expect(report.changed == ["Content/" + path])
    let finding = try #require(report.findings.first)
    #expect(finding.path == "Content/" + path)
    #expect(finding.severity == .error)
    #expect(try base.refresh().findings == report.findings)
    #expect(try folder.refreshed().report.findings == report.findings)
    #expect(try base.texts("SELECT rowid FROM document_fts('alpha')").count == 1)
    #expect(try base.runbooks.runbook(id: "a")?.title == "Out of memory")
    // Also after it moves, after a rebuild, and until it is mended.
    try folder.move(path, to: "runbooks/eks/a.md")
    let moved = try base.refresh()
    #expect(moved.findings.map(\.path) == ["Content/runbooks/eks/a.md"])
    #expect(try base.runbooks.summary(of: "a")?.path == "Content/runbooks/eks/a.md")
    let rebuilt = try base.refresh(rebuild: true)
    #expect(rebuilt.findings == moved.findings)
    #expect(try base.texts("SELECT rowid FROM document_fts('alpha')").count == 1)
    try base.checkInvariants()
    try folder.write(runbookText("a", body: "bravo"), to: "runbooks/eks/a.md")
    #expect(try base.refresh().findings == [])
    #expect(try base.texts("SELECT rowid FROM document_fts('alpha')") == [])
    try base.checkInvariants()
  }

  @Test("a file that was never good is told, and is no document")
  func neverGood() throws {
    let folder = try KnowledgeFolder()
    try folder.write("---\nid: a\n", to: "runbooks/ecs/a.md")
    let (base, report) = try folder.refreshed()
    #expect(report.findings.map(\.path) == ["Content/runbooks/ecs/a.md"])
    #expect(try base.runbooks.allIDs() == [])
    folder.remove("runbooks/ecs/a.md")
    #expect(try base.refresh().findings == [])
  }

  @Test("of two files with one id a runbook wins, then the first path, until one of them goes")
  func duplicates() throws {
    let folder = try KnowledgeFolder()
    let id = "2026-01-02-a"
    try folder.write(runbookText(id, body: "bravo"), to: "runbooks/m/\(id).md")
    let base = try folder.refreshed().base
    try folder.write(runbookText(id, body: "zulu"), to: "runbooks/z/\(id).md")
    var report = try base.refresh()
    #expect(
      report.findings.map(\.description) == [
        """
        Content/runbooks/z/\(id).md:1:1: error: [duplicate-id] the id \(id) is already that of \
        Content/runbooks/m/\(id).md; give this file another name and id
        """
      ])
    try folder.write(incidentText(id, title: "First"), to: "incidents/2026/\(id).md")
    report = try base.refresh()
    #expect(
      report.findings.map(\.path) == [
        "Content/incidents/2026/\(id).md", "Content/runbooks/z/\(id).md",
      ])
    #expect(try base.incidents.allIDs() == [])
    #expect(try base.runbooks.allIDs() == [id])
    try base.checkInvariants()
    #expect(try base.refresh(rebuild: true).findings == report.findings)
    folder.remove("incidents/2026/\(id).md")
    report = try base.refresh()
    #expect(report.findings.map(\.path) == ["Content/runbooks/z/\(id).md"])
    #expect(try base.runbooks.summary(of: id)?.path == "Content/runbooks/m/\(id).md")
    folder.remove("runbooks/m/\(id).md")
    #expect(try base.refresh().findings == [])
    #expect(try base.texts("SELECT rowid FROM document_fts('zulu')").count == 1)
    try base.checkInvariants()
  }

  @Test("two files that swap their ids end as they say")
  func swap() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a", title: "A"), to: "runbooks/x/a.md")
    try folder.write(runbookText("b", title: "B"), to: "runbooks/x/b.md")
    let base = try folder.refreshed().base
    try folder.write(runbookText("b", title: "A"), to: "runbooks/x/b.md")
    try folder.write(runbookText("a", title: "B"), to: "runbooks/x/a.md")
    try base.refresh()
    #expect(try base.runbooks.list().map { "\($0.id) \($0.title)" } == ["a B", "b A"])
    try base.checkInvariants()
  }

  @Test("a folder that is renamed renames every document in it")
  func moveFolder() throws {
    let folder = try KnowledgeFolder()
    for number in 0..<12 {
      try folder.write(runbookText("r\(number)"), to: "runbooks/x/r\(number).md")
    }
    let base = try folder.refreshed().base
    try folder.move("runbooks/x", to: "runbooks/y")
    let report = try base.refresh()
    #expect(report.renamed.count == 12)
    #expect(report.added == [] && report.removed == [] && report.changed == [])
    try base.checkInvariants()
  }

  @Test("links are followed once, and a folder that holds itself ends")
  func links() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a"), to: "runbooks/x/a.md")
    let content = "\(folder.root)/Content"
    #expect(symlink("..", "\(content)/runbooks/x/loop") == 0)
    #expect(symlink("x", "\(content)/runbooks/again") == 0)
    #expect(symlink("nowhere", "\(content)/runbooks/x/gone.md") == 0)
    let (base, report) = try folder.refreshed()
    #expect(report.added == ["Content/runbooks/x/a.md"])
    #expect(report.findings == [])
    try base.checkInvariants()
  }

  @Test("a file name that is not UTF-8 is told")
  func invalidName() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a"), to: "runbooks/x/a.md")
    var name = Array("\(folder.root)/Content/runbooks/x/b".utf8).map { CChar(bitPattern: $0) }
    name += [-1, 0x2E, 0x6D, 0x64, 0]
    let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
    close(descriptor)
    defer { unlink(name) }
    let report = try folder.refreshed().report
    #expect(report.findings.map(\.message) == ["the file name is not UTF-8"])
  }

  @Test("an index of other rules is built anew by itself")
  func derivation() throws {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a"), to: "runbooks/x/a.md")
    let base = try folder.refreshed().base
    let before = try base.contents()
    try base.connection.run("UPDATE passage SET text = 'of an older program'")
    let stamp = try #require(base.setting("content-stamp"))
    base.set("content-stamp", to: Array("0".utf8) + stamp.dropFirst())
    #expect(try !base.refresh().hasChanges)
    #expect(try base.contents() == before)
    try base.checkInvariants()
  }

  /// Where this fails, the same files now make other rows: an index that exists would stay as it is,
  /// and be asked by other rules than it was made by.
  @Test("the rows of a file change only together with the number of their rules")
  func pinnedRows() throws {
    let folder = try KnowledgeFolder()
    try folder.write(
      runbookText(
        "ecs-pinned", title: "CannotPullContainerError: pulling images",
        symptoms: ["タスクが起動しない", "\"i/o timeout after 30s\"", "exit137 on ECS-tasks"],
        extra: "aliases: [pull-error]\nstop_codes: [TaskFailedToStart]",
        body: "It says `ResourceInitializationError`. The ENIs stopped; caches are missing."),
      to: "runbooks/ecs/ecs-pinned.md")
    try folder.write(
      incidentText(
        "2026-01-02-pinned", runbooks: "[{id: ecs-pinned, version: 1, outcome: fixed}]",
        symptoms: "- ecr:BatchGetImage denied\n\n> quoted\n\n```text\nerror: x\n```",
        actions: "- [ ] Alarm (@sre, due 2026-12-04)"),
      to: "incidents/2026/2026-01-02-pinned.md")
    let contents = try folder.refreshed().base.contents().joined(separator: "\n")
    #expect(
      "\(ContentStamp.currentDerivation) \(Revision.blobID(of: Array(contents.utf8)))"
        == "4 97d2e1f00e70cadda63a899a7d599a655ed759fd",
      "add 1 to ContentStamp.currentDerivation, and write the new numbers here")
  }

  @Test(
    "any sequence of edits ends where a new index begins",
    arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func randomEdits(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let folder = try KnowledgeFolder()
    let words = ["alpha", "bravo", "gamma", "delta", "omega", "kappa"]
    let areas = ["a", "b", "c"]
    let ids = (0..<6).map { "r\($0)" }
    var base = try folder.open()
    func files() -> [String] { FileSystem.files(below: "\(folder.root)/Content") }
    func text(_ id: String) -> String {
      let body = (0..<3).map { _ in words.randomElement(using: &random) ?? "" }
      return runbookText(
        id, version: Int.random(in: 1...3, using: &random),
        title: body[0], symptoms: [body[1]], body: body.joined(separator: " "))
    }
    for _ in 0..<40 {
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let id = ids.randomElement(using: &random) ?? ""
        let path = "runbooks/\(areas.randomElement(using: &random) ?? "")/\(id).md"
        let other = files().randomElement(using: &random)
        switch Int.random(in: 0...9, using: &random) {
        case 0...3: try folder.write(text(id), to: path)
        case 4: try folder.write("---\nid: broken \(id)", to: path)
        case 5, 6: if let other { folder.remove(other) }
        case 7: if let other { try folder.move(other, to: path) }
        case 8:
          if let other {
            try folder.write(text(FileSystem.name(of: other).dropLast(3).description), to: other)
          }
        default: base = try folder.open()
        }
      }
      try base.refresh()
      try base.checkInvariants()
    }
    // With the broken ones gone nothing of the past is left to differ in.
    for path in files() {
      let bytes = try FileSystem.read("\(folder.root)/Content/\(path)")
      if bytes.starts(with: "---\nid: broken".utf8) { folder.remove(path) }
    }
    try base.refresh()
    try base.checkInvariants()
    let elsewhere = try KnowledgeFolder()
    #expect(rename("\(folder.root)/Content", "\(elsewhere.root)/Content") == 0)
    let fresh = try elsewhere.refreshed().base
    #expect(try base.contents() == fresh.contents())
  }
}
