import Testing

@testable import Runbook

@Suite struct FollowTests {
  private func runbook(_ body: String) throws -> Runbook {
    let text = "---\nid: a\ntitle: a\nkind: runbook\nversion: 3\n---\n\n\(body)"
    let (document, _) = DocumentParser.parse(bytes: Array(text.utf8), path: "Content/runbooks/a.md")
    guard case .runbook(let runbook)? = document else {
      throw IncidentError.changedMeanwhile(path: "a")
    }
    return runbook
  }

  @Test("numbered items, tasks and commands are steps; the rest belongs to the step before")
  func plan() throws {
    let plan = FollowPlan(
      try runbook(
        """
        ## Meaning

        1. not walked

        ## Diagnosis

        Read the reason:

        ```sh safety=read-only
        aws ecs describe-tasks --cluster <cluster>
        ```

        - `reason` holds `OOM`: confirmed.
        - Otherwise look
          further.

        | Exit code | Meaning |
        |---|---|
        | 137 | killed |

        ## Mitigation

        1. Stop it. Then wait.

           ```sh safety=mutating
           aws ecs stop-task --task <task-id>
           ```

        2. Start it.

        Save the revision:

        ```sh
        aws ecs describe-task-definition
        ```

        GNU date:

        ```sh
        date -u
        ```

        Changes: nothing. Undo: nothing.

        ```sh
        aws ecs \\
          update-service --force
        ```

        ```json
        {}
        ```

        ## Verification

        Look at the graph.

        ## Prevention

        - [ ] Alarm
        """))
    #expect(
      plan.steps.map(\.text) == [
        "Read the reason:", "Stop it. Then wait.", "Start it.", "Save the revision:",
        "Run aws ecs update-service.", "Look at the graph.",
      ])
    #expect(plan.steps.map(\.commands.count) == [1, 1, 0, 2, 1, 0])
    #expect(plan.steps[0].commands[0].safety == .readOnly)
    #expect(
      plan.steps[0].notes == [
        "- reason holds OOM: confirmed.\n- Otherwise look further.",
        "Exit code | Meaning\n137 | killed",
      ])
    #expect(plan.steps[3].notes == ["Changes: nothing. Undo: nothing."])
    #expect(plan.steps[3].captions == ["", "GNU date:"])
    #expect(plan.steps[3].summary == "Save the revision")
    #expect(plan.steps[1].summary == "Stop it.")
    #expect(plan.steps[4].notes == ["{}"])
    #expect(
      plan.steps.map(\.section) == ["Diagnosis"] + Array(repeating: "Mitigation", count: 4)
        + ["Verification"])
    let prevention = FollowPlan(
      try runbook("## Prevention\n\n- [ ] Alarm\n"), sections: [.prevention])
    #expect(prevention.steps.map(\.text) == ["Alarm"])
    #expect(FollowPlan(try runbook("## Mitigation\n")).steps.isEmpty)
  }

  @Test("a state reads back as it was written")
  func state() throws {
    var state = FollowState(
      runbook: "a-b", version: 2, revision: "4b825dc", incident: "2026-11-03-x")
    state.values = ["cluster": "prod", "task-id": "0=1 2"]
    state.marks = [0: .done, 2: .failed, 1: .skipped]
    #expect(FollowState(state.text) == state)
    #expect(state.next(of: 5) == 3)
    #expect(state.next(of: 3) == 3)
    state.incident = nil
    #expect(FollowState(state.text) == state)
  }

  @Test(
    "what is no state is refused",
    arguments: [
      "", "x", "runbook follow 2\nrunbook a\n", "runbook follow 1\nrunbook a\nversion 1\n",
      "runbook follow 1\nrunbook ../x\nversion 1\nrevision a\nsection Diagnosis\n",
      "runbook follow 1\nrunbook a\nversion 1\nrevision a\nsection Diagnosis\nstep -1 done\n",
      "runbook follow 1\nrunbook a\nversion 1\nrevision a\nsection Nothing\n",
    ])
  func refused(text: String) {
    #expect(FollowState(text) == nil)
  }

  @Test("placeholders without a value are named")
  func missing() {
    var values = Placeholders()
    let isTaken = values.set("cluster", to: "prod")
    let isUnsafeTaken = values.set("service", to: "a; rm -rf /")
    #expect(isTaken && !isUnsafeTaken)
    #expect(
      values.missing(in: "aws --cluster <cluster> --tasks <task-id> <task-id> 2<&1 <x y>")
        == ["task-id"])
  }
}
