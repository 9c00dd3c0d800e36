/// Something that is checked in a knowledge base: a stable id, and what it finds.
public struct LintRule: Sendable {
  /// The stable id, kebab-case, which every finding of the rule carries.
  public let id: String
  /// How much its findings matter.
  public let severity: Finding.Severity
  /// What it finds, in one sentence.
  public let summary: String
  /// Why that matters to somebody on call.
  public let reason: String
  let check: @Sendable (LintContext, inout LintReport) -> Void

  /// Makes a rule over the whole knowledge base.
  ///
  /// - Parameters:
  ///   - id: the stable id.
  ///   - severity: how much its findings matter.
  ///   - summary: what it finds.
  ///   - reason: why that matters.
  ///   - check: notes what it finds.
  public init(
    _ id: String, _ severity: Finding.Severity, _ summary: String, because reason: String,
    check: @escaping @Sendable (LintContext, inout LintReport) -> Void
  ) {
    self.id = id
    self.severity = severity
    self.summary = summary
    self.reason = reason
    self.check = check
  }

  /// A rule that looks at one runbook after the other.
  static func forRunbooks(
    _ id: String, _ severity: Finding.Severity, _ summary: String, because reason: String,
    check: @escaping @Sendable (Runbook, LintFile, LintContext, inout LintReport) -> Void
  ) -> LintRule {
    LintRule(id, severity, summary, because: reason) { context, report in
      for file in context.files {
        if let runbook = file.runbook { check(runbook, file, context, &report) }
      }
    }
  }

  /// A rule that looks at one incident after the other.
  static func forIncidents(
    _ id: String, _ severity: Finding.Severity, _ summary: String, because reason: String,
    check: @escaping @Sendable (Incident, LintFile, LintContext, inout LintReport) -> Void
  ) -> LintRule {
    LintRule(id, severity, summary, because: reason) { context, report in
      for file in context.files {
        if let incident = file.incident { check(incident, file, context, &report) }
      }
    }
  }
}

/// What one rule found.
public struct LintReport {
  /// The findings so far.
  public private(set) var findings: [Finding] = []
  private let rule: String
  private let severity: Finding.Severity

  init(of rule: LintRule) {
    self.rule = rule.id
    severity = rule.severity
  }

  /// Notes a finding.
  ///
  /// - Parameters:
  ///   - path: the file at fault, relative to the knowledge base.
  ///   - location: the place in it.
  ///   - message: what is wrong: lower case, no full stop.
  ///   - fix: what to do about it.
  public mutating func note(
    _ path: String, at location: SourceLocation, _ message: String, fix: String? = nil
  ) {
    findings.append(
      Finding(
        rule: rule, severity: severity, path: path, location: location, message: message, fix: fix))
  }
}

/// What a person can choose about a lint run.
public struct LintOptions: Sendable {
  /// The day that ages are counted from.
  public var today: CivilDate
  /// How many days a review lasts; nil where age does not matter.
  public var reviewDays: Int?
  /// Placeholders that commands may hold beyond the known ones, without their brackets.
  public var placeholders: Set<String>
  /// The ids of the rules to run, those that read files included; nil for all.
  public var rules: Set<String>?

  /// Makes options.
  public init(
    today: CivilDate, reviewDays: Int? = nil, placeholders: Set<String> = [],
    rules: Set<String>? = nil
  ) {
    self.today = today
    self.reviewDays = reviewDays
    self.placeholders = placeholders
    self.rules = rules
  }
}

/// Everything that rules may look at.
public struct LintContext {
  /// The documents, in path order.
  public let files: [LintFile]
  /// What the person chose.
  public let options: LintOptions
  /// Whether there is a file at a path relative to the root of the knowledge base.
  public let exists: (_ path: String) -> Bool
  /// The text that others last saw of a runbook under the version that it still has; nil where
  /// there is none but the one at hand.
  public let earlierText: (_ runbook: Runbook) -> [UInt8]?
  /// The text of a runbook that an incident read; nil where it pins none, or none that is known here.
  public let pinnedText: (_ link: RunbookLink) -> [UInt8]?
  /// The commits that made a file; none where git does not keep it.
  public let additions: (_ path: String) -> [String]
  /// The steps that rules of the decision table lead to.
  public let ruleSteps: Set<StepReference>
  /// The runbooks by id; of two with one id the first.
  public let runbooks: [String: Runbook]
  /// The ids of runbooks by alias.
  public let aliases: [String: String]

  /// Makes a context.
  ///
  /// - Parameters:
  ///   - files: the documents, in path order.
  ///   - options: what the person chose.
  ///   - exists: whether there is a file at a path.
  ///   - earlierText: another text of a runbook under the same version.
  ///   - pinnedText: the text of a runbook that an incident read.
  ///   - additions: the commits that made a file.
  ///   - ruleSteps: the steps that rules of the decision table lead to.
  public init(
    files: [LintFile], options: LintOptions, exists: @escaping (_ path: String) -> Bool,
    earlierText: @escaping (_ runbook: Runbook) -> [UInt8]? = { _ in nil },
    pinnedText: @escaping (_ link: RunbookLink) -> [UInt8]? = { _ in nil },
    additions: @escaping (_ path: String) -> [String] = { _ in [] },
    ruleSteps: Set<StepReference> = []
  ) {
    self.additions = additions
    self.ruleSteps = ruleSteps
    self.files = files
    self.options = options
    self.exists = exists
    self.earlierText = earlierText
    self.pinnedText = pinnedText
    let all = files.compactMap(\.runbook)
    runbooks = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }
    aliases = Dictionary(all.flatMap { runbook in runbook.aliases.map { ($0, runbook.id) } }) {
      first, _ in first
    }
  }

  /// The runbook that an id means; one that was renamed keeps its old name as an alias.
  func runbook(_ id: String) -> Runbook? {
    runbooks[id] ?? aliases[id].flatMap { runbooks[$0] }
  }

  /// What to do about an id that no runbook has.
  func suggestion(forRunbook id: String) -> String? {
    if let meant = aliases[id] { return "write '\(meant)', which '\(id)' is an alias of" }
    return Spelling.nearest(to: id, in: runbooks.keys.sorted()).map { "did you mean '\($0)'?" }
  }
}
