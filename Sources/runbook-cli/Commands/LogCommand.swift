import Runbook

extension Command {
  static let log = Command(
    name: "log",
    abstract: "Record an incident, so that the next search is better.",
    discussion: [
      "With a title, everything else may come from options. With '-' or '--from', a pasted task, "
        + "event or log names the runbooks and fills in times, service and fingerprint, and is kept "
        + "beside the incident, which is open unless an end, a resolution or a fix is given. With "
        + "nothing, on a terminal, an editor opens on a page with prompts.",
      "A time without a zone is one of your own clock, and the moment that was understood is shown. "
        + "An open incident began now where nothing says when.",
      TimelineInput.explanation,
      "A step is named by its anchor, the beginning of one, or its number: "
        + "ecs-oom-killed#raise-the-mem, ecs-oom-killed#2; of an earlier text ecs-oom-killed@1#2.",
      "Secrets are removed before anything is written, and what was removed is named. A page that "
        + "cannot be saved is kept as a draft for '--resume'.",
    ],
    arguments: [
      Argument(
        name: "title", help: "What happened, in one line; '-' reads evidence from standard input.",
        optional: true, repeats: true, isText: true)
    ],
    flags: IncidentFacts.flags + [
      Flag(name: "open", help: "It is not over: start an open incident."),
      Flag(
        name: "from", placeholder: "file",
        help: "Read evidence from a file; '-' reads standard input.", completion: .file),
      TimelineInput.flag,
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
    let source = options["from"] ?? (options.arguments.contains("-") ? "-" : nil)
    if source == "-", options["timeline"] == "-" {
      throw CommandError(.usage, "'-' is read once: give the evidence or the timeline in a file")
    }
    if let source {
      let place = source == "-" ? "standard input" : FileSystem.name(of: source)
      try request.take(environment.text(of: source), of: place)
      if request.evidence == nil {
        environment.console.note("runbook: note: there is nothing in the evidence, so none is kept")
      }
    }
    try request.takeTimeline(options)
    let isBare =
      options.arguments.isEmpty && request.evidence == nil && request.draft.timeline.isEmpty
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
}
