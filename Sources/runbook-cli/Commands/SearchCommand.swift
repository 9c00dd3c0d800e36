import Runbook

extension Command {
  static let search = Command(
    name: "search",
    abstract: "Find the runbook for a symptom, and what happened the last times.",
    discussion: [
      "The symptom may be a few words, an error line, or '-' for a whole paste on standard input, "
        + "up to 1 MiB. Exit codes, error names and reason lines decide first, words second. "
        + "Exits with 1 where nothing here is about the symptom."
    ],
    arguments: [
      Argument(name: "word", help: "The symptom; '-' reads standard input.", repeats: true)
    ],
    flags: [
      Flag(
        name: "limit", short: "n", placeholder: "count", help: "Show at most this many results.",
        defaultValue: "5"),
      Flag(
        name: "kind", placeholder: "kind", help: "What to search.",
        choices: SearchRequest.Kind.allCases.map(\.rawValue), defaultValue: "runbooks"),
      Flag(
        name: "category", placeholder: "name", help: "Only documents of this category.",
        repeats: true),
      Flag(name: "tag", placeholder: "name", help: "Only documents with this tag.", repeats: true),
      Flag(
        name: "service", placeholder: "name", help: "Only documents about this service.",
        repeats: true),
      Flag(
        name: "since", placeholder: "date", help: "Only incidents from this day on (yyyy-mm-dd)."),
      Command.jsonFlag,
      Flag(name: "explain", help: "Show the facts, the rules and each part of the score."),
      Flag(name: "no-history", help: "Leave the incidents out."),
    ],
    examples: [
      ("runbook search \"exit 137\"", "An exit code."),
      ("runbook search no basic auth credentials", "Part of an error message."),
      ("pbpaste | runbook search -", "Whatever was copied from the console."),
      ("runbook search --kind incidents checkout", "What happened before, by any words."),
    ]
  ) { options, environment in
    var request = SearchRequest(try symptom(options, environment))
    request.limit = try options.number("limit", in: 1...1000) ?? 5
    request.kind = options["kind"].flatMap(SearchRequest.Kind.init) ?? .runbooks
    request.categories = options.all("category")
    request.tags = options.all("tag")
    request.services = options.all("service")
    request.since = try options.day("since", now: environment.now())
    request.includesHistory = !options.has("no-history")
    // The card shows one result in full.
    if !options.has("json"), !options.has("explain") { request.detailed = 1 }
    request.explains = options.has("explain")

    let base = try environment.openKnowledgeBase(options)
    let search = try Search(base)
    for finding in search.findings { environment.console.note(finding.description) }
    let answer = try search.answer(request)
    if options.has("json") {
      environment.console.print(answer.json.text())
    } else {
      let card = AnswerCard(answer, console: environment.console)
      environment.console.print(
        options.has("explain") ? card.explained : card.text)
    }
    return answer.kind == .none ? .negative : .success
  }

  /// The words of the command line, or standard input for `-`.
  private static func symptom(_ options: Options, _ environment: Environment) throws -> String {
    guard options.arguments == ["-"] else {
      return redacted(options.arguments.joined(separator: " "))
    }
    if environment.console.inputIsTerminal {
      environment.console.note("runbook: paste the symptom, then press Ctrl-D on a line of its own")
    }
    return redacted(try environment.standardInput())
  }

  /// What is pasted may hold secrets, and an answer shows parts of it.
  private static func redacted(_ text: String) -> String { Redactor().redact(text).text }
}
