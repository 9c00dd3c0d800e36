/// Something that happened, as a row of a timeline tells it.
public struct TimelineEntry: Equatable, Sendable {
  /// When.
  public var time: Timestamp
  /// What, in one line.
  public var text: String

  /// Makes an entry.
  public init(time: Timestamp, text: String) {
    self.time = time
    self.text = text
  }

  /// Whether two rows tell the same: one text at one time, or in one minute where one of the sources
  /// counts no seconds.
  func isSame(as other: TimelineEntry) -> Bool {
    guard text == other.text else { return false }
    if time == other.time { return true }
    let minutes = (time.seconds / 60, other.time.seconds / 60)
    return minutes.0 == minutes.1 && (time.seconds % 60 == 0 || other.time.seconds % 60 == 0)
  }
}

/// What a text or a document says of times.
public struct TimelineReading: Equatable, Sendable {
  /// What happened, the earliest first, nothing twice.
  public private(set) var entries: [TimelineEntry]
  /// How many lines have no time that can be read; their text stands with the line before.
  public let unreadLines: Int
  /// How many entries were longer than a row may be.
  public private(set) var shortened = 0

  /// The most characters of a row.
  static let rowLength = 1000

  init(_ found: [TimelineEntry], unreadLines: Int) {
    entries = []
    self.unreadLines = unreadLines
    let sorted = found.enumerated().sorted { left, right in
      (left.element.time, left.offset) < (right.element.time, right.offset)
    }
    for (_, entry) in sorted {
      var entry = TimelineEntry(time: entry.time, text: MarkdownText.line(of: entry.text))
      guard !entry.text.isEmpty else { continue }
      if entry.text.count > Self.rowLength {
        entry.text = entry.text.prefix(Self.rowLength - 1) + "…"
        shortened += 1
      }
      // The same minute is near the end of what is sorted.
      if !entries.suffix(50).contains(where: { $0.isSame(as: entry) }) { entries.append(entry) }
    }
  }

  /// Reads Slack messages, a copied thread, `git log`, a shell history with times, the history of an
  /// alarm, or lines that begin with a time.
  ///
  /// - Parameters:
  ///   - text: the text or JSON.
  ///   - times: reads what has no zone, no day or no year.
  ///   - clean: takes secrets out of the text of an entry of JSON, where escapes could hide them.
  /// - Returns: what happened.
  /// - Throws: `JSONProblem` for JSON that is broken.
  public static func read(
    _ text: String, times: SpokenTimeReader, clean: @escaping (String) -> String = { $0 }
  ) throws(JSONProblem) -> TimelineReading {
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
    if first == "{" || first == "[", !isBracketedTime(text) {
      let (document, problem) = JSONDocument.read(Array(text.utf8))
      if let problem { throw problem }
      var events = JSONEvents(clean: clean)
      for root in document.roots { events.collect(root) }
      return TimelineReading(events.entries, unreadLines: events.unread)
    }
    var lines = TimelineLines(times)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lines.take(String(line))
    }
    let (entries, unread) = lines.finish()
    return TimelineReading(entries, unreadLines: unread)
  }

  /// `[10:31] Ana: rolled back` begins as a list does.
  private static func isBracketedTime(_ text: String) -> Bool {
    let rest = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.dropFirst()
    return rest.prefix(40).contains(":")
      && rest.first.map { $0.isASCII && ($0.isNumber || $0.isLetter) } == true
  }
}

extension IncidentDocument {
  /// Adds rows to the timeline that it has not yet, in the order of time.
  ///
  /// - Parameter entries: what happened.
  /// - Returns: how many rows are new.
  /// - Throws: `IncidentError`.
  public mutating func addTimeline(_ entries: [TimelineEntry]) throws(IncidentError) -> Int {
    var known = TimelineEditor.entries(in: incident)
    var added = 0
    for entry in entries where !known.contains(where: { $0.isSame(as: entry) }) {
      try addTimelineRow(entry.text, at: entry.time)
      known.append(entry)
      added += 1
    }
    return added
  }
}
