import Runbook

extension Command {
  static let diagnose = Command(
    name: "diagnose",
    abstract: "Name the cause in AWS JSON, with the commands of the fix filled in.",
    discussion: [
      "Reads, offline, what 'aws ecs describe-tasks', 'describe-services', 'aws elbv2 "
        + "describe-target-health', EventBridge or 'docker inspect' gave, whole or projected, one "
        + "or many in a row; or any text, such as a copied console panel. Of a whole terminal session "
        + "the JSON is read, and the log lines around it as the log of its tasks. Up to 64 MiB.",
      "With --cluster it runs the installed 'aws' program itself, with your own credentials and "
        + "only for calls that read, and shows each call before it runs.",
      "Text that no rule decides is searched for its words, as 'runbook search' does; such a "
        + "conclusion is never more than suspected.",
      "Exits with 1 where nothing was diagnosed, and with 65 where the JSON is broken or of an "
        + "unknown shape; what its text says is shown even then.",
    ],
    arguments: [
      Argument(
        name: "file", help: "The input; '-', or nothing, reads standard input.", optional: true,
        completion: .file)
    ],
    flags: [
      Flag(
        name: "task-definition", placeholder: "file",
        help: "The answer of 'aws ecs describe-task-definition', which says what is essential.",
        completion: .file),
      .set, .verbose,
      Command.jsonFlag,
      Flag(name: "explain", help: "Show the facts that were seen and the rules that were tried."),
      Flag(name: "table", help: "Draw the decision table and do nothing else."),
      Flag(
        name: "log", help: "Record it as an open incident, with the redacted input beside it."),
    ] + DiagnoseRequest.liveFlags + Redaction.flags,
    examples: [
      (
        "aws ecs describe-tasks --cluster prod --tasks 0123456789abcdef | runbook diagnose -",
        "What stopped a task, before AWS forgets it within about an hour."
      ),
      ("runbook diagnose event.json", "An event that was kept."),
      (
        "runbook diagnose task.json --task-definition definition.json",
        "With what is essential, the limits and the log group."
      ),
      (
        "runbook diagnose --cluster prod --service web-api --save seen",
        "The service, its tasks, targets and metrics as they are now."
      ),
      ("runbook diagnose event.json --log", "What it was, and an incident to go on with."),
    ]
  ) { options, environment in
    if options.has("table") { return try DiagnoseRun.drawTable(options, environment) }
    return try DiagnoseRun.run(options, environment)
  }
}
