/// What every document of the knowledge base has, whatever its kind.
public struct DocumentSource: Equatable, Sendable {
  /// The path relative to the root of the knowledge base, such as
  /// `Content/runbooks/ecs/ecs-oom-killed.md`.
  public var path: String
  /// The git blob id of the bytes, 40 hex digits; it resolves in git with or without the index.
  public var revision: String
  /// Front matter keys that the program does not know, in file order, kept as written.
  public var unknownKeys: [UnknownKey]
  /// Where the front matter keys stand, by key; empty where the document was not read from a file.
  public var places: [String: FieldPlace]

  /// Where a front matter key and what it holds stand.
  public struct FieldPlace: Equatable, Sendable {
    /// The key.
    public var key: SourceLocation
    /// The value, or each value that was kept of a list, in its order.
    public var values: [SourceLocation]

    /// Makes a place.
    public init(key: SourceLocation, values: [SourceLocation]) {
      self.key = key
      self.values = values
    }
  }

  /// A front matter entry that the program keeps without reading.
  public struct UnknownKey: Equatable, Sendable {
    /// The key.
    public var key: String
    /// The value as one line of text; lists joined by `, `.
    public var value: String
    /// Where the key stands.
    public var location: SourceLocation

    /// Makes an entry.
    public init(key: String, value: String, location: SourceLocation) {
      self.key = key
      self.value = value
      self.location = location
    }
  }

  /// Makes a source.
  public init(
    path: String, revision: String, unknownKeys: [UnknownKey] = [],
    places: [String: FieldPlace] = [:]
  ) {
    self.path = path
    self.revision = revision
    self.unknownKeys = unknownKeys
    self.places = places
  }

  /// Where a front matter value stands: an item of a list, else the value, else the key, else the
  /// start of the file.
  public func location(of key: String, at index: Int = 0) -> SourceLocation {
    guard let place = places[key] else { return SourceLocation(line: 1) }
    return place.values.indices.contains(index) ? place.values[index] : place.key
  }
}

/// What running a command can do, from the info string of its fence (`sh safety=mutating`).
public enum Safety: String, CaseIterable, Sendable {
  /// Reads, and prints nothing secret.
  case readOnly = "read-only"
  /// Reads, and may print secrets.
  case sensitiveRead = "sensitive-read"
  /// Changes something.
  case mutating
  /// Opens a session in which anything can be typed.
  case interactive
}

/// A shell command of a runbook.
public struct Command: Equatable, Sendable {
  /// The text as it is pasted into a shell, placeholders such as `<cluster>` in place.
  public var text: String
  /// What running it can do; nil where the fence does not say.
  public var safety: Safety?
  /// The section it stands in, as titled.
  public var section: String
  /// Where the fence starts.
  public var location: SourceLocation
  /// The anchor of the step that it belongs to; nil for one of another section.
  public var step: String?
  /// What it changes and how that is undone, as the line below it says; nil where none does.
  public var effect: Effect?
  /// The names of the placeholders that were filled in, in the order of the text.
  public var filledPlaceholders: [String] = []

  /// What a command changes.
  public struct Effect: Equatable, Sendable {
    /// What is another afterwards.
    public var changes: String
    /// How to bring it back; nil where nobody says.
    public var undo: String?

    /// Makes an effect.
    public init(changes: String, undo: String?) {
      self.changes = changes
      self.undo = undo
    }
  }

  /// Makes a command.
  public init(
    text: String, safety: Safety?, section: String, location: SourceLocation, step: String? = nil,
    effect: Effect? = nil
  ) {
    self.text = text
    self.safety = safety
    self.section = section
    self.location = location
    self.step = step
    self.effect = effect
  }
}

/// A runbook: what a symptom means, and how it is diagnosed, mitigated, verified and prevented.
public struct Runbook: Equatable, Sendable {
  /// Whether a runbook may be trusted.
  public enum Status: String, CaseIterable, Sendable {
    /// Not yet reviewed.
    case draft
    /// In use.
    case active
    /// Kept for its history; search prefers others.
    case deprecated
  }

  /// The id, equal to the file name: `^[a-z0-9][a-z0-9-]{0,79}$`.
  public var id: String
  /// The title, one line.
  public var title: String
  /// The version that people speak of, from 1.
  public var version: Int
  /// Whether it may be trusted.
  public var status: Status
  /// One sentence for lists.
  public var description: String
  /// One word that groups pages, such as `health`.
  public var category: String
  /// The services it is about.
  public var services: [String]
  /// Free labels.
  public var tags: [String]
  /// Other ids that people use for it.
  public var aliases: [String]
  /// Names of alerts that lead here, such as a Prometheus `alertname` or a CloudWatch alarm.
  public var alerts: [Alert]
  /// Symptoms as people type them, each with the step that it means, if it means one.
  public var symptoms: [Sign]
  /// Exit codes that point here, 0…255.
  public var exitCodes: [Int]
  /// `stopCode` values that point here.
  public var stopCodes: [String]
  /// Ids of runbooks to try next, best first.
  public var related: [String]
  /// The team or person that keeps it.
  public var owner: String?
  /// The day of the last review, `yyyy-mm-dd`.
  public var reviewedAt: String?
  /// The day of the last change of the text, `yyyy-mm-dd`.
  public var lastmod: String?
  /// The body, cut at its level-two headings.
  public var sections: [Section]
  /// Where it came from.
  public var source: DocumentSource

  /// Makes a runbook; everything but the id, the title and the source has a neutral default.
  public init(
    id: String, title: String, version: Int = 1, status: Status = .active, description: String = "",
    category: String = "", services: [String] = [], tags: [String] = [], aliases: [String] = [],
    alerts: [Alert] = [], symptoms: [Sign] = [], exitCodes: [Int] = [], stopCodes: [String] = [],
    related: [String] = [], owner: String? = nil, reviewedAt: String? = nil, lastmod: String? = nil,
    sections: [Section] = [], source: DocumentSource
  ) {
    self.id = id
    self.title = title
    self.version = version
    self.status = status
    self.description = description
    self.category = category
    self.services = services
    self.tags = tags
    self.aliases = aliases
    self.alerts = alerts
    self.symptoms = symptoms
    self.exitCodes = exitCodes
    self.stopCodes = stopCodes
    self.related = related
    self.owner = owner
    self.reviewedAt = reviewedAt
    self.lastmod = lastmod
    self.sections = sections
    self.source = source
  }
}

extension Runbook {
  /// Whether the page gives itself no id: it was written for another tool, and is read as it is.
  public var isAsItWas: Bool { source.places["id"] == nil }

  /// Whether the page was written for another tool: it has no id, or an import has given it one.
  public var isTakenOver: Bool {
    isAsItWas || source.unknownKeys.contains { $0.key == Runbook.importKey }
  }

  /// The key by which an import remembers where a page is from.
  static let importKey = "imported_from"

  /// Whether nothing in its front matter says how people meet its trouble, so that its words alone do.
  ///
  /// Such a page teaches nothing, and no weight of a word depends on how many there are.
  public var goesByWordsAlone: Bool {
    symptoms.isEmpty && exitCodes.isEmpty && stopCodes.isEmpty
  }
}

/// The name of an alert, where a page says that it is about it.
public struct Alert: Equatable, Sendable {
  /// The name as the monitoring writes it.
  public var name: String
  /// The line of the front matter, or of the heading that is the name.
  public var line: Int

  /// Makes a name.
  public init(_ name: String, line: Int) {
    self.name = name
    self.line = line
  }

  /// The name of the alert that a heading or a file name is; nil for ordinary words.
  ///
  /// `KubePodCrashLooping`, `managedcluster_join_failed` and `Alert Name: "KubeAPIDown"` are names.
  public static func name(in heading: String) -> String? {
    var text = heading[...]
    if let colon = text.firstIndex(of: ":"), text[..<colon].lowercased().hasPrefix("alert") {
      text = text[text.index(after: colon)...]
    }
    let name = text.filter { !"\"'` ".contains($0) }
    guard text.split(separator: " ").count == 1, (6...120).contains(name.utf8.count),
      name.utf8.allSatisfy({ isWordByte($0) })
    else { return nil }
    let bytes = Array(name.utf8)
    let humps = zip(bytes, bytes.dropFirst()).count { !isUpper($0) && isUpper($1) }
    let parts = bytes.split(separator: UInt8(ascii: "_")).count
    return humps >= 1 || parts >= 3 ? name : nil
  }

  private static func isUpper(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte }
  private static func isWordByte(_ byte: UInt8) -> Bool {
    isUpper(byte) || 0x61...0x7A ~= byte || 0x30...0x39 ~= byte || byte == UInt8(ascii: "_")
  }
}

/// The kinds of documents.
public enum DocumentKind: String, CaseIterable, Sendable {
  case runbook, incident

  /// The kind of the documents in a folder, by the first part of its path that says so.
  init?(ofFolder path: String) {
    let names: [Substring: DocumentKind] = ["runbooks": .runbook, "incidents": .incident]
    guard let kind = path.split(separator: "/").dropLast().lazy.compactMap({ names[$0] }).first
    else { return nil }
    self = kind
  }
}

/// A document of either kind.
public enum Document: Equatable, Sendable {
  case runbook(Runbook)
  case incident(Incident)

  /// The id.
  public var id: String {
    switch self {
    case .runbook(let runbook): runbook.id
    case .incident(let incident): incident.id
    }
  }

  /// The title.
  public var title: String {
    switch self {
    case .runbook(let runbook): runbook.title
    case .incident(let incident): incident.title
    }
  }

  /// The kind.
  public var kind: DocumentKind {
    switch self {
    case .runbook: .runbook
    case .incident: .incident
    }
  }

  /// Where it came from.
  public var source: DocumentSource {
    switch self {
    case .runbook(let runbook): runbook.source
    case .incident(let incident): incident.source
    }
  }

  /// The body, cut at its level-two headings.
  public var sections: [Section] {
    switch self {
    case .runbook(let runbook): runbook.sections
    case .incident(let incident): incident.sections
    }
  }
}
