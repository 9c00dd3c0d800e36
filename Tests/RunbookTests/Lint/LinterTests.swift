import Testing

@testable import Runbook

@Suite struct LinterTests {
  let page = "Content/runbooks/ecs/ecs-a.md"
  let other = "Content/runbooks/ecs/ecs-b.md"
  let record = "Content/incidents/2026/2026-11-03-a.md"

  func runbook(_ id: String, _ keys: String = "", _ body: String = "") -> String {
    """
    ---
    id: \(id)
    title: T
    kind: runbook
    \(keys)
    ---
    \(body)
    """
  }

  private func incident(_ keys: String, _ body: String = "") -> String {
    "---\nid: 2026-11-03-a\ntitle: T\nkind: incident\n\(keys)\n---\n\(body)\n"
  }

  /// Runs one rule over marked files; each mark is a finding, and nothing else may be found.
  func expect(
    _ rule: String, _ files: [(path: String, text: String)], _ messages: [String],
    reviewDays: Int? = nil, placeholders: Set<String> = [], earlier: String? = nil,
    pinned: String? = nil, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let marked = files.sorted { $0.path < $1.path }
      .map { (path: $0.path, text: MarkedText($0.text)) }
    let options = LintOptions(
      today: CivilDate(daysSince1970: 20_778), reviewDays: reviewDays, placeholders: placeholders,
      rules: [rule])
    let context = LintContext(
      files: marked.map { LintFile(path: $0.path, bytes: Array($0.text.text.utf8)) },
      options: options, exists: { path in files.contains { $0.path == path } },
      earlierText: { _ in earlier.map { Array($0.utf8) } },
      pinnedText: { link in link.version == nil ? nil : pinned.map { Array($0.utf8) } })
    let places = marked.flatMap { file in
      file.text.places.map { "\(file.path):\($0.line):\($0.column)" }
    }
    let severity = Linter.rules.first { $0.id == rule }?.severity.rawValue ?? "?"
    #expect(
      Linter.run(context).map(\.description)
        == zip(places, messages).map { "\($0): \(severity): [\(rule)] \($1)" },
      sourceLocation: sourceLocation)
    #expect(places.count == messages.count, sourceLocation: sourceLocation)
  }

  @Test("every rule has its own id, a sentence and a reason")
  func documentation() {
    let ids = Linter.rules.map(\.id) + Linter.readingRules.map(\.id)
    #expect(Set(ids).count == ids.count)
    for rule in Linter.rules {
      #expect(rule.id.allSatisfy { $0.isLowercase || $0 == "-" })
      #expect(rule.summary.hasSuffix(".") && rule.reason.hasSuffix("."), "\(rule.id)")
    }
  }

  @Test("the shipped knowledge base has no finding")
  func content() throws {
    let files = try ProjectFolder.documents.map {
      LintFile(path: $0, bytes: try ProjectFolder.read($0))
    }
    let context = LintContext(
      files: files, options: LintOptions(today: CivilDate(daysSince1970: 20_778)),
      exists: { FileSystem.status("\(ProjectFolder.path)/\($0)") != nil })
    #expect(Linter.run(context).map(\.description) == [])
  }

  @Test("findings of reading come with the others, in the order of the files")
  func order() {
    let files = [
      LintFile(path: page, bytes: Array(runbook("ecs-a", "status: x\nrelated: [ecs-z]").utf8)),
      LintFile(path: other, bytes: Array("---\nid: ecs-b\n".utf8)),
    ]
    let context = LintContext(
      files: files, options: LintOptions(today: CivilDate(daysSince1970: 0)), exists: { _ in true })
    let further = LintRule("table", .warning, "x.", because: "y.") { _, report in
      report.note("Content/diagnosis/ecs.yml", at: FilePlace(line: 3), "never fires")
    }
    #expect(
      Linter.run(context, further: [further]).map { "\($0.path.suffix(8)) \($0.rule)" } == [
        "/ecs.yml table", "ecs-a.md missing-field", "ecs-a.md missing-field",
        "ecs-a.md missing-field", "ecs-a.md missing-section", "ecs-a.md front-matter",
        "ecs-a.md unknown-related", "ecs-b.md front-matter",
      ])
  }

  @Test("two documents may not share an id")
  func duplicateID() {
    expect(
      "duplicate-id",
      [
        (page, runbook("ecs-a")), (other, runbook("▷ecs-a")),
        ("Content/incidents/2026/x.md", runbook("ecs-c")),
      ], ["'ecs-a' is also the id of \(page); rename one of the two"])
  }

  @Test("an alias leads to one page only")
  func duplicateAlias() {
    expect(
      "duplicate-alias",
      [
        (page, runbook("ecs-a", "aliases: [oom, ▷ecs-b, ▷ecs-a]")),
        (other, runbook("ecs-b", "aliases: [▷oom, exit]")),
      ],
      [
        "alias 'ecs-b' is the id of another page; remove it",
        "alias 'ecs-a' is the id of this page; remove it",
        "alias 'oom' is taken by 'ecs-a'; remove it here or there",
      ])
  }

  @Test("a related runbook exists, and an alias is no id")
  func unknownRelated() {
    expect(
      "unknown-related",
      [
        (page, runbook("ecs-a", "related: [ecs-b, ▷ecs-bb, ▷nothing-like-it]\naliases: [oom]")),
        (other, runbook("ecs-b", "related:\n  - ▷oom")),
      ],
      [
        "no runbook 'ecs-bb'; did you mean 'ecs-b'?", "no runbook 'nothing-like-it'",
        "no runbook 'oom'; write 'ecs-a', which 'oom' is an alias of",
      ])
  }

  @Test("an incident names runbooks and versions that exist")
  func unknownRunbook() {
    expect(
      "unknown-runbook",
      [
        (page, runbook("ecs-a", "version: 2")),
        (
          record,
          incident(
            """
            runbooks:
              - {id: ecs-a, version: 2, outcome: fixed}
              - {id: ▷ecs-x, outcome: fixed}
            """)
        ),
        (
          "Content/incidents/2026/2026-11-04-a.md",
          incident("runbooks: [{id: ▷ecs-a, version: 3, outcome: fixed}]")
        ),
      ],
      [
        "no runbook 'ecs-x'; did you mean 'ecs-a'?",
        "'ecs-a' has no version 3, its newest is 2; write the version that was used",
      ])
  }

  @Test("an incident names steps that the page has, or had when it was read")
  func missingStep() {
    let steps = """
      ## Mitigation

      ### Raise the memory of the task

      If it is full, raise it.
      """
    expect(
      "missing-step",
      [
        (page, runbook("ecs-a", "version: 2\naliases: [a]", steps)),
        (other, runbook("ecs-b", "version: 1")),
        (
          record,
          incident(
            """
            runbooks:
              - {id: ecs-a, step: raise-the-memory-of-the-task, outcome: fixed}
              - {id: ▷ecs-a, step: raise-memory-of-task, outcome: fixed}
              - {id: ▷a, step: nothing-like-it, outcome: fixed}
              - {id: ▷ecs-b, step: step-1, outcome: fixed}
              - {id: ecs-x, step: s, outcome: fixed}
              - {id: ecs-a, step: put-more-memory, version: 1, outcome: fixed}
            """)
        ),
      ],
      [
        "'ecs-a' has no step 'raise-memory-of-task'; did you mean 'raise-the-memory-of-the-task'?",
        "'ecs-a' has no step 'nothing-like-it'; write the anchor of the step, or leave it out",
        "'ecs-b' has no step 'step-1'; write the anchor of the step, or leave it out",
      ], pinned: runbook("ecs-a", "version: 1", "## Mitigation\n\n### Put more memory\n"))
  }

  @Test("a relative link leads to a file")
  func brokenLink() {
    expect(
      "broken-link",
      [
        (
          page,
          runbook(
            "ecs-a", "",
            """
            Good: [b](ecs-b.md), [b](./ecs-b.md#fix), [i](../../incidents/2026/2026-11-03-a.md),
            <https://x.y>, [m](mailto:a@b.c), [top](#t), [root](/x.md), a@b.c, www.x.y.

            Bad: [b](ecs-b.md) and
            [**c**](▷ecs-c.md#x), [d](▷../../../../x.md).

            | a |
            |---|
            | ![i](▷images/a%20b.png) |

            - > [e](▷2026-11-03-a.md)
            """)
        ), (other, runbook("ecs-b")), (record, incident("")),
      ],
      [
        "the link 'ecs-c.md#x' leads to no file; did you mean 'ecs-a'?",
        "the link '../../../../x.md' leads to no file",
        "the link 'images/a%20b.png' leads to no file",
        "the link '2026-11-03-a.md' leads to no file; '2026-11-03-a' is at \(record)",
      ])
  }

  @Test("a page in use has a description, a category and symptoms")
  func missingField() {
    expect(
      "missing-field",
      [
        (page, "▷" + runbook("ecs-a", "description: d\n▷symptoms: []")),
        (other, runbook("ecs-b", "status: draft")),
      ], ["no 'category'; add it", "no 'symptoms'; add it"])
  }

  @Test("a page in use has every standard section, and something in it")
  func missingSection() {
    let full = "## Meaning\nm\n## Impact\ni\n## Investigation\nd\n## Fix\nf\n## Verify\nv\n"
    expect(
      "missing-section",
      [
        (page, runbook("ecs-a", "", full + "## Prevention\np\n")),
        (
          other,
          runbook("ecs-b", "", full + "▷## Prevention\n").split(separator: "T\n", maxSplits: 1)
            .joined(separator: "T\n")
        ), ("Content/runbooks/c.md", runbook("c", "status: draft")),
      ], ["section 'Prevention' is empty; fill it"])
    expect(
      "missing-section",
      [(page, "---\nid: ecs-a\ntitle: ▷T\nkind: runbook\n---\n" + full)],
      ["no section Prevention; add ## Prevention"])
  }

  @Test("the heading is the title")
  func titleHeading() {
    expect(
      "title-heading",
      [
        (page, runbook("ecs-a", "", "# T\n\n## Fix\n")),
        (other, runbook("ecs-b", "", "▷# Another *one*\n\n## Fix\n")),
      ], ["the heading 'Another one' is not the title; write # T"])
  }

  @Test("a review ages only where the person says how fast")
  func staleReview() {
    let files = [
      (page, runbook("ecs-a", "reviewed_at: 2026-11-01")),
      (other, runbook("ecs-b", "reviewed_at: ▷2026-08-01")),
      ("Content/runbooks/c.md", "▷" + runbook("c")),
      ("Content/runbooks/d.md", runbook("d", "status: deprecated")),
    ]
    expect(
      "stale-review", files,
      [
        "never reviewed; read it through and add reviewed_at: 2026-11-21",
        "last reviewed 112 days ago, more than 90; read it through and write reviewed_at: "
          + "2026-11-21",
      ], reviewDays: 90)
    expect(
      "stale-review",
      files.map { ($0.0, $0.1.unicodeScalars.filter { $0 != "▷" }.map { String($0) }.joined()) },
      [])
  }

  @Test("a text that changed needs another version; front matter alone does not")
  func sameVersion() {
    let now = runbook("ecs-a", "version: ▷2", "## Fix\n\nnew\n")
    let unmarked = runbook("ecs-a", "version: 2", "## Fix\n\nnew\n")
    expect(
      "same-version", [(page, now)], ["the text changed under version 2; write version: 3"],
      earlier: runbook("ecs-a", "version: 2", "## Fix\n\nold\n"))
    expect(
      "same-version", [(page, unmarked)], [],
      earlier: runbook("ecs-a", "version: 2\nowner: x", "## Fix\r\n\r\nnew\r\n\r\n"))
    expect("same-version", [(page, unmarked)], [], earlier: nil)
  }

  @Test("a command says what running it can do")
  func missingSafety() {
    expect(
      "missing-safety",
      [
        (
          page,
          runbook(
            "ecs-a", "",
            "```sh safety=mutating\na\n```\n\n- ▷```bash\n  a\n  ```\n\n```json\n{}\n```\n")
        )
      ],
      [
        "the command has no safety class; add safety= and one of read-only, sensitive-read, "
          + "mutating, interactive"
      ])
  }

  @Test("a mutating command says what it changes and how to undo it")
  func undoLine() {
    expect(
      "undo-line",
      [
        (
          page,
          runbook(
            "ecs-a", "",
            """
            ```sh safety=mutating
            a
            ```

            Changes: x. Undo: y.

            ```sh safety=mutating
            a
            ```
            ```sh safety=mutating
            b
            ```

            More.

            Changes: both.
            Undo: y.

            ▷```sh safety=mutating
            a
            ```

            Undo: y.

            ```sh safety=read-only
            a
            ```

            Changes: x. Undo: y.

            1. Step

               ▷```sh safety=mutating
               a
               ```

            Changes: outside. Undo: the item.
            """)
        )
      ],
      Array(
        repeating: "the mutating command does not say how to undo it; add a line below it: "
          + "Changes: … Undo: …", count: 2))
  }

  @Test("placeholders are those that can be filled in")
  func placeholders() {
    expect(
      "unknown-placeholder",
      [
        (
          page,
          runbook(
            "ecs-a", "",
            """
            Prose <anything> is no command.

            ```sh safety=read-only
            aws ecs x --cluster <cluster> \\
              --service ▷<service_name> <service_name> ▷<Clusters> ▷<zzzzzz> <own>
            cat <in >out <<EOF 2<&1 a<b-c
            ```
            """)
        )
      ],
      [
        "unknown placeholder <service_name>; did you mean <service>?",
        "unknown placeholder <Clusters>; did you mean <cluster>?", "unknown placeholder <zzzzzz>",
      ], placeholders: ["own"])
  }

  @Test("an incident has the times that its status implies")
  func missingTimes() {
    let started = "started_at: 2026-11-03T10:00:00Z"
    expect(
      "missing-times",
      [
        ("a.md", incident("status: open\n\(started)")), ("b.md", incident("status: ▷open")),
        ("c.md", incident("status: ▷resolved\n\(started)")),
        ("d.md", incident("status: resolved\norigin: public")),
      ],
      [
        "open, and no started_at; add it in RFC 3339, like 2026-11-03T10:31:00Z",
        "resolved, and no detected_at, resolved_at; add it in RFC 3339, like "
          + "2026-11-03T10:31:00Z",
      ])
  }

  @Test("times run forwards")
  func timeOrder() {
    expect(
      "time-order",
      [
        (
          record,
          incident(
            """
            started_at: 2026-11-03T10:00:00Z
            detected_at: ▷2026-11-03T09:00:00Z
            mitigated_at: 2026-11-03T12:30:00+02:00
            resolved_at: ▷2026-11-03T10:20:00Z
            """)
        )
      ],
      [
        "'detected_at' is before 'started_at'; check both, and the offset of each",
        "'resolved_at' is before 'mitigated_at'; check both, and the offset of each",
      ])
  }

  @Test("a resolved incident says which runbook helped or did not")
  func missingOutcome() {
    let fix = "name the runbook that helped or did not, or write one"
    expect(
      "missing-outcome",
      [
        ("a.md", incident("status: open")), ("b.md", "▷" + incident("status: resolved")),
        (
          "c.md",
          incident("status: reviewed\nrunbooks: ▷[{id: ecs-a, outcome: not-tried}]")
            .split(separator: "▷").joined().replacingFirst("{id: ", with: "{id: ▷")
        ), ("d.md", incident("status: resolved\nrunbooks: [{id: ecs-a, outcome: no-help}]")),
      ],
      [
        "resolved, and no runbook is named; \(fix)",
        "reviewed, and no named runbook was tried; \(fix)",
      ])
  }

  @Test("an open action item has an owner and a date")
  func actionOwner() {
    expect(
      "action-owner",
      [
        (
          record,
          incident(
            "",
            """
            ## Action items

            - [ ] a (@ann, due 2026-12-04)
            - [x] b
            ▷- [ ] c
            ▷- [ ] d (@ann)
            ▷- [ ] e (due 2026-12-04)
            """)
        )
      ],
      [
        "the action item has no owner and no date; end it with (@owner, due yyyy-mm-dd)",
        "the action item has no date; end it with (@owner, due yyyy-mm-dd)",
        "the action item has no owner; end it with (@owner, due yyyy-mm-dd)",
      ])
  }

  @Test("words of blame are pointed out, quoted programs are not")
  func blame() {
    let fix = "say what made it possible, not who did it"
    expect(
      "blame",
      [
        (
          record,
          incident(
            "",
            """
            ## Contributing factors

            It was
            a ▷Human Error, and `human error` in code. Carelesslyx.

            | a |
            |---|
            | *Bob* ▷forgot to tag |

            - 担当者が▷うっかり消した
            """)
        )
      ],
      [
        "'human error' may read as blame; \(fix)", "'forgot to' may read as blame; \(fix)",
        "'うっかり' may read as blame; \(fix)",
      ])
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with other: String) -> String {
    guard let range = firstRange(ofText: text) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
