import Testing

@testable import Runbook

@Suite struct StatisticsTests {
  private static let today = CivilDate("2026-11-21") ?? CivilDate(daysSince1970: 0)

  private func incident(
    _ date: String, minutes: Int? = nil, detected: Int? = nil,
    links: [(String, Outcome)] = [], services: [String] = [], fingerprints: [String] = [],
    actions: [ActionItem] = [], origin: Incident.Origin = .own
  ) -> IncidentRecord {
    let start = Timestamp("\(date)T10:00:00Z")
    func after(_ minutes: Int?) -> Timestamp? {
      guard let start, let minutes else { return nil }
      return Timestamp(seconds: start.seconds + Int64(minutes) * 60)
    }
    let summary = IncidentSummary(
      number: 0, id: "\(date)-\(links.first?.0 ?? "x")", title: "x", status: .resolved,
      severity: nil, environment: nil, origin: origin, owner: nil, date: date,
      startedAt: minutes == nil ? nil : start, detectedAt: after(detected), acknowledgedAt: nil,
      mitigatedAt: nil, resolvedAt: after(minutes), revision: "", path: "")
    return IncidentRecord(
      summary: summary, services: services, fingerprints: fingerprints,
      links: links.map { RunbookLink(id: $0.0, outcome: $0.1) }, actions: actions)
  }

  private func runbook(_ id: String, _ category: String, reviewed: String?) -> RunbookSummary {
    RunbookSummary(
      number: 0, id: id, title: id, version: 1, revision: "", status: .active, category: category,
      description: "", owner: nil, reviewedAt: reviewed, lastmod: nil, path: "")
  }

  private func statistics(
    _ records: [IncidentRecord], since: CivilDate? = nil
  ) -> Statistics {
    Statistics(
      records,
      runbooks: [
        runbook("oom", "exit", reviewed: "2026-11-01"), runbook("pull", "image", reviewed: nil),
        runbook("old", "image", reviewed: "2025-01-01"),
      ], days: 180, since: since, today: Self.today)
  }

  @Test(
    "the median is the middle, the 90th percentile a value that happened",
    arguments: [
      ([], nil, nil), ([5], 5, 5), ([5, 6], 6, 6), ([1, 2, 3], 2, 3), ([3, 1, 2, 100], 3, 100),
      (Array(1...10), 6, 9), (Array(1...11), 6, 10), (Array(1...20), 11, 18),
      (Array(1...100), 51, 90),
    ] as [([Int], Int?, Int?)])
  func durations(minutes: [Int], median: Int?, p90: Int?) {
    let durations = Durations(minutes + [nil, nil])
    #expect(durations.count == minutes.count)
    #expect(durations.missing == 2)
    #expect(durations.median == median)
    #expect(durations.p90 == p90)
  }

  @Test("public examples are counted apart")
  func origins() {
    let result = statistics([
      incident("2026-11-01", minutes: 10, links: [("oom", .fixed)]),
      incident("2020-01-01", minutes: 9999, links: [("oom", .fixed)], origin: .public),
    ])
    #expect(result.total.incidents == 1)
    #expect(result.total.resolve.median == 10)
    #expect(result.publicExamples == 1)
    #expect(result.groups[.runbook]?.map(\.key) == ["oom"])
  }

  @Test("groups count each incident under all its keys, the largest first")
  func groups() {
    let result = statistics([
      incident(
        "2026-10-01", minutes: 10, detected: 2, links: [("oom", .fixed), ("pull", .noHelp)],
        services: ["web", "api"]),
      incident("2026-11-01", minutes: 30, links: [("oom", .noHelp)], services: ["web"]),
      incident("2026-11-02", links: [("oom", .notTried)]),
      incident("2026-11-03", minutes: 5),
    ])
    let byRunbook = result.groups[.runbook] ?? []
    #expect(byRunbook.map(\.key) == ["oom", "(none)", "pull"])
    #expect(byRunbook[0].incidents == 3)
    #expect(byRunbook[0].tried == 2)
    #expect(byRunbook[0].fixed == 1)
    #expect(byRunbook[0].resolve == Durations([10, 30, nil]))
    #expect(byRunbook[0].detect == Durations([2, nil, nil]))
    #expect(byRunbook[2].tried == 1)
    #expect(byRunbook[2].fixed == 0)
    #expect(result.groups[.service]?.map(\.key) == ["(none)", "web", "api"])
    // The runbook with the best outcome says the category.
    #expect(result.groups[.category]?.map(\.key) == ["exit", "(none)"])
    #expect(result.groups[.month]?.map(\.key) == ["2026-11", "2026-10"])
    #expect(result.total.tried == 2)
    #expect(result.total.fixed == 1)
  }

  @Test("the steps of a runbook are counted where they were taken, the most frequent first")
  func steps() {
    func taken(_ date: String, _ minutes: Int?, _ steps: [(String?, Outcome)]) -> IncidentRecord {
      var record = incident(date, minutes: minutes)
      record.links = steps.map { RunbookLink(id: "oom", step: $0.0, outcome: $0.1) }
      return record
    }
    let result = statistics([
      taken("2026-11-01", 10, [("raise", .fixed), ("back", .noHelp)]),
      taken("2026-11-02", 31, [("raise", .helped)]),
      taken("2026-11-03", nil, [("raise", .fixed)]),
      taken("2026-11-04", 500, [("raise", .noHelp), ("back", .fixed), ("limit", .notTried)]),
      taken("2026-11-05", 70, [(nil, .fixed)]),
      incident("2026-11-06", links: [("pull", .fixed)]),
    ])
    typealias Use = Statistics.StepUse
    let byRunbook = result.groups[.runbook] ?? []
    #expect(
      byRunbook.first?.steps == [
        Use(step: "raise", taken: 4, fixed: 2, helped: 1, noHelp: 1, medianMinutes: 21),
        Use(step: "back", taken: 2, fixed: 1, helped: 0, noHelp: 1, medianMinutes: 500),
      ])
    #expect(byRunbook.first?.fixed == 4 && byRunbook.first?.tried == 5)
    #expect(byRunbook.last?.steps == [])
    #expect(result.total.steps == nil && result.groups[.month]?.first?.steps == nil)
    #expect(
      result.json(since: nil).text().contains(
        #""steps":[{"step":"raise","taken":4,"fixed":2,"helped":1,"no_help":1,"median_minutes":21},"#
      ))
  }

  @Test("a recurrence shares a fix or a fingerprint with an incident of the last 30 days")
  func recurrence() {
    let result = statistics([
      incident("2026-09-01", minutes: 1, links: [("oom", .fixed)]),
      incident("2026-09-20", minutes: 1, links: [("oom", .helped)]),
      incident("2026-11-01", minutes: 1, links: [("oom", .fixed)]),
      incident("2026-11-02", minutes: 1, links: [("pull", .noHelp)], fingerprints: ["f"]),
      incident("2026-11-03", minutes: 1, links: [("a", .notTried)], fingerprints: ["f"]),
      incident("2026-11-04", minutes: 1, links: [("pull", .noHelp)]),
    ])
    #expect(result.total.recurred == 2)
    #expect(result.groups[.month]?.map(\.recurred) == [1, 1])
  }

  @Test("what is counted begins with a day, what is open or unused does not")
  func since() throws {
    let item = ActionItem(
      text: "x", done: false, owner: nil, due: "2026-11-01", location: SourceLocation(line: 1))
    let result = statistics(
      [
        incident("2026-09-01", minutes: 1, links: [("oom", .fixed)], actions: [item]),
        incident("2026-11-01", minutes: 1),
      ], since: CivilDate("2026-10-01"))
    #expect(result.total.incidents == 1)
    #expect(result.openActions.map(\.daysOverdue) == [20])
    #expect(result.unused.map(\.runbook) == ["old", "pull"])
    #expect(result.notReviewed.map(\.runbook) == ["old", "pull"])
    #expect(result.notReviewed.map(\.lastReviewed) == ["2025-01-01", nil])
  }

  @Test("open actions are told with the most overdue first, done ones not at all")
  func actions() {
    func item(_ text: String, _ due: String?, done: Bool = false) -> ActionItem {
      ActionItem(
        text: text, done: done, owner: "ana", due: due, location: SourceLocation(line: 1))
    }
    let result = statistics([
      incident(
        "2026-11-01",
        actions: [
          item("none", nil), item("later", "2026-12-01"), item("late", "2026-11-20"),
          item("today", "2026-11-21"), item("done", "2026-01-01", done: true),
          item("oldest", "2026-11-02"),
        ])
    ])
    #expect(result.openActions.map(\.item.text) == ["oldest", "late", "today", "later", "none"])
    #expect(result.openActions.map(\.daysOverdue) == [19, 1, nil, nil, nil])
  }

  @Test("the JSON names its formulas and says how many times are missing")
  func json() {
    let text = statistics([incident("2026-11-01", links: [("oom", .fixed)])]).json(since: nil)
      .text()
    #expect(text.hasPrefix(#"{"schema_version":1,"since":null,"formula":{"median":"#))
    #expect(
      text.contains(
        #""by_runbook":[{"key":"oom","incidents":1,"recurred":0,"time_to_detect":"#
          + #"{"n":0,"without_times":1,"median_minutes":null,"p90_minutes":null}"#))
    #expect(text.contains(#""fix_rate":1.0"#))
  }
}
