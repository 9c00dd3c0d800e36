/// What happened the times before: the incidents in which a runbook was used.
///
/// Only the team's own incidents are counted; shipped examples from public threads are listed, and
/// marked as such.
public struct History: Equatable, Sendable {
  /// An incident that names the runbook.
  public struct Occurrence: Equatable, Sendable {
    /// The id of the incident.
    public var id: String
    /// Its title.
    public var title: String
    /// The day it belongs to, `yyyy-mm-dd`.
    public var date: String
    /// How far it is.
    public var status: Incident.Status
    /// The anchor of the step that was taken; nil where the incident names the runbook alone.
    public var step: String?
    /// How much the runbook helped; the best where the incident names it more than once.
    public var outcome: Outcome
    /// Whole minutes from its start to its resolution; nil where a time is missing.
    public var minutes: Int?
    /// Whose history it is.
    public var origin: Incident.Origin
  }

  /// How many own incidents name the runbook, whatever the outcome.
  public var seen: Int
  /// How many own incidents it fixed.
  public var fixed: Int
  /// The day of the newest own incident, `yyyy-mm-dd`.
  public var last: String?
  /// The median of the minutes to resolution; nil where there is none.
  ///
  /// It is over the own incidents that the runbook fixed or helped with and that have both times:
  /// the middle one, or the mean of the two middle ones, rounded half up.
  public var medianMinutes: Int?
  /// How many action items of own incidents are not done.
  public var openActions: Int
  /// The incidents, own and public, each once, newest first.
  public var incidents: [Occurrence]
  /// What the incidents say of each step, and of the page alone; one that took two steps is here twice.
  public var uses: [Occurrence]

  /// Counts what the incidents say.
  ///
  /// - Parameters:
  ///   - incidents: the incidents that name the runbook, each once, newest first.
  ///   - uses: the same for each step that they name; nil where none names two.
  ///   - openActions: how many action items of the own ones are not done.
  public init(incidents: [Occurrence], uses: [Occurrence]? = nil, openActions: Int) {
    let own = incidents.filter { $0.origin == .own }
    seen = own.count
    fixed = own.count { $0.outcome == .fixed }
    last = own.map(\.date).max()
    medianMinutes = History.median(
      own.filter { [.fixed, .helped].contains($0.outcome) }.compactMap(\.minutes))
    self.openActions = openActions
    self.incidents = incidents
    self.uses = uses ?? incidents
  }

  /// The middle value, or the mean of the two middle ones rounded half up; nil of nothing.
  public static func median(_ values: [Int]) -> Int? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let upper = sorted[sorted.count / 2]
    guard sorted.count % 2 == 0 else { return upper }
    let lower = sorted[sorted.count / 2 - 1]
    // Without adding the two up, which may not fit.
    return lower + (upper - lower + 1) / 2
  }

  /// The history as it stands in every `--json` answer.
  public var json: JSON { json(incidents: .max) }

  /// The same with the newest incidents only; the counts are those of all.
  func json(incidents limit: Int) -> JSON {
    [
      "seen": .int(seen), "fixed": .int(fixed), "last": JSON(last),
      "median_minutes": JSON(medianMinutes), "open_actions": .int(openActions),
      "incidents": .array(
        incidents.prefix(limit).map { incident in
          [
            "id": .string(incident.id), "title": .string(incident.title),
            "date": .string(incident.date), "step": JSON(incident.step),
            "outcome": .string(incident.outcome.rawValue),
            "minutes": JSON(incident.minutes), "origin": .string(incident.origin.rawValue),
          ]
        }),
    ]
  }
}
