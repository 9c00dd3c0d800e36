/// What a symptom says about itself, in the terms that the decision table tests.
///
/// Facts come out of a text (`init(text:)`) or out of AWS JSON; a fact may have several values, and
/// each value knows where it was read.
public struct Facts: Sendable {
  /// Where a value was read.
  public enum Evidence: Sendable, Equatable {
    /// Part of a text.
    case excerpt(String)
    /// A value of the JSON input.
    case json(JSONValue)
    /// Nowhere in particular: it follows from other values.
    case derived
  }

  /// One value of a fact.
  public struct Entry: Sendable, Equatable {
    /// The fact.
    public var name: Name
    /// The value as a rule writes it.
    public var value: String
    /// Where it was read.
    public var evidence: Evidence
  }

  /// A line that holds a cause, best first.
  public struct Line: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, CaseIterable, Sendable {
      /// `containers[].reason`.
      case reason
      /// `stoppedReason`.
      case stoppedReason = "stopped_reason"
      /// An attachment's `statusReason`, or the reason of a managed agent.
      case statusReason = "status_reason"
      /// A service event or a deployment's reason.
      case event
      /// A line of a container's log.
      case log
      /// Free text, which stands for any of the others.
      case text
    }
    /// What it is.
    public var kind: Kind
    /// The text.
    public var text: SymptomText
    /// Where it was read.
    public var evidence: Evidence
  }

  /// Every value, in the order read.
  public private(set) var entries: [Entry] = []
  /// The lines that the text rules see, most specific first.
  public internal(set) var lines: [Line] = []
  /// What can be filled into a command.
  public internal(set) var placeholders = Placeholders()
  /// The parts of a text that name a failure.
  var textReasons: [SymptomText] = []

  /// No facts.
  public init() {}

  /// The values of a fact in the order read, each once.
  public func values(_ name: Name) -> [String] {
    var found: [String] = []
    for entry in entries where entry.name == name && !found.contains(entry.value) {
      found.append(entry.value)
    }
    return found
  }

  /// The first value of a fact.
  public func value(_ name: Name) -> String? {
    entries.first { $0.name == name }?.value
  }

  /// The lines that name a failure, most specific first.
  public var reasons: [String] { reasonTexts.map { $0.string(0..<$0.plain.count) } }

  /// The same, cleaned.
  var reasonTexts: [SymptomText] {
    value(.input) == "text" ? textReasons : lines.map(\.text)
  }

  /// The exit codes, each once.
  public var exitCodes: [Int] { values(.exitCode).compactMap(Int.init) }

  /// Adds a value, unless the fact has it.
  mutating func add(_ name: Name, _ value: String, _ evidence: Evidence = .derived) {
    // Most facts have one value, and most names are told apart without a look at it.
    for index in entries.indices where entries[index].name == name {
      if entries[index].value == value { return }
    }
    entries.append(Entry(name: name, value: value, evidence: evidence))
  }

  /// Whether nothing was recognised.
  public var isEmpty: Bool { entries.allSatisfy { $0.name == .input } }

  /// The facts as one JSON object, in the order of `Name`.
  public var json: JSON {
    var lists = [[JSON]](repeating: [], count: Name.allCases.count)
    // No fact holds a value twice.
    for entry in entries { lists[Int(entry.name.rawValue)].append(.string(entry.value)) }
    var pairs: [(key: String, value: JSON)] = []
    for (name, values) in zip(Name.allCases, lists) where !values.isEmpty {
      pairs.append((key: name.word, value: .array(values)))
    }
    if !placeholders.isEmpty { pairs.append((key: "placeholders", value: placeholders.json)) }
    return .object(pairs)
  }
}
