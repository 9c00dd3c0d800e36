import Testing

@testable import Runbook

@Suite struct TableParserTests {
  private func parse(_ yaml: String) -> (table: DecisionTable, findings: [String]) {
    let (table, findings) = DecisionTable.parse(Array(yaml.utf8), path: "t.yml")
    return (table, findings.map(\.description))
  }

  @Test("a mistake is reported with its place and the rule is left out")
  func mistakes() {
    let (table, findings) = parse(
      """
      version: 1
      groups:
        net: ["i/o timeout"]
      lists:
        texts:
          - id: no-text
            runbook: ecs-a
            because: "x"
      rules:
        - id: good
          when: {exit_code: 137}
          runbook: ecs-a
          because: "x"
        - id: good
          when: {exit_kode: 137}
          all: [$nett, "ab*cd"]
          runbook: "../evil"
          confidence: sure
        - runbook: ecs-b
        - id: nowhere
          when: {stop_code: []}
        - id: list
          use: text
        - id: odd
          colour: red
          in: body
          runbook: ecs-c
      """)
    #expect(table.ruleList.map(\.id) == ["good"])
    #expect(
      findings == [
        "t.yml:6:7: error: [decision-table] the rule `no-text` of a list has no text",
        "t.yml:14:5: error: [decision-table] the id `good` stands twice; rename one",
        "t.yml:15:12: error: [decision-table] unknown fact `exit_kode`; use one of "
          + Facts.Name.allCases.map(\.word).joined(separator: ", "),
        "t.yml:16:11: error: [decision-table] unknown group `$nett`; define it before, under `groups:`",
        "t.yml:16:18: error: [decision-table] a piece of `ab*cd` is too short to look for; "
          + "use at least 4 characters between asterisks",
        "t.yml:17:14: error: [decision-table] `../evil` is no id of a runbook",
        "t.yml:18:17: error: [decision-table] unknown confidence; use certain, likely or suspected",
        "t.yml:14:5: error: [decision-table] the rule `good` does not say why; give it `because:`",
        "t.yml:19:5: error: [decision-table] a rule without an id; "
          + "give it `id:` in lower case with hyphens",
        "t.yml:21:23: error: [decision-table] `stop_code` has no value to compare with",
        "t.yml:20:5: error: [decision-table] the rule `nowhere` leads nowhere; give it `runbook:`",
        "t.yml:23:10: error: [decision-table] no list is called `text`; "
          + "use one of `lists:`, in `rules:` only",
        "t.yml:25:5: error: [decision-table] unknown key `colour` in a rule; "
          + "use id, when, not, all, any, none, in, runbook, step, steps, use, confidence, because, "
          + "ask, also",
        "t.yml:26:9: error: [decision-table] unknown kind of line `body`; "
          + "use reason, stopped_reason, status_reason, event, log, text",
        "t.yml:24:5: error: [decision-table] the rule `odd` does not say why; give it `because:`",
      ])
  }

  @Test("a file that is no table is one finding", arguments: ["- a", "a: [", "just text", "\u{0}"])
  func noTable(yaml: String) {
    #expect(parse(yaml).findings.count == 1)
    #expect(parse(yaml).table.ruleList.isEmpty)
  }

  @Test(
    "text is found in any case, with gaps in order, and not where it is excluded",
    arguments: [
      ("Alpha then BETA", true), ("beta then alpha", false), ("alpha beta gamma", false),
      ("alphabeta", true), ("alpha" + String(repeating: " x", count: 600) + " beta", false),
      ("alpha" + String(repeating: "x", count: 900) + "alpha beta", true), ("alpha", false),
      ("", false),
    ])
  func text(text: String, matches: Bool) {
    let (table, findings) = parse(
      """
      rules:
        - id: one
          any: ["ALPHA*beta"]
          none: [gamma]
          runbook: ecs-a
          because: "x"
      """)
    #expect(findings == [])
    #expect(table.decide(Facts(text: text)).isEmpty == !matches)
  }

  @Test("each list of all needs one text; a blank at the end of a text is the end of a word")
  func clauses() {
    let (table, _) = parse(
      """
      groups:
        net: [timeout, refused]
      rules:
        - id: one
          all: [" ebs ", $net]
          runbook: ecs-a
          because: "x"
      """)
    #expect(table.decide(Facts(text: "EBS timeout")).count == 1)
    #expect(table.decide(Facts(text: "refused by ebs")).count == 1)
    #expect(table.decide(Facts(text: "websites refused")).isEmpty)
    #expect(table.decide(Facts(text: "ebs")).isEmpty)
  }

  @Test("facts are tested for values, absence and presence; none ends the walk")
  func facts() {
    let (table, findings) = parse(
      """
      rules:
        - id: veto
          when: {exit_code: 2}
          runbook: none
        - id: one
          when: {exit_code: present}
          not: {exit_code: [1, 3], stop_code: present}
          runbook: ecs-a
          because: "code {exit_code} in {cluster}"
          ask: "why {exit_code}?"
          also: [ecs-b, {runbook: ecs-c, when: {exit_code: 9}}]
      """)
    #expect(findings == [])
    #expect(table.decide(Facts(text: "exit 2")).isEmpty)
    #expect(table.decide(Facts(text: "exit 3")).isEmpty)
    #expect(table.decide(Facts(text: "exit 4 UserInitiated")).isEmpty)
    let found = table.decide(Facts(text: "exit 4"))
    #expect(found.map(\.runbook) == ["ecs-a", "ecs-b"])
    #expect(found.first?.because.first == "code 4 in <cluster>")
    #expect(found.first?.question == "why 4?")
    #expect(table.decide(Facts(text: "exit 9")).map(\.runbook) == ["ecs-a", "ecs-b", "ecs-c"])
  }
}
