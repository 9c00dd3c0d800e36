import Runbook

/// What a person says of an incident by options: the same set on every command that records.
struct IncidentFacts {
  private var severity: Incident.Severity?
  private var services: [String] = []
  private var tags: [String] = []
  private var environment: String?
  private var detectedBy: String?
  private var owner: String?
  private var authors: [String] = []
  private(set) var times: [(key: TimeKey, time: Timestamp)] = []
  private var symptoms: [String] = []
  private(set) var texts: [(name: SectionName, text: String)] = []
  private var actions: [String] = []
  var links: [RunbookLink] = []

  /// The times of an incident, in the order in which they are asked for.
  enum TimeKey: String, CaseIterable {
    case started, detected, acknowledged, mitigated, resolved

    /// The key of the front matter.
    var field: String { "\(rawValue)_at" }
  }

  private static let textFlags: [(flag: String, name: SectionName)] = [
    ("summary", .summary), ("impact", .impact), ("resolution", .resolution),
  ]

  static let flags = [
    Flag(
      name: "runbook", short: "r", placeholder: "id#step=outcome",
      help: "A runbook or step that was used, with fixed, helped, no-help or not-tried.",
      repeats: true, completion: .link),
    Flag(
      name: "severity", short: "s", placeholder: "severity", help: "How bad it was; '2' is SEV2.",
      choices: Incident.Severity.allCases.map(\.rawValue),
      reads: { Incident.Severity(spoken: $0)?.rawValue }),
    Flag(
      name: "service", placeholder: "name", help: "A service that was hurt.", repeats: true,
      completion: .service),
    Flag(name: "environment", placeholder: "name", help: "Where it happened, such as prod."),
    Flag(
      name: "started", placeholder: "time",
      help: "When it began: 10:31 as your clock shows it, 10:31Z, -25m or RFC 3339."),
    Flag(name: "detected", placeholder: "time", help: "When somebody or something noticed."),
    Flag(name: "acknowledged", placeholder: "time", help: "When somebody took it."),
    Flag(name: "mitigated", placeholder: "time", help: "When users no longer felt it."),
    Flag(name: "resolved", placeholder: "time", help: "When it was over."),
    Flag(
      name: "symptom", placeholder: "line", help: "An error line as it appeared.", repeats: true),
    Flag(name: "summary", placeholder: "text", help: "What happened, in a few sentences."),
    Flag(name: "impact", placeholder: "text", help: "Who felt it, and how."),
    Flag(name: "resolution", placeholder: "text", help: "What ended it."),
    Flag(
      name: "action", placeholder: "text",
      help: "A follow-up, as 'text (@owner, due 2026-12-04, LINK)'.", repeats: true),
    Flag(name: "tag", placeholder: "name", help: "A label.", repeats: true, completion: .tag),
    Flag(name: "detected-by", placeholder: "what", help: "What noticed it, such as alarm."),
    Flag(name: "owner", placeholder: "team", help: "The team that owned it."),
    Flag(name: "author", placeholder: "name", help: "Who writes this.", repeats: true),
  ]

  /// What the options say, without secrets.
  ///
  /// - Parameters:
  ///   - options: the options.
  ///   - recording: knows the runbooks and the clock.
  ///   - incident: what is known already; nil for a new one.
  ///   - redaction: takes the secrets out.
  /// - Throws: `CommandError` for a time or a runbook that is none.
  init(
    _ options: Options, _ recording: Recording, of incident: Incident? = nil,
    redaction: inout Redaction
  ) throws {
    func clean(_ texts: [String], _ flag: String) -> [String] {
      texts.map { redaction.clean($0, of: "--\(flag)") }
    }
    func clean(_ flag: String) -> String? { clean(options[flag].map { [$0] } ?? [], flag).first }
    severity = options["severity"].flatMap(Incident.Severity.init(rawValue:))
    services = clean(options.all("service"), "service")
    tags = clean(options.all("tag"), "tag")
    environment = clean("environment")
    detectedBy = clean("detected-by")
    owner = clean("owner")
    authors = clean(options.all("author"), "author")
    symptoms = clean(options.verbatim("symptom"), "symptom")
    actions = clean(options.verbatim("action"), "action")
    texts = IncidentFacts.textFlags.compactMap { flag, name in clean(flag).map { (name, $0) } }
    var reader = recording.times(of: incident)
    for key in TimeKey.allCases {
      guard let time = try recording.time(options[key.rawValue], "--\(key.rawValue)", reader) else {
        continue
      }
      times.append((key, time))
      if key == .started { reader.start = time }
    }
    links = try options.all("runbook").map { try recording.link($0) }
  }

  /// The time that is said under a key.
  subscript(_ key: TimeKey) -> Timestamp? {
    get { times.last { $0.key == key }?.time }
    set {
      times.removeAll { $0.key == key }
      if let newValue { times.append((key, newValue)) }
    }
  }

  /// Whether something says that it ended.
  var saysEnd: Bool {
    self[.resolved] != nil || texts.contains { $0.name == .resolution }
  }

  mutating func take(_ text: String, for name: SectionName) { texts.append((name, text)) }

  mutating func take(_ severity: Incident.Severity) { self.severity = severity }

  var knowsSeverity: Bool { severity != nil }

  // MARK: Writing

  /// Fills a draft.
  func fill(_ draft: inout IncidentDraft) {
    draft.severity = severity
    (draft.services, draft.tags, draft.authors) = (services, tags, authors)
    (draft.environment, draft.detectedBy, draft.owner) = (environment, detectedBy, owner)
    draft.startedAt = self[.started]
    draft.detectedAt = self[.detected]
    draft.acknowledgedAt = self[.acknowledged]
    draft.mitigatedAt = self[.mitigated]
    draft.resolvedAt = self[.resolved]
    (draft.symptoms, draft.actions) = (symptoms, actions)
    for (name, text) in texts { draft.texts[name] = text }
    for link in links { draft.link(link) }
  }

  /// Changes an incident; what it says already stays, and lists grow.
  ///
  /// - Parameters:
  ///   - document: the incident.
  ///   - setsEnd: whether `resolved_at` is set as well; who closes one does it by itself.
  /// - Throws: `IncidentError`.
  func change(_ document: inout IncidentDocument, setsEnd: Bool) throws(IncidentError) {
    for (key, time) in times where key != .resolved || setsEnd {
      try document.set(key.field, to: time)
    }
    if let severity { try document.set("severity", to: severity.rawValue) }
    try document.add(services, to: "services")
    try document.add(tags, to: "tags")
    try document.add(authors, to: "authors")
    let values = [("environment", environment), ("detected_by", detectedBy), ("owner", owner)]
    for (key, value) in values {
      if let value { try document.set(key, to: value) }
    }
    for link in links { try document.link(link) }
    for (name, text) in texts { try document.addText(text, to: name) }
    try document.addSymptoms(symptoms)
    for action in actions { try document.addAction(action) }
    if setsEnd { try document.checkTimes() }
  }
}
