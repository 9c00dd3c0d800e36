import Testing

@testable import Runbook

@Suite struct SectionTests {
  private func runbook(
    _ body: String, symptoms: String = "[s one, s two]"
  ) throws -> Runbook {
    let text = "---\nid: a\ntitle: The title\nkind: runbook\nsymptoms: \(symptoms)\n---\n" + body
    let document = DocumentParser.parse(bytes: Array(text.utf8), path: "a.md").document
    guard case .runbook(let found) = try #require(document) else {
      throw Unexpected()
    }
    return found
  }

  private struct Unexpected: Error {}

  @Test(
    "a heading means a section, whatever its case, number and punctuation",
    arguments: [
      ("Meaning", .meaning, .meaning), ("IMPACT", .impact, .impact),
      ("2. Diagnosis:", .diagnosis, .diagnosis), ("🔧 Fix", nil, nil),
      ("Fix", .mitigation, .resolution), ("Resolution", .mitigation, .resolution),
      ("How to fix", .mitigation, nil), ("Remediation", .mitigation, .resolution),
      ("Verify", .verification, .verification), ("Prevent", .prevention, .prevention),
      ("Symptom", .symptoms, .symptoms), ("Symptoms", .symptoms, .symptoms),
      ("Action items", .actionItems, .actionItems), ("Follow-ups", .prevention, .actionItems),
      ("Root cause", .contributingFactors, .contributingFactors),
      ("What didn't go well", .wentPoorly, .wentPoorly), ("TL;DR", .summary, .summary),
      ("Summary", .meaning, .summary), ("Overview", .meaning, .summary), ("Notes", nil, nil),
      ("", nil, nil),
    ] as [(String, SectionName?, SectionName?)])
  func names(heading: String, runbook: SectionName?, incident: SectionName?) {
    #expect(SectionName.named(heading, in: .runbook) == runbook)
    #expect(SectionName.named(heading, in: .incident) == incident)
  }

  @Test("every section is found under its own name", arguments: SectionName.allCases)
  func ownNames(name: SectionName) {
    let kinds = DocumentKind.allCases.filter { SectionName.named(name.rawValue, in: $0) == name }
    #expect(!kinds.isEmpty)
  }

  @Test("the body is cut at level two; the heading that repeats the title goes")
  func cut() throws {
    let sections = try runbook("# The title\n\nintro\n\n## Fix\n\n### Deep\n\n## Other *x*\n")
      .sections
    #expect(sections.map(\.title) == ["", "Fix", "Other x"])
    #expect(sections.map(\.name) == [nil, .mitigation, nil])
    #expect(sections.map(\.location.line) == [9, 11, 15])
    #expect(sections.map(\.plainText) == ["intro", "Deep", ""])
  }

  @Test("sections on level one are understood too")
  func levelOne() throws {
    let sections = try runbook("# Meaning\nm\n# Mitigation\n1. f\n").sections
    #expect(sections.map(\.name) == [.meaning, .mitigation])
  }

  @Test("passages: one for each thing that can be found, with its line")
  func passages() throws {
    let body = """
      ## Diagnosis

      Look *here*:

      ```console
      $ aws ecs \\
      > list
      output
      ```

      | Code | Meaning |
      |---|---|
      | `137` | killed |
      |  | empty |

      > quoted

      <div>html</div>

      ## Fix

      1. Step one. Detail.

         ```sh safety=mutating
         do it
         ```

         - nested
      2. [ ] Task

      ## Symptoms

      - seen
      """
    #expect(
      Document.runbook(try runbook(body)).passages == [
        Passage(kind: .symptom, section: "", line: 5, text: "s one"),
        Passage(kind: .symptom, section: "", line: 5, text: "s two"),
        Passage(kind: .heading, section: "Diagnosis", line: 7, text: "Diagnosis"),
        Passage(kind: .paragraph, section: "Diagnosis", line: 9, text: "Look here:"),
        Passage(kind: .command, section: "Diagnosis", line: 11, text: "aws ecs \\\nlist"),
        Passage(kind: .row, section: "Diagnosis", line: 19, text: "137 | killed"),
        Passage(kind: .row, section: "Diagnosis", line: 20, text: "empty"),
        Passage(kind: .paragraph, section: "Diagnosis", line: 22, text: "quoted"),
        Passage(kind: .heading, section: "Fix", line: 26, text: "Fix"),
        Passage(kind: .item, section: "Fix", line: 28, text: "Step one. Detail.", step: "step-1"),
        Passage(
          kind: .command, section: "Fix", line: 30, text: "do it", safety: .mutating,
          step: "step-1"),
        Passage(kind: .item, section: "Fix", line: 34, text: "nested", step: "step-1"),
        Passage(kind: .task, section: "Fix", line: 35, text: "Task", step: "step-2"),
        Passage(kind: .heading, section: "Symptoms", line: 37, text: "Symptoms"),
        Passage(kind: .symptom, section: "Symptoms", line: 39, text: "seen"),
      ])
  }

  @Test("commands carry their safety class, section and line")
  func commands() throws {
    let body = "## Fix\n\n- x\n\n  ```bash safety=sensitive-read\n  a\n  ```\n\n```json\n{}\n```\n"
    #expect(
      try runbook(body).commands == [
        Command(
          text: "a", safety: .sensitiveRead, section: "Fix",
          location: FilePlace(line: 11))
      ])
  }

  @Test("a heading of level 3 in the mitigation is a step, with its text, commands and effects")
  func headedSteps() throws {
    let body = """
      ## Mitigation

      Try them in this order.

      ### Raise the `memory` of the task

      If it was killed, raise
      it.

      ```sh safety=read-only
      look
      ```

      ```sh safety=mutating
      aws ecs update-service --cluster <cluster>
      ```

      Changes: deploys it. Undo: the same with
      the old one.

      #### Detail

      More.

      ### Raise the memory of the task

      - no paragraph

      ## Verification

      ### No step
      """
    let steps = try runbook(body).steps
    #expect(steps.map(\.title) == ["Raise the memory of the task", "Raise the memory of the task"])
    #expect(
      steps.map(\.anchor) == ["raise-the-memory-of-the-task", "raise-the-memory-of-the-task-1"])
    #expect(steps.map(\.number) == [1, 2])
    #expect(steps.map(\.text) == ["If it was killed, raise it.", ""])
    #expect(steps[0].commands.map(\.text).first == "look")
    #expect(steps[0].mendingFirst.map(\.safety) == [.mutating, .readOnly])
    #expect(
      steps[0].mendingFirst[0].effect
        == Command.Effect(changes: "deploys it.", undo: "the same with the old one."))
    #expect(try runbook(body).commands.map(\.step) == [steps[0].anchor, steps[0].anchor])
    #expect(steps[0].sentence == "Raise the memory of the task. If it was killed, raise it.")
  }

  @Test("a passage leads to the steps that its links name, on its own page or on another")
  func leads() throws {
    let body = """
      ## Diagnosis

      | What you see | Step |
      |---|---|
      | `429` | [Copy it](#copy-it) or [let it out](ecs-b.md#let-it-out) |
      | no link | nothing |

      - If so, then [that](../x/ecs-c.md#there), not [this page](ecs-d.md) or [that site](https://a.b/c.md#d).

      ## Mitigation

      ### Copy it

      If the registry limits it, copy it.
      """
    let document = try runbook(body, symptoms: "[\"too many -> #copy-it\", \"a -> b\"]")
    let passages = Document.runbook(document).passages
    func leads(_ text: String) -> [String] {
      passages.first { $0.text.hasPrefix(text) }?.leadsTo.map(\.description) ?? ["missing"]
    }
    #expect(leads("429") == ["a#copy-it", "ecs-b#let-it-out"])
    #expect(leads("no link") == [])
    #expect(leads("If so") == ["ecs-c#there"])
    #expect(leads("too many") == ["a#copy-it"])
    #expect(leads("a -> b") == [])
    #expect(document.symptoms == [Sign("too many", step: "copy-it"), "a -> b"])
    #expect(document.symptoms.map(\.written) == ["too many -> #copy-it", "a -> b"])
    #expect(passages.last?.step == "copy-it")
  }

  @Test("without headings the items of the first numbered list are the steps; bullets never are")
  func listedSteps() throws {
    let body = """
      ## Fix
      - not this
      1. Stop `a. B`. More.
      2. Set x to 1.5 on **every** task, e.g. Fargate! Then.

         ```sh
         x
         ```
      3. No stop
      4. Free it.
         Then *go.* `x`.
      """
    let steps = try runbook(body).steps
    #expect(
      steps.map(\.title) == [
        "Stop a. B.", "Set x to 1.5 on every task, e.g. Fargate!", "No stop", "Free it.",
      ])
    #expect(steps.map(\.anchor) == ["step-1", "step-2", "step-3", "step-4"])
    #expect(steps[0].text == "Stop a. B. More.")
    #expect(steps[0].sentence == "Stop a. B. More.")
    #expect(steps[1].commands.map(\.text) == ["x"])
    #expect(try runbook(body).commands.map(\.step) == ["step-2"])
    #expect(try runbook("## Fix\n- one\n- two\n").steps == [])
    #expect(try runbook("## Meaning\n1. one\n").steps == [])
  }

  @Test(
    "a sentence ends where a reader would stop",
    arguments: [
      ("One. Two.", "One."), ("One", "One"), ("See v1.4.0 of it. Then", "See v1.4.0 of it."),
      ("Is it? Yes.", "Is it?"), ("原因は不明です。次に", "原因は不明です。"),
      ("Use i.e. This one. x", "Use i.e. This one. x"), ("a. b", "a. b"), ("A.) B", "A.) B"),
      ("Set it to 1. 2 follows.", "Set it to 1."), ("", ""),
    ])
  func sentences(text: String, expected: String) {
    #expect([Inline.text(text)].firstSentence == expected)
  }
}

@Suite struct FenceInfoTests {
  @Test(
    "the info string gives language, words and safety",
    arguments: [
      ("sh safety=read-only", "sh", true, .readOnly), ("Bash", "bash", true, nil),
      ("console  safety=mutating x", "console", true, .mutating), ("", "", false, nil),
      ("json policy", "json", false, nil), ("sh safety=none", "sh", true, nil),
    ] as [(String, String, Bool, Safety?)])
  func info(info: String, language: String, isShell: Bool, safety: Safety?) {
    let fence = FenceInfo(info)
    #expect(fence.language == language)
    #expect(fence.isShell == isShell)
    #expect(fence.safety == safety)
  }

  @Test("an attribute has a value, a word has none")
  func values() {
    let fence = FenceInfo("hcl fragment=aws_ecs_service plain x=a=b")
    #expect(fence.value(of: "fragment") == "aws_ecs_service")
    #expect(fence.value(of: "plain") == nil)
    #expect(fence.value(of: "x") == "a=b")
  }

  @Test(
    "a transcript gives what was typed",
    arguments: [
      ("aws ecs list\n", "aws ecs list"), ("\n a\n\nb\n\n", " a\n\nb"), ("", ""), ("\n \n", ""),
      ("$ a\nout\n$ b\n", "a\nb"), ("$ a \\\n>   b\nout\n", "a \\\n  b"),
      ("$ a \\\n  b\nout\n", "a \\\n  b"), ("echo $ x\n$ y\n", "echo $ x\n$ y"),
    ])
  func commands(text: String, expected: String) {
    #expect(FenceInfo.command(in: text) == expected)
  }
}
