import Runbook

extension Command {
  static let follow = Command(
    name: "follow",
    abstract: "Walk through a runbook step by step, and record what was done.",
    discussion: [
      "Shows one step at a time with its commands, placeholders filled in. Nothing is ever run. "
        + "Each answer goes into the timeline of the incident with its time, and the walk can be "
        + "left and resumed at any step.",
      "With '#STEP' it begins at that step of Mitigation. Each of these mends another cause: after one "
        + "is done it asks whether that helped, records it for the step, and goes on to Verification "
        + "once the incident is fixed.",
      "Answers: d done, s skipped, f failed, n TEXT a note, set NAME=VALUE a placeholder, g STEP "
        + "another step of Mitigation, v on to Verification, b back, q leave.",
    ],
    arguments: [
      Argument(
        name: "runbook", help: "An id or alias, ID#STEP to begin at a step, or ID@VERSION.",
        completion: .step)
    ],
    flags: [
      Flag(
        name: "incident", short: "i", placeholder: "id",
        help: "The incident to record in, by its id or part of it; else the only open one.",
        completion: .incident),
      .set,
      Flag(
        name: "section", placeholder: "name",
        help: "Walk these sections instead of Diagnosis, Mitigation and Verification.",
        repeats: true, completion: .section),
      Flag(name: "restart", help: "Begin again at the first step."),
    ] + Redaction.flags,
    examples: [
      (
        "runbook follow ecs-oom-killed --incident checkout-oom --set cluster=prod",
        "With what is done going into the incident."
      ),
      (
        "runbook follow ecs-oom-killed#raise-the-mem -i checkout-oom",
        "From the step that mends it."
      ),
    ]
  ) { options, environment in
    var session = try FollowSession(options, environment)
    return try session.run()
  }
}
