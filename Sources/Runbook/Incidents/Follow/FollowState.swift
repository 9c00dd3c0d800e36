/// How far a walk through a runbook is, kept so that it can be left and resumed.
public struct FollowState: Equatable, Sendable {
  /// What became of a step.
  public enum Mark: String, CaseIterable, Sendable {
    case done, skipped, failed
  }

  /// The id of the runbook.
  public var runbook: String
  /// The version that is followed.
  public var version: Int
  /// The git blob id of the text that is followed; a later edit does not move the steps.
  public var revision: String
  /// The incident that it is followed in.
  public var incident: String?
  /// The sections that are walked, by name.
  public var sections: [SectionName]
  /// Values for placeholders, in the order given.
  public var values: [String: String] = [:]
  /// The place at which it began.
  public var start = 0
  /// The place at which it goes on.
  public var place = 0
  /// What became of each step so far; a step is named by its place, from 0.
  public var marks: [Int: Mark] = [:]
  /// How much each remedy helped, as far as that is known.
  public var outcomes: [Int: Outcome] = [:]
  /// The steps that were taken to finish another one: what they did counts for that.
  public var parts: [Int: Int] = [:]

  /// Begins a walk.
  public init(
    runbook: String, version: Int, revision: String, incident: String?,
    sections: [SectionName] = FollowPlan.usualSections
  ) {
    self.runbook = runbook
    self.version = version
    self.revision = revision
    self.incident = incident
    self.sections = sections
  }

  /// Begins at another place, with the values that are known.
  public mutating func begin(at place: Int) {
    (start, self.place, marks, outcomes, parts) = (place, place, [:], [:], [:])
  }

  // The places of the first form counted other steps.
  private static let header = "runbook follow 2"

  /// The state as lines of `key value`.
  public var text: String {
    var lines = [
      FollowState.header, "runbook \(runbook)", "version \(version)", "revision \(revision)",
    ]
    if let incident { lines.append("incident \(incident)") }
    lines += sections.map { "section \($0.rawValue)" }
    lines += ["start \(start)", "place \(place)"]
    lines += values.sorted { $0.key < $1.key }.map { "value \($0.key) \($0.value)" }
    lines += marks.sorted { $0.key < $1.key }.map { "step \($0.key) \($0.value.rawValue)" }
    lines += outcomes.sorted { $0.key < $1.key }.map { "outcome \($0.key) \($0.value.rawValue)" }
    lines += parts.sorted { $0.key < $1.key }.map { "part \($0.key) \($0.value)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads what `text` wrote; nil where it is something else.
  public init?(_ text: String) {
    var lines = text.split(separator: "\n").map(String.init)[...]
    guard lines.popFirst() == FollowState.header else { return nil }
    self.init(runbook: "", version: 0, revision: "", incident: nil, sections: [])
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { return nil }
      switch words[0] {
      case "runbook": runbook = words[1]
      case "version": version = Int(words[1]) ?? 0
      case "revision": revision = words[1]
      case "incident": incident = words[1]
      case "start", "place":
        guard let number = Int(words[1]), number >= 0 else { return nil }
        if words[0] == "start" { start = number } else { place = number }
      case "section":
        guard let section = SectionName(rawValue: words[1]) else { return nil }
        sections.append(section)
      case "value", "step", "outcome", "part":
        let pair = words[1].split(separator: " ", maxSplits: 1).map(String.init)
        guard pair.count == 2, take(words[0], pair[0], pair[1]) else { return nil }
      default: return nil
      }
    }
    guard DocumentID.isValid(runbook), version > 0, !revision.isEmpty, !sections.isEmpty else {
      return nil
    }
  }

  /// Takes what is said of a name or a place; false where it makes no sense.
  private mutating func take(_ kind: String, _ key: String, _ value: String) -> Bool {
    if kind == "value" {
      values[key] = value
      return true
    }
    guard let place = Int(key), place >= 0 else { return false }
    switch kind {
    case "step":
      marks[place] = Mark(rawValue: value)
      return marks[place] != nil
    case "outcome":
      outcomes[place] = Outcome(rawValue: value)
      return outcomes[place] != nil
    default:
      parts[place] = Int(value)
      return parts[place] != nil
    }
  }

  /// The name of the file that keeps it: one walk for each runbook in each incident.
  public static func fileName(runbook: String, incident: String?) -> String {
    incident.map { "\(runbook)@\($0)" } ?? runbook
  }
}
