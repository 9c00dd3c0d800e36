import Runbook

/// What `runbook log` was given, without secrets.
struct LogRequest {
  var draft: IncidentDraft
  var evidence: IncidentFolder.Evidence?
  /// What the evidence says.
  var summary: EvidenceSummary?
  var redaction: Redaction
  /// The runbooks that the evidence named, none of them tried as far as is known.
  private(set) var diagnosed: [RunbookLink] = []
  private let recording: Recording
  /// Whether the options say how it ended.
  private var saysEnd = false

  /// What was diagnosed: it is not over, and everything is in the evidence.
  init(
    evidence: String, diagnosed answer: DiagnosisAnswer, redaction: Redaction,
    _ recording: Recording
  ) throws {
    self.recording = recording
    self.redaction = redaction
    draft = IncidentDraft(title: "", status: .open)
    try take(evidence, EvidenceSummary(evidence, of: answer))
    if let kept = self.evidence, kept.bytes.count > LogRequest.evidenceLimit {
      self.evidence = nil
      summary?.leftOut(
        "the input is over \(LogRequest.evidenceLimit >> 20) MiB and is not kept beside the incident"
      )
    }
  }

  /// The most that is kept beside an incident, in bytes; git keeps it for ever.
  static let evidenceLimit = 1 << 20

  init(_ options: Options, _ recording: Recording) throws {
    self.recording = recording
    redaction = Redaction(options)
    let words = options.arguments.filter { $0 != "-" }
    draft = IncidentDraft(title: "", status: options.has("open") ? .open : .resolved)
    draft.title = redaction.clean(words.joined(separator: " "), of: "title")
    let facts = try IncidentFacts(options, recording, redaction: &redaction)
    facts.fill(&draft)
    saysEnd = facts.saysEnd
    if draft.status == .open, draft.resolvedAt != nil {
      throw CommandError(.usage, "'--open' and '--resolved' exclude each other")
    }
    try draft.checkTimes()
  }

  // MARK: Evidence

  /// Takes what was pasted: its secrets go, and what it says fills what the options left open.
  mutating func take(
    _ pasted: String, of place: String, taskDefinition definition: [UInt8]? = nil
  ) throws {
    let text = redaction.clean(pasted, of: place)
    guard text.isVisible else { return }
    try take(
      text,
      EvidenceSummary(text, taskDefinition: definition, by: Search(recording.base)))
  }

  /// Takes a paste without secrets, and what it says.
  private mutating func take(_ text: String, _ summary: EvidenceSummary) throws {
    let bytes = Array(text.utf8)
    let isJSON = JSONDocument.read(bytes).problem == nil
    evidence = IncidentFolder.Evidence(bytes: bytes, kind: isJSON ? "json" : "txt")
    self.summary = summary
    if !draft.title.isVisible {
      draft.title = Layout.truncated(summary.title ?? firstLine(of: text), to: 100)
    }
    if draft.services.isEmpty { draft.services = summary.services }
    if draft.environment == nil { draft.environment = summary.environment }
    draft.fingerprints = summary.fingerprints
    draft.symptoms += summary.symptoms.filter { !draft.symptoms.contains($0) }
    // A time of the evidence that contradicts what was typed is the less probable one.
    if draft.startedAt == nil, let time = summary.failedAt, time <= recording.now {
      draft.startedAt = time
      if (try? draft.checkTimes()) == nil { draft.startedAt = nil }
    }
    // What was typed says more than what was diagnosed.
    let typed = Set(draft.runbooks.map(\.id))
    for cause in summary.causes {
      guard let link = try? recording.link(cause.target), !typed.contains(link.id) else { continue }
      draft.link(link)
      diagnosed.append(link)
    }
  }

  private func firstLine(of text: String) -> String {
    text.split(whereSeparator: \.isNewline).first { line in
      line.contains { $0.isLetter }
    }.map(String.init) ?? "incident"
  }

  /// Takes the rows of `--timeline`.
  mutating func takeTimeline(_ options: Options) throws {
    var known = Incident(
      id: "", title: draft.title, source: DocumentSource(path: "", revision: ""))
    (known.startedAt, known.detectedAt) = (draft.startedAt, draft.detectedAt)
    guard let input = try TimelineInput(options, recording, of: known, redaction: &redaction) else {
      return
    }
    draft.timeline = input.entries
    input.report(added: input.entries.count, to: recording.console)
  }

  /// What follows from all that was given: evidence without a word of an end is of what still burns, and
  /// what burns began now where nothing says when.
  mutating func settle() {
    let isFixed = draft.runbooks.contains { $0.outcome == .fixed }
    if evidence != nil, !saysEnd, !isFixed { draft.status = .open }
    if draft.status == .open, draft.startedAt == nil {
      let known = [draft.detectedAt, draft.acknowledgedAt, draft.mitigatedAt].compactMap { $0 }
      draft.startedAt = known.min() ?? recording.now
    }
  }

  // MARK: Writing

  /// The page, to be named when it is written.
  var page: [UInt8] { Postmortem.page(of: draft, id: nil) }
}
