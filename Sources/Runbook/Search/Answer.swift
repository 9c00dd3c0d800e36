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

  /// How many of the results, from the first, have their passage, steps, commands and history.
  public var detailed = Int.max
  /// Whether the walk through the rules is recorded.
  public var explains = false

  /// Whether incidents of the team's own count; a check of the content must not depend on them.
  public var learnsFromOwn = true

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
  /// Best first; empty where the answer is `none`.
  public var results: [SearchResult]
  /// How the answer came about, for `--explain`.
  public var explanation: Explanation
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
  /// Why the answer is what it is, in one sentence.
  public var verdict = ""
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
  public var section: String
  /// The line of the best passage.
  public var line: Int
  /// The best passage, as a reader sees it.
  public var excerpt: String
  /// The steps of the mitigation, one sentence each.
  public var fix: [String]
  /// The commands in the order of the text, placeholders filled from the symptom.
  public var commands: [Command]
  /// What happened before; nil where it was not asked for.
  public var history: History?
  /// How it went; nil for a runbook, and where it was not asked for.
  public var course: Course?
}

extension Answer {
  /// The answer as `runbook search --json` prints it (schema version 1).
  public var json: JSON {
    [
      "schema_version": 1, "query": .string(query), "answer": .string(kind.rawValue),
      "facts": facts.json, "results": .array(results.map(\.json)),
    ]
  }
}

extension SearchResult {
  /// The result as an element of `results`.
  public var json: JSON {
    var pairs: [(key: String, value: JSON)] = [
      (isIncident ? "incident" : "runbook", .string(id)), ("title", .string(title)),
      ("version", JSON(version)), ("revision", .string(revision)), ("path", .string(path)),
      ("score", .double((score * 1000).rounded() / 1000)), ("why", JSON(why)),
      ("question", JSON(question)),
      ("section", .string(section)), ("line", .int(line)), ("excerpt", .string(excerpt)),
      ("fix", JSON(fix)), ("commands", .array(commands.map(\.json))),
    ]
    if let history { pairs.append((key: "history", value: history.json)) }
    if let course { pairs += course.json }
    return .object(pairs)
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
  /// What a runbook did as `{"id":…,"outcome":…}`.
  public var outcomeJSON: JSON { ["id": .string(id), "outcome": .string(outcome.rawValue)] }
}

extension Command {
  /// The command as `{"text":…,"safety":…}`.
  public var json: JSON {
    ["text": .string(text), "safety": JSON(safety?.rawValue)]
  }
}
