/// What to look for, and where.
public struct SearchRequest: Equatable, Sendable {
  /// Which documents an answer may name.
  public enum Kind: String, CaseIterable, Sendable {
    case runbooks, incidents, all
  }

  /// The symptom: words, or a whole paste, without what was only there to colour it.
  public private(set) var text: String
  /// The most results, from 1.
  public var limit = 5
  /// Which documents an answer may name.
  public var kind = Kind.runbooks
  /// Only documents of one of these categories; all where empty.
  public var categories: [String] = []
  /// Only documents with each of these tags.
  public var tags: [String] = []
  /// Only documents with one of these services.
  public var services: [String] = []
  /// Only incidents from this day on, in results and in history.
  public var since: CivilDate?
  /// Whether the incidents of each runbook are joined.
  public var includesHistory = true
  /// How many incidents, the newest first, the answer as JSON lists of each runbook.
  public var listedIncidents = 5

  /// How many of the results, from the first, have their passage, steps, commands and history.
  public var detailed = Int.max
  /// Whether the walk through the rules is recorded.
  public var explains = false

  /// Whether incidents of the team's own count; a check of the content must not depend on them.
  public var learnsFromOwn = true

  /// Whether pages of which nothing but their words is known may answer; a check of an answer that
  /// is none must not depend on what else a team keeps.
  public var asksPlainPages = true

  /// Values for placeholders that outweigh what the text says: a person gave them.
  public var given = Placeholders()
  /// Values for placeholders of which the text says nothing, such as those of an open incident.
  public var known = Placeholders()

  /// What fills the placeholders of commands.
  func values(with facts: Facts) -> Placeholders {
    given.merging(facts.placeholders).merging(known)
  }

  /// Makes a request for a text; the rest has its default.
  public init(_ text: String) {
    self.text = EscapeSequences.removed(from: text)
  }
}

/// What was found for a symptom.
public struct Answer: Sendable {
  /// How sure the answer is.
  public enum Kind: String, Sendable {
    /// The first result is the one to follow.
    case match
    /// The results are worth a look.
    case weak
    /// Nothing here is about this symptom.
    case none
  }

  /// How sure the answer is.
  public var kind: Kind
  /// The symptom as it was given.
  public var query: String
  /// What the symptom says about itself.
  public var facts: Facts
  /// What fills the placeholders of the commands.
  public var values = Placeholders()
  /// How many incidents are listed of each runbook in `json`.
  public var listedIncidents = 5
  /// Best first; empty where the answer is `none`.
  public var results: [SearchResult]
  /// How the answer came about, for `--explain`.
  public var explanation: Explanation
  /// Where the answer is `none`, the pages that are least far from it; unlikely, and named as such.
  public var nearest: [SearchResult] = []

  /// How many pages are named where none is likely.
  static let nearestCount = 3
}

/// How an answer came about.
public struct Explanation: Sendable {
  /// Each term of the query with what may stand for it, as `term`, or `term ~ synonym, ?correction`.
  public var terms: [String] = []
  /// Whether a word marks the symptom as one of this field.
  public var isOurs = false
  /// Words that mark it as another system's.
  public var foreignWords: [String] = []
  /// The rules that were tried, with what became of each.
  public var rules: [String] = []
  /// What was seen of the text and of the best page, in the order in which the gate sums it.
  public var signs: [(name: String, value: Double)]
  /// How probable it is that the text is about something of this knowledge base, 0…1.
  public var scope: Double
  /// How probable it is that the first page is the right one, 0…1.
  public var right: Double

  init(_ signs: Gate.Signs) {
    self.signs = signs.values
    scope = Gate.current.scope(signs)
    right = Gate.current.right(signs)
  }

  /// Why the answer is what it is, in one sentence.
  public var verdict: String {
    "of this field with \(percent(scope)) %, the first page right with \(percent(right)) %"
  }

  private func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}

/// One runbook or incident of an answer.
public struct SearchResult: Sendable {
  /// A part of the score.
  public struct Part: Equatable, Sendable {
    /// What it is for, such as `rule`, `words`, `coverage`, `symptom`, `incident`.
    public var name: String
    /// What it came from.
    public var detail: String
    /// What it adds.
    public var value: Double
  }

  /// Which step of a page is to be taken.
  public struct Choice: Equatable, Sendable {
    /// The numbers of the steps, best first.
    public var order: [Int]
    /// Whether the first is to be followed; else it is only the first to try.
    public var isDecided: Bool
    /// The sign or row that is most like the text; empty where none is.
    public var because: String
    /// The scores, in the same order.
    public var scores: [Double]

    /// The best of the steps of the page.
    public func best(of steps: [Step]) -> Step? { steps.first { $0.number == order.first } }
  }

  /// What the history says of the page and of the step, in short.
  public struct Past: Equatable, Sendable {
    /// In how many own incidents the step was taken.
    public var stepTaken = 0
    /// In how many of them it fixed or helped.
    public var stepWorked = 0
    /// The last own incident that the step, or else the page, ended or helped with.
    public var last: History.Occurrence?
    /// What ended it, in one sentence; empty where nobody wrote it down.
    public var resolution = ""
  }

  /// How an incident went.
  public struct Course: Equatable, Sendable {
    /// Its day, its severity, whose it is, and how long it took.
    public var summary: IncidentSummary
    /// The runbooks that were used in it, with their outcomes.
    public var runbooks: [RunbookLink]
    /// What ended it, as text without marks; empty where nobody wrote it down.
    public var resolution: String
  }

  /// The id of the runbook or incident.
  public var id: String
  /// Whether it is a runbook or an incident.
  public var isIncident: Bool
  /// The title.
  public var title: String
  /// The version; nil for an incident.
  public var version: Int?
  /// The git blob id of the text.
  public var revision: String
  /// The path of the file.
  public var path: String
  /// Whether the runbook may be trusted, or how far the incident is.
  public var status: String
  /// From 0 to 1, comparable within one answer.
  public var score: Double
  /// Why it is here, one reason each, strongest first.
  public var why: [String]
  /// What would settle a doubt; nil where there is none.
  public var question: String?
  /// What adds up to the score.
  public var parts: [Part]
  /// The section of the best passage.
  public var section = ""
  /// The line of the best passage.
  public var line = 1
  /// The best passage, as a reader sees it.
  public var excerpt = ""
  /// The steps of the mitigation in the order of the page, their commands filled from the symptom.
  public var steps: [Step] = []
  /// Which of them is to be taken; nil where the page has none.
  public var choice: Choice?
  /// The commands in the order of the text, placeholders filled from the symptom.
  public var commands: [Command] = []
  /// What happened before; nil where it was not asked for.
  public var history: History?
  /// What happened the last time, in short; nil where the history was not asked for.
  public var past: Past?
  /// How it went; nil for a runbook, and where it was not asked for.
  public var course: Course?

  /// The step to take; nil where the page has none.
  public var step: Step? { choice?.best(of: steps) }

  /// What to do, a line for each step, in the order of the page.
  public var fix: [String] { steps.map(\.sentence) }
}

extension Step {
  /// What to do in one line: the action, and when it applies.
  public var sentence: String {
    text.isEmpty || text.hasPrefix(title) ? (text.isEmpty ? title : text) : "\(title). \(text)"
  }
}

extension Answer {
  /// The answer as `runbook search --json` prints it (schema version 1).
  public var json: JSON {
    var pairs: [(key: String, value: JSON)] = [
      ("schema_version", 1), ("query", .string(query)), ("answer", .string(kind.rawValue)),
      ("facts", facts.json),
      (
        "results",
        .array(
          results.enumerated().map { place, result in
            result.json(isWhole: place == 0, incidents: listedIncidents)
          })
      ),
    ]
    if !nearest.isEmpty {
      let pages = nearest.map { page -> JSON in
        [
          page.isIncident ? "incident" : "runbook": .string(page.id), "title": .string(page.title),
        ]
      }
      pairs.append((key: "nearest", value: .array(pages)))
    }
    return .object(pairs)
  }

  /// The same with how it came about, for a tool that measures answers.
  public var explainedJSON: JSON {
    guard case .object(var pairs) = json else { return json }
    let signs = explanation.signs.map { (key: $0.name, value: JSON.double($0.value)) }
    pairs.append(
      (
        key: "explanation",
        value: [
          "scope": .double(explanation.scope), "right": .double(explanation.right),
          "signs": .object(signs), "terms": JSON(explanation.terms),
          "parts": .array((results + nearest).map(\.partsJSON)),
          "steps": .array((results.first?.choice?.scores ?? []).map(JSON.double)),
          "order": .array((results.first?.choice?.order ?? []).map(JSON.int)),
        ]
      ))
    return .object(pairs)
  }
}

extension SearchResult {
  /// The result as an element of `results`.
  ///
  /// - Parameters:
  ///   - isWhole: with every step and command of the page; else with those of its leading step, so
  ///     that an answer stays small.
  ///   - limit: how many incidents of its history are listed.
  /// - Returns: the object.
  func json(isWhole: Bool, incidents limit: Int) -> JSON {
    let fix = isWhole ? fix : step.map { [$0.sentence] } ?? []
    let commands = isWhole ? commands : step?.mendingFirst ?? []
    var pairs: [(key: String, value: JSON)] = [
      (isIncident ? "incident" : "runbook", .string(id)), ("step", stepJSON),
      ("title", .string(title)),
      ("version", JSON(version)), ("revision", .string(revision)), ("path", .string(path)),
      ("score", .double((score * 1000).rounded() / 1000)), ("why", JSON(why)),
      ("question", JSON(question)),
      ("section", .string(section)), ("line", .int(line)), ("excerpt", .string(excerpt)),
      ("fix", JSON(fix)), ("commands", .array(commands.map(\.json))),
    ]
    if let history { pairs.append((key: "history", value: history.json(incidents: limit))) }
    if let past { pairs.append((key: "past", value: past.json)) }
    if let course { pairs += course.json }
    return .object(pairs)
  }

  /// The step to take, or null.
  var stepJSON: JSON {
    guard let step, let choice else { return .null }
    return step.json(because: choice.because, isDecided: choice.isDecided)
  }

  fileprivate var partsJSON: JSON {
    [
      "id": .string(id),
      "parts": .object(parts.map { (key: $0.name, value: .double($0.value)) }),
    ]
  }
}

extension Step {
  /// The step as an answer has it.
  func json(because: String, isDecided: Bool) -> JSON {
    [
      "title": .string(title), "anchor": .string(anchor), "number": .int(number),
      "text": .string(text), "because": .string(because), "decided": .bool(isDecided),
      "commands": .array(mendingFirst.map(\.json)),
    ]
  }
}

extension SearchResult.Past {
  /// The past as it stands in an answer.
  public var json: JSON {
    [
      "step_taken": .int(stepTaken), "step_worked": .int(stepWorked), "last": JSON(last?.id),
      "resolution": .string(resolution),
    ]
  }
}

extension SearchResult.Course {
  /// The members that an incident has besides those of every result.
  fileprivate var json: [(key: String, value: JSON)] {
    [
      ("date", .string(summary.date)), ("status", .string(summary.status.rawValue)),
      ("severity", JSON(summary.severity?.rawValue)), ("origin", .string(summary.origin.rawValue)),
      ("minutes", JSON(summary.minutesToResolve)), ("resolution", .string(resolution)),
      ("runbooks", .array(runbooks.map(\.outcomeJSON))),
    ]
  }
}

extension RunbookLink {
  /// What a runbook did as `{"id":…,"step":…,"outcome":…}`.
  public var outcomeJSON: JSON {
    ["id": .string(id), "step": JSON(step), "outcome": .string(outcome.rawValue)]
  }
}

extension Command {
  /// The command as `{"text":…,"safety":…,"changes":…,"undo":…}`.
  public var json: JSON {
    [
      "text": .string(text), "safety": JSON(safety?.rawValue), "changes": JSON(effect?.changes),
      "undo": JSON(effect?.undo),
    ]
  }
}
