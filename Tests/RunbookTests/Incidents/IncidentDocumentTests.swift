import Testing

@testable import Runbook

@Suite struct IncidentDocumentTests {
  private static let path = "Content/incidents/2026/2026-11-03-x.md"
  private static let time = Timestamp("2026-11-03T10:31:00Z") ?? Timestamp(seconds: 0)

  private static func file(_ body: String, front: String = "status: open\n") -> [UInt8] {
    Array("---\nid: 2026-11-03-x\ntitle: \"x\"\nkind: incident\n\(front)---\n\n\(body)".utf8)
  }

  private func text(_ document: IncidentDocument) -> String {
    String(decoding: document.bytes, as: UTF8.self)
  }

  @Test(
    "a note becomes a row of the timeline as the file writes it",
    arguments: [
      (
        "## Timeline\n\n| Time (UTC) | What |\n|---|---|\n\n## Resolution\n",
        "## Timeline\n\n| Time (UTC) | What |\n|---|---|\n@ROW@\n\n## Resolution\n"
      ),
      (
        "## Timeline\n\n| When | Who | What |\n|:--|---|--:|\n| 10:00 | a | b |\nsome text\n",
        "## Timeline\n\n| When | Who | What |\n|:--|---|--:|\n| 10:00 | a | b |\nsome text\n"
          + "| 2026-11-03T10:31:00Z | rolled back | |\n"
      ),
      (
        "## Timeline\n\n| Time | What |\n|---|---|\n| 2026-11-03T10:00:00Z | a |\n"
          + "| 2026-11-03T11:00:00Z | b |\n",
        "## Timeline\n\n| Time | What |\n|---|---|\n| 2026-11-03T10:00:00Z | a |\n@ROW@\n"
          + "| 2026-11-03T11:00:00Z | b |\n"
      ),
      (
        "## Timeline\n\n| Time | What |\n|---|---|\n| 2026-11-03T12:00:00Z | c |\n"
          + "| 2026-11-03T10:00:00Z | a |\n| 2026-11-03T11:00:00Z | b |\n\n## Detection\n",
        "## Timeline\n\n| Time | What |\n|---|---|\n| 2026-11-03T10:00:00Z | a |\n@ROW@\n"
          + "| 2026-11-03T11:00:00Z | b |\n| 2026-11-03T12:00:00Z | c |\n\n## Detection\n"
      ),
      (
        "## Timeline\n\n| Time | What |\n|---|---|\n| later | c |\n| 2026-11-03T10:00:00Z | a |\n",
        "## Timeline\n\n| Time | What |\n|---|---|\n| later | c |\n| 2026-11-03T10:00:00Z | a |\n"
          + "@ROW@\n"
      ),
      (
        "## Timeline\n\n- 2026-11-03T10:00:00Z: a\n  more\n\n\n## Detection\n\ntext",
        "## Timeline\n\n- 2026-11-03T10:00:00Z: a\n  more\n@ITEM@\n\n\n## Detection\n\ntext"
      ),
      (
        "## Timeline\n\nIt all began.\n\n## Detection\n",
        "## Timeline\n\nIt all began.\n\n| Time (UTC) | What |\n|---|---|\n@ROW@\n\n## Detection\n"
      ),
      (
        "# x\n\n## Summary\n\ntext\n\n## Resolution\n\nnone",
        "# x\n\n## Summary\n\ntext\n\n## Timeline\n\n| Time (UTC) | What |\n|---|---|\n@ROW@\n\n"
          + "## Resolution\n\nnone"
      ),
      (
        "just text, no end of line",
        "just text, no end of line\n\n## Timeline\n\n| Time (UTC) | What |\n|---|---|\n@ROW@\n"
      ),
      ("", "## Timeline\n\n| Time (UTC) | What |\n|---|---|\n@ROW@\n\n"),
    ])
  func note(before: String, after: String) throws {
    let row = "| 2026-11-03T10:31:00Z | rolled back |"
    let item = "- 2026-11-03T10:31:00Z: rolled back"
    let expected = (after.replacing("@ROW@", with: row) ?? after)
    let wanted = expected.replacing("@ITEM@", with: item) ?? expected
    var document = try IncidentDocument(Self.file(before), path: Self.path)
    try document.addTimelineRow("rolled back", at: Self.time)
    #expect(text(document) == String(decoding: Self.file(wanted), as: UTF8.self))
    // The same with the line endings of Windows.
    let windows = Array(String(decoding: Self.file(before), as: UTF8.self).crlf.utf8)
    var other = try IncidentDocument(windows, path: Self.path)
    try other.addTimelineRow("rolled back", at: Self.time)
    #expect(text(other) == text(document).crlf)
  }

  @Test("each line of a note is a row, and any text makes one row", arguments: 0..<200)
  func property(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    var draft = IncidentDraft(title: "x", status: .open)
    draft.startedAt = Self.time
    let id = IncidentID(day: Self.time.day, title: "x")
    var document = try IncidentDocument(Postmortem.page(of: draft, id: id), path: Self.path)
    var expected = ["\(Self.time) Started"]
    for _ in 0..<3 {
      let note = HostileText.make(using: &generator)
      try document.addTimelineRow(note, at: Self.time)
      expected += MarkdownText.lines(of: note).map { "\(Self.time) \($0)" }
    }
    #expect(TimelineEditor.texts(in: document.incident) == expected, "\(text(document))")
    #expect(document.incident.sections.map(\.name) == Postmortem.sections.map(\.name))
  }

  @Test("a note that is a log is refused, and nothing of it is written")
  func longNote() throws {
    var document = try IncidentDocument(Self.file("text\n"), path: Self.path)
    let before = document.bytes
    let lines = Array(repeating: "line", count: 41).joined(separator: "\n")
    #expect(throws: IncidentError.noteTooLong(lines: 41, bytes: lines.utf8.count)) {
      try document.addTimelineRow(lines, at: Self.time)
    }
    let long = String(repeating: "|", count: 8193)
    #expect(throws: IncidentError.noteTooLong(lines: 1, bytes: 8193)) {
      try document.addTimelineRow(long, at: Self.time)
    }
    #expect(document.bytes == before)
    try document.addTimelineRow(String(repeating: "|", count: 8192), at: Self.time)
    #expect(TimelineEditor.texts(in: document.incident).count == 1)
  }

  @Test("a link is added once and then changed, keeping its pin")
  func link() throws {
    let front = "status: open\nrunbooks:\n  - {id: a, version: 2, revision: 4b825dc} # pinned\n"
    var document = try IncidentDocument(Self.file("text\n", front: front), path: Self.path)
    try document.link(RunbookLink(id: "b", version: 1, outcome: .helped))
    try document.link(RunbookLink(id: "a", outcome: .fixed))
    #expect(
      text(document).contains(
        """
        runbooks:
          - {id: a, version: 2, revision: 4b825dc, outcome: fixed} # pinned
          - {id: b, version: 1, outcome: helped}
        ---
        """))
    #expect(document.incident.runbooks.map(\.outcome) == [.fixed, .helped])
    try document.link(RunbookLink(id: "b", version: 4, outcome: .noHelp))
    #expect(document.incident.runbooks[1].version == 4)
    #expect(document.incident.runbooks[1].outcome == .noHelp)
  }

  @Test("a step is a link of its own; a page that was named alone takes it")
  func linkStep() throws {
    let front = "status: open\nrunbooks:\n  - {id: a, version: 2, outcome: not-tried} # read\n"
    var document = try IncidentDocument(Self.file("text\n", front: front), path: Self.path)
    func runbooks() -> [String] {
      text(document).split(separator: "\n").filter { $0.contains("{id: a") }
        .map { String($0.drop { $0 == " " || $0 == "-" }) }
    }
    try document.link(RunbookLink(id: "a", step: "one", outcome: .noHelp))
    #expect(runbooks() == ["{id: a, step: one, version: 2, outcome: no-help} # read"])
    try document.link(RunbookLink(id: "a", step: "two", version: 3, outcome: .helped))
    try document.link(RunbookLink(id: "a", step: "two", outcome: .fixed))
    #expect(
      runbooks() == [
        "{id: a, step: one, version: 2, outcome: no-help} # read",
        "{id: a, step: two, version: 3, outcome: fixed}",
      ])
    // That the page was named says nothing new; that it helped does not say which step did.
    try document.link(RunbookLink(id: "a", outcome: .notTried))
    #expect(document.incident.runbooks.count == 2)
    try document.link(RunbookLink(id: "a", version: 3, outcome: .helped))
    #expect(document.incident.runbooks.map(\.target) == ["a#one", "a#two", "a"])
    try document.link(RunbookLink(id: "a", step: "three", outcome: .fixed))
    #expect(document.incident.runbooks.map(\.target) == ["a#one", "a#two", "a#three"])
  }

  @Test(
    "a step stands right behind the id, however the link is written",
    arguments: [
      ("[a]", "[{id: a, step: s, outcome: fixed}]"),
      ("[{id: a, outcome: helped}]", "[{id: a, step: s, outcome: fixed}]"),
      ("[{ version: 1, id: \"a\" }]", "[{ version: 1, id: \"a\", step: s, outcome: fixed }]"),
      ("[{id: a, step: , outcome: helped}]", "[{id: a, step: s , outcome: fixed}]"),
      (
        "\n  - id: a # used\n    outcome: helped\n",
        "\n  - id: a # used\n    step: s\n    outcome: fixed\n"
      ),
      ("\n  - a\n", "\n  - {id: a, step: s, outcome: fixed}\n"),
    ])
  func stepPlace(before: String, after: String) throws {
    let front = "status: open\nrunbooks: \(before)\n"
    for windows in [false, true] {
      let bytes = Self.file("text\n", front: front)
      let file = windows ? Array(String(decoding: bytes, as: UTF8.self).crlf.utf8) : bytes
      var document = try IncidentDocument(file, path: Self.path)
      try document.link(RunbookLink(id: "a", step: "s", outcome: .fixed))
      let wanted = "runbooks: \(after)\n"
      #expect(text(document).contains(windows ? wanted.crlf : wanted), "\(text(document))")
      #expect(document.incident.runbooks.map(\.target) == ["a#s"])
    }
  }

  @Test("closing sets status and time, and says so in the timeline once")
  func close() throws {
    let front = "status: open # burning\nstarted_at: 2026-11-03T10:00:00Z\n"
    var document = try IncidentDocument(Self.file("text\n", front: front), path: Self.path)
    try document.close(at: Self.time, now: Timestamp(seconds: 0))
    #expect(document.incident.status == .resolved)
    #expect(document.incident.minutesToResolve == 31)
    #expect(text(document).contains("status: resolved # burning\n"))
    #expect(TimelineEditor.texts(in: document.incident) == ["\(Self.time) Resolved"])
    let once = document.bytes
    try document.close(at: nil, now: Timestamp(seconds: 0))
    #expect(document.bytes == once)
    let early = Timestamp("2026-11-03T09:00:00Z")
    #expect(throws: IncidentError.self) { try document.close(at: early, now: Self.time) }
  }

  @Test("what is no incident is refused with its place")
  func refused() {
    let runbook = Array("---\nid: a\ntitle: a\nkind: runbook\n---\n".utf8)
    #expect(throws: IncidentError.self) {
      try IncidentDocument(runbook, path: "Content/runbooks/a.md")
    }
    let error = #expect(throws: IncidentError.self) {
      try IncidentDocument(Array("---\nid: [\n---\n".utf8), path: "i.md")
    }
    #expect(error?.description.hasPrefix("i.md:3:1: error: [front-matter]") == true)
  }
}
