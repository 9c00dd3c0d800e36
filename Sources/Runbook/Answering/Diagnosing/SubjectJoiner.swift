/// Joins one subject after the other with the knowledge base; what many subjects share is asked once.
struct SubjectJoiner {
  private let search: Search
  private let base: KnowledgeBase
  private let text: String?
  private var earlier: [String: [DiagnosisAnswer.Earlier]] = [:]
  private var verdicts: [String: Joined] = [:]
  private(set) var pages: [String: DiagnosisAnswer.Page] = [:]

  /// What the engine says of a failure.
  private struct Joined {
    var diagnoses: [Diagnosis]
    var words: String?
    var kind: Answer.Kind
    var choices: [String: SearchResult.Choice]
  }

  /// Where words alone decide, so many pages are named.
  private static let byWords = 3

  init(_ search: Search, text: String?) {
    self.search = search
    self.text = text
    base = search.base
  }

  mutating func join(_ subject: DiagnosisReport.Subject) throws -> DiagnosisAnswer.Subject {
    var subject = subject
    let joined = try verdict(of: subject)
    subject.diagnoses = joined.diagnoses
    for diagnosis in subject.diagnoses where pages[diagnosis.runbook] == nil {
      pages[diagnosis.runbook] = try page(diagnosis.runbook)
    }
    return DiagnosisAnswer.Subject(
      subject: subject, earlier: try incidents(like: subject), words: joined.words,
      kind: joined.kind, choices: joined.choices)
  }

  // MARK: The verdict

  private mutating func verdict(of subject: DiagnosisReport.Subject) throws -> Joined {
    let symptom = Symptom(subject, text: text)
    let rule = subject.primary.map { "\($0.runbook) \($0.rule) \($0.step ?? "")" } ?? ""
    let key = "\(rule)\n\(subject.failureFingerprint ?? symptom.text)\n\(subject.diagnoses.count)"
    if var known = verdicts[key] {
      // The same failure elsewhere: the same pages and steps, for reasons of its own.
      known.diagnoses = known.diagnoses.map { diagnosis in
        subject.diagnoses.first { $0.runbook == diagnosis.runbook } ?? diagnosis
      }
      return known
    }
    let joined = try judge(subject, symptom)
    verdicts[key] = joined
    return joined
  }

  private func judge(_ subject: DiagnosisReport.Subject, _ symptom: Symptom) throws -> Joined {
    let weighed = try search.weigh(symptom, SearchRequest(symptom.text))
    var named = try self.named(in: weighed.verdict)
    let signs = weighed.signs(named.first?.candidate, named.dropFirst().first?.candidate)
    let kind = named.isEmpty ? .none : search.kind(of: symptom, signs)
    var words: String?
    if symptom.goesByWords {
      words = "\(kind.rawValue): \(Explanation(signs).verdict)"
      if kind == .none { return Joined(diagnoses: [], words: words, kind: kind, choices: [:]) }
    }
    // Where a rule or an earlier incident speaks, what only shares words with the text is no
    // conclusion, unless it comes first.
    if named.contains(where: { $0.candidate.isTold }) {
      named = named.prefix(1) + named.dropFirst().filter { $0.candidate.isTold }
    }
    var conclusions = try named.enumerated().map { place, entry in
      try diagnosis(entry.candidate, weighed, subject, isPrimary: place == 0, kind: kind)
    }
    // What the table names and nobody has is a conclusion all the same.
    let known = Set(conclusions.map(\.runbook))
    conclusions += subject.diagnoses.filter { !known.contains($0.runbook) }
    return Joined(
      diagnoses: conclusions, words: words, kind: kind, choices: try choices(named, weighed))
  }

  /// The runbooks that may be conclusions: the first few, and whatever a rule or an incident names.
  private func named(
    in verdict: Verdict
  ) throws -> [(candidate: Candidate, summary: DocumentSummary)] {
    var named: [(candidate: Candidate, summary: DocumentSummary)] = []
    for candidate in verdict.candidates
    where candidate.isTold || named.count < SubjectJoiner.byWords {
      // A table may name a runbook that nobody has; it stays a conclusion of the table.
      guard let summary = try DocumentSummary.with(id: candidate.id, in: base.connection),
        !summary.isIncident
      else { continue }
      named.append((candidate, summary))
    }
    return named
  }

  /// The conclusion that a candidate stands for.
  private func diagnosis(
    _ candidate: Candidate, _ weighed: Weighed, _ subject: DiagnosisReport.Subject,
    isPrimary: Bool, kind: Answer.Kind
  ) throws -> Diagnosis {
    if var told = subject.diagnoses.first(where: { $0.runbook == candidate.id }) {
      told.isPrimary = isPrimary
      if candidate.has(.fingerprint) {
        told.because +=
          candidate.evidence.first { $0.kind == .fingerprint }
          .flatMap { $0.reason?.texts }?.map(sentence) ?? []
      }
      return told
    }
    if let earlier = candidate.evidence.first(where: { $0.kind == .fingerprint }) {
      return Diagnosis(
        runbook: candidate.id, step: earlier.step, confidence: .likely,
        rule: DiagnosisAnswer.fingerprintRule, isPrimary: isPrimary,
        because: earlier.reason?.texts.map(sentence) ?? [])
    }
    let sure = kind == .weak ? ", and is no sure match" : ""
    let head = isPrimary ? ["No rule decides on this text: it goes by words\(sure)."] : []
    return Diagnosis(
      runbook: candidate.id, confidence: .suspected, rule: DiagnosisAnswer.wordsRule,
      isPrimary: isPrimary,
      because: head + (try weighed.reasons(of: candidate, in: base.connection)))
  }

  /// A reason of a card as a sentence.
  private func sentence(_ reason: String) -> String { "It \(reason)." }

  private func choices(
    _ named: [(candidate: Candidate, summary: DocumentSummary)], _ weighed: Weighed
  ) throws -> [String: SearchResult.Choice] {
    var choices: [String: SearchResult.Choice] = [:]
    for (candidate, summary) in named {
      let steps = try base.runbooks.steps(of: summary.number)
      choices[candidate.id] = try search.choice(of: steps, candidate, summary, weighed)
    }
    return choices
  }

  // MARK: What the knowledge base has

  private mutating func incidents(
    like subject: DiagnosisReport.Subject
  ) throws -> [DiagnosisAnswer.Earlier] {
    guard let fingerprint = subject.failureFingerprint else { return [] }
    if let known = earlier[fingerprint] { return known }
    let found = try base.incidents.ids(withFingerprint: fingerprint).compactMap {
      id -> DiagnosisAnswer.Earlier? in
      guard let summary = try base.incidents.summary(of: id) else { return nil }
      return DiagnosisAnswer.Earlier(
        incident: summary, links: try base.incidents.links(of: summary.number))
    }
    earlier[fingerprint] = found
    return found
  }

  private func page(_ id: String) throws -> DiagnosisAnswer.Page {
    var page = DiagnosisAnswer.Page()
    // A table may name a runbook that was renamed since.
    let alias = try base.runbooks.summary(of: id) == nil ? base.runbooks.id(ofAlias: id) : nil
    guard let summary = try base.runbooks.summary(of: alias ?? id) else { return page }
    page.summary = summary
    page.commands = try base.runbooks.commands(of: summary.number)
    page.steps = try base.runbooks.steps(of: summary.number, commands: page.commands)
    page.history = try base.incidents.history(of: summary.id)
    page.related = try base.runbooks.labels(.related, of: summary.number)
    for id in page.related { page.relatedTitles[id] = try base.runbooks.summary(of: id)?.title }
    return page
  }
}
