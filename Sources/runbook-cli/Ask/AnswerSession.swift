import Runbook

/// An answer on a terminal, and what a key does with it.
struct AnswerSession {
  /// What was pasted, as it was: who records it takes its secrets out, and says so.
  let pasted: String
  let answer: Answer
  let given: GivenValues
  let base: KnowledgeBase
  let options: Options
  let environment: Environment
  /// Which of the results is shown.
  private var place = 0

  private var console: Console { environment.console }
  private var card: AnswerCard { AnswerCard(answer, given: given, console: console) }

  init(
    _ answer: Answer, to pasted: String, given: GivenValues, in base: KnowledgeBase,
    _ options: Options, _ environment: Environment
  ) {
    self.answer = answer
    self.pasted = pasted
    self.given = given
    self.base = base
    self.options = options
    self.environment = environment
  }

  /// Shows the answer, and does what the keys say until one ends it.
  mutating func run() throws {
    show()
    let input = TerminalInput()
    while true {
      console.ask(console.paint(.dim, menu) + " ")
      guard TerminalMode.enter(marksPastes: false) else { return console.ask("\n") }
      let key = input.key()
      TerminalMode.leave(dropsTyped: false)
      console.ask(console.isDumb ? "\n" : "\r\u{1B}[K")
      guard key != .end, key != .escape, key != .character("q") else { return }
      do {
        try take(key)
      } catch {
        let failure = CommandError(describing: error)
        console.note("runbook: error: \(failure.message)")
        for hint in failure.hints { console.note("  \(hint)") }
      }
    }
  }

  private var menu: String {
    var words: [String] = []
    if result != nil { words.append("Enter open") }
    if command != nil { words.append("c copy") }
    if answer.results.count > 1 { words.append("n next") }
    return (words + ["d why", "l log", "q quit"]).joined(separator: " · ")
  }

  private var result: SearchResult? {
    answer.results.indices.contains(place) ? answer.results[place] : nil
  }

  /// The command that the card shows first.
  private var command: ShellCommand? { card.command(of: place) }

  private func show() {
    var text = card.text(of: place)
    if options.has("verbose") { text += card.commands(of: place) }
    console.print(text)
  }

  private mutating func take(_ key: TerminalInput.Key) throws {
    switch key {
    case .enter, .character("o"): try open()
    case .character("c"): copy()
    case .character("n"): next()
    case .character("d"): try explain()
    case .character("l"): try log()
    default: break
    }
  }

  // MARK: Keys

  private func open() throws {
    guard let result else { return }
    let step = result.step.map { "#\($0.anchor)" } ?? ""
    let shown = try ShownDocument(result.id + step, values: answer.values, in: base)
    console.page(try shown.page(console), variables: environment.variables)
  }

  private func copy() {
    guard let command else { return }
    let told = Clipboard(environment).copy(Console.safe(command.text))
    let lines = command.text.split(separator: "\n")
    let more = lines.count > 1 ? " (\(lines.count) lines)" : ""
    console.note("\(lines.first ?? "")\(more)")
    let missing = Placeholders().missing(in: command.text).map { "<\($0)>" }
    console.note(
      told
        + (missing.isEmpty ? "" : "; \(missing.joined(separator: ", ")) is still to be filled in"))
  }

  private mutating func next() {
    guard answer.results.count > 1 else { return }
    place = (place + 1) % answer.results.count
    console.note("answer \(place + 1) of \(answer.results.count)")
    show()
  }

  /// Why the answer is what it is, as `diagnose --explain` tells it.
  private func explain() throws {
    let search = try Search(base)
    let report = DiagnosisReport(Array(pasted.utf8), taskDefinition: nil, table: search.table)
    let text = report.isProse ? pasted : nil
    let diagnosis = try DiagnosisAnswer(report, text: text, by: search, given: given.typed)
    let explanation = DiagnoseExplanation(diagnosis, search.table, console).text
    console.page(Redactor().redact(explanation).text, variables: environment.variables)
  }

  /// Records what was pasted, as `log --from -` does.
  private func log() throws {
    var words = ["--from", "-"]
    if let folder = options["dir"] { words += ["--dir", folder] }
    let options = try Options(words, for: .log)
    let recording = try Recording(options, environment)
    var request = try LogRequest(options, recording)
    try request.take(pasted, of: "what was pasted")
    _ = try LogSession(options, recording).save(request)
  }
}
