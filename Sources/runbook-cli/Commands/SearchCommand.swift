import Runbook

extension Command {
  static let search = Command(
    name: "search",
    abstract: "Find the runbook for a symptom, and what happened the last times.",
    discussion: [
      "The symptom may be a few words, an error line, a file, or a whole paste on standard input, up "
        + "to 1 MiB. With nothing, on a terminal, it asks for a paste; then a key opens the answer, "
        + "copies its command, shows the next one or logs it. Exit codes, error names and reason lines "
        + "decide first, words second. Exits with 1 where nothing here is about the symptom."
    ],
    arguments: [
      Argument(
        name: "word", help: "The symptom; '-', or nothing, reads standard input.", optional: true,
        repeats: true)
    ],
    flags: SearchRun.filters + [
      .set, .incident, .verbose,
      Command.jsonFlag,
      Flag(name: "explain", help: "Show the facts, the rules and each part of the score."),
      Flag(
        name: "history", placeholder: "which",
        help: "Which incidents of a runbook JSON lists: the 5 newest, or all.",
        choices: ["newest", "all"], defaultValue: "newest"),
      Flag(name: "no-history", help: "Leave the incidents out."),
    ],
    examples: [
      ("runbook search \"exit 137\"", "An exit code."),
      ("runbook search no basic auth credentials", "Part of an error message."),
      ("runbook search", "Whatever is pasted; on a terminal 'runbook' alone does the same."),
      ("pbpaste | runbook search", "Whatever was copied from the console."),
      ("runbook search --kind incidents checkout", "What happened before, by any words."),
    ]
  ) { options, environment in
    try SearchRun.run(options, environment)
  }
}
