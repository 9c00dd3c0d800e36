import EmbeddedContent

/// The evidence for one symptom, on its way to a verdict.
struct Weighed {
  let symptom: Symptom
  let query: SearchQuery
  let features: LineFeatures
  var evidence: [Evidence] = []
  /// What the classifier says.
  var lines = PageVerdict()
  /// The pages of which nothing but their words is known, with how sure an answer is that one leads.
  private(set) var pages: [String: Answer.Kind] = [:]
  /// How the words of each document were met.
  private var hits: [String: WordRanking.Hit] = [:]
  /// The words of such pages as they were typed.
  private var spellings: [String: [String]] = [:]
  /// Words of other systems that the best page has in its title, tags or symptoms: they are its own.
  private var ownWords: [String] = []
  private(set) var verdict = Verdict([])

  init(symptom: Symptom, query: SearchQuery, features: LineFeatures) {
    self.symptom = symptom
    self.query = query
    self.features = features
  }

  /// Takes what the words of runbooks and public examples got.
  mutating func take(
    _ ranking: WordRanking, _ connection: Connection, _ weights: Weights, _ request: SearchRequest
  ) throws(SQLiteError) {
    for hit in ranking.hits {
      guard let summary = try DocumentSummary.with(number: hit.document, in: connection) else {
        continue
      }
      if summary.isIncident {
        try teach(summary, hit, connection, weights, request)
      } else {
        take(hit, of: summary, weights)
      }
    }
  }

  /// Takes what the words of an own incident got.
  mutating func take(
    incident hit: WordRanking.Hit, _ connection: Connection, _ weights: Weights,
    _ request: SearchRequest
  ) throws(SQLiteError) {
    guard let summary = try DocumentSummary.with(number: hit.document, in: connection) else {
      return
    }
    try teach(summary, hit, connection, weights, request)
  }

  private mutating func take(
    _ hit: WordRanking.Hit, of summary: DocumentSummary, _ weights: Weights
  ) {
    hits[summary.id] = hit
    let words = hit.words * hit.coverage
    evidence.append(
      Evidence(
        document: summary.id, kind: .words, weight: words,
        detail: hit.met.map { query.concepts[$0].term }.joined(separator: " ")))
    if hit.score > words {
      evidence.append(
        Evidence(
          document: summary.id, kind: .symptom, weight: hit.score - words,
          detail: "likeness \(hit.phrase)"))
    }
    if summary.status == Runbook.Status.deprecated.rawValue {
      evidence.append(
        Evidence(document: summary.id, kind: .deprecated, weight: -hit.score / 2, detail: ""))
    }
  }

  /// Takes the pages of which nothing but their words is known.
  mutating func take(
    _ plain: PlainPages, _ query: SearchQuery, beside taught: PlainPages.Taught,
    _ connection: Connection, _ weights: Weights
  ) throws(SQLiteError) {
    let leads = plain.leads(taught)
    for (place, page) in plain.pages.enumerated() {
      guard let summary = try DocumentSummary.with(number: page.hit.document, in: connection) else {
        continue
      }
      // What rules and history say of it has been judged.
      if verdict.candidates.first?.id != summary.id || taught.kind == .none {
        pages[summary.id] = page.kind
      }
      hits[summary.id] = page.hit
      spellings[summary.id] = query.spelled(page.hit.met)
      evidence.append(
        Evidence(
          document: summary.id, kind: .words,
          weight: plain.weight(of: page, at: place, leads: leads, taught),
          detail: page.hit.met.map { query.concepts[$0].term }.joined(separator: " ")))
    }
  }

  // The runbooks that an incident names.
  private static let links =
    "SELECT runbook, outcome, step FROM link WHERE incident = ? ORDER BY position"

  /// Gives a share of an incident's score to the runbooks, and the steps, that it names.
  ///
  /// It speaks for a page once, by the link that says most, and of each step that it names. That a step
  /// did not help says nothing against the page, whose other steps are for other causes.
  private mutating func teach(
    _ incident: DocumentSummary, _ hit: WordRanking.Hit, _ connection: Connection,
    _ weights: Weights, _ request: SearchRequest
  ) throws(SQLiteError) {
    if request.kind != .runbooks { take(hit, of: incident, weights) }
    let links = try connection.rows(Weighed.links, incident.number) { row in
      (
        runbook: row.text(0), outcome: Outcome(rawValue: row.text(1)) ?? .notTried,
        step: row.optionalText(2)
      )
    }
    var spokenFor: Set<String> = []
    // The outcomes are declared from best to worst.
    for outcome in Outcome.allCases {
      for link in links where link.outcome == outcome {
        var share = (weights.share[outcome] ?? 0) * hit.score
        let likeness = hit.coverage * hit.phrase
        var stepWeight = (weights.share[outcome] ?? 0) * weights.incidentStep * likeness
        switch outcome {
        case .fixed, .helped: break
        case .noHelp:
          // Only for symptoms that are nearly the same: most incidents share some words.
          guard hit.coverage > weights.noHelpCoverage, hit.phrase > weights.noHelpPhrase else {
            continue
          }
          share = link.step == nil ? -weights.noHelp * hit.score : 0
          stepWeight = -weights.incidentStep
        case .notTried:
          // The step may be what was suggested then; a guess must not confirm itself.
          stepWeight = 0
        }
        if !spokenFor.insert(link.runbook).inserted { share = 0 }
        let step = link.step.map { "#\($0) " } ?? ""
        evidence.append(
          Evidence(
            document: link.runbook, step: link.step, kind: .incident, weight: share,
            stepWeight: stepWeight, detail: "\(incident.id): \(step)\(outcome.rawValue)",
            ownCoverage: incident.origin == .own && share > 0 ? hit.coverage : 0,
            reason: .incident(
              incident.id, step: link.step, outcome: outcome, origin: incident.origin)))
      }
    }
  }

  /// Puts the evidence together.
  mutating func settle(_ weights: Weights) { verdict = Verdict(evidence, weights: weights) }

  // What a page says of itself.
  private static let own = """
    SELECT document_text.title || ' ' || symptoms FROM document
    JOIN document_text USING (number) WHERE id = ?
    """

  /// Looks which words of other systems are the best page's own, where it is a page of the team's.
  mutating func readOwnWords(_ connection: Connection) throws(SQLiteError) {
    guard !query.foreignWords.isEmpty, let best = verdict.candidates.first,
      let summary = try DocumentSummary.with(id: best.id, in: connection),
      !EmbeddedFile.has(summary.path)
    else { return }
    let text = try connection.first(Self.own, best.id) { row in row.text(0) } ?? ""
    let terms = Set(text.split(separator: " ").map(String.init))
    ownWords = query.foreignWords.filter { word in
      word.split(separator: " ").allSatisfy { terms.contains(String($0)) }
    }
  }

  // MARK: What is seen of the best page

  /// The signs by which the gate judges.
  func signs(
    _ best: Candidate?, _ second: Candidate?, _ weights: Weights = .current
  ) -> Gate.Signs {
    var signs = Gate.Signs()
    signs.ours = query.hasOurs ? 1 : 0
    signs.shared = query.hasShared ? 1 : 0
    let foreign = query.foreignWords.filter { !ownWords.contains($0) }
    signs.foreign = min(Gate.mostForeign, Double(foreign.count))
    signs.length = Numbers.log(Double(1 + query.concepts.count))
    let unknown = query.concepts.count { $0.documents == 0 && $0.alternatives.count == 1 }
    signs.unknown = query.concepts.isEmpty ? 0 : Double(unknown) / Double(query.concepts.count)
    signs.elsewhere = max(-Gate.mostElsewhere, min(Gate.mostElsewhere, lines.elsewhere))
    guard let best else { return signs }
    let hit = hits[best.id]
    signs.coverage = hit?.coverage ?? 0
    signs.phrase = hit?.phrase ?? 0
    let logarithm = lines.logarithms.first { $0.runbook == best.id }?.logarithm
    signs.logarithm = max(Gate.leastLogarithm, logarithm ?? Gate.leastLogarithm)
    signs.agrees = lines.first == best.id ? 1 : 0
    signs.fingerprint = best.has(.fingerprint) ? 1 : 0
    signs.same = signs.phrase > weights.samePhrase ? 1 : 0
    signs.own = best.evidence.filter { $0.kind == .incident }.map(\.ownCoverage).max() ?? 0
    signs.margin = best.score > 0 ? (best.score - (second?.score ?? 0)) / best.score : 0
    guard let rule = symptom.diagnoses.first(where: { $0.isPrimary && $0.runbook == best.id })
    else { return signs }
    let facts = symptom.facts
    switch rule.confidence {
    case .certain:
      let isNamed = !facts.values(.errorName).isEmpty || !facts.values(.stopCode).isEmpty
      if isNamed { signs.named = 1 } else { signs.certain = 1 }
    case .likely: signs.likely = 1
    case .suspected: signs.suspected = 1
    }
    return signs
  }

  /// Why a document is in the answer, strongest reason first.
  func reasons(
    of candidate: Candidate, in connection: Connection, _ weights: Weights = .current
  ) throws(SQLiteError) -> [String] {
    let order: [Evidence.Kind] = [.fingerprint, .rule, .incident]
    var reasons: [String] = []
    for kind in order {
      let found = candidate.parts.map(\.evidence).filter { $0.kind == kind }
        .sorted { $0.weight > $1.weight }
      // One incident that is like this is reason enough; the others are its history.
      for piece in kind == .incident ? found.prefix(1) : found[...] {
        // What the page itself says counts more than an incident with some of the words.
        if kind == .incident, piece.weight > 0, !leads(piece, candidate) { continue }
        reasons += piece.reason?.texts ?? []
      }
    }
    guard let hit = hits[candidate.id] else { return reasons }
    if hit.phrase >= weights.shownPhrase,
      let symptom = try WordRanking.symptom(of: hit, in: connection)
    {
      reasons += Evidence.Reason.symptom(symptom.text).texts
    } else if reasons.isEmpty {
      let words = spellings[candidate.id] ?? query.spelled(hit.met)
      if !words.isEmpty { reasons += Evidence.Reason.words(words).texts }
    }
    return reasons
  }

  /// The line of the heading that the text names, on a page with a heading for each alert.
  func heading(of candidate: Candidate, in connection: Connection) throws(SQLiteError) -> Int? {
    guard pages[candidate.id] != nil, let hit = hits[candidate.id],
      let symptom = try WordRanking.symptom(of: hit, in: connection), symptom.line > 1
    else { return nil }
    return symptom.line
  }

  /// Whether an incident says more for a page than the page's own words.
  private func leads(_ piece: Evidence, _ candidate: Candidate) -> Bool {
    let own = candidate.evidence.filter { $0.kind == .words || $0.kind == .symptom }
      .reduce(0) { $0 + $1.weight }
    return piece.weight > own
  }
}
