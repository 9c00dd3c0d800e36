/// What a paste says about an incident: the runbooks that fit, and what can be filled in.
///
/// The runbooks and their steps are those that `diagnose` names for the same input.
public struct EvidenceSummary: Sendable {
  /// The runbooks of the causes, the most frequent cause first, each with its step where the evidence
  /// decides one; none of them is tried or pinned yet.
  public private(set) var causes: [RunbookLink] = []
  /// A title for an incident that was given none; nil where nothing was recognised.
  public private(set) var title: String?
  /// The services that it names.
  public private(set) var services: [String] = []
  /// Where it happened, from the name of the cluster.
  public private(set) var environment: String?
  /// When it failed.
  public private(set) var failedAt: Timestamp?
  /// Fingerprints of the failures.
  public private(set) var fingerprints: [String] = []
  /// Lines that name a failure.
  public private(set) var symptoms: [String] = []
  /// What was odd about it, such as where broken JSON breaks.
  public private(set) var notes: [String] = []

  /// A page with more lines of symptoms helps nobody; all of them are in the evidence.
  private static let symptomLimit = 8
  /// The first part of a long text is what is searched for its words, as `diagnose` does.
  private static let wordLimit = 1 << 20
  /// More subjects than this are one incident all the same.
  private static let subjectLimit = 50

  /// Reads a paste.
  ///
  /// - Parameters:
  ///   - text: the paste, without secrets.
  ///   - definition: the answer of `describe-task-definition`, where it is known.
  ///   - search: the engine of the knowledge base.
  /// - Throws: `SQLiteError` or `KnowledgeBaseError`.
  public init(_ text: String, taskDefinition definition: [UInt8]? = nil, by search: Search) throws {
    let report = DiagnosisReport(
      Array(text.utf8), taskDefinition: definition, table: search.table)
    let words = String(decoding: text.utf8.prefix(EvidenceSummary.wordLimit), as: UTF8.self)
    self.init(
      text, of: try DiagnosisAnswer(report, text: report.isProse ? words : nil, by: search))
  }

  /// Takes what a paste without secrets was diagnosed to be.
  public init(_ text: String, of answer: DiagnosisAnswer) {
    let report = answer.report
    notes = report.notes
    if let problem = report.problem { notes.append("the JSON is broken: \(problem)") }
    // The most frequent cause first.
    let order = answer.groups.filter { $0.runbook != nil }.flatMap(\.members)
    let rest = report.subjects.indices.filter { !order.contains($0) }
    for index in (order + rest).prefix(EvidenceSummary.subjectLimit) {
      take(answer[index], of: answer)
    }
    if let reason = symptoms.first ?? report.subjects.lazy.compactMap(\.plainReason).first {
      title = services.first.map { "\($0): \(reason)" } ?? reason
    }
    if failedAt == nil { failedAt = EvidenceSummary.firstTime(in: text) }
  }

  /// Notes that something of the paste is not kept.
  public mutating func leftOut(_ note: String) { notes.append(note) }

  private mutating func take(_ joined: DiagnosisAnswer.Subject, of answer: DiagnosisAnswer) {
    if joined.isDecided, let primary = joined.primary {
      let step = answer.decidedStep(of: primary.runbook, for: joined)
      let link = RunbookLink(id: primary.runbook, step: step?.anchor, outcome: .notTried)
      if let place = causes.place(for: link) {
        causes[place] = link
      } else if step != nil || !causes.contains(where: { $0.id == link.id }) {
        causes.append(link)
      }
    }
    let subject = joined.subject
    if let fingerprint = subject.fingerprint, !fingerprints.contains(fingerprint) {
      fingerprints.append(fingerprint)
    }
    // The sentence that decided names the failure; the others stand beside it.
    for reason in ([subject.symptom].compactMap { $0 } + subject.facts.reasons)
      .map(MarkdownText.line(of:))
    where !reason.isEmpty && !symptoms.contains(reason)
      && symptoms.count < EvidenceSummary.symptomLimit
    {
      symptoms.append(reason)
    }
    let values = subject.placeholders
    if let service = values["service"], !services.contains(service) { services.append(service) }
    environment = environment ?? values["cluster"].flatMap(EvidenceSummary.environment)
    if let time = values.failureTime { failedAt = min(failedAt ?? time, time) }
  }

  /// `prod` of `shop-prod-eu`; nil where the name says nothing of the kind.
  private static func environment(of cluster: String) -> String? {
    let known = [
      "prod", "production", "prd", "staging", "stage", "stg", "preprod", "uat", "qa", "test",
      "dev", "development", "sandbox", "demo",
    ]
    let words = cluster.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    return words.first(where: known.contains)
  }

  /// The first RFC 3339 time of a text, such as that of its first log line.
  private static func firstTime(in text: String) -> Timestamp? {
    let bytes = Array(text.utf8)
    var offset = 0
    while offset + 19 <= bytes.count {
      guard bytes[offset] == UInt8(ascii: "2"), bytes[offset + 4] == UInt8(ascii: "-"),
        bytes[offset + 13] == UInt8(ascii: ":"),
        offset == 0 || !(0x30...0x39 ~= bytes[offset - 1])
      else {
        offset += 1
        continue
      }
      var end = offset + 19
      while end < bytes.count, end < offset + 36, isTimeTail(bytes[end]) { end += 1 }
      for length in [end, offset + 20, offset + 19] where length <= bytes.count {
        let word = String(decoding: bytes[offset..<length], as: UTF8.self)
        if let time = Timestamp(word) { return time }
      }
      offset += 1
    }
    return nil
  }

  private static func isTimeTail(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || "Zz.:+-".utf8.contains(byte)
  }
}

extension DiagnosisReport.Subject {
  /// What happened where nothing names a reason: how the container ended, or how the task was stopped.
  fileprivate var plainReason: String? {
    guard primary != nil, facts.value(.input) != "text" else { return nil }
    if let code = facts.value(.culpritExitCode), code != "none" {
      return "\(placeholders["container"] ?? "the container") ended with exit code \(code)"
    }
    return facts.value(.stopCode).map { "the task was stopped (\($0))" }
  }
}

extension Placeholders {
  /// When something failed, as the span of `<start-time>` and `<end-time>` tells: it ends five
  /// minutes later.
  var failureTime: Timestamp? {
    self["end-time"].flatMap { Timestamp($0) }.map { Timestamp(seconds: $0.seconds - 300) }
  }
}
