import Runbook

extension Command {
  static let stats = Command(
    name: "stats",
    abstract: "Show what the team's own incidents say together.",
    discussion: [
      "How often, how long, what came back, what the runbooks fixed, which of them nobody uses or "
        + "reviews, and what was promised and is not done. Public examples are not counted, and "
        + "nothing is counted per person. Below each runbook stand the steps that were taken.",
      "Times are medians and 90th percentiles in whole minutes, never means: the median is the "
        + "middle value, or the mean of the two middle values; the 90th percentile is the nearest "
        + "rank. How many incidents lack a time is always said.",
    ],
    flags: [
      Flag(
        name: "by", placeholder: "what", help: "Show only this grouping.",
        choices: Statistics.Grouping.allCases.map(\.rawValue)),
      Flag(
        name: "since", placeholder: "date",
        help: "Count incidents from this day on, such as 2026-11-03, 2026-11 or 30d."),
      Flag(
        name: "review-days", placeholder: "days",
        help: "After how many days a runbook counts as unused, or as not reviewed.",
        defaultValue: "180"),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook stats --since 2026-01-01", "This year."),
      ("runbook stats --by service", "Only the services."),
    ]
  ) { options, environment in
    let base = try environment.openKnowledgeBase(options)
    let since = try options.day("since", now: environment.now())
    let statistics = Statistics(
      try IncidentRecord.all(in: base, IncidentFilter()), runbooks: try base.runbooks.list(),
      days: try options.number("review-days", in: 1...36500) ?? 180, since: since,
      today: environment.now().day)
    let console = environment.console
    if options.has("json") {
      console.print(statistics.json(since: since).text())
    } else {
      let only = options["by"].flatMap(Statistics.Grouping.init(rawValue:))
      let page = StatisticsPage(statistics, since: since, console: console)
      console.page(
        page.lines(only: only).joined(separator: "\n"), variables: environment.variables)
    }
    return .success
  }
}
