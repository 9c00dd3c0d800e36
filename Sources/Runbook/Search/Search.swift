/// From a symptom to an answer: facts first, then words, then what happened before.
///
/// Evidence is weighed in this order: the same failure's fingerprint in an earlier incident; the
/// decision table over the facts of the text; all words, with coverage; synonyms and corrections.
public struct Search {
  private let base: KnowledgeBase
  private let table: DecisionTable
  private let lexicon: Lexicon
  private let counts: TermCounts
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
  }

  /// Answers a request.
  ///
  /// - Throws: `SQLiteError`; no text is an error, the worst is answered `none`.
  public func answer(_ request: SearchRequest) throws -> Answer {
    let facts = Facts(text: request.text)
    let query = try SearchQuery(request.text, lexicon: lexicon, counts: counts)
    let ranking = try Ranking(
      query, connection: base.connection, counts: counts,
      excluded: request.learnsFromOwn ? [] : ownIncidents())
    let (diagnoses, steps) = request.explains ? table.explain(facts) : (table.decide(facts), [])

    var candidates = Candidates()
    weigh(diagnoses, into: &candidates)
    try weigh(ranking, request: request, into: &candidates)

    try weighFingerprint(of: facts, onlyPublic: !request.learnsFromOwn, into: &candidates)
    var explanation = Explanation()
    explanation.terms = query.concepts.map(Search.description)
    explanation.isOurs = query.isOurs
    explanation.foreignWords = query.foreignWords
    explanation.rules = steps.map { "\($0.matched ? "holds" : "no   ") \($0.rule): \($0.detail)" }

    var results: [(candidate: Candidate, summary: DocumentSummary)] = []
    for candidate in candidates.best {
      guard let summary = try summary(of: candidate),
        try summary.passes(request, in: base.connection)
      else { continue }
      results.append((candidate, summary))
      // Two more than shown, for the judgement.
      if results.count >= max(request.limit, 2) { break }
    }
    let judgement = Judgement(
      query: query, facts: facts, diagnoses: diagnoses, best: results.first?.candidate,
      second: results.dropFirst().first?.candidate)
    explanation.verdict = judgement.reason
    var answer = Answer(
      kind: judgement.kind, query: request.text, facts: facts, results: [], explanation: explanation
    )
    guard judgement.kind != .none else { return answer }
    let terms = Set(
      query.concepts.flatMap { $0.alternatives.flatMap { $0.terms.map(TermHash.of) } })
    for (place, (candidate, summary)) in results.prefix(request.limit).enumerated() {
      var candidate = candidate
      let isDetailed = place < request.detailed
      if isDetailed { try candidate.describeHit(in: base.connection) }
      var result = SearchResult(candidate, summary)
      if isDetailed {
        try complete(&result, summary, facts: facts, terms: terms, request: request)
      }
      answer.results.append(result)
    }
    return answer
  }

  private static func description(_ concept: SearchQuery.Concept) -> String {
    let others = concept.alternatives.dropFirst().map { alternative in
      (alternative.reason == .spelling ? "?" : "") + alternative.terms.joined(separator: " ")
    }
    let known = concept.documents == 0 ? "\(concept.term) (unknown)" : concept.term
    return others.isEmpty ? known : "\(known) ~ \(others.joined(separator: ", "))"
  }

  // MARK: Weighing

  private func weigh(_ diagnoses: [Diagnosis], into candidates: inout Candidates) {
    for diagnosis in diagnoses {
      let value = Evidence.rule(diagnosis.confidence, isPrimary: diagnosis.isPrimary)
      let detail = "\(diagnosis.rule), \(diagnosis.confidence)"
      candidates.update(diagnosis.runbook) { candidate in
        guard !candidate.parts.contains(where: { $0.name == "rule" }) else { return }
        candidate.add("rule", detail, value)
        candidate.why += diagnosis.because
        candidate.question = candidate.question ?? diagnosis.question
      }
    }
  }

  private func weigh(
    _ ranking: Ranking, request: SearchRequest, into candidates: inout Candidates
  ) throws {
    // Runbooks first: what an incident teaches is measured against a runbook's own words.
    var incidents: [(summary: DocumentSummary, hit: Ranking.Hit)] = []
    for hit in ranking.hits {
      guard let summary = try DocumentSummary.with(number: hit.document, in: base.connection) else {
        continue
      }
      if summary.isIncident {
        incidents.append((summary, hit))
        continue
      }
      candidates.update(summary.id) { candidate in
        candidate.take(hit)
        if summary.status == Runbook.Status.deprecated.rawValue {
          candidate.add("deprecated", "", -hit.score / 2)
        }
      }
    }
    for (summary, hit) in incidents {
      if request.kind != .runbooks { candidates.update(summary.id) { $0.take(hit) } }
      try teach(summary, hit, into: &candidates)
    }
  }

  // The runbooks that an incident names.
  private static let links =
    "SELECT runbook, outcome FROM link WHERE incident = ? ORDER BY position"

  /// Gives a share of an incident's score to the runbooks that it names.
  ///
  /// The symptoms of the incident stand for the runbook as its own would, so the share replaces
  /// what the runbook's words got where it is more; a second incident adds a tenth.
  private func teach(
    _ incident: DocumentSummary, _ hit: Ranking.Hit, into candidates: inout Candidates
  ) throws {
    let links = try base.connection.rows(Search.links, incident.number) { row in
      (runbook: row.text(0), outcome: Outcome(rawValue: row.text(1)) ?? .notTried)
    }
    let origin = incident.origin == .public ? "public example" : "past incident"
    for link in links {
      candidates.update(link.runbook) { candidate in
        if link.outcome == .noHelp {
          // Only for symptoms that are nearly the same: most incidents share some words.
          guard hit.coverage > 0.8, hit.phrase > 0.5 else { return }
          candidate.add(
            "incident", "\(incident.id): no-help", -Evidence.noHelp * hit.score,
            why: "did not help in \(origin) \(incident.id)")
          return
        }
        let share = Evidence.share(link.outcome) * hit.score
        candidate.learn(share, from: incident, link.outcome, origin: origin, hit)
      }
    }
  }

  // Incidents with one of these fingerprints, and the runbooks that ended them.
  private static let fingerprinted = """
    SELECT document.id, link.runbook, link.outcome, document.origin FROM label
    JOIN document ON document.number = label.document
    JOIN link ON link.incident = document.number
    WHERE label.kind = 'fingerprint' AND label.value = ? COLLATE NOCASE
    ORDER BY document.date DESC
    """

  private func ownIncidents() throws(SQLiteError) -> Set<Int> {
    var filter = IncidentFilter()
    filter.origin = .own
    return Set(try base.incidents.list(filter).map(\.number))
  }

  private func weighFingerprint(
    of facts: Facts, onlyPublic: Bool, into candidates: inout Candidates
  ) throws {
    guard let fingerprint = Fingerprint.of(facts) else { return }
    let rows = try base.connection.rows(Search.fingerprinted, fingerprint) { row in
      (
        incident: row.text(0), runbook: row.text(1), outcome: Outcome(rawValue: row.text(2)),
        origin: row.text(3)
      )
    }
    for row in rows {
      guard let outcome = row.outcome, outcome == .fixed || outcome == .helped,
        !onlyPublic || row.origin == Incident.Origin.public.rawValue
      else { continue }
      candidates.update(row.runbook) { candidate in
        guard !candidate.parts.contains(where: { $0.name == "fingerprint" }) else { return }
        let verb = outcome == .fixed ? "fixed" : "helped with"
        candidate.add(
          "fingerprint", "\(fingerprint) in \(row.incident)",
          outcome == .fixed ? Evidence.fingerprint : Evidence.fingerprint / 2)
        candidate.why.insert("\(verb) the same failure in \(row.incident)", at: 0)
      }
    }
  }

  // MARK: Results

  private func summary(of candidate: Candidate) throws -> DocumentSummary? {
    try DocumentSummary.with(id: candidate.id, in: base.connection)
  }

  /// Adds what only a result that is shown in full needs.
  private func complete(
    _ result: inout SearchResult, _ summary: DocumentSummary, facts: Facts, terms: Set<UInt64>,
    request: SearchRequest
  ) throws {
    let passages = try DocumentPassages(of: summary.number, in: base.connection)
    if let best = passages.best(for: terms) {
      (result.section, result.line, result.excerpt) = (best.section, best.line, best.text)
    }
    result.fix = try base.runbooks.steps(of: summary.number)
    result.commands = passages.commands.map { command in
      var command = command
      command.text = facts.placeholders.fill(command.text)
      return command
    }
    if summary.isIncident {
      result.course = try course(of: summary.id)
    } else if request.includesHistory {
      result.history = try base.incidents.history(of: summary.id, since: request.since)
    }
  }
}

extension Search {
  private func course(of id: String) throws -> SearchResult.Course? {
    guard let summary = try base.incidents.summary(of: id) else { return nil }
    let incident = try base.incidents.incident(id: id)
    let section = incident.flatMap { Document.incident($0).section(.resolution) }
    return SearchResult.Course(
      summary: summary, runbooks: try base.incidents.links(of: summary.number),
      resolution: section?.plainText ?? "")
  }
}

extension SearchResult {
  fileprivate init(_ candidate: Candidate, _ summary: DocumentSummary) {
    self.init(
      id: summary.id, isIncident: summary.isIncident, title: summary.title,
      version: summary.version, revision: summary.revision, path: summary.path,
      status: summary.status, score: Evidence.normalised(candidate.score), why: candidate.why,
      question: candidate.question, parts: candidate.parts, section: "", line: 1, excerpt: "",
      fix: [], commands: [],
      history: nil)
  }
}
