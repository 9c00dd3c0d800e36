/// What is known of an incident when it is written down for the first time.
public struct IncidentDraft: Equatable, Sendable {
  /// The title, one line.
  public var title: String
  /// How far it is.
  public var status: Incident.Status
  /// How bad it was.
  public var severity: Incident.Severity?
  /// The services that were hurt.
  public var services: [String] = []
  /// Free labels.
  public var tags: [String] = []
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
  /// What noticed it.
  public var detectedBy: String?
  /// The team that owned it.
  public var owner: String?
  /// Who writes it down.
  public var authors: [String] = []
  /// Fingerprints of the failure.
  public var fingerprints: [String] = []
  /// The runbooks that were used.
  public var runbooks: [RunbookLink] = []
  /// Text of sections, as typed; plain text, not Markdown.
  public var texts: [SectionName: String] = [:]
  /// Error lines as they appeared.
  public var symptoms: [String] = []
  /// What was promised, each in the form `text (@owner, due 2026-12-04, LINK)`.
  public var actions: [String] = []
  /// What else is known to have happened.
  public var timeline: [TimelineEntry] = []
  /// The name of the file beside the incident that holds what was pasted.
  public var evidence: String?

  /// Makes a draft with a title and nothing else.
  public init(title: String, status: Incident.Status = .resolved) {
    self.title = title
    self.status = status
  }

  /// The times in the order in which they must be, with the names that people know them by.
  var times: [(key: String, label: String, time: Timestamp?)] {
    [
      ("started_at", "Started", startedAt), ("detected_at", "Detected", detectedAt),
      ("acknowledged_at", "Acknowledged", acknowledgedAt),
      ("mitigated_at", "Mitigated", mitigatedAt), ("resolved_at", "Resolved", resolvedAt),
    ]
  }

  /// Refuses times that contradict each other.
  ///
  /// - Throws: `IncidentError.reversedTimes`.
  public func checkTimes() throws(IncidentError) {
    try IncidentDraft.check(times)
  }

  /// Refuses an earlier step that has a later time.
  ///
  /// Somebody may take an incident before an alarm fires, so between start and end any order is
  /// possible.
  static func check(
    _ times: [(key: String, label: String, time: Timestamp?)]
  ) throws(IncidentError) {
    if let started = times.first?.time {
      for (key, _, time) in times.dropFirst() {
        if let time, time < started { throw .reversedTimes(earlier: "started_at", later: key) }
      }
    }
    guard let mitigated = times.first(where: { $0.key == "mitigated_at" })?.time,
      let resolved = times.first(where: { $0.key == "resolved_at" })?.time
    else { return }
    if resolved < mitigated {
      throw .reversedTimes(earlier: "mitigated_at", later: "resolved_at")
    }
  }

  /// The day that names it: of its start, else of the first time known, else today.
  public func day(now: Timestamp) -> CivilDate {
    times.compactMap(\.time).min()?.day ?? now.day
  }
}
