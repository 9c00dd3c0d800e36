import Testing

@testable import Runbook

@Suite struct IncidentSectionsTests {
  private static let now = Timestamp("2026-11-03T12:00:00Z") ?? Timestamp(seconds: 0)

  private func document(_ change: (inout IncidentDraft) -> Void = { _ in }) throws
    -> IncidentDocument
  {
    var draft = IncidentDraft(title: "x")
    change(&draft)
    let id = IncidentID(day: Self.now.day, title: "x")
    return try IncidentDocument(
      Postmortem.page(of: draft, id: id), path: "Content/incidents/2026/\(id).md")
  }

  private func text(_ document: IncidentDocument) -> String {
    String(decoding: document.bytes, as: UTF8.self)
  }

  @Test("text takes the place of the prompt, then stands below what is there, and never twice")
  func sections() throws {
    var document = try document()
    try document.addText("Raised the <memory> to 4 GB", to: .resolution)
    try document.addText("Raised the <memory> to 4 GB\nand waited `5m`", to: .resolution)
    try document.addText("and waited `5m`", to: .resolution)
    #expect(
      text(document).contains(
        "## Resolution\n\nRaised the \\<memory\\> to 4 GB\n\nand waited `5m`\n\n## What went well"))
    try document.addSymptoms(["boom", "boom", "bang"])
    try document.addSymptoms(["bang"])
    #expect(text(document).contains("```text\nboom\nboom\nbang\n```\n\n## Timeline"))
  }

  @Test("action items are added, ticked, unticked and linked, and nothing else changes")
  func actions() throws {
    var document = try document()
    try document.addAction("alarm on memory (@ana, due 2026-12-04)")
    try document.addAction("write it down")
    let before = text(document)
    try document.setAction(1, done: true)
    #expect(document.incident.actionItems.map(\.done) == [false, true])
    try document.setAction(1, done: false)
    #expect(text(document) == before)
    try document.linkAction(0, to: "OPS-42")
    try document.linkAction(1, to: "https://example.org/t/1")
    #expect(document.incident.actionItems.map(\.link) == ["OPS-42", "https://example.org/t/1"])
    try document.linkAction(0, to: "OPS-43")
    #expect(text(document).contains("- [ ] alarm on memory (@ana, due 2026-12-04, OPS-43)\n"))
    #expect(throws: IncidentError.self) { try document.setAction(2, done: true) }
  }

  @Test("reopening takes the end back and keeps it in the timeline")
  func reopen() throws {
    var document = try document { $0.resolvedAt = Self.now }
    try document.reopen(at: Self.now, reason: "it is back")
    #expect(document.incident.status == .open)
    #expect(document.incident.resolvedAt == nil)
    #expect(text(document).contains("\nresolved_at:\n"))
    #expect(
      TimelineEditor.entries(in: document.incident).map(\.text) == [
        "Resolved", "Reopened: it is back",
      ])
    try document.close(at: nil, now: Self.now)
    try document.review()
    #expect(document.incident.status == .reviewed)
  }

  @Test("a page takes times, severity and runbooks as the command line does")
  func spoken() throws {
    let page = """
      ---
      title: x
      severity: sev2  # SEV1, the worst, to SEV5
      started_at: 23:50
      resolved_at: 00:10
      detected_at: -25m
      runbooks: [ecs-exec=fixed, "oom@2#3=no-help"]
      ---

      ## Timeline

      | Time (UTC) | What |
      |---|---|
      | 00:05 | mended |

      """
    let zone = LocalZone(name: "Europe/Berlin") { _ in 3600 }
    let reader = SpokenTimeReader(now: Self.now, zone: zone)
    let spoken = try SpokenPage(
      Postmortem.withoutHints(Array(page.utf8)), path: "x.md", reader: reader)
    let id = IncidentID(day: Self.now.day, title: "x")
    var document = try IncidentDocument(
      try Postmortem.named(spoken.bytes, id, path: "x.md"), path: "x.md")
    _ = document.spellTimeline(reader)
    let incident = document.incident
    #expect(incident.severity == .sev2)
    #expect(incident.startedAt?.description == "2026-11-02T22:50:00Z")
    #expect(incident.resolvedAt?.description == "2026-11-02T23:10:00Z")
    #expect(incident.detectedAt?.description == "2026-11-03T11:35:00Z")
    #expect(incident.runbooks.map(\.target) == ["ecs-exec", "oom#3"])
    #expect(incident.runbooks.map(\.outcome) == [.fixed, .noHelp])
    #expect(incident.runbooks[1].version == 2)
    #expect(
      TimelineEditor.entries(in: incident).map(\.time.description) == ["2026-11-03T00:05:00Z"])
    #expect(!text(document).contains("#" + " SEV1"))
  }

  @Test(
    "what a page says and nobody understands is refused with its place",
    arguments: ["started_at: soon", "severity: high", "runbooks: [ecs-exec=great]"])
  func refused(line: String) throws {
    let page = "---\ntitle: x\n\(line)\n---\n"
    let error = #expect(throws: IncidentError.self) {
      try SpokenPage(Array(page.utf8), path: "x.md", reader: SpokenTimeReader(now: Self.now))
    }
    #expect(error?.description.hasPrefix("x.md:3:") == true)
  }

  @Test("two people give one title on one day two names")
  func names() throws {
    let ids = ["a1b2", "c3d4"].map { IncidentID(day: Self.now.day, title: "api 5xx", mark: $0) }
    #expect(ids.map(\.description) == ["2026-11-03-api-5xx-a1b2", "2026-11-03-api-5xx-c3d4"])
    let long = IncidentID(
      day: Self.now.day, title: String(repeating: "word ", count: 99), mark: "a1b2")
    #expect(DocumentID.isValid(long.numbered(IncidentID.numberLimit).description))
  }
}
