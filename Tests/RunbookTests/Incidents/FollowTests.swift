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

  @Test("a heading of the mitigation is one step with everything below it")
  func remedies() throws {
    let runbook = try runbook(
      """
      ## Diagnosis

      | See | Step |
      |---|---|
      | a | [Roll back](#roll-back) |
      | b | [Other](b.md#other-step), [page](b.md) |

      ## Mitigation

      Take the first that fits.

      ### Roll back

      If it began with a deployment, put
      the last revision back.

      ```sh safety=mutating
      aws ecs update-service --cluster <cluster>
      ```

      Changes: the revision. Undo: the same with the newer one.

      Find the revision:

      ```sh safety=read-only
      aws ecs list-service-deployments
      ```

      - See `status`.
      - Wait.

      It helped when nothing stops.

      ### Raise the memory

      If the task is full, raise it.

      1. Write it:

         ```sh
         jq .
         ```

      2. Look at it.

      ```json
      {}
      ```

      #### Terraform

      Then [deploy](#deploy-it), or [go back](#roll-back).

      ### Deploy it

      Changes: nothing is here yet.

      ## Verification

      Look at the graph.
      """)
    let plan = FollowPlan(runbook)
    #expect(
      plan.steps.map(\.text) == [
        "Diagnosis", "Take the first that fits.", "Roll back", "Raise the memory", "Deploy it",
        "Look at the graph.",
      ])
    #expect(
      plan.steps.map(\.anchor) == [nil, nil, "roll-back", "raise-the-memory", "deploy-it", nil])
    #expect(plan.steps.map(\.isRemedy) == [false, false, true, true, true, false])
    #expect(
      plan.steps[0].notes == [
        "See | Step\na | Roll back (#1)\nb | Other (b#other-step), page"
      ])
    let back = plan.steps[2]
    #expect(back.reason == "If it began with a deployment, put the last revision back.")
    #expect(back.captions == ["", "Find the revision:"])
    #expect(back.commands.map(\.safety) == [.mutating, .readOnly])
    #expect(back.commands[0].effect?.changes == "the revision.")
    #expect(back.commands[0].effect?.undo == "the same with the newer one.")
    #expect(back.notes == ["- See status.", "- Wait.", "It helped when nothing stops."])
    let raise = plan.steps[3]
    #expect(raise.captions == ["1. Write it:"])
    #expect(raise.commands.map(\.text) == ["jq ."])
    #expect(
      raise.notes == ["2. Look at it.", "{}", "Terraform", "Then deploy (#3), or go back (#1)."])
    #expect(raise.leadsTo == ["deploy-it", "roll-back"])
    #expect(plan.steps[4].reason == "Changes: nothing is here yet.")
    #expect(plan.place(of: "raise-the-memory") == 3)
    #expect(plan.place(of: "nothing") == nil)
    #expect(plan.placeAfterRemedies(from: 2) == 5)
    #expect(plan.placeAfterRemedies(from: 5) == 5)
    let alone = FollowPlan(runbook, sections: [.mitigation])
    #expect(alone.placeAfterRemedies(from: 1) == alone.steps.count)
  }

  @Test("the items of a plain page have the anchors by which they are named")
  func items() throws {
    let plan = FollowPlan(try runbook("## Mitigation\n\n1. Stop it.\n2. Start it.\n"))
    #expect(plan.steps.map(\.anchor) == ["step-1", "step-2"])
    #expect(plan.steps.allSatisfy { !$0.isRemedy })
  }

  @Test("a state reads back as it was written")
  func state() throws {
    var state = FollowState(
      runbook: "a-b", version: 2, revision: "4b825dc", incident: "2026-11-03-x")
    state.values = ["cluster": "prod", "task-id": "0=1 2"]
    state.marks = [0: .done, 2: .failed, 1: .skipped]
    (state.start, state.place) = (1, 3)
    state.outcomes = [0: .noHelp, 2: .fixed]
    state.parts = [4: 2]
    #expect(FollowState(state.text) == state)
    state.begin(at: 5)
    #expect(state.start == 5 && state.place == 5 && state.marks.isEmpty && state.parts.isEmpty)
    #expect(state.values["cluster"] == "prod")
    state.incident = nil
    #expect(FollowState(state.text) == state)
  }

  @Test(
    "what is no state is refused",
    arguments: [
      "", "x", "runbook follow 1\nrunbook a\nversion 1\nrevision a\nsection Diagnosis\n",
      "runbook follow 2\nrunbook a\nversion 1\n",
      "runbook follow 2\nrunbook ../x\nversion 1\nrevision a\nsection Diagnosis\n",
      "runbook follow 2\nrunbook a\nversion 1\nrevision a\nsection Diagnosis\nstep -1 done\n",
      "runbook follow 2\nrunbook a\nversion 1\nrevision a\nsection Nothing\n",
      "runbook follow 2\nrunbook a\nversion 1\nrevision a\nsection Diagnosis\noutcome 1 good\n",
      "runbook follow 2\nrunbook a\nversion 1\nrevision a\nsection Diagnosis\npart 1 x\n",
      "runbook follow 2\nrunbook a\nversion 1\nrevision a\nsection Diagnosis\nplace -1\n",
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
