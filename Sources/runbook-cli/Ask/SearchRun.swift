import Runbook

/// One run of `runbook search`: a symptom, and its answer as a card, as JSON, or with keys below it.
enum SearchRun {
  /// What a search may be limited to.
  static let filters = [
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
      name: "since", placeholder: "date",
      help: "Only incidents from this day on, such as 2026-11-03 or 30d."),
  ]

  static func run(_ options: Options, _ environment: Environment) throws -> ExitCode {
    // What is wrong with the options is said before anything is pasted.
    _ = try (request(for: "", options, environment), GivenValues(options))
    let known = try options["incident"].map { _ in try environment.openWithValues(options) }
    let symptom = try SymptomText(options, environment)
    let (base, values) = try known ?? environment.openWithValues(options)
    let console = environment.console
    let search = try environment.search(base)
    for finding in search.findings { console.note(finding.description) }
    let isText = !options.has("json") && !options.has("explain")
    // Without a terminal to show more on, one result is shown in full.
    let canAskMore = symptom.wasAsked && console.isTerminal && isText
    var request = try request(for: symptom.text, options, environment)
    (request.given, request.known) = (values.typed, values.ofIncident)
    if isText, !canAskMore { request.detailed = 1 }
    let answer = try search.answer(request)
    let card = AnswerCard(answer, given: values, console: console)
    if canAskMore {
      var session = AnswerSession(
        answer, to: symptom.text, given: values, in: base, options, environment)
      try session.run()
    } else if options.has("json") {
      console.print((options.has("explain") ? answer.explainedJSON : answer.json).text())
    } else if options.has("explain") {
      console.print(card.explained)
    } else if options.has("verbose") {
      console.page(card.text() + card.commands(), variables: environment.variables)
    } else {
      console.print(card.text())
    }
    return answer.kind == .none ? .negative : .success
  }

  /// What to search; what is pasted may hold secrets, and an answer shows parts of it.
  private static func request(
    for text: String, _ options: Options, _ environment: Environment
  ) throws -> SearchRequest {
    var request = SearchRequest(Redactor().redact(text).text)
    request.limit = try options.number("limit", in: 1...1000) ?? 5
    request.kind = options["kind"].flatMap(SearchRequest.Kind.init) ?? .runbooks
    request.categories = options.all("category")
    request.tags = options.all("tag")
    request.services = options.all("service")
    request.since = try options.day("since", now: environment.now())
    request.includesHistory = !options.has("no-history")
    if options["history"] == "all" { request.listedIncidents = .max }
    request.explains = options.has("explain")
    return request
  }
}
