import Testing

@testable import Runbook

/// What comes from another place, again and again, without loss.
@Suite struct ImportTests {
  private let old = Array("# P\n\none\n\ntwo\n\nthree\n".utf8)
  private let new = Array("# P\n\none\n\ntwo\n\nTHREE\n".utf8)
  private let edited = Array("# P\n\nONE\n\ntwo\n\nthree\n".utf8)

  private func arrival(
    _ new: [UInt8], here: [UInt8]?, origin: [UInt8]?, isKnown: Bool = true
  ) -> Arrival {
    Arrival(new, here: here, origin: origin.map(Revision.blobID)) { _ in isKnown ? origin : nil }
  }

  @Test("an edit made here is never overwritten")
  func threeWay() {
    #expect(arrival(new, here: nil, origin: nil) == .added(new))
    #expect(arrival(new, here: new, origin: nil) == .unchanged)
    #expect(arrival(new, here: old, origin: old) == .updated(new))
    #expect(arrival(old, here: edited, origin: old) == .kept)
    #expect(arrival(new, here: nil, origin: old) == .removedHere)
    #expect(
      arrival(new, here: edited, origin: old)
        == .merged(Array("# P\n\nONE\n\ntwo\n\nTHREE\n".utf8)))
    let clash = Array("# P\n\none\n\ntwo\n\n3\n".utf8)
    #expect(arrival(new, here: clash, origin: old) == .conflict)
    #expect(arrival(new, here: edited, origin: old, isKnown: false) == .conflict)
    #expect(arrival(new, here: edited, origin: nil) == .conflict)
  }

  @Test("the list of origins reads what it writes")
  func origins() {
    var origins = Origins()
    origins["runbooks/b c.md"] = Revision.blobID(of: old)
    origins["runbooks/a.md"] = Revision.blobID(of: new)
    #expect(Origins(origins.bytes) == origins)
    #expect(Origins(Array("<<<<<<< ours\nx\n".utf8)) == Origins())
    #expect(origins.paths == ["runbooks/a.md", "runbooks/b c.md"])
  }

  private func plan(
    _ files: [(String, String)], origins: Origins = Origins(), here: [String: [UInt8]] = [:]
  ) -> FolderImport {
    FolderImport(
      files.map { file in (file.0, { Array(file.1.utf8) }) }, area: "k8s", origins: origins,
      here: FolderImport.Here(paths: Array(here.keys), read: { here[$0] }, text: { _, _ in nil }))
  }

  /// The incident that a row writes; nil where it writes none.
  private func incident(in row: FolderImport.Row) -> Incident? {
    guard let bytes = row.arrival?.bytes else { return nil }
    let document = DocumentParser.parse(bytes: bytes, path: "Content/" + row.path).document
    if case .incident(let incident)? = document { return incident }
    return nil
  }

  @Test("what a page lacks is filled in, and the rest of it stays byte for byte")
  func filledIn() throws {
    let body = "\n# The API is down\n\nSee [nodes](../node/NodeDown.md) and ![p](img/p.png).\n"
    let plan = plan([
      ("api/KubeAPIDown.md", "---\nweight: 3\ntitle: API\n---\n" + body),
      ("node/NodeDown.md", body), ("api/img/p.png", "png"), ("api/img/unused.png", "png"),
      ("toml/A.md", "+++\ntitle = 'T'\n+++\ntext\n"), ("empty.md", " \n"), ("notes.adoc", "= A"),
    ])
    let rows = Dictionary(uniqueKeysWithValues: plan.rows.map { ($0.source, $0) })
    let page = try #require(rows["api/KubeAPIDown.md"]?.arrival?.bytes)
    #expect(
      String(decoding: page, as: UTF8.self) == """
        ---
        id: kube-api-down
        kind: runbook
        alerts: [KubeAPIDown]
        category: k8s
        imported_from: "api/KubeAPIDown.md"
        weight: 3
        title: API
        ---
        \(body)
        """)
    #expect(rows["api/KubeAPIDown.md"]?.path == "runbooks/k8s/api/KubeAPIDown.md")
    #expect(rows["node/NodeDown.md"]?.guessed.contains("title") == true)
    #expect(rows["api/img/p.png"]?.path == "runbooks/k8s/api/img/p.png")
    #expect(rows["api/img/unused.png"] == nil)
    #expect(
      rows["toml/A.md"]?.arrival?.bytes.map { String(decoding: $0, as: UTF8.self) }?
        .hasPrefix("---\nid: a\n") == true)
    #expect(rows["empty.md"]?.reason == "it is empty")
    #expect(rows["notes.adoc"]?.reason == "AsciiDoc is not read")
  }

  @Test("what was imported is a page of this knowledge base, and a second import changes nothing")
  func again() throws {
    let files = ForeignCollection.pages(40).map { ($0.path, $0.text) }
    let first = plan(files)
    var here: [String: [UInt8]] = [:]
    for row in first.rows {
      let bytes = try #require(row.arrival?.bytes)
      let path = "Content/" + row.path
      let (document, findings) = DocumentParser.parse(bytes: bytes, path: path)
      #expect(document != nil && !findings.contains { $0.severity == .error }, "\(path)")
      here[row.path] = bytes
    }
    let second = plan(files, origins: first.origins, here: here)
    #expect(second.rows.allSatisfy { $0.arrival == .unchanged })
    #expect(second.origins == first.origins)
  }

  @Test("a postmortem in the form of the SRE book becomes an incident without its secrets")
  func sreBook() throws {
    let text = """
      # Search Postmortem (incident #465)

      **Date**: 2015-10-21

      **Summary**: Search was down for 66 minutes.

      **Impact**: Queries were lost.

      **Root Causes**: A leak; DB_PASSWORD=hunter2xyz99 was in the log.

      ## Action Items

      - [ ] Write a playbook

      ## Lessons Learned

      ### What went well

      - Monitoring alerted us

      ### Where we got lucky

      - Somebody had a copy

      ## Timeline

      - 14:51 News report
      """
    let row = try #require(plan([("docs/465.md", text)]).rows.first)
    #expect(row.path == "incidents/2015/2015-10-21-search-postmortem-incident-465.md")
    #expect(row.removed == 1)
    let bytes = try #require(row.arrival?.bytes)
    let incident = try #require(self.incident(in: row))
    #expect(incident.actionItems.map(\.text) == ["Write a playbook"])
    for name in [
      SectionName.summary, .impact, .contributingFactors, .actionItems, .wentWell, .gotLucky,
      .timeline,
    ] {
      #expect(incident.sections.contains { $0.name == name }, "\(name)")
    }
    #expect(!String(decoding: bytes, as: UTF8.self).contains("hunter2"))
    // A runbook with some of these sections is none.
    let runbook = "# X\n\n## Summary\n\na\n\n## Impact\n\nb\n\n## Resolution\n\nc\n"
    #expect(plan([("x.md", runbook)]).rows.first?.path == "runbooks/k8s/x.md")
  }

  @Test(
    "exports in JSON become incidents",
    arguments: [
      #"{"incidents":[{"name":"Checkout is down","severity":{"name":"Major"},"created_at":"2023-05-01T10:00:00.1Z","resolved_at":"2023-05-01T11:10:00Z"}]}"#,
      #"{"data":[{"id":"1","attributes":{"title":"Checkout is down","severity":{"slug":"sev2"},"started_at":"2023-05-01T12:00:00+02:00","resolved_at":"2023-05-01T11:10:00Z"}}]}"#,
      #"[{"name":"Checkout is down","severity":"SEV2","started_at":"2023-05-01T10:00:00Z","resolved_at":"2023-05-01T11:10:00Z","events":[{"occurred_at":"2023-05-01T10:05:00Z","summary":"paged"}]}]"#,
    ])
  func json(text: String) throws {
    let row = try #require(plan([("export.json", text)]).rows.first)
    #expect(row.path == "incidents/2023/2023-05-01-checkout-is-down.md")
    let incident = try #require(self.incident(in: row))
    #expect(incident.severity == .sev2)
    #expect(incident.startedAt == Timestamp("2023-05-01T10:00:00Z"))
    #expect(incident.resolvedAt == Timestamp("2023-05-01T11:10:00Z"))
    #expect(plan([("x.json", #"{"swagger":"2.0"}"#)]).rows.isEmpty)
  }

  @Test("a safety class in the first line of a command is that of the fence")
  func safety() throws {
    let page =
      "# P\n\n```sh\n# safety: mutating\naws x\n```\n\n```bash safety=read-only\naws y\n```\n"
    let blocks = MarkdownParser.parse(Array(page.utf8), path: "p.md", firstLine: 1).blocks
    let commands = blocks.compactMap { block -> String? in
      guard case .code(let info, let text) = block.content else { return nil }
      return "\(FenceInfo(info).safety?.rawValue ?? "none"): \(FenceInfo.command(in: text))"
    }
    #expect(commands == ["mutating: aws x", "read-only: aws y"])
    let marked = FenceInfo.marked(page)
    #expect(marked.contains("```bash\n# safety: read-only\naws y\n```"))
    #expect(FenceInfo.marked(marked) == marked)
  }
}
