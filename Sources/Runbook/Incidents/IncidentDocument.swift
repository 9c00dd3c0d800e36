/// An incident's file while it is changed; what is not changed stays byte for byte.
public struct IncidentDocument: Sendable {
  /// The file.
  public internal(set) var bytes: [UInt8]
  /// What it says.
  public internal(set) var incident: Incident
  /// The path that findings and errors name.
  public let path: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: its path relative to the root of the knowledge base.
  /// - Throws: `IncidentError.unreadable` where it is no incident.
  public init(_ bytes: [UInt8], path: String) throws(IncidentError) {
    self.bytes = bytes
    self.path = path
    incident = try IncidentDocument.incident(in: bytes, path: path)
  }

  static func incident(
    in bytes: [UInt8], path: String
  ) throws(IncidentError) -> Incident {
    let (document, findings) = DocumentParser.parse(bytes: bytes, path: path)
    if case .incident(let incident)? = document { return incident }
    if let finding = findings.first(where: { $0.severity == .error }) ?? findings.first,
      document == nil
    {
      throw .unreadable(finding)
    }
    throw .unreadable(
      Finding(
        rule: "front-matter", severity: .error, path: path, location: SourceLocation(line: 1),
        message: "not an incident"))
  }

  // MARK: Front matter

  /// Sets a value of the front matter to a text.
  public mutating func set(_ key: String, to text: String) throws(IncidentError) {
    try edit { editor throws(IncidentError) in
      try editor.set(key, to: YAMLText.scalar(text, quotes: key == "title"))
    }
  }

  /// Sets a time of the front matter.
  public mutating func set(_ key: String, to time: Timestamp) throws(IncidentError) {
    try edit { editor throws(IncidentError) in try editor.set(key, to: time.description) }
  }

  /// Sets a list of the front matter.
  public mutating func set(_ key: String, to texts: [String]) throws(IncidentError) {
    try edit { editor throws(IncidentError) in try editor.set(key, to: YAMLText.list(texts)) }
  }

  /// Empties a value of the front matter.
  mutating func clear(_ key: String) throws(IncidentError) {
    guard incident.source.places[key]?.values.isEmpty == false else { return }
    try edit { editor throws(IncidentError) in try editor.set(key, to: "") }
  }

  /// Adds texts to a list of the front matter that has them not yet.
  public mutating func add(_ texts: [String], to key: String) throws(IncidentError) {
    let root = try FrontMatterText(bytes, path: path).root
    var known = root[key]?.strings ?? (root[key]?.string).map { [$0] } ?? []
    let count = known.count
    for text in texts where !known.contains(text) { known.append(text) }
    if known.count > count { try set(key, to: known) }
  }

  /// Names a runbook, or a step of it, or changes what an earlier link says of the same.
  ///
  /// A link that named the page alone takes the step; another step of the page is another link. A pin
  /// that is already there stays where the new link has none.
  public mutating func link(_ link: RunbookLink) throws(IncidentError) {
    if let place = incident.runbooks.place(for: link) {
      return try change(incident.runbooks[place], to: link)
    }
    // That a page is named is known where a step of it is.
    let isKnown = link.step == nil && incident.runbooks.contains { $0.id == link.id }
    if isKnown, link.outcome == .notTried { return }
    try edit { editor throws(IncidentError) in
      try editor.append(Postmortem.yaml(of: link), to: "runbooks")
    }
  }

  /// Makes another link of one that is there; what only the old one says stays.
  mutating func change(_ known: RunbookLink, to link: RunbookLink) throws(IncidentError) {
    try edit { editor throws(IncidentError) in
      let text = try FrontMatterText(editor.bytes, path: editor.path)
      let items = text.root["runbooks"]?.items ?? []
      let index = items.firstIndex { item in
        (item["id"] ?? item).string == known.id && item["step"]?.string == known.step
      }
      guard let index else { throw text.refusal("runbooks") }
      var fields = Postmortem.fields(of: link).map { (key: $0.key, yaml: $0.value) }
      // The id is changed last: an id alone is no mapping yet.
      let id = fields.removeFirst()
      if link.id != known.id { fields.append(id) }
      try editor.update(
        item: index, of: "runbooks", values: fields, order: IncidentParser.linkKeys)
    }
  }

  /// Marks it as over.
  ///
  /// - Parameters:
  ///   - time: when it was over; what the file says already stays where it is nil.
  ///   - now: the present, for a file that says nothing.
  /// - Throws: `IncidentError`; the document is as it was then.
  public mutating func close(at time: Timestamp?, now: Timestamp) throws(IncidentError) {
    var closed = self
    try closed.takeEnd(at: time, now: now)
    self = closed
  }

  private mutating func takeEnd(at time: Timestamp?, now: Timestamp) throws(IncidentError) {
    let wasOpen = incident.status == .open
    let resolved = time ?? incident.resolvedAt ?? now
    if resolved != incident.resolvedAt { try set("resolved_at", to: resolved) }
    try checkTimes()
    if wasOpen {
      try set("status", to: Incident.Status.resolved.rawValue)
      try addTimelineRow("Resolved", at: resolved)
    }
  }

  /// Marks it as not over: the end is taken back, and stays in the timeline.
  ///
  /// - Parameters:
  ///   - time: when it began again.
  ///   - reason: what happened; nil where nobody says.
  /// - Throws: `IncidentError`; the document is as it was then.
  public mutating func reopen(at time: Timestamp, reason: String?) throws(IncidentError) {
    var opened = self
    try opened.clear("resolved_at")
    try opened.set("status", to: Incident.Status.open.rawValue)
    try opened.addTimelineRow(reason.map { "Reopened: \($0)" } ?? "Reopened", at: time)
    self = opened
  }

  /// Marks it as reviewed.
  public mutating func review() throws(IncidentError) {
    try set("status", to: Incident.Status.reviewed.rawValue)
  }

  /// Refuses times that contradict each other.
  public func checkTimes() throws(IncidentError) {
    var draft = IncidentDraft(title: "")
    (draft.startedAt, draft.detectedAt) = (incident.startedAt, incident.detectedAt)
    (draft.mitigatedAt, draft.resolvedAt) = (incident.mitigatedAt, incident.resolvedAt)
    draft.acknowledgedAt = incident.acknowledgedAt
    try draft.checkTimes()
  }

  mutating func edit(
    _ change: (inout FrontMatterEditor) throws(IncidentError) -> Void
  ) throws(IncidentError) {
    var editor = FrontMatterEditor(bytes, path: path, order: IncidentParser.keys)
    try change(&editor)
    incident = try IncidentDocument.incident(in: editor.bytes, path: path)
    bytes = editor.bytes
  }

  // MARK: Timeline

  /// A timeline is read in a hurry; a log belongs beside it.
  public static let noteLines = 40
  /// The most bytes of a note.
  public static let noteBytes = 8192

  /// Adds rows to the timeline, in the order of time; one for each line of the text.
  ///
  /// - Throws: `IncidentError`, `noteTooLong` among them.
  public mutating func addTimelineRow(_ text: String, at time: Timestamp) throws(IncidentError) {
    let rows = MarkdownText.lines(of: text)
    guard rows.count <= IncidentDocument.noteLines, text.utf8.count <= IncidentDocument.noteBytes
    else { throw .noteTooLong(lines: rows.count, bytes: text.utf8.count) }
    try sortTimeline()
    for line in rows {
      let editor = TimelineEditor(bytes, incident: incident)
      let changed = editor.adding(line, at: time)
      let after = try IncidentDocument.incident(in: changed, path: path)
      guard TimelineEditor.texts(in: after).count == TimelineEditor.texts(in: incident).count + 1
      else {
        throw .notEditable(
          path: path, line: editor.section?.location.line ?? 1, key: SectionName.timeline.rawValue)
      }
      (bytes, incident) = (changed, after)
    }
  }

  /// Puts rows that a merge left in another order in the order of time; what cannot be read back
  /// stays.
  private mutating func sortTimeline() throws(IncidentError) {
    guard let changed = TimelineEditor(bytes, incident: incident).sorted() else { return }
    let after = try IncidentDocument.incident(in: changed, path: path)
    let (old, new) = (TimelineEditor.texts(in: incident), TimelineEditor.texts(in: after))
    guard old.sorted() == new.sorted() else { return }
    (bytes, incident) = (changed, after)
  }
}
