/// What a team's own incidents say together: how often, how long, what helped, what is still open.
///
/// Public examples are counted apart, and nothing is counted per person.
public struct Statistics: Equatable, Sendable {
  /// By what incidents are put together.
  public enum Grouping: String, CaseIterable, Sendable {
    case runbook, category, service, month
  }

  /// Incidents that have something in common.
  public struct Group: Equatable, Sendable {
    /// What they have in common, such as the id of a runbook.
    public var key: String
    /// How many there are.
    public var incidents: Int
    /// How many of them came back: within 30 days before, another own incident had the same
    /// fingerprint, or was ended by the same runbook.
    public var recurred: Int
    /// From start to detection.
    public var detect: Durations
    /// From start to mitigation.
    public var mitigate: Durations
    /// From start to resolution.
    public var resolve: Durations
    /// In how many a runbook was tried; for a runbook, in how many this one was.
    public var tried: Int
    /// In how many of those it fixed the problem.
    public var fixed: Int
    /// The steps of the runbook that were taken, the most frequent first; nil for anything else.
    public var steps: [StepUse]? = nil
  }

  /// How often a step was taken, and what it did.
  public struct StepUse: Equatable, Sendable {
    /// The anchor.
    public var step: String
    /// In how many incidents it was taken, whatever it did.
    public var taken: Int
    /// In how many it ended the incident.
    public var fixed: Int
    /// In how many it was part of the way.
    public var helped: Int
    /// In how many it did not help.
    public var noHelp: Int
    /// The median of the minutes to resolution where it fixed or helped; nil where none is known.
    public var medianMinutes: Int?
  }

  /// Something promised that is not done.
  public struct OpenAction: Equatable, Sendable {
    /// The id of the incident.
    public var incident: String
    /// What was promised.
    public var item: ActionItem
    /// Whole days since it was due; nil where it is not, or says no day.
    public var daysOverdue: Int?
  }

  /// A runbook that nobody used, or reviewed, for long.
  public struct Neglect: Equatable, Sendable {
    /// The id of the runbook.
    public var runbook: String
    /// The day of the last own incident that names it.
    public var lastUsed: String?
    /// The day of the last review.
    public var lastReviewed: String?
  }

  /// Days within which an incident counts as a recurrence.
  public static let recurrenceDays = 30
  /// The key of incidents that name no runbook, service or the like.
  public static let none = "(none)"

  /// All own incidents.
  public var total: Group
  /// How many shipped examples there are beside them.
  public var publicExamples: Int
  /// The own incidents in groups, the largest first; months, newest first.
  public var groups: [Grouping: [Group]]
  /// What is not done, overdue first.
  public var openActions: [OpenAction]
  /// Runbooks that no own incident named for long, by id.
  public var unused: [Neglect]
  /// Runbooks that were not reviewed for long, by id.
  public var notReviewed: [Neglect]
  /// How many days "for long" is.
  public var days: Int

  /// Counts.
  ///
  /// - Parameters:
  ///   - records: the incidents, own and public.
  ///   - runbooks: all runbooks.
  ///   - days: after how many days a runbook counts as unused, or not reviewed.
  ///   - since: counts own incidents from this day on only; what is unused or open is told of all.
  ///   - today: the present day.
  public init(
    _ records: [IncidentRecord], runbooks: [RunbookSummary], days: Int, since: CivilDate?,
    today: CivilDate
  ) {
    let own = records.filter { $0.summary.origin == .own }
    func isCounted(_ record: IncidentRecord) -> Bool {
      since.map { record.summary.date >= $0.description } ?? true
    }
    let recurrences = Statistics.recurrences(in: own)
    let counted = own.filter(isCounted)
    let categories = Dictionary(
      runbooks.map { ($0.id, $0.category) }, uniquingKeysWith: { first, _ in first })
    total = Statistics.group("", counted, recurrences, runbook: nil)
    publicExamples = records.count { $0.summary.origin == .public && isCounted($0) }
    groups = [:]
    for grouping in Grouping.allCases {
      var members: [String: [IncidentRecord]] = [:]
      for record in counted {
        for key in Statistics.keys(of: record, by: grouping, categories) {
          members[key, default: []].append(record)
        }
      }
      groups[grouping] = members.map { key, records in
        let runbook = grouping == .runbook && key != Statistics.none ? key : nil
        var group = Statistics.group(key, records, recurrences, runbook: runbook)
        group.steps = runbook.map { Statistics.steps(of: $0, in: records) }
        return group
      }.sorted { left, right in
        grouping == .month
          ? left.key > right.key
          : (right.incidents, left.key) < (left.incidents, right.key)
      }
    }
    openActions = Statistics.openActions(own, today: today)
    self.days = days
    let neglect = Statistics.neglect(own, runbooks, days: days, today: today)
    (unused, notReviewed) = (neglect.unused, neglect.notReviewed)
  }

  private static func keys(
    of record: IncidentRecord, by grouping: Grouping, _ categories: [String: String]
  ) -> [String] {
    var keys: [String]
    switch grouping {
    case .runbook: keys = record.links.map(\.id)
    case .category: keys = record.bestLink.flatMap { categories[$0.id] }.map { [$0] } ?? []
    case .service: keys = record.services
    case .month: keys = [String(record.summary.date.prefix(7))]
    }
    keys = keys.filter { !$0.isEmpty }
    return keys.isEmpty ? [none] : Array(Set(keys))
  }

  private static func group(
    _ key: String, _ records: [IncidentRecord], _ recurrences: Set<String>, runbook: String?
  ) -> Group {
    func durations(_ end: KeyPath<IncidentSummary, Timestamp?>) -> Durations {
      Durations(
        records.map { Incident.minutes(from: $0.summary.startedAt, to: $0.summary[keyPath: end]) })
    }
    let outcomes = records.map { record in
      record.links.filter { runbook == nil || $0.id == runbook }.map(\.outcome)
    }
    return Group(
      key: key, incidents: records.count,
      recurred: records.count { recurrences.contains($0.summary.id) },
      detect: durations(\.detectedAt), mitigate: durations(\.mitigatedAt),
      resolve: durations(\.resolvedAt),
      tried: outcomes.count { $0.contains { $0 != .notTried } },
      fixed: outcomes.count { $0.contains(.fixed) })
  }

  /// What the incidents say of the steps of a runbook; what was only named was not taken.
  private static func steps(of runbook: String, in records: [IncidentRecord]) -> [StepUse] {
    var uses: [String: [(outcome: Outcome, minutes: Int?)]] = [:]
    for record in records {
      for link in record.links where link.id == runbook && link.outcome != .notTried {
        guard let step = link.step else { continue }
        uses[step, default: []].append((link.outcome, record.summary.minutesToResolve))
      }
    }
    return uses.map { step, uses in
      let worked = uses.filter { $0.outcome == .fixed || $0.outcome == .helped }
      return StepUse(
        step: step, taken: uses.count, fixed: uses.count { $0.outcome == .fixed },
        helped: uses.count { $0.outcome == .helped },
        noHelp: uses.count { $0.outcome == .noHelp },
        medianMinutes: History.median(worked.compactMap(\.minutes)))
    }.sorted { ($1.taken, $1.fixed, $0.step) < ($0.taken, $0.fixed, $1.step) }
  }

  /// The ids of the incidents that came back.
  private static func recurrences(in records: [IncidentRecord]) -> Set<String> {
    var found: Set<String> = []
    var last: [String: Int64] = [:]
    func second(_ record: IncidentRecord) -> Int64 {
      record.summary.startedAt?.seconds
        ?? CivilDate(record.summary.date).map { $0.daysSince1970 * 86400 } ?? 0
    }
    for record in records.sorted(by: { (second($0), $0.summary.id) < (second($1), $1.summary.id) })
    {
      let time = second(record)
      for cause in record.causes {
        if let before = last[cause], time - before <= Int64(recurrenceDays) * 86400 {
          found.insert(record.summary.id)
        }
        last[cause] = time
      }
    }
    return found
  }

  private static func openActions(
    _ records: [IncidentRecord], today: CivilDate
  ) -> [OpenAction] {
    var actions: [OpenAction] = []
    for record in records {
      for item in record.actions where !item.done {
        let due = item.due.flatMap { CivilDate($0) }
        let late = due.map { Int(today.daysSince1970 - $0.daysSince1970) }
        actions.append(
          OpenAction(
            incident: record.summary.id, item: item,
            daysOverdue: late.flatMap { $0 > 0 ? $0 : nil }))
      }
    }
    // The most overdue first, then what is due soonest, then what says no day.
    return actions.enumerated().sorted { left, right in
      (left.element.item.due ?? "9999", left.offset)
        < (right.element.item.due ?? "9999", right.offset)
    }.map(\.element)
  }

  private static func neglect(
    _ records: [IncidentRecord], _ runbooks: [RunbookSummary], days: Int, today: CivilDate
  ) -> (unused: [Neglect], notReviewed: [Neglect]) {
    var lastUsed: [String: String] = [:]
    for record in records {
      for link in record.links {
        lastUsed[link.id] = max(lastUsed[link.id] ?? "", record.summary.date)
      }
    }
    let limit = CivilDate(daysSince1970: today.daysSince1970 - Int64(days)).description
    let kept = runbooks.filter { $0.status != .deprecated }.map { runbook in
      Neglect(
        runbook: runbook.id, lastUsed: lastUsed[runbook.id], lastReviewed: runbook.reviewedAt)
    }.sorted { $0.runbook < $1.runbook }
    return (
      kept.filter { $0.lastUsed.map { $0 < limit } ?? true },
      kept.filter { $0.lastReviewed.map { $0 < limit } ?? true }
    )
  }
}
