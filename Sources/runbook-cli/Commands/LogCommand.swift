import Runbook

extension Command {
  static let log = Command(
    name: "log",
    abstract: "Record an incident, so that the next search is better.",
    discussion: [
      "With a title, everything else may come from options. With '-' or '--from', a pasted task, "
        + "event or log names the runbooks and fills in times, service and fingerprint, and is kept "
        + "beside the incident. With nothing, on a terminal, an editor opens on a page with prompts.",
      "A step is named by its anchor, the beginning of one, or its number: "
        + "ecs-oom-killed#raise-the-mem, ecs-oom-killed#2; of an earlier text ecs-oom-killed@1#2.",
      "Secrets are removed before anything is written, and what was removed is named. A page that "
        + "cannot be saved is kept as a draft for '--resume'.",
    ],
    arguments: [
      Argument(
        name: "title", help: "What happened, in one line; '-' reads evidence from standard input.",
        optional: true, repeats: true)
    ],
    flags: [
      Flag(
        name: "runbook", short: "r", placeholder: "id#step=outcome",
        help: "A runbook or step that was used, with fixed, helped, no-help or not-tried.",
        repeats: true, completion: .step),
      Flag(
        name: "severity", short: "s", placeholder: "severity", help: "How bad it was.",
        choices: Incident.Severity.allCases.map(\.rawValue)),
      Flag(name: "service", placeholder: "name", help: "A service that was hurt.", repeats: true),
      Flag(name: "environment", placeholder: "name", help: "Where it happened, such as prod."),
      Flag(
        name: "started", placeholder: "time",
        help: "When it began, in UTC, such as 10:31, -25m or RFC 3339."),
      Flag(name: "detected", placeholder: "time", help: "When somebody or something noticed."),
      Flag(name: "acknowledged", placeholder: "time", help: "When somebody took it."),
      Flag(name: "mitigated", placeholder: "time", help: "When users no longer felt it."),
      Flag(name: "resolved", placeholder: "time", help: "When it was over."),
      Flag(
        name: "symptom", placeholder: "line", help: "An error line as it appeared.", repeats: true),
      Flag(name: "summary", placeholder: "text", help: "What happened, in a few sentences."),
      Flag(name: "impact", placeholder: "text", help: "Who felt it, and how."),
      Flag(name: "resolution", placeholder: "text", help: "What ended it."),
      Flag(
        name: "action", placeholder: "text",
        help: "A follow-up, as 'text (@owner, due 2026-12-04, LINK)'.", repeats: true),
      Flag(name: "tag", placeholder: "name", help: "A label.", repeats: true),
      Flag(name: "detected-by", placeholder: "what", help: "What noticed it, such as alarm."),
      Flag(name: "owner", placeholder: "team", help: "The team that owned it."),
      Flag(name: "author", placeholder: "name", help: "Who writes this.", repeats: true),
      Flag(name: "open", help: "It is not over: start an open incident."),
      Flag(
        name: "from", placeholder: "file", help: "Read evidence from a file.", completion: .file),
      Flag(name: "edit", short: "e", help: "Open the page in an editor before it is saved."),
      Flag(name: "resume", help: "Go on with the newest draft, or the one that is named."),
      Flag(name: "no-input", help: "Ask nothing and open no editor."),
    ] + Redaction.flags + [Command.jsonFlag],
    examples: [
      (
        "runbook log \"checkout OOM after deploy\" --runbook ecs-oom-killed#raise-the-mem=fixed "
          + "--severity SEV2 --started 10:31 --resolved 10:58", "Everything in one line."
      ),
      ("aws ecs describe-tasks … | runbook log --open -", "From a stopped task, while it burns."),
      ("runbook log", "In an editor."),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let session = LogSession(options, recording)
    if options.has("resume") { return try session.resume() }
    var request = try LogRequest(options, recording)
    if let file = options["from"] {
      try request.take(evidence(in: file, environment), of: FileSystem.name(of: file))
    } else if options.arguments.contains("-") {
      try request.take(environment.standardInput(), of: "standard input")
    }
    if request.evidence == nil, options["from"] != nil || options.arguments.contains("-") {
      environment.console.note("runbook: note: there is nothing in the evidence, so none is kept")
    }
    let isBare = options.arguments.isEmpty && request.evidence == nil
    // Asked for in so many words, the editor opens without a terminal too, as git's does.
    if options.has("edit") || isBare && session.canAsk { return try session.edit(request) }
    guard request.draft.title.isVisible else {
      throw CommandError(
        .usage, "nothing to record",
        hints: [
          "give a title, evidence with '-' or '--from FILE', or run it on a terminal for an editor",
          "see 'runbook log --help'",
        ])
    }
    return try session.save(request)
  }

  private static func evidence(in file: String, _ environment: Environment) throws -> String {
    let path = FileSystem.absolute(file, workingFolder: environment.workingFolder)
    do throws(FileError) {
      return OutsideText.text(try FileSystem.read(path, limit: LogRequest.evidenceLimit))
    } catch {
      guard error.code == FileError.tooLarge else {
        throw FileError(operation: "read", path: file, code: error.code)
      }
      throw CommandError(
        .badData, "\(file) is over 1 MiB",
        hints: ["cut it to the lines around the failure, such as with 'tail -c 1M'"])
    }
  }
}
