/// How much a runbook helped in an incident.
public enum Outcome: String, CaseIterable, Sendable {
  /// It ended the incident.
  case fixed
  /// It was part of the way.
  case helped
  /// It was tried and did not help.
  case noHelp = "no-help"
  /// It was named but not tried.
  case notTried = "not-tried"
}

extension Outcome {
  /// The outcome as readers are told it: a public example was there before the runbook, so one that
  /// it names without a verdict is related and no more.
  ///
  /// - Parameter origin: whose incident it is.
  /// - Returns: the word.
  package func text(in origin: Incident.Origin) -> String {
    origin == .public && self == .notTried ? "related" : rawValue
  }
}

/// A runbook that an incident names, pinned to the text that was read at the time.
public struct RunbookLink: Equatable, Sendable {
  /// The id of the runbook.
  public var id: String
  /// The anchor of the step that was taken; nil where the incident names the runbook alone.
  public var step: String?
  /// The version that was used, if the incident pins one.
  public var version: Int?
  /// The git blob id of that text, if the incident pins one.
  public var revision: String?
  /// How much it helped.
  public var outcome: Outcome
  /// Where the link stands in the incident file.
  public var location: SourceLocation

  /// Makes a link.
  public init(
    id: String, step: String? = nil, version: Int? = nil, revision: String? = nil,
    outcome: Outcome, location: SourceLocation = SourceLocation(line: 1)
  ) {
    self.id = id
    self.step = step
    self.version = version
    self.revision = revision
    self.outcome = outcome
    self.location = location
  }
}

extension RunbookLink {
  /// `id#step`, or the id alone.
  public var target: String { step.map { "\(id)#\($0)" } ?? id }
}

/// Something that was promised after an incident.
public struct ActionItem: Equatable, Sendable {
  /// What to do, without the owner and the date.
  public var text: String
  /// Whether it is done.
  public var done: Bool
  /// Who does it, without the `@`.
  public var owner: String?
  /// Until when, `yyyy-mm-dd`.
  public var due: String?
  /// A ticket or page.
  public var link: String?
  /// Where it stands in the file.
  public var location: SourceLocation

  /// Makes an action item.
  public init(
    text: String, done: Bool, owner: String? = nil, due: String? = nil, link: String? = nil,
    location: SourceLocation
  ) {
    self.text = text
    self.done = done
    self.owner = owner
    self.due = due
    self.link = link
    self.location = location
  }
}

/// What happened once: the postmortem, with the runbooks that were used.
public struct Incident: Equatable, Sendable {
  /// How far it is.
  public enum Status: String, CaseIterable, Sendable {
    case open, resolved, reviewed
  }

  /// How bad it was; SEV1 is worst.
  public enum Severity: String, CaseIterable, Sendable {
    case sev1 = "SEV1"
    case sev2 = "SEV2"
    case sev3 = "SEV3"
    case sev4 = "SEV4"
    case sev5 = "SEV5"

    /// Reads one as people write it: `SEV2`, `sev2`, `sev-2`, `Sev 2` or `2`; nil for anything else.
    public init?(spoken text: String) {
      var rest = text.lowercased().filter { !" -_".contains($0) }[...]
      if rest.hasPrefix("sev") { rest = rest.dropFirst(3) }
      self.init(rawValue: "SEV\(rest)")
    }
  }

  /// Whose history it is.
  public enum Origin: String, CaseIterable, Sendable {
    /// It happened to the team that keeps this knowledge base.
    case own
    /// A shipped example from a cited public thread; never counted as the team's history.
    case `public`
  }

  /// The id, `<yyyy-mm-dd>-<slug>`, equal to the file name.
  public var id: String
  /// The title, one line.
  public var title: String
  /// How far it is.
  public var status: Status
  /// How bad it was.
  public var severity: Severity?
  /// The services that were hurt.
  public var services: [String]
  /// Free labels.
  public var tags: [String]
  /// Where it happened, such as `prod`.
  public var environment: String?
  /// When it began.
  public var startedAt: Timestamp?
  /// When somebody or something noticed.
  public var detectedAt: Timestamp?
  /// When somebody took it.
  public var acknowledgedAt: Timestamp?
  /// When users no longer felt it.
  public var mitigatedAt: Timestamp?
  /// When it was over.
  public var resolvedAt: Timestamp?
  /// What noticed it, such as `alarm` or `customer`.
  public var detectedBy: String?
  /// The team that owned it.
  public var owner: String?
  /// Who wrote it down.
  public var authors: [String]
  /// Fingerprints of the failure, which match identical failures later.
  public var fingerprints: [String]
  /// Whose history it is.
  public var origin: Origin
  /// The runbooks that were used.
  public var runbooks: [RunbookLink]
  /// What was promised.
  public var actionItems: [ActionItem]
  /// The body, cut at its level-two headings.
  public var sections: [Section]
  /// Where it came from.
  public var source: DocumentSource

  /// Makes an incident; everything but the id, the title and the source has a neutral default.
  public init(
    id: String, title: String, status: Status = .open, severity: Severity? = nil,
    services: [String] = [], tags: [String] = [], environment: String? = nil,
    startedAt: Timestamp? = nil, detectedAt: Timestamp? = nil, acknowledgedAt: Timestamp? = nil,
    mitigatedAt: Timestamp? = nil, resolvedAt: Timestamp? = nil, detectedBy: String? = nil,
    owner: String? = nil, authors: [String] = [], fingerprints: [String] = [],
    origin: Origin = .own, runbooks: [RunbookLink] = [], actionItems: [ActionItem] = [],
    sections: [Section] = [], source: DocumentSource
  ) {
    self.id = id
    self.title = title
    self.status = status
    self.severity = severity
    self.services = services
    self.tags = tags
    self.environment = environment
    self.startedAt = startedAt
    self.detectedAt = detectedAt
    self.acknowledgedAt = acknowledgedAt
    self.mitigatedAt = mitigatedAt
    self.resolvedAt = resolvedAt
    self.detectedBy = detectedBy
    self.owner = owner
    self.authors = authors
    self.fingerprints = fingerprints
    self.origin = origin
    self.runbooks = runbooks
    self.actionItems = actionItems
    self.sections = sections
    self.source = source
  }

  /// Whole minutes from `started_at` to `resolved_at`; nil where one is missing or they are reversed.
  public var minutesToResolve: Int? { Incident.minutes(from: startedAt, to: resolvedAt) }

  /// Whole minutes between two moments; nil where one is missing or they are reversed.
  public static func minutes(from start: Timestamp?, to end: Timestamp?) -> Int? {
    guard let start, let end, end >= start else { return nil }
    return Int((end.seconds - start.seconds) / 60)
  }

  /// The day it belongs to: of `started_at`, else the one its id begins with.
  public var date: String {
    startedAt?.date ?? String(id.prefix(10))
  }
}
