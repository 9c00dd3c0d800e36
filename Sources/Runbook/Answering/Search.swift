/// From a symptom to an answer: every source gives its evidence, one verdict orders it, and the step of
/// the first page is chosen.
///
/// `runbook search`, `diagnose`, the suggestions of `log` and the page of the site answer by this path
/// and by these weights, so that the same text has the same answer everywhere.
public struct Search {
  let base: KnowledgeBase
  /// The decision table in use.
  public let table: DecisionTable
  private let lexicon: Lexicon
  private let counts: TermCounts
  private let pageCounts: TermCounts
  private let classifier: Classifier
  private let weights = Weights.current
  /// What is wrong with the files that search reads beside the documents.
  public private(set) var findings: [Finding] = []

  /// Prepares to search a knowledge base.
  ///
  /// - Throws: `KnowledgeBaseError` or `SQLiteError`.
  public init(_ base: KnowledgeBase) throws {
    self.base = base
    table = DecisionTable.load(from: base, findings: &findings)
    lexicon = try Lexicon(of: base, findings: &findings)
    counts = try TermCounts(base.connection)
    pageCounts = try TermCounts(base.connection, of: .pages)
    classifier = try Classifier(base.connection)
  }

  /// Answers a request.
  ///
  /// - Throws: `SQLiteError`; no text is an error, the worst is answered `none`.
  public func answer(_ request: SearchRequest) throws -> Answer {
    let report = DiagnosisReport(Array(request.text.utf8), table: table)
    // What happened most often comes first in a report, causes before consequences.
    let subject = report.subjects[0]
    // JSON of no known shape has words, too: `diagnose` says that it knows no such answer, a search
    // looks for what they say.
    let symptom = Symptom(subject, text: request.text)
    let walk = request.explains ? subject.explain(table) : []
    return try answer(symptom, walk: walk, request)
  }

  /// Answers a symptom whose facts and rules are known, from one state of the index.
  func answer(
    _ symptom: Symptom, walk: [WalkStep] = [], _ request: SearchRequest
  ) throws -> Answer {
    try base.connection.reading { () throws(SQLiteError) in
      Result { try read(symptom, walk, request) }
    }.get()
  }

  private func read(
    _ symptom: Symptom, _ walk: [WalkStep], _ request: SearchRequest
  ) throws -> Answer {
    let weighed = try weigh(symptom, request)
    var results: [(candidate: Candidate, summary: DocumentSummary)] = []
    for candidate in weighed.verdict.candidates {
      guard let summary = try DocumentSummary.with(id: candidate.id, in: base.connection),
        try summary.passes(request, in: base.connection)
      else { continue }
      results.append((candidate, summary))
      // As many as are shown, or named as the nearest, and one more for the margin.
      if results.count >= max(request.limit, Answer.nearestCount) { break }
    }
    let first = results.first?.candidate
    let second = results.dropFirst().first { weighed.pages[$0.candidate.id] == nil }?.candidate
    let signs = weighed.signs(first, second)
    let kind =
      first.map { weighed.pages[$0.id] ?? self.kind(of: symptom, signs) } ?? .none
    var answer = Answer(
      kind: kind, query: request.text, facts: symptom.facts, results: [],
      explanation: explanation(weighed, walk: walk, signs: signs))
    answer.values = request.values(with: symptom.facts)
    answer.listedIncidents = request.listedIncidents
    guard kind != .none else {
      for (candidate, summary) in results.prefix(Answer.nearestCount) {
        answer.nearest.append(SearchResult(candidate, summary))
      }
      return answer
    }
    for (place, (candidate, summary)) in results.prefix(request.limit).enumerated() {
      var result = SearchResult(candidate, summary)
      if place < request.detailed {
        try complete(&result, candidate, summary, weighed, request: request)
      }
      answer.results.append(result)
    }
    return answer
  }

  /// How sure an answer is: where an AWS answer says what happened, as sure as the rule that holds.
  func kind(of symptom: Symptom, _ signs: Gate.Signs) -> Answer.Kind {
    if symptom.goesByWords { return Gate.current.kind(signs) }
    return signs.suspected > 0 ? .weak : .match
  }

  // MARK: Sources of evidence

  /// Asks every source.
  func weigh(_ symptom: Symptom, _ request: SearchRequest) throws -> Weighed {
    let query = try SearchQuery(symptom.text, lexicon: lexicon, counts: counts)
    var weighed = Weighed(
      symptom: symptom, query: query,
      features: LineFeatures(symptom.text, corrections: query.corrections))
    weighed.evidence += RuleEvidence.of(symptom.diagnoses, weights)
    weighed.evidence += try fingerprints(
      of: symptom.fingerprint, onlyPublic: !request.learnsFromOwn)
    guard symptom.goesByWords else {
      weighed.settle(weights)
      return weighed
    }
    let ranking = try WordRanking(query, connection: base.connection, counts: counts)
    try weighed.take(ranking, base.connection, weights, request)
    if request.learnsFromOwn {
      let own = try OwnIncidents(query, ranking, connection: base.connection)
      for hit in own.hits
      where hit.coverage >= weights.incidentCoverage || request.kind != .runbooks {
        try weighed.take(incident: hit, base.connection, weights, request)
      }
    }
    weighed.lines = try classifier.judge(weighed.features)
    weighed.evidence += weighed.lines.evidence(weights)
    weighed.settle(weights)
    try weighed.readOwnWords(base.connection)
    if request.kind != .incidents, request.asksPlainPages, pageCounts.count > 0 {
      try weigh(symptom, into: &weighed)
    }
    return weighed
  }

  /// Asks the pages of which nothing but their words is known, once the others have answered.
  private func weigh(_ symptom: Symptom, into weighed: inout Weighed) throws {
    let query = try SearchQuery(symptom.text, lexicon: lexicon, counts: pageCounts)
    let ranking = try WordRanking(
      query, of: .pages, connection: base.connection, counts: pageCounts)
    let pages = try PlainPages(query, ranking, connection: base.connection)
    let candidates = weighed.verdict.candidates
    let signs = weighed.signs(candidates.first, candidates.dropFirst().first)
    let taught = PlainPages.Taught(
      kind: candidates.isEmpty ? .none : kind(of: symptom, signs),
      score: candidates.first?.score ?? 0, coverage: signs.coverage, phrase: signs.phrase,
      isTold: candidates.first?.isTold ?? false)
    try weighed.take(pages, query, beside: taught, base.connection, weights)
    weighed.settle(weights)
  }

  // Incidents with one of these fingerprints, and the runbooks that ended them.
  private static let fingerprinted = """
    SELECT document.id, link.runbook, link.outcome, document.origin, link.step FROM label
    JOIN document ON document.number = label.document
    JOIN link ON link.incident = document.number
    WHERE label.kind = 'fingerprint' AND label.value = ? COLLATE NOCASE
    ORDER BY document.date DESC, document.id DESC
    """

  /// The runbooks and steps that ended the very same failure before, and the steps that did not.
  private func fingerprints(of fingerprint: String?, onlyPublic: Bool) throws -> [Evidence] {
    guard let fingerprint else { return [] }
    return try base.connection.rows(Search.fingerprinted, fingerprint) { row in
      (
        incident: row.text(0), runbook: row.text(1), outcome: Outcome(rawValue: row.text(2)),
        origin: Incident.Origin(rawValue: row.text(3)) ?? .own, step: row.optionalText(4)
      )
    }.compactMap { row in
      guard !onlyPublic || row.origin == .public else { return nil }
      let detail = "\(fingerprint) in \(row.incident)"
      switch row.outcome {
      case .fixed?, .helped?:
        let share = row.outcome == .fixed ? 1 : 0.5
        return Evidence(
          document: row.runbook, step: row.step, kind: .fingerprint,
          weight: weights.fingerprint * share, stepWeight: weights.fingerprintStep * share,
          detail: detail,
          reason: .sameFailure(incident: row.incident, outcome: row.outcome ?? .fixed))
      case .noHelp? where row.step != nil:
        return Evidence(
          document: row.runbook, step: row.step, kind: .incident, weight: 0,
          stepWeight: -weights.fingerprintStep, detail: "\(detail), no-help",
          reason: .incident(row.incident, step: row.step, outcome: .noHelp, origin: row.origin))
      case .noHelp?, .notTried?, nil: return nil
      }
    }
  }

  // MARK: Results

  private func explanation(
    _ weighed: Weighed, walk: [WalkStep], signs: Gate.Signs
  ) -> Explanation {
    var explanation = Explanation(signs)
    explanation.terms = weighed.query.concepts.map(Search.description)
    explanation.isOurs = weighed.query.isOurs
    explanation.foreignWords = weighed.query.foreignWords
    explanation.rules = walk.map { "\($0.matched ? "holds" : "no   ") \($0.rule): \($0.detail)" }
    return explanation
  }

  private static func description(_ concept: SearchQuery.Concept) -> String {
    let others = concept.alternatives.dropFirst().map { alternative in
      (alternative.reason == .spelling ? "?" : "") + alternative.terms.joined(separator: " ")
    }
    let known = concept.documents == 0 ? "\(concept.term) (unknown)" : concept.term
    return others.isEmpty ? known : "\(known) ~ \(others.joined(separator: ", "))"
  }

  /// Adds what only a result that is shown in full needs.
  private func complete(
    _ result: inout SearchResult, _ candidate: Candidate, _ summary: DocumentSummary,
    _ weighed: Weighed, request: SearchRequest
  ) throws {
    result.why += try weighed.reasons(of: candidate, in: base.connection)
    let passages = DocumentPassages(of: summary.number, in: base.connection)
    let heading = try weighed.heading(of: candidate, in: base.connection)
    if let best = try heading.flatMap({ try passages.best(for: weighed.query.hashes, below: $0) })
      ?? passages.best(for: weighed.query.hashes)
    {
      (result.section, result.line, result.excerpt) = (best.section, best.line, best.text)
    }
    let values = request.values(with: weighed.symptom.facts)
    let commands = try base.runbooks.commands(of: summary.number)
    result.commands = commands.map { $0.filled(values) }
    if summary.isIncident {
      result.course = try course(of: summary.id)
      return
    }
    let steps = try base.runbooks.steps(of: summary.number, commands: commands)
    result.steps = steps.map { $0.filled(values) }
    result.choice = try choice(of: result.steps, candidate, summary, weighed)
    if request.includesHistory {
      let history = try base.incidents.history(of: summary.id, since: request.since)
      result.history = history
      result.past = try base.incidents.past(in: history, step: result.step?.anchor)
    }
  }

  /// The step of a page that mends what the text tells; nil where the page has none.
  func choice(
    of steps: [Step], _ candidate: Candidate, _ summary: DocumentSummary, _ weighed: Weighed
  ) throws(SQLiteError) -> SearchResult.Choice? {
    guard !steps.isEmpty else { return nil }
    let choice = try StepChoice(
      weighed.features, on: summary.number, evidence: candidate.evidence, in: base.connection,
      weights: weights)
    guard let first = choice.ranked.first, steps.indices.contains(first.place) else { return nil }
    let name = StepReference(runbook: summary.id, step: steps[first.place].anchor)
    return SearchResult.Choice(
      order: choice.ranked.map { steps[$0.place].number }, isDecided: choice.isDecided,
      because: try StepChoice.reason(weighed.query, for: name, in: base.connection) ?? "",
      scores: choice.ranked.map(\.score))
  }

  private func course(of id: String) throws -> SearchResult.Course? {
    guard let summary = try base.incidents.summary(of: id) else { return nil }
    let incident = try base.incidents.incident(id: id)
    let section = incident.flatMap { Document.incident($0).section(.resolution) }
    return SearchResult.Course(
      summary: summary, runbooks: try base.incidents.links(of: summary.number),
      resolution: section?.plainText ?? "")
  }
}

/// What is asked: the facts, what the decision table says of them, and the words.
struct Symptom {
  let facts: Facts
  /// The conclusion first, then what is read beside it.
  let diagnoses: [Diagnosis]
  /// The name of the failure; nil where nothing names it.
  let fingerprint: String?
  /// The text, or the reasons that an AWS answer gives.
  let text: String
  /// Whether words may name a page; where an AWS answer says what happened, they choose the step only.
  let goesByWords: Bool

  /// More lines of a log than these say nothing new.
  private static let reasonLimit = 100

  /// The symptom that a subject of a report is.
  ///
  /// - Parameters:
  ///   - subject: the subject.
  ///   - text: the input, where it is text.
  init(_ subject: DiagnosisReport.Subject, text: String?) {
    facts = subject.facts
    diagnoses = subject.diagnoses
    fingerprint = subject.failureFingerprint
    let input = facts.value(.input)
    let prose = input == "text" ? text : nil
    self.text =
      prose ?? facts.reasons.prefix(Symptom.reasonLimit).joined(separator: "\n")
    goesByWords = prose != nil || input == "log"
  }
}

extension Command {
  /// The command with what is known filled in.
  public func filled(_ values: Placeholders) -> Command {
    var command = self
    (command.text, command.filledPlaceholders) = values.filling(text)
    return command
  }
}

extension Step {
  /// The step with what is known filled into its commands.
  public func filled(_ values: Placeholders) -> Step {
    var step = self
    step.commands = commands.map { $0.filled(values) }
    return step
  }
}

extension SearchResult {
  init(_ candidate: Candidate, _ summary: DocumentSummary) {
    self.init(
      id: summary.id, isIncident: summary.isIncident, title: summary.title,
      version: summary.version, revision: summary.revision, path: summary.path,
      status: summary.status, score: Verdict.normalised(candidate.score), why: [],
      question: candidate.question,
      parts: candidate.parts.map { part in
        SearchResult.Part(
          name: part.evidence.kind.rawValue, detail: part.evidence.detail, value: part.value)
      })
  }
}
