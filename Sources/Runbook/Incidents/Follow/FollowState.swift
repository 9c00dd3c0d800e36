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
  /// What became of each step so far; a step is named by its place, from 0.
  public var marks: [Int: Mark] = [:]

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

  /// The first step that has no mark; `count` where all have one.
  public func next(of count: Int) -> Int {
    (0..<count).first { marks[$0] == nil } ?? count
  }

  private static let header = "runbook follow 1"

  /// The state as lines of `key value`.
  public var text: String {
    var lines = [
      FollowState.header, "runbook \(runbook)", "version \(version)", "revision \(revision)",
    ]
    if let incident { lines.append("incident \(incident)") }
    lines += sections.map { "section \($0.rawValue)" }
    lines += values.sorted { $0.key < $1.key }.map { "value \($0.key) \($0.value)" }
    lines += marks.sorted { $0.key < $1.key }.map { "step \($0.key) \($0.value.rawValue)" }
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
      case "section":
        guard let section = SectionName(rawValue: words[1]) else { return nil }
        sections.append(section)
      case "value", "step":
        let pair = words[1].split(separator: " ", maxSplits: 1).map(String.init)
        guard pair.count == 2 else { return nil }
        if words[0] == "value" {
          values[pair[0]] = pair[1]
        } else {
          guard let step = Int(pair[0]), step >= 0, let mark = Mark(rawValue: pair[1]) else {
            return nil
          }
          marks[step] = mark
        }
      default: return nil
      }
    }
    guard DocumentID.isValid(runbook), version > 0, !revision.isEmpty, !sections.isEmpty else {
      return nil
    }
  }

  /// The name of the file that keeps it: one walk for each runbook in each incident.
  public static func fileName(runbook: String, incident: String?) -> String {
    incident.map { "\(runbook)@\($0)" } ?? runbook
  }
}
