import Testing

@testable import Runbook

@Suite struct TableLintTests {
  private func check(_ yaml: String, runbooks: [String: Set<String>]? = nil) -> [String] {
    let (table, findings) = DecisionTable.parse(Array(yaml.utf8), path: "t.yml")
    #expect(findings == [])
    var lint = TableLint(table, path: "t.yml")
    return lint.check(runbooks: runbooks).map(\.description).filter {
      !$0.contains("leads to no runbook")
    }
  }

  @Test("the table that ships has nothing to find, and names only steps that exist")
  func ships() throws {
    let folder = "\(DiagnosisFixtures.root)/Content/runbooks"
    var runbooks: [String: Set<String>] = [:]
    for name in FileSystem.files(below: folder) {
      let bytes = try FileSystem.read("\(folder)/\(name)", limit: 1 << 20)
      guard case .runbook(let runbook)? = DocumentParser.parse(bytes: bytes, path: name).document
      else { continue }
      runbooks[runbook.id] = Set(runbook.steps.map(\.anchor))
    }
    #expect(runbooks.count >= 36)
    var lint = TableLint(DiagnosisFixtures.table, path: "ecs.yml")
    #expect(lint.check(runbooks: runbooks).map(\.description) == [])
  }

  @Test("a rule that an earlier one always precedes is found")
  func unreachable() {
    let found = check(
      """
      rules:
        - id: wide
          any: ["timeout", "log group*missing"]
          runbook: ecs-a
          because: "x"
        - id: narrow
          any: ["i/o timeout"]
          when: {input: text}
          runbook: ecs-a
          because: "x"
        - id: other
          any: ["i/o timeout", "refused"]
          runbook: ecs-a
          because: "x"
        - id: gap
          all: ["the log group is missing here", "anything"]
          runbook: ecs-a
          because: "x"
        - id: code
          when: {exit_code: [1, 2]}
          runbook: ecs-a
          because: "x"
        - id: code-1
          when: {exit_code: 1, stop_code: present}
          runbook: ecs-a
          because: "x"
        - id: code-3
          when: {exit_code: [1, 3]}
          runbook: ecs-a
          because: "x"
      """)
    #expect(
      found
        == [
          "t.yml:6:5: error: [decision-table] the rule `narrow` can never decide; "
            + "`wide` above it always matches first; move or narrow one of them",
          "t.yml:15:5: error: [decision-table] the rule `gap` can never decide; "
            + "`wide` above it always matches first; move or narrow one of them",
          "t.yml:23:5: error: [decision-table] the rule `code-1` can never decide; "
            + "`code` above it always matches first; move or narrow one of them",
        ].map { $0.split(separator: ":5: ").joined(separator: ":1: ") })
  }

  @Test("contradictions, unknown values, idle texts, idle lists and unknown runbooks are found")
  func others() {
    let found = check(
      """
      lists:
        idle:
          - id: a
            any: ["timed out", "timed out waiting"]
            runbook: ecs-a
            because: "x"
      rules:
        - id: never
          when: {stop_code: Spot, exit_code: 1}
          not: {exit_code: [1, 2]}
          runbook: ecs-b
          because: "x"
      """, runbooks: ["ecs-a": []])
    #expect(
      found == [
        "t.yml:3:1: warning: [decision-table] the text `timed out waiting` of `a` adds nothing to `timed out`; remove it",
        "t.yml:3:1: warning: [decision-table] no rule uses the list `idle`",
        "t.yml:8:1: error: [decision-table] `stop_code` is never `Spot`; use one of "
          + Vocabulary.stopCodes.joined(separator: ", "),
        "t.yml:8:1: error: [decision-table] the rule `never` asks `exit_code is 1` and its opposite",
        "t.yml:8:1: error: [decision-table] unknown runbook `ecs-b`",
      ])
  }

  @Test("a rule names a step of its page, if the page has steps")
  func steps() {
    let found = check(
      """
      rules:
        - id: none
          any: ["first text"]
          runbook: ecs-a
          because: "x"
        - id: wrong
          any: ["second text"]
          runbook: ecs-a
          step: raise-the-memry
          because: "x"
        - id: right
          any: ["third text"]
          runbook: ecs-a
          step: raise-the-memory
          because: "x"
        - id: plain
          any: ["fourth text"]
          runbook: plain
          because: "x"
      """, runbooks: ["ecs-a": ["raise-the-memory", "roll-back"], "plain": []])
    #expect(
      found == [
        "t.yml:2:1: error: [decision-table] the rule `none` names no step of ecs-a; "
          + "give it `step:`, the anchor of the step that mends it",
        "t.yml:6:1: error: [decision-table] ecs-a has no step `raise-the-memry`; "
          + "did you mean `raise-the-memory`?",
      ])
  }

  @Test("a table that forgets a stop code or an error name is told so")
  func reach() {
    #expect(TableLint(DiagnosisFixtures.table, path: "").unreached == [])
    let empty = TableLint(.empty, path: "").unreached
    #expect(
      empty.contains("the stop code SpotInterruption")
        && empty.contains("the error CannotPullContainerError"))
  }
}
