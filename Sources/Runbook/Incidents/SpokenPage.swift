/// The page of an incident as a person wrote it in an editor, with what was written as on the command
/// line in the form that files have: `10:31`, `sev2`, `id#step=fixed`.
public struct SpokenPage: Sendable {
  /// The page.
  public private(set) var bytes: [UInt8]
  /// The times that were not written as files have them, with what was understood.
  public private(set) var times: [(text: String, spoken: SpokenTime)] = []
  private let path: String
  private var reader: SpokenTimeReader

  private static let timeKeys = [
    "started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at",
  ]

  /// Reads a page.
  ///
  /// - Parameters:
  ///   - page: the page, with its front matter; it needs no id.
  ///   - path: what to call it in an error.
  ///   - reader: reads times as the person means them.
  /// - Throws: `IncidentError.unreadable` with the place of what is not understood.
  public init(
    _ page: [UInt8], path: String, reader: SpokenTimeReader
  ) throws(IncidentError) {
    bytes = page
    self.path = path
    self.reader = reader
    for key in Self.timeKeys { try takeTime(key) }
    try takeSeverity()
    try takeLinks()
  }

  private func value(_ key: String) throws(IncidentError) -> (text: String, node: YAMLNode)? {
    guard let node = try FrontMatterText(bytes, path: path).root[key], let text = node.string,
      text.contains(where: { !$0.isWhitespace })
    else { return nil }
    return (FieldReader.oneLine(text), node)
  }

  private mutating func set(_ key: String, to yaml: String) throws(IncidentError) {
    var editor = FrontMatterEditor(bytes, path: path, order: IncidentParser.keys)
    try editor.set(key, to: yaml)
    bytes = editor.bytes
  }

  private func refusal(_ node: YAMLNode, _ message: String, fix: String) -> IncidentError {
    .unreadable(
      Finding(
        rule: FieldReader.rule, severity: .error, path: path, location: node.location,
        message: message, fix: fix))
  }

  private mutating func takeTime(_ key: String) throws(IncidentError) {
    guard let (text, node) = try value(key) else { return }
    guard let spoken = reader.read(text) else {
      throw refusal(
        node, "'\(key)' must be a time, not '\(text.prefix(40))'", fix: SpokenTimeReader.forms)
    }
    if key == "started_at" { reader.start = spoken.time }
    guard Timestamp(text) == nil || spoken.isLocal else { return }
    try set(key, to: spoken.time.description)
    times.append((text, spoken))
  }

  private mutating func takeSeverity() throws(IncidentError) {
    guard let (text, node) = try value("severity") else { return }
    guard let severity = Incident.Severity(spoken: text) else {
      throw refusal(
        node, "'severity' must be one of SEV1 to SEV5, not '\(text.prefix(40))'",
        fix: "SEV1 is worst")
    }
    if severity.rawValue != text { try set("severity", to: severity.rawValue) }
  }

  /// Writes `id#step=fixed` as keys and values; the pin is found when the page is saved.
  private mutating func takeLinks() throws(IncidentError) {
    let root = try FrontMatterText(bytes, path: path).root
    guard let items = root["runbooks"]?.items,
      items.contains(where: { $0.entries == nil && $0.string != nil })
    else { return }
    var fields = FieldReader(root, path: path)
    let links = fields.runbookLinks()
    if let finding = fields.findings.first(where: { $0.severity != .note }) {
      throw .unreadable(finding)
    }
    var editor = FrontMatterEditor(bytes, path: path, order: IncidentParser.keys)
    try editor.set("runbooks", to: "[]")
    for link in links { try editor.append(Postmortem.yaml(of: link), to: "runbooks") }
    bytes = editor.bytes
  }
}

extension IncidentDocument {
  /// Gives rows of the timeline that have only a clock their whole time; the head of the table says
  /// whether that is UTC.
  ///
  /// - Parameter reader: reads times as the person means them.
  /// - Returns: what was written in each, and what was understood.
  public mutating func spellTimeline(
    _ reader: SpokenTimeReader
  ) -> [(text: String, spoken: SpokenTime)] {
    var found: [(text: String, spoken: SpokenTime)] = []
    for (line, cell, isUTC) in TimelineEditor.spokenTimes(in: incident) {
      let reader = SpokenTimeReader(
        now: reader.now, zone: isUTC ? .utc : reader.zone, start: incident.firstTime ?? reader.start
      )
      guard let spoken = reader.read(cell) else { continue }
      let editor = PageEditor(bytes, incident: incident)
      let old = editor.text(of: line)
      guard let place = old.indices.first(where: { old[$0...].hasPrefix(cell) }) else { continue }
      let end = old.index(place, offsetBy: cell.count)
      let changed = editor.replacing(
        line, with: [old[..<place] + spoken.time.description + old[end...]])
      guard let after = try? IncidentDocument.incident(in: changed, path: path),
        TimelineEditor.entries(in: after).count == TimelineEditor.entries(in: incident).count + 1
      else { continue }
      (bytes, incident) = (changed, after)
      found.append((cell, spoken))
    }
    return found
  }
}
