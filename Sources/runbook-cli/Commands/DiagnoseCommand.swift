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
      "With --service, --cluster or --task it runs the installed 'aws' program itself, with your own "
        + "credentials and only for calls that read, and shows each call before it runs. Beside the "
        + "service and its tasks it asks for what their end makes worth asking: the image in ECR, "
        + "subnets, routes, endpoints and security groups, the last lines of the log, alarms and the "
        + "stack. A call that is refused is said, and the rest goes on; --without leaves them out.",
      "With --watch it exits with 0 where the deployment is completed, with 1 where it failed, was "
        + "rolled back, or did not end within --timeout, and with 130 after Ctrl-C.",
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
      ("runbook diagnose --service checkout", "The same, with the cluster looked for."),
      (
        "runbook diagnose --watch --cluster prod --service web-api",
        "A deployment: each task that stops, with its cause, and how it ends."
      ),
      ("runbook diagnose event.json --log", "What it was, and an incident to go on with."),
    ]
  ) { options, environment in
    if options.has("table") { return try DiagnoseRun.drawTable(options, environment) }
    if options.has("watch") { return try WatchRun.run(options, environment) }
    return try DiagnoseRun.run(options, environment)
  }
}
