import Runbook

/// What an input says, joined with what the knowledge base has for it: fix, commands and history.
struct DiagnoseAnswer {
  /// A runbook that a conclusion names.
  struct Page {
    var summary: RunbookSummary?
    var fix: [String] = []
    var commands: [ShellCommand] = []
    var history: History?
    var related: [String] = []
  }

  /// An incident in which the same failure was seen.
  struct Earlier {
    var incident: IncidentSummary
    var links: [RunbookLink]

    /// The runbook that ended it, or else helped.
    var remedy: RunbookLink? {
      links.first { $0.outcome == .fixed } ?? links.first { $0.outcome == .helped }
    }
  }

  /// One thing that was diagnosed.
  struct Subject {
    var subject: DiagnosisReport.Subject
    var earlier: [Earlier]
    /// How words were judged, where no rule decided.
    var words: String?

    var primary: Diagnosis? { subject.primary }
    var placeholders: Placeholders { subject.placeholders }

    /// The rules that were tried and, where none decided, how words were judged.
    func walk(_ table: DecisionTable) -> [WalkStep] {
      let steps = subject.explain(table)
      guard let words else { return steps }
      let isFound = primary?.rule == DiagnosisReport.Subject.wordsRule
      return steps
        + [WalkStep(rule: DiagnosisReport.Subject.wordsRule, matched: isFound, detail: words)]
    }
  }

  let report: DiagnosisReport
  let live: LiveAnswer?
  /// The incident that was recorded of it.
  var logged: LogReport?
  /// The table, where the walk through it is wanted.
  var table: DecisionTable?
  private let subjects: [Subject]
  /// What the knowledge base has for each runbook that a conclusion names.
  let pages: [String: Page]
  /// Subjects by cause, the most frequent first.
  let groups: [DiagnosisReport.Group]

  /// Joins a report with a knowledge base.
  ///
  /// - Parameters:
  ///   - report: what the table says of an input.
  ///   - text: the input where it is text: what no rule decides is searched for.
  ///   - base: the knowledge base.
  ///   - live: what AWS was asked.
  /// - Throws: `SQLiteError` or `KnowledgeBaseError`.
  init(
    _ report: DiagnosisReport, text: String?, in base: KnowledgeBase, live: LiveAnswer?
  ) throws {
    var report = report
    var earlier: [String: [Earlier]] = [:]
    var pages: [String: Page] = [:]
    var subjects: [Subject] = []
    for index in report.subjects.indices {
      var subject = report.subjects[index]
      let fingerprint = DiagnoseAnswer.fingerprint(of: subject)
      var seen: [Earlier] = []
      if let fingerprint {
        if let known = earlier[fingerprint] {
          seen = known
        } else {
          seen = try DiagnoseAnswer.incidents(with: fingerprint, in: base)
          earlier[fingerprint] = seen
        }
      }
      subject.learn(from: seen)
      var words: String?
      if subject.diagnoses.isEmpty, let text = text ?? subject.logText {
        words = try subject.search(for: text, in: base)
      }
      if let live { subject.measure(live) }
      report.subjects[index] = subject
      subjects.append(Subject(subject: subject, earlier: seen, words: words))
      for diagnosis in subject.diagnoses where pages[diagnosis.runbook] == nil {
        pages[diagnosis.runbook] = try DiagnoseAnswer.page(diagnosis.runbook, in: base)
      }
    }
    self.report = report
    groups = report.groups
    self.live = live
    self.pages = pages
    self.subjects = subjects
  }

  /// Whether nothing was diagnosed.
  var isNegative: Bool { subjects.allSatisfy { $0.primary == nil } }

  var count: Int { subjects.count }

  /// A subject as it may be shown: a reason is quoted from the input, which may hold secrets.
  subscript(index: Int) -> Subject {
    var subject = subjects[index]
    for place in subject.subject.diagnoses.indices {
      let because = subject.subject.diagnoses[place].because
      subject.subject.diagnoses[place].because = because.map { Redactor().redact($0).text }
    }
    return subject
  }

  /// What the knowledge base has for a runbook.
  func page(_ runbook: String) -> Page { pages[runbook] ?? Page() }

  /// What the runbook of the conclusion names as related, without what is named beside it.
  func related(to subject: Subject) -> [String] {
    guard let primary = subject.primary else { return [] }
    let named = subject.subject.diagnoses.map(\.runbook)
    return page(primary.runbook).related.filter { !named.contains($0) }
  }

  /// The commands of a runbook, filled from what was read.
  func commands(of runbook: String, for subject: Subject) -> [ShellCommand] {
    page(runbook).commands.map { command in
      var command = command
      command.text = subject.placeholders.fill(command.text)
      return command
    }
  }

  // MARK: Reading

  /// The fingerprint of a subject; also where no rule fits, as an earlier incident may.
  private static func fingerprint(of subject: DiagnosisReport.Subject) -> String? {
    if let known = subject.fingerprint { return known }
    // A weak exit code is that of something else, and would be the same for every failure.
    guard subject.facts.value(.exitContext) == nil else { return nil }
    return Fingerprint.of(subject.facts)
  }

  private static func incidents(
    with fingerprint: String, in base: KnowledgeBase
  ) throws -> [Earlier] {
    try base.incidents.ids(withFingerprint: fingerprint).compactMap { id in
      guard let summary = try base.incidents.summary(of: id) else { return nil }
      return Earlier(incident: summary, links: try base.incidents.links(of: summary.number))
    }
  }

  private static func page(_ id: String, in base: KnowledgeBase) throws -> Page {
    // A table may name a runbook that was renamed since.
    let alias = try base.runbooks.summary(of: id) == nil ? base.runbooks.id(ofAlias: id) : nil
    guard let summary = try base.runbooks.summary(of: alias ?? id) else { return Page() }
    return Page(
      summary: summary, fix: try base.runbooks.steps(of: summary.number),
      commands: try base.runbooks.commands(of: summary.number),
      history: try base.incidents.history(of: summary.id),
      related: try base.runbooks.labels(.related, of: summary.number))
  }
}

extension DiagnosisReport.Subject {
  /// Adds how much memory was used, where 137 leaves open whether it ran out.
  fileprivate mutating func measure(_ live: LiveAnswer) {
    guard !diagnoses.isEmpty, facts.value(.killedWithoutOOM) != nil,
      let first = placeholders["start-time"].flatMap(Timestamp.init),
      let last = placeholders["end-time"].flatMap(Timestamp.init),
      let most = live.mostMemory(from: first, to: last)
    else { return }
    diagnoses[0].because.append(
      "MemoryUtilization of the service was at most \(Decimal.text(most, 1)) % from \(first) to "
        + "\(last).")
  }

  /// Lets what ended the same failure before speak.
  fileprivate mutating func learn(from earlier: [DiagnoseAnswer.Earlier]) {
    for past in earlier {
      guard let remedy = past.remedy else { continue }
      let verb = remedy.outcome == .fixed ? "fixed" : "helped with"
      let reason = "It \(verb) the same failure in \(past.incident.id)."
      if let known = diagnoses.firstIndex(where: { $0.runbook == remedy.id }) {
        if !diagnoses[known].because.contains(where: { $0.contains("the same failure in") }) {
          diagnoses[known].because.append(reason)
        }
      } else {
        diagnoses.append(
          Diagnosis(
            runbook: remedy.id, confidence: diagnoses.isEmpty ? .likely : .suspected,
            rule: "fingerprint", isPrimary: diagnoses.isEmpty, because: [reason]))
      }
    }
  }
}

extension DiagnosisReport.Subject {
  /// The newest lines of a log that no rule decides; nil for anything else.
  fileprivate var logText: String? {
    guard facts.value(.input) == "log" else { return nil }
    return facts.reasons.prefix(100).joined(separator: "\n")
  }

  /// Concludes what `runbook search` finds for a text, and nothing where it finds nothing.
  ///
  /// - Returns: why the answer is what it is, in one sentence.
  fileprivate mutating func search(for text: String, in base: KnowledgeBase) throws -> String {
    var request = SearchRequest(text)
    request.limit = 3
    request.detailed = 1
    request.includesHistory = false
    let answer = try Search(base).answer(request)
    for result in answer.results {
      let isPrimary = diagnoses.isEmpty
      let sure = answer.kind == .weak ? ", and is no sure match" : ""
      let head = isPrimary ? ["No rule decides on this text: it goes by words\(sure)."] : []
      diagnoses.append(
        Diagnosis(
          runbook: result.id, confidence: .suspected, rule: Self.wordsRule, isPrimary: isPrimary,
          because: head + result.why))
    }
    return answer.explanation.verdict
  }

  /// What stands in place of a rule where words decided.
  static let wordsRule = "words"
}
