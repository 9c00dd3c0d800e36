import Testing

@testable import Runbook

@Suite struct StepAnswerTests {
  /// A page of the team about something that nothing shipped is about.
  private static let page = """
    ---
    id: label-printer
    title: "The label printer of the warehouse"
    kind: runbook
    version: 1
    description: Labels do not come out of the warehouse printer.
    category: hardware
    symptoms:
      - "labels come out blank -> #replace-the-ribbon"
      - "zebra shows a red light -> #feed-the-labels-again"
      - "nothing comes out of the zebra"
    ---

    # The label printer of the warehouse

    ## Meaning

    The zebra in hall two prints the labels of all parcels.

    ## Diagnosis

    | What you see | What it is | Step |
    |---|---|---|
    | grey smears | the head is dirty | [Clean the head](#clean-the-head) |

    ## Mitigation

    ### Feed the labels again

    If the red light is on, open the lid and feed the labels again.

    ### Replace the ribbon

    If labels are blank, replace the ribbon.

    ```sh safety=mutating
    zebra reset --printer <printer>
    ```

    Changes: clears the queue. Undo: print again.

    ### Clean the head

    If labels have smears, clean the head with alcohol.
    """

  private func team() throws -> TeamContent {
    let team = try TeamContent()
    try team.write(StepAnswerTests.page, to: "Content/runbooks/hall/label-printer.md")
    return team
  }

  @Test("a new page with three symptoms is found by its own words at once, with the step they mean")
  func newPage() throws {
    let team = try team()
    let blank = try team.answer("the labels come out all blank today")
    #expect(blank.results.first?.id == "label-printer")
    #expect(blank.results.first?.step?.anchor == "replace-the-ribbon")
    #expect(blank.results.first?.choice?.because == "labels come out blank")
    #expect(
      blank.results.first?.step?.commands.first?.effect
        == Command.Effect(changes: "clears the queue.", undo: "print again."))
    let red = try team.answer("zebra shows red light")
    #expect(red.results.first?.step?.anchor == "feed-the-labels-again")
    let smears = try team.answer("everything has grey smears")
    #expect(smears.results.first?.step?.anchor == "clean-the-head")
  }

  @Test("an answer in JSON lists the newest incidents, counts them all, and is whole for one page")
  func bounded() throws {
    let team = try team()
    for day in 10..<20 {
      try team.write(
        """
        ---
        id: 2026-01-\(day)-labels
        title: "Labels came out blank"
        kind: incident
        status: resolved
        started_at: 2026-01-\(day)T10:00:00Z
        resolved_at: 2026-01-\(day)T10:30:00Z
        runbooks:
          - {id: label-printer, step: replace-the-ribbon, version: 1, outcome: fixed}
        ---

        ## Action items

        - [ ] Buy ribbons
        """, to: "Content/incidents/2026/2026-01-\(day)-labels.md")
    }
    var answer = try team.answer("labels come out blank")
    let first = try #require(answer.results.first?.history)
    #expect((first.seen, first.openActions, first.incidents.count) == (10, 10, 10))
    func listed() -> Int { answer.json.text().split(separator: "\"id\":\"2026-01-").count - 1 }
    #expect(listed() == 5)
    #expect(answer.json.text().contains("\"seen\":10,\"fixed\":10,\"last\":\"2026-01-19\""))
    answer.listedIncidents = .max
    #expect(listed() == 10)
    let other = try team.answer("CannotPullContainerError i/o timeout")
    #expect(other.results[0].json(isWhole: true, incidents: 5).text().count > 10_000)
    #expect(other.json.text().utf8.count < 40_000)
  }

  @Test("the answer in JSON leads with the step, its command and what that changes")
  func json() throws {
    let answer = try team().answer("labels come out blank")
    let text = answer.results[0].json(isWhole: true, incidents: 5).text()
    #expect(
      text.hasPrefix(
        """
        {"runbook":"label-printer","step":{"title":"Replace the ribbon","anchor":\
        "replace-the-ribbon","number":2,"text":"If labels are blank, replace the ribbon.",\
        "because":"labels come out blank","decided":true,"commands":[{"text":\
        "zebra reset --printer <printer>","safety":"mutating","changes":"clears the queue.",\
        "undo":"print again."}]},
        """.trimmed))
  }

  @Test("a step that ended incidents like this one comes before what words alone say")
  func learned() throws {
    let team = try team()
    let text = "nothing comes out of the zebra in hall two"
    let before = try #require(try team.answer(text).results.first)
    #expect(before.step?.anchor != "clean-the-head")
    try team.write(
      """
      ---
      id: 2026-10-01-zebra
      title: Nothing came out of the zebra in hall two
      kind: incident
      status: resolved
      runbooks: [{id: label-printer, step: clean-the-head, version: 1, outcome: fixed}]
      ---

      ## Symptoms

      - nothing comes out of the zebra in hall two

      ## Resolution

      Cleaned the head. It was glue.
      """, to: "Content/incidents/2026/2026-10-01-zebra.md")
    let after = try #require(try team.answer(text).results.first)
    #expect(after.step?.anchor == "clean-the-head")
    #expect(after.past?.stepTaken == 1)
    #expect(after.past?.stepWorked == 1)
    #expect(after.past?.last?.id == "2026-10-01-zebra")
    #expect(after.past?.resolution == "Cleaned the head.")
  }

  @Test("the texts of a rule that mean another step lead to that step")
  func rule() throws {
    let (table, findings) = DecisionTable.parse(
      Array(
        """
        rules:
          - id: pull
            any: ["cannot pull it"]
            runbook: page-a
            step: first
            steps:
              - step: second
                any: ["too many requests"]
            because: It cannot be pulled.
            also: ["page-b#third"]
        """.utf8), path: "t.yml")
    #expect(findings == [])
    let common = table.decide(Facts(text: "cannot pull it"))
    #expect(common.map(\.step) == ["first", "third"])
    #expect(common.map(\.isStepByText) == [false, false])
    let other = table.decide(Facts(text: "cannot pull it: too many requests"))
    #expect(other[0].step == "second")
    #expect(other[0].isStepByText)
    #expect(DecisionTable(compiled: table.compiled)?.ruleList == table.ruleList)
    #expect(
      table.stepReferences.map(\.description).sorted()
        == ["page-a#first", "page-a#second", "page-b#third"])
  }

  @Test("a text that means nothing here has no answer, and names the three nearest pages")
  func nearest() throws {
    let answer = try ShippedContent.answer("npm ERR! code ERESOLVE could not resolve tree")
    #expect(answer.kind == .none)
    #expect(answer.results.isEmpty)
    #expect(answer.nearest.count == 3)
    #expect(answer.json.text().contains("\"nearest\":[{\"runbook\":"))
  }
}

@Suite struct OnePathTests {
  /// What the program says of a text, searched and diagnosed.
  private func both(
    _ text: String, in base: KnowledgeBase
  ) throws -> (search: [String?], diagnose: [String?]) {
    let search = try Search(base)
    let answer = try search.answer(SearchRequest(text))
    let report = DiagnosisReport(Array(text.utf8), table: search.table)
    let diagnosed = try DiagnosisAnswer(report, text: report.isProse ? text : nil, by: search)
    let subject = diagnosed[0]
    let first = answer.results.first
    let number = subject.primary.flatMap { subject.choices[$0.runbook]?.order.first }
    return (
      [first?.id, first?.step.map { String($0.number) }],
      [subject.primary?.runbook, number.map(String.init)]
    )
  }

  @Test("search and diagnose agree on a failure that another runbook fixed before")
  func history() throws {
    let text = """
      CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve \
      ref: no basic auth credentials
      """
    let team = try TeamContent()
    let fingerprint = try #require(Fingerprint.of(Facts(text: text)))
    func base() throws -> KnowledgeBase {
      let base = try KnowledgeBase.open(.folder(team.folder.path), environment: [:])
      try base.refresh()
      return base
    }
    let before = try both(text, in: base())
    #expect(before.search == before.diagnose)
    #expect(before.search.first == "ecs-pull-permissions")
    try team.log(
      "2026-10-01-proxy", symptoms: "The proxy lost its route.", runbook: "ecs-network-path",
      outcome: "fixed", fingerprint: fingerprint)
    let after = try both(text, in: base())
    #expect(after.search == after.diagnose)
    #expect(after.search.first == "ecs-network-path")
  }

  @Test(
    "search reads AWS JSON as diagnose does",
    arguments: [
      #"{"tasks":[{"lastStatus":"STOPPED","stopCode":"EssentialContainerExited","stoppedReason":"Essential container in task exited","containers":[{"name":"app","exitCode":137,"reason":"OutOfMemoryError: Container killed due to memory usage"}]}]}"#,
      #"{"tasks":[{"lastStatus":"RUNNING","containers":[{"name":"app","lastStatus":"RUNNING"}]}]}"#,
    ])
  func structure(text: String) throws {
    let found = try both(text, in: ShippedContent.open())
    #expect(found.search == found.diagnose)
  }

  @Test("the team's own incidents change no weight of a word and no foreign answer")
  func unmoved() throws {
    let team = try TeamContent()
    let asked = [
      "exit 137", "no basic auth credentials", "npm ERR! ERESOLVE", "task stuck in PENDING",
    ]
    func outlines() throws -> [String] {
      let base = try KnowledgeBase.open(.folder(team.folder.path), environment: [:])
      try base.refresh()
      let search = try Search(base)
      return try asked.map { text in
        let answer = try search.answer(SearchRequest(text))
        let parts = answer.results.map { result in
          "\(result.id) \(result.parts.map { "\($0.name) \($0.value)" })"
        }
        return "\(answer.kind) \(parts)"
      }
    }
    let before = try outlines()
    for number in 10..<40 {
      try team.log(
        "2026-10-\(number % 28 + 1 < 10 ? "0" : "")\(number % 28 + 1)-kafka-\(number)",
        symptoms: "Kafka broker \(number) lost its disk and the consumer lag grew.",
        runbook: "ecs-exec", outcome: "fixed")
    }
    #expect(try outlines() == before)
  }
}

extension String {
  fileprivate var trimmed: String { String(reversed().drop { $0.isNewline }.reversed()) }
}
