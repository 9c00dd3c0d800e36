import Testing

@testable import Runbook

@Suite struct DocumentParserTests {
  private let path = "Content/runbooks/ecs/ecs-a.md"
  private let incidentPath = "Content/incidents/2026/2026-11-03-checkout-oom.md"

  private func readRunbook(_ text: String) -> Runbook? {
    guard
      case .runbook(let runbook)? =
        DocumentParser.parse(bytes: Array(text.utf8), path: path).document
    else { return nil }
    return runbook
  }

  private func readIncident(_ text: String) -> Incident? {
    guard
      case .incident(let incident)? =
        DocumentParser.parse(bytes: Array(text.utf8), path: incidentPath).document
    else { return nil }
    return incident
  }

  /// Fails on a finding that is missing, on one too many and on one at another place.
  private func expect(
    _ marked: String, path: String, _ messages: [String], isDocument: Bool = true,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let marked = MarkedText(marked)
    let result = DocumentParser.parse(bytes: Array(marked.text.utf8), path: path)
    #expect(
      result.findings.map(\.description) == marked.expected(messages, path: path),
      sourceLocation: sourceLocation)
    #expect((result.document != nil) == isDocument, sourceLocation: sourceLocation)
  }

  @Test("every shipped document is read without a finding", arguments: ProjectFolder.documents)
  func content(path: String) throws {
    let result = DocumentParser.parse(bytes: try ProjectFolder.read(path), path: path)
    #expect(result.findings.map(\.description) == [])
    #expect(result.document != nil)
  }

  @Test("every key of a runbook is read")
  func fullRunbook() throws {
    let text = """
      ---
      id: ecs-a
      title: "A: b"
      kind: runbook
      version: 3
      status: deprecated
      description: |
        One
        sentence.
      category: exit
      services: [ecs, fargate]
      tags: oom
      aliases: []
      symptoms:
        - "exit code 137"
        - a, b
      exit_codes: [137, 0]
      stop_codes: [EssentialContainerExited]
      related: [ecs-b]
      owner: platform
      reviewed_at: 2026-11-21
      lastmod: 2026-11-20
      pager: {team: x, page: [1, 2]}
      ---

      # A: b

      ## Meaning

      Text.
      """
    let runbook = try #require(readRunbook(text))
    #expect(
      runbook
        == Runbook(
          id: "ecs-a", title: "A: b", version: 3, status: .deprecated,
          description: "One sentence.", category: "exit", services: ["ecs", "fargate"],
          tags: ["oom"], aliases: [], symptoms: ["exit code 137", "a, b"], exitCodes: [137, 0],
          stopCodes: ["EssentialContainerExited"], related: ["ecs-b"], owner: "platform",
          reviewedAt: "2026-11-21", lastmod: "2026-11-20",
          sections: [
            Section(
              title: "Meaning", name: .meaning, location: FilePlace(line: 28),
              blocks: [Block(.paragraph([.text("Text.")]), location: FilePlace(line: 30))])
          ],
          source: DocumentSource(
            path: path, revision: Revision.blobID(of: Array(text.utf8)),
            unknownKeys: [
              .init(key: "pager", value: "team: x, page: 1, 2", location: FilePlace(line: 23))
            ], places: runbook.source.places)))
    #expect(runbook.source.location(of: "symptoms", at: 1) == SourceLocation(line: 16, column: 5))
    #expect(runbook.source.location(of: "title") == SourceLocation(line: 3, column: 8))
    #expect(runbook.source.location(of: "aliases") == SourceLocation(line: 13, column: 1))
    #expect(runbook.source.location(of: "nothing") == SourceLocation(line: 1))
  }

  @Test("every key of an incident is read")
  func fullIncident() throws {
    let incident = try #require(
      readIncident(
        """
        ---
        id: 2026-11-03-checkout-oom
        title: Checkout down
        kind: incident
        status: reviewed
        severity: SEV2
        services: [checkout]
        tags: [oom]
        environment: prod
        started_at: 2026-11-03T10:31:00Z
        detected_at: "2026-11-03T10:35:00Z"
        acknowledged_at: 2026-11-03T12:36:00+02:00
        mitigated_at: 2026-11-03T10:50:00Z
        resolved_at: 2026-11-03T11:00:00Z
        detected_by: alarm
        owner: payments
        authors: [ann]
        fingerprints: ["oom:checkout"]
        origin: public
        runbooks:
          - {id: ecs-oom-killed, version: 2, revision: 257cc5642cb1a054f08cc83f2d943e56fd3ebe99, outcome: fixed}
          - id: ecs-exit-zero
            outcome: no-help
        ---
        ## Follow-ups
        - [x] Alarm on memory (@ann, due 2026-12-04, OPS-1)
        """))
    #expect(incident.status == .reviewed)
    #expect(incident.severity == .sev2)
    #expect(incident.environment == "prod")
    #expect(incident.acknowledgedAt?.description == "2026-11-03T10:36:00Z")
    #expect(incident.minutesToResolve == 29)
    #expect(incident.origin == .public)
    #expect(incident.fingerprints == ["oom:checkout"])
    #expect(
      incident.runbooks == [
        RunbookLink(
          id: "ecs-oom-killed", version: 2, revision: "257cc5642cb1a054f08cc83f2d943e56fd3ebe99",
          outcome: .fixed, location: FilePlace(line: 21, column: 10)),
        RunbookLink(
          id: "ecs-exit-zero", outcome: .noHelp, location: FilePlace(line: 22, column: 9)),
      ])
    #expect(
      incident.actionItems == [
        ActionItem(
          text: "Alarm on memory", done: true, owner: "ann", due: "2026-12-04", link: "OPS-1",
          location: FilePlace(line: 26))
      ])
    #expect(incident.sections.map(\.name) == [.actionItems])
  }

  @Test("a byte order mark and CRLF line ends change nothing but the revision")
  func windows() throws {
    let text = "---\nid: ecs-a\ntitle: T\nkind: runbook\n---\n\n## Fix\n\n1. Do it.\n"
    let plain = try #require(readRunbook(text))
    let crlf = text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n")
    var windows = try #require(readRunbook("\u{FEFF}" + crlf))
    #expect(windows.source.revision != plain.source.revision)
    windows.source.revision = plain.source.revision
    #expect(windows == plain)
  }

  @Test("a file that is no document says what to do")
  func unusable() {
    expect(
      "▷", path: path,
      [
        "warning: [front-matter] the file is empty; start it with ---, lines like id: and title:, "
          + "and another ---"
      ], isDocument: false)
    expect(
      "▷# A page\n", path: "Content/incidents/2026/2026-01-01-a.md",
      [
        "error: [front-matter] no front matter; start it with ---, lines like id: and title:, "
          + "and another ---"
      ], isDocument: false)
    expect(
      "▷---\nid: ecs-a\n\n# A page\n", path: path,
      [
        "error: [front-matter] the front matter is not closed; write --- alone on a line before "
          + "line 4"
      ], isDocument: false)
    expect(
      "▷---\nid: ecs-a", path: path,
      [
        "error: [front-matter] the front matter is not closed; write --- alone on the line after "
          + "the last key"
      ], isDocument: false)
    expect(
      "---\nid: ecs-a\ntitle: a▷: b\n---\n", path: path,
      [
        "error: [front-matter] mapping values are not allowed in this context; quote a value that "
          + "holds a colon and a space"
      ], isDocument: false)
    expect(
      "---\nid: ecs-a\n▷<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> x\n---\n", path: path,
      [
        "error: [merge-conflict] unresolved merge conflict; keep the lines that are right and "
          + "remove the marks"
      ], isDocument: false)
  }

  @Test("without id, kind or title there is no document, but the folder and the heading help")
  func identity() {
    expect(
      "▷---\ntitle: T\nkind: runbook\n---\n", path: path,
      ["note: [front-matter] no 'id'; the file name stands in; add id: ecs-a"])
    expect(
      "▷---\nid: ecs-a\nkind: runbook\n---\n", path: path,
      ["error: [front-matter] no 'title'; add title: …"], isDocument: false)
    expect(
      "▷---\nid: ecs-a\nkind: runbook\n---\n# The `exit` page\n", path: path,
      ["warning: [front-matter] no 'title'; the heading stands in; add title: The exit page"])
    expect(
      "▷---\nid: ecs-a\ntitle: T\n---\n", path: path,
      ["warning: [front-matter] no 'kind'; add kind: runbook"])
    expect(
      "▷---\nid: ecs-a\ntitle: T\n---\n", path: "ecs-a.md",
      ["error: [front-matter] no 'kind'; add kind: runbook or kind: incident"], isDocument: false)
    expect(
      "---\nid: ecs-a\ntitle: T\nkind: ▷runbok\n---\n", path: path,
      ["error: [front-matter] 'kind' must be runbook or incident; did you mean 'runbook'?"],
      isDocument: false)
    expect(
      "---\nid: ▷ECS_A/..\ntitle: T\nkind: runbook\n---\n", path: path,
      [
        "error: [front-matter] 'id' must be lower-case letters, digits and hyphens, at most 80, "
          + "not a hyphen first; write id: ecs-a"
      ], isDocument: false)
    expect(
      "---\nid: ▷ecs-b\ntitle: T\nkind: runbook\n---\n", path: path,
      [
        "warning: [front-matter] id 'ecs-b' is not the file name 'ecs-a'; rename the file to "
          + "ecs-b.md"
      ])
    expect(
      "---\nid: ▷checkout\ntitle: T\nkind: incident\n---\n", path: "Content/incidents/checkout.md",
      [
        "warning: [front-matter] the id of an incident starts with its day; write it like "
          + "2026-11-21-checkout"
      ])
    expect(
      "---\nid: ecs-a\ntitle: T\nkind: ▷runbook\n---\n", path: "Content/incidents/2026/ecs-a.md",
      [
        "warning: [front-matter] a runbook in the folder of incidents; move the file to "
          + "Content/runbooks/"
      ])
  }

  @Test("a value of the wrong type is named where it stands, and the rest is read")
  func runbookValues() {
    expect(
      """
      ---
      id: ecs-a
      title: T
      kind: runbook
      version: ▷0
      status: ▷activ
      category: ▷[a]
      services: ▷ecs, fargate
      tags: [a, ▷a, ▷{b: c}, ▷~]
      aliases: [▷Exit 137]
      symptoms: ▷{a: b}
      exit_codes: [137, ▷256, ▷"1", ▷x]
      reviewed_at: ▷21.11.2026
      lastmod: ▷2026-11-21T10:00:00Z
      ▷symptom: x
      team-key: kept
      ---
      """, path: path,
      [
        "warning: [front-matter] 'version' is 0, and must be a whole number from 1",
        "warning: [front-matter] 'status' must be one of draft, active, deprecated, not 'activ'; "
          + "did you mean 'active'?",
        "warning: [front-matter] 'category' must be one text; write category: …",
        "warning: [front-matter] 'services' is one text with commas, not a list; write "
          + "services: [ecs, fargate]",
        "warning: [front-matter] 'a' stands twice in 'tags'; remove one",
        "warning: [front-matter] an item of 'tags' is not a text; quote a text that holds ': '",
        "warning: [front-matter] an item of 'tags' is empty; remove it or write a text",
        "warning: [front-matter] 'Exit 137' in 'aliases' is not an id; did you mean 'exit-137'?",
        "warning: [front-matter] 'symptoms' must be a list of texts; write symptoms: [a, b]",
        "warning: [front-matter] an item of 'exit_codes' is 256, and must be a whole number from "
          + "0 to 255",
        "warning: [front-matter] an item of 'exit_codes' is a text; write 1 without quotes",
        "warning: [front-matter] an item of 'exit_codes' must be a whole number from 0 to 255, "
          + "not 'x'",
        "warning: [front-matter] 'reviewed_at' must be a day, not '21.11.2026'; write yyyy-mm-dd, "
          + "like 2026-11-21",
        "warning: [front-matter] 'lastmod' must be a day, not a time; write 2026-11-21",
      ])
  }

  @Test("times, outcomes and links of an incident are judged one by one")
  func incidentValues() {
    expect(
      """
      ---
      id: 2026-11-03-checkout-oom
      title: T
      kind: incident
      severity: ▷sev2
      started_at: ▷2026-11-03
      detected_at: ▷yesterday
      mitigated_at: ▷2026-11-03T10:31:00
      origin: ▷mine
      runbooks:
        - ▷ecs-a
        - {id: ecs-b, outcome: ▷fixd}
        - {id: ecs-c, version: ▷one, revision: ▷xyz, outcome: fixed}
        - {id: ▷Ecs D, outcome: fixed}
        - ▷{outcome: fixed}
        - {id: ▷ecs-b, outcome: fixed}
        - {id: ecs-e, outcome: fixed, ▷versoin: 2}
      ---
      """, path: incidentPath,
      [
        "note: [front-matter] 'severity' is read as SEV2; write SEV2",
        "warning: [front-matter] 'started_at' has no time of day; write RFC 3339 in UTC, like "
          + "2026-11-03T10:31:00Z",
        "warning: [front-matter] 'detected_at' must be a time, not 'yesterday'; write RFC 3339 in "
          + "UTC, like 2026-11-03T10:31:00Z",
        "warning: [front-matter] 'mitigated_at' has no offset and is read as UTC; write "
          + "2026-11-03T10:31:00Z",
        "warning: [front-matter] 'origin' must be one of own, public, not 'mine'",
        "warning: [front-matter] no outcome for 'ecs-a', so it counts as not tried; add outcome: "
          + "fixed, helped, no-help or not-tried",
        "warning: [front-matter] 'outcome' must be one of fixed, helped, no-help, not-tried, not "
          + "'fixd'; did you mean 'fixed'?",
        "warning: [front-matter] 'version' must be a whole number from 1, not 'one'",
        "warning: [front-matter] 'revision' must be the 40 hex digits of a git blob id; take it "
          + "from runbook history",
        "warning: [front-matter] 'Ecs D' is not an id; did you mean 'ecs-d'?",
        "warning: [front-matter] a linked runbook has no id; write {id: ecs-oom-killed, version: "
          + "1, outcome: fixed}",
        "warning: [front-matter] 'ecs-b' is linked twice, first on line 12; keep the one with the "
          + "better outcome",
        "warning: [front-matter] unknown key 'versoin' in a linked runbook; did you mean "
          + "'version'?",
      ])
  }

  @Test("what is wrong in the body is found with the lines of the file")
  func body() {
    expect(
      """
      ---
      id: 2026-11-03-checkout-oom
      title: T
      kind: incident
      ---

      ```sh safety=▷mutate
      rm x
      ```

      ## Action items

      ▷- [ ] Call (@ann, due friday)
      - [ ] Nothing wrong (see the plan)
      """, path: incidentPath,
      [
        "warning: [safety] unknown safety class 'mutate', not one of read-only, sensitive-read, "
          + "mutating, interactive; did you mean 'mutating'?",
        "warning: [action-item] 'friday' is not a due date; write due yyyy-mm-dd, like due "
          + "2026-12-04",
      ])
  }

  @Test("bytes that are not UTF-8 below the front matter are shown, not lost")
  func encoding() throws {
    let head = Array("---\nid: ecs-a\ntitle: T\nkind: runbook\n---\n\n## Fix\n\nCaf".utf8)
    let result = DocumentParser.parse(bytes: head + [0xE9, 0x20, 0x00], path: path)
    #expect(
      result.findings.map(\.description) == [
        "\(path):9:4: warning: [encoding] not valid UTF-8; the bytes are shown as \u{FFFD}; save "
          + "the file as UTF-8",
        "\(path):9:6: warning: [encoding] a NUL byte in the text; remove it",
      ])
    #expect(result.document?.sections.first?.plainText.hasPrefix("Caf\u{FFFD}") == true)
  }

  @Test("a file over the limit is refused")
  func size() {
    let bytes = [UInt8](repeating: 0x61, count: DocumentParser.sizeLimit + 1)
    let result = DocumentParser.parse(bytes: bytes, path: path)
    #expect(result.document == nil)
    #expect(result.findings.map(\.rule) == ["too-large"])
  }

  @Test("an incident that two people closed is read, a runbook with two titles is not")
  func repeatedKeys() {
    let head = "---\nid: 2026-11-03-x\ntitle: x\nkind: KIND\nseverity: SEV2\nseverity: SEV1\n---\n"
    func parse(_ kind: String) -> (document: Document?, findings: [Finding]) {
      let text = head.split(separator: "KIND").joined(separator: kind)
      return DocumentParser.parse(bytes: Array(text.utf8), path: "2026-11-03-x.md")
    }
    let incident = parse("incident")
    guard case .incident(let read)? = incident.document else {
      Issue.record("not read")
      return
    }
    #expect(read.severity == .sev2)
    #expect(
      incident.findings.map(\.description) == [
        "2026-11-03-x.md:6:1: warning: [front-matter] key 'severity' stands twice, first on line 5; "
          + "the first counts, and lists are joined; keep one of the two"
      ])
    #expect(parse("runbook").document == nil)
  }
}
