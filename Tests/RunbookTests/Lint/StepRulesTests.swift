import Testing

@testable import Runbook

extension LinterTests {
  @Test("mitigation has steps: headings, or else a numbered list")
  func mitigationSteps() {
    expect(
      "mitigation-steps",
      [
        (page, runbook("ecs-a", "", "▷## Fix\n\n- a\n\n## Other\n\n1. b\n")),
        (other, runbook("ecs-b", "", "## Fix\n\nFirst:\n\n1. b\n")),
        ("Content/runbooks/c.md", runbook("c", "", "## Fix\n\n### Do it\n\nNow.\n")),
      ],
      ["'Fix' has no steps; make each action a heading: ### Raise the memory of the task"])
  }

  @Test("a step says below its heading when it applies and what to do")
  func stepText() {
    expect(
      "step-text",
      [
        (
          page,
          runbook(
            "ecs-a", "",
            """
            ## Fix

            ▷### Nothing below

            ▷### Too little

            Raise the memory.

            ### Enough

            If it was killed, raise the memory.
            """)
        ), (other, runbook("ecs-b", "", "## Fix\n\n1. An item is its own text.\n")),
      ],
      [
        "the step 'Nothing below' begins with no paragraph; "
          + "say in one sentence when it applies and what to do",
        "the step 'Too little' says in 3 words when it applies and what to do; "
          + "write one sentence that is complete in itself",
      ])
  }

  @Test("a step fits on a card")
  func longStep() {
    let title = String(repeating: "word ", count: 15) + "xx"
    let text = String(repeating: "word ", count: 92) + "x"
    expect(
      "long-step",
      [
        (
          page,
          runbook(
            "ecs-a", "",
            "## Fix\n\n▷### \(title)\n\nText.\n\n▷### B\n\n\(text)\n\n### C\n\nx\n\n\(text)\n")
        )
      ],
      [
        "the step's heading has 77 characters, more than 76; name the action and its object, and "
          + "explain below",
        "the step's first paragraph has 461 characters, more than 460; say when and what in one "
          + "sentence, and explain below it",
      ])
  }

  @Test("a symptom and a link name a step, or another heading, that exists")
  func unknownStep() {
    let body = """
      ## Diagnosis

      [a](#raise-the-memory), [the section](#fix), [b](ecs-b.md#roll-back), [page](ecs-b.md),
      [c](▷#raise-the-memry), [d](▷ecs-b.md#raise-the-memory), [no page](ecs-z.md#x).

      ## Fix

      ### Raise the memory

      #### Of one container
      """
    expect(
      "unknown-step",
      [
        (
          page,
          runbook(
            "ecs-a",
            """
            symptoms:
              - "plain"
              - "good -> #raise-the-memory"
              - ▷"bad -> #raise-memory"
            """, body)
        ), (other, runbook("ecs-b", "", "## Fix\n\n### Roll back\n")),
      ],
      [
        "no step '#raise-memory' on this page",
        "no heading '#raise-the-memry' on ecs-a; did you mean '#raise-the-memory'?",
        "no heading '#raise-the-memory' on ecs-b",
      ])
  }

  @Test("a row of causes leads to a step; tables without such a column are free")
  func causeWithoutStep() {
    expect(
      "cause-without-step",
      [
        (
          page,
          runbook(
            "ecs-a", "",
            """
            ## Diagnosis

            | What you see | Step |
            |---|---|
            | 137 | [Raise](#raise) |
            ▷| 139 | raise it |
            ▷| 1 | [the page](ecs-b.md) |

            | Code | Name |
            |---|---|
            | 137 | SIGKILL |

            ## Fix

            | What | Step |
            |---|---|
            | x | y |

            ### Raise
            """)
        ), (other, runbook("ecs-b")),
      ],
      Array(
        repeating: "the row leads to no step; link the step in its last column: "
          + "[Raise the memory](#raise-the-memory)", count: 2))
  }

  @Test("every step is reached from a symptom, a row, another step or another page")
  func unreachedStep() {
    let steps = """
      ## Diagnosis

      | What you see | Step |
      |---|---|
      | 137 | [By a row](#by-a-row) |

      ## Fix

      ### By a row

      ### By a symptom

      Or [that](#by-a-step).

      ### By a step

      ### By a page

      ▷### By itself

      [Itself](#by-itself).
      """
    let fix = "link it from a row of Diagnosis, or give it a symptom: \"… -> #by-itself\""
    expect(
      "unreached-step",
      [
        (page, runbook("ecs-a", "symptoms: [\"x -> #by-a-symptom\"]", steps)),
        (other, runbook("ecs-b", "", "[there](ecs-a.md#by-a-page)\n\n## Fix\n\n1. An item\n")),
        ("Content/runbooks/c.md", runbook("c", "status: draft", "## Fix\n\n### Later\n")),
      ], ["nothing leads to the step 'By itself'; \(fix)"])
  }
}
