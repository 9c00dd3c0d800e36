import Testing

@testable import Runbook

@Suite struct PostmortemTests {
  private static let started = Timestamp("2026-11-03T10:00:00Z") ?? Timestamp(seconds: 0)

  private func parsed(_ draft: IncidentDraft) throws -> (Incident, String) {
    let id = IncidentID(day: draft.day(now: Self.started), title: draft.title)
    let page = Postmortem.page(of: draft, id: id)
    let (document, findings) = DocumentParser.parse(
      bytes: page, path: "Content/\(id.stem).md")
    #expect(findings == [], "\(String(decoding: page, as: UTF8.self))")
    guard case .incident(let incident)? = document else {
      throw IncidentError.namesTaken(id)
    }
    return (incident, String(decoding: page, as: UTF8.self))
  }

  @Test("a draft with everything is a page that reads back as the draft")
  func full() throws {
    var draft = IncidentDraft(title: "Checkout OOM after deploy")
    draft.severity = .sev2
    draft.services = ["checkout", "eu west"]
    draft.tags = ["memory", "2026"]
    draft.environment = "prod"
    draft.startedAt = Self.started
    draft.detectedAt = Timestamp(seconds: Self.started.seconds + 120)
    draft.resolvedAt = Timestamp(seconds: Self.started.seconds + 1800)
    draft.detectedBy = "alarm"
    draft.owner = "payments"
    draft.authors = ["ana"]
    draft.fingerprints = ["oom:137"]
    draft.runbooks = [
      RunbookLink(
        id: "ecs-oom-killed", step: "raise-the-memory-of-the-task", version: 3,
        revision: "4b825dc642cb6eb9a060e54bf8d69288fbee4904", outcome: .fixed),
      RunbookLink(id: "ecs-exec", outcome: .noHelp),
    ]
    draft.texts = [.summary: "Two lines.\n\nSecond one with <cluster>.", .impact: "12 min"]
    draft.symptoms = ["OutOfMemoryError: Container killed due to memory usage"]
    draft.actions = ["Alarm on memory (@ana, due 2026-12-04, OPS-12)"]
    draft.evidence = "2026-11-03-checkout-oom-after-deploy.evidence.txt"
    let (incident, page) = try parsed(draft)
    #expect(incident.id == "2026-11-03-checkout-oom-after-deploy")
    #expect(incident.title == draft.title)
    #expect(incident.status == .resolved)
    #expect(incident.severity == .sev2)
    #expect(incident.services == draft.services)
    #expect(incident.tags == draft.tags)
    #expect(incident.environment == "prod")
    #expect(incident.startedAt == draft.startedAt)
    #expect(incident.detectedAt == draft.detectedAt)
    #expect(incident.acknowledgedAt == nil)
    #expect(incident.minutesToResolve == 30)
    #expect(incident.detectedBy == "alarm")
    #expect(incident.owner == "payments")
    #expect(incident.authors == ["ana"])
    #expect(incident.fingerprints == ["oom:137"])
    #expect(incident.runbooks.map(\.id) == ["ecs-oom-killed", "ecs-exec"])
    #expect(incident.runbooks.map(\.step) == ["raise-the-memory-of-the-task", nil])
    let entry = "  - {id: ecs-oom-killed, step: raise-the-memory-of-the-task, version: 3,"
    #expect(page.contains(entry))
    #expect(incident.runbooks.map(\.version) == [3, nil])
    #expect(incident.runbooks.map(\.outcome) == [.fixed, .noHelp])
    #expect(incident.runbooks[0].revision == draft.runbooks[0].revision)
    #expect(incident.actionItems.map(\.owner) == ["ana"])
    #expect(incident.actionItems.map(\.due) == ["2026-12-04"])
    #expect(incident.actionItems.map(\.link) == ["OPS-12"])
    #expect(incident.sections.map(\.name) == Postmortem.sections.map(\.name))
    let summary = incident.sections.first { $0.name == .summary }
    #expect(summary?.plainText == "Two lines.\nSecond one with <cluster>.")
    #expect(
      TimelineEditor.texts(in: incident) == [
        "2026-11-03T10:00:00Z Started", "2026-11-03T10:02:00Z Detected",
        "2026-11-03T10:30:00Z Resolved",
      ])
    #expect(page.hasPrefix("---\nid: 2026-11-03-checkout-oom-after-deploy\ntitle: \"Checkout"))
    #expect(!page.utf8.contains(0x0D))
  }

  @Test("a draft with only a title has a prompt in every section, and no search sees it")
  func prompts() throws {
    let (incident, page) = try parsed(IncidentDraft(title: "x", status: .open))
    for (_, prompt) in Postmortem.sections where !prompt.isEmpty {
      #expect(page.contains("<!-- \(prompt) -->"))
      // "--" may not stand inside a comment, and "-->" ends it.
      #expect(!prompt.contains("--"))
    }
    #expect(incident.status == .open)
    #expect(incident.actionItems.isEmpty)
    #expect(incident.sections.map(\.plainText).filter { !$0.isEmpty } == ["Time (UTC) | What"])
  }

  @Test("the page shows as it should wherever GFM and flat front matter are read")
  func rendering() throws {
    let hostile = "a | b: <b>\"x\"</b> # - [ ] `c` [[d]] %%e%% $f$ ---"
    var draft = IncidentDraft(title: hostile)
    (draft.startedAt, draft.resolvedAt) = (Self.started, Self.started)
    (draft.services, draft.tags, draft.owner) = ([hostile, "web"], ["a, b"], hostile)
    draft.texts = [
      .summary: "---\n# \(hostile)\n| a | b |\n|---|---|", .impact: "- [ ] \(hostile)",
    ]
    draft.symptoms = ["```", hostile]
    draft.actions = ["do \(hostile) (@web, due 2026-12-04)", "- [x] more"]
    draft.runbooks = [RunbookLink(id: "ecs-exec", version: 1, outcome: .fixed)]
    let id = IncidentID(day: Self.started.day, title: draft.title)
    let page = Postmortem.page(of: draft, id: id)

    // Obsidian and MkDocs show a value of front matter that is one text or a list of texts.
    let parts = try FrontMatter(SourceText(page))
    let root = try YAML.parse(Array(parts.yaml), path: "page.md")
    for entry in root.entries ?? [] where entry.key != "runbooks" {
      #expect(entry.value.strings != nil, "\(entry.key)")
    }
    #expect(root["title"]?.string == hostile)

    let blocks = MarkdownParser.parse(Array(parts.body), path: "page.md").blocks
    var (headings, tables, boxes): ([String], Int, Int) = ([], 0, 0)
    for block in blocks {
      switch block.content {
      case .heading(_, let text): headings.append(text.plainText)
      case .table(_, let header, let rows):
        tables += 1
        #expect(([header] + rows).allSatisfy { $0.cells.count == 2 })
      case .list(_, let items): boxes += items.count { $0.checked == false }
      case .html(let html): #expect(html.hasPrefix("<!--"))
      case .quote, .thematicBreak: Issue.record("something else at line \(block.location.line)")
      default: break
      }
    }
    #expect(headings == [hostile] + Postmortem.sections.map(\.name.rawValue))
    #expect(tables == 1)
    #expect(boxes == 2)
  }

  @Test("a page is completed with the present id, the whole anchor and the pin of each link, once")
  func completion() throws {
    let page = """
      ---
      title: x
      runbooks:
        - oom
        - {id: oom, step: raise-the-mem, outcome: fixed}
        - {id: ecs-exec, revision: 4b825dc, outcome: helped}
      ---

      text
      """
    let id = IncidentID(day: Self.started.day, title: "x")
    let bytes = try Postmortem.complete(
      Array(page.utf8), id: id, path: "Content/\(id.stem).md",
      table: try Search(ShippedContent.open()).table,
      pin: { link in
        RunbookLink(
          id: "ecs-oom-killed", step: link.step.map { _ in "raise-the-memory-of-the-task" },
          version: 2, revision: "4b825dc642cb6eb9a060e54bf8d69288fbee4904", outcome: link.outcome)
      })
    let text = String(decoding: bytes, as: UTF8.self)
    let pin = "version: 2, revision: 4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    #expect(
      text.contains(
        """
        runbooks:
          - {id: ecs-oom-killed, \(pin), outcome: not-tried}
          - {id: ecs-oom-killed, step: raise-the-memory-of-the-task, \(pin), outcome: fixed}
          - {id: ecs-exec, revision: 4b825dc, outcome: helped}
        ---
        """), "\(text)")
  }

  @Test("the last of two that name the same counts, and a page takes the step that is named later")
  func draftLinks() {
    var draft = IncidentDraft(title: "x")
    draft.link(RunbookLink(id: "a", outcome: .notTried))
    draft.link(RunbookLink(id: "a", step: "s", outcome: .helped))
    draft.link(RunbookLink(id: "a", step: "s", outcome: .fixed))
    draft.link(RunbookLink(id: "a", step: "t", outcome: .noHelp))
    draft.link(RunbookLink(id: "b", outcome: .helped))
    #expect(draft.runbooks.map(\.target) == ["a#s", "a#t", "b"])
    #expect(draft.runbooks.map(\.outcome) == [.fixed, .noHelp, .helped])
  }

  @Test("times that contradict each other are refused")
  func times() {
    var draft = IncidentDraft(title: "x")
    draft.startedAt = Self.started
    draft.resolvedAt = Timestamp(seconds: Self.started.seconds - 1)
    #expect(throws: IncidentError.reversedTimes(earlier: "started_at", later: "resolved_at")) {
      try draft.checkTimes()
    }
    draft.startedAt = nil
    draft.mitigatedAt = Self.started
    #expect(throws: IncidentError.reversedTimes(earlier: "mitigated_at", later: "resolved_at")) {
      try draft.checkTimes()
    }
  }

  @Test("any text of any field survives", arguments: 0..<300)
  func property(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    func text() -> String { HostileText.make(using: &generator) }
    var draft = IncidentDraft(title: "T" + text())
    draft.services = ["s" + text()]
    draft.tags = ["t" + text(), "u"]
    draft.environment = text()
    draft.owner = text()
    draft.texts = [.summary: text() + "\n" + text(), .resolution: text()]
    draft.symptoms = [text(), text()]
    draft.startedAt = Self.started
    draft.runbooks = [RunbookLink(id: "a", outcome: .helped)]
    let (incident, page) = try parsed(draft)
    #expect(incident.title == MarkdownText.line(of: draft.title), "\(page)")
    #expect(incident.services == draft.services.map(YAMLText.oneLine))
    #expect(incident.tags == draft.tags.map(YAMLText.oneLine))
    #expect((incident.environment ?? "") == YAMLText.oneLine(draft.environment ?? ""))
    #expect((incident.owner ?? "") == YAMLText.oneLine(draft.owner ?? ""))
    #expect(incident.sections.map(\.name) == Postmortem.sections.map(\.name))
    for name in [SectionName.summary, .resolution] {
      let blocks = incident.sections.first { $0.name == name }?.blocks ?? []
      let shown = blocks.compactMap { block -> String? in
        guard case .paragraph(let inlines) = block.content else { return nil }
        return MarkdownText.shown(inlines)
      }
      #expect(shown == MarkdownText.lines(of: draft.texts[name] ?? ""), "\(page)")
    }
    let symptoms = incident.sections.first { $0.name == .symptoms }
    let lines = draft.symptoms.flatMap(MarkdownText.lines(of:))
    #expect(symptoms?.plainText == lines.joined(separator: "\n"))
    #expect(incident.runbooks.map(\.id) == ["a"])
  }
}
