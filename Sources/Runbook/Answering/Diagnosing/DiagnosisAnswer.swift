/// What an input says, joined with what the knowledge base has for it: the step, the other steps, their
/// commands and the history.
///
/// The conclusions are those of the same evidence and the same verdict as of a search: a text has the
/// same first page and the same step whether it is searched or diagnosed.
public struct DiagnosisAnswer {
  /// A runbook that a conclusion names.
  public struct Page {
    /// The row of the runbook; nil where there is none such.
    public var summary: RunbookSummary?
    /// The steps of the mitigation, placeholders in place.
    public var steps: [Step] = []
    /// The commands in the order of the text, placeholders in place.
    public var commands: [Command] = []
    /// What happened the times before; nil where there is no such runbook.
    public var history: History?
    /// The ids of the runbooks that it names as related.
    public var related: [String] = []
    /// The titles of those of them that are there, by id.
    public var relatedTitles: [String: String] = [:]

    /// A page of which nothing is known.
    public init() {}
  }

  /// An incident in which the same failure was seen.
  public struct Earlier: Sendable {
    /// The incident.
    public var incident: IncidentSummary
    /// The runbooks that were used in it.
    public var links: [RunbookLink]

    /// The runbook that ended it, or else helped.
    public var remedy: RunbookLink? {
      links.first { $0.outcome == .fixed } ?? links.first { $0.outcome == .helped }
    }
  }

  /// One thing that was diagnosed.
  public struct Subject {
    /// What was read of it, with the conclusions in the order of the verdict.
    public var subject: DiagnosisReport.Subject
    /// The incidents with the same failure, newest first.
    public var earlier: [Earlier]
    /// How the words were judged; nil where they had no say.
    public var words: String?
    /// How sure the conclusion is; `none` where there is none.
    public var kind: Answer.Kind
    /// The step of each runbook that a conclusion names, by its id.
    public var choices: [String: SearchResult.Choice]
    /// Values for placeholders that a person gave.
    var given = Placeholders()

    /// The conclusion.
    public var primary: Diagnosis? { subject.primary }
    /// Values for the placeholders of commands.
    public var placeholders: Placeholders { given.merging(subject.placeholders) }

    /// Whether the conclusion is more than the best guess by words.
    public var isDecided: Bool {
      primary.map { $0.rule != DiagnosisAnswer.wordsRule || kind == .match } ?? false
    }

    /// The rules that were tried and, where words had a say, how they were judged.
    public func walk(_ table: DecisionTable) -> [WalkStep] {
      let steps = subject.explain(table)
      guard let words else { return steps }
      let isFound = primary?.rule == DiagnosisAnswer.wordsRule
      return steps + [WalkStep(rule: DiagnosisAnswer.wordsRule, matched: isFound, detail: words)]
    }
  }

  /// What stands in place of a rule where words decided.
  public static let wordsRule = "words"
  /// What stands in place of a rule where an earlier incident with the same failure decided.
  public static let fingerprintRule = "fingerprint"

  /// What was read of the input.
  public let report: DiagnosisReport
  private let subjects: [Subject]
  /// What the knowledge base has for each runbook that a conclusion names.
  public let pages: [String: Page]
  /// Subjects by cause, causes before consequences, of each the most frequent first.
  public let groups: [DiagnosisReport.Group]

  /// Joins a report with a knowledge base.
  ///
  /// - Parameters:
  ///   - report: what was read of an input.
  ///   - text: the input where it is text.
  ///   - search: the engine of the knowledge base.
  ///   - given: values for placeholders that outweigh what the input says.
  ///   - measure: what else is known of a subject that was concluded on, as one sentence.
  /// - Throws: `SQLiteError` or `KnowledgeBaseError`.
  public init(
    _ report: DiagnosisReport, text: String?, by search: Search,
    given: Placeholders = Placeholders(),
    measure: (DiagnosisReport.Subject) -> String? = { _ in nil }
  ) throws {
    var report = report
    var joiner = SubjectJoiner(search, text: text)
    var subjects: [Subject] = []
    for index in report.subjects.indices {
      var subject = try joiner.join(report.subjects[index])
      if !subject.subject.diagnoses.isEmpty, let sentence = measure(subject.subject) {
        subject.subject.diagnoses[0].because.append(sentence)
      }
      report.subjects[index] = subject.subject
      subject.given = given
      subjects.append(subject)
    }
    self.report = report
    self.subjects = subjects
    groups = report.groups
    pages = joiner.pages
  }

  /// Whether nothing was diagnosed.
  public var isNegative: Bool { subjects.allSatisfy { $0.primary == nil } }

  /// How many subjects there are.
  public var count: Int { subjects.count }

  /// A subject as it may be shown: a reason is quoted from the input, which may hold secrets.
  public subscript(index: Int) -> Subject {
    var subject = subjects[index]
    for place in subject.subject.diagnoses.indices {
      let because = subject.subject.diagnoses[place].because
      subject.subject.diagnoses[place].because = because.map { Redactor().redact($0).text }
    }
    return subject
  }

  /// What the knowledge base has for a runbook.
  public func page(_ runbook: String) -> Page { pages[runbook] ?? Page() }

  /// What the runbook of the conclusion names as related, without what is named beside it.
  public func related(to subject: Subject) -> [String] {
    guard let primary = subject.primary else { return [] }
    let named = subject.subject.diagnoses.map(\.runbook)
    return page(primary.runbook).related.filter { !named.contains($0) }
  }

  /// The steps of a runbook with their commands filled from what was read.
  public func steps(of runbook: String, for subject: Subject) -> [Step] {
    page(runbook).steps.map { $0.filled(subject.placeholders) }
  }

  /// The step of a runbook that the evidence of a subject decides; nil where it is only the first to
  /// try.
  public func decidedStep(of runbook: String, for subject: Subject) -> Step? {
    guard let choice = subject.choices[runbook], choice.isDecided else { return nil }
    return choice.best(of: page(runbook).steps)
  }

  /// The commands of a runbook, filled from what was read.
  public func commands(of runbook: String, for subject: Subject) -> [Command] {
    page(runbook).commands.map { $0.filled(subject.placeholders) }
  }
}
