/// What the incidents say together, as charts that are tables too.
struct StatisticsPage {
  private let content: SiteContent
  private let site: SiteFrame
  private let statistics: Statistics
  private let isOwn: Bool
  private let page: Page

  private static let shown = 20
  private static let months = 12

  /// Nil where there is no incident to count.
  init?(_ content: SiteContent, _ site: SiteFrame) {
    guard !content.incidents.isEmpty else { return nil }
    self.content = content
    self.site = site
    isOwn = content.incidents.contains { $0.summary.origin == .own }
    // Without a history of our own, the public examples are counted, and said to be so.
    var records = content.incidents.map { $0.record(content) }
    if !isOwn { for index in records.indices { records[index].summary.origin = .own } }
    statistics = Statistics(
      records, runbooks: content.runbooks.map(\.summary), days: Int(RunbookPage.staleAfter),
      since: nil, today: site.options.today)
    page = Page(
      path: SiteMap.statistics, title: "Statistics",
      description: "How often, how long, and what helped.")
  }

  func html() -> [UInt8] {
    let parts = Parts(page: page, site: site)
    let total = statistics.total
    return page.html(site) { html in
      html.element("h1", "Statistics")
      html.line()
      if !isOwn {
        html.element(
          "p", ["class": "warning"],
          "No incident of ours is written down yet: these figures count the public examples.")
        html.line()
      }
      html.element("dl", ["class": "figures"]) { html in
        figure(String(total.incidents), isOwn ? "incidents" : "public examples", to: &html)
        figure(total.resolve.median.map(Span.text) ?? "–", "median time to fix", to: &html)
        figure(total.resolve.p90.map(Span.text) ?? "–", "nine in ten fixed within", to: &html)
        figure("\(total.fixed) of \(total.tried)", "fixed by the runbook that was tried", to: &html)
        figure(
          String(total.recurred), "came back within \(Statistics.recurrenceDays) days", to: &html)
        figure(String(statistics.openActions.count), "open actions", to: &html)
      }
      html.line()
      writeMonths(parts, to: &html)
      write(.runbook, "By runbook", parts, to: &html)
      write(.category, "By category", parts, to: &html)
      write(.service, "By service", parts, to: &html)
    }
  }

  private func figure(_ value: String, _ title: String, to html: inout HTML) {
    html.element("div") { html in
      html.element("dt", title)
      html.element("dd", value)
    }
  }

  // MARK: Months

  /// The months up to the newest incident, those without one too.
  private var monthCounts: [(month: String, count: Int)] {
    let groups = statistics.groups[.month] ?? []
    guard let newest = groups.first?.key, let last = CivilDate(newest + "-01") else { return [] }
    let counts = Dictionary(
      groups.map { ($0.key, $0.incidents) }, uniquingKeysWith: { first, _ in first })
    var (year, month, _) = last.components
    var found: [(month: String, count: Int)] = []
    for _ in 0..<StatisticsPage.months {
      let key = "\(year)-\(month < 10 ? "0" : "")\(month)"
      found.append((key, counts[key] ?? 0))
      (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
    }
    return found.reversed()
  }

  private func writeMonths(_ parts: Parts, to html: inout HTML) {
    let counts = monthCounts
    guard !counts.isEmpty else { return }
    let (width, height, step) = (720, 190, 720 / StatisticsPage.months)
    let most = max(1, counts.map(\.count).max() ?? 1)
    html.element("section") { html in
      parts.heading("By month", to: &html)
      html.element("figure") { html in
        html.element("div", ["class": "drawing"]) { html in
          html.element(
            "svg",
            [
              "width": String(width), "height": String(height), "viewBox": "0 0 \(width) \(height)",
              "role": "img",
              "aria-label": "Incidents of the last \(StatisticsPage.months) months: "
                + counts.map { "\($0.month) \($0.count)" }.joined(separator: ", "),
            ]
          ) { html in
            for (index, entry) in counts.enumerated() {
              let bar = entry.count * 130 / most
              let x = index * step
              html.element(
                "rect",
                [
                  "class": "bar", "x": String(x + 8), "y": String(150 - bar),
                  "width": String(step - 16), "height": String(max(bar, 1)), "rx": "2",
                ]
              ) { _ in }
              column(String(entry.count), x: x + step / 2, y: 144 - bar, style: nil, to: &html)
              column(entry.month, x: x + step / 2, y: 172, style: "quiet", to: &html)
            }
          }
        }
      }
    }
    html.line()
  }

  private func column(_ text: String, x: Int, y: Int, style: String?, to html: inout HTML) {
    html.element(
      "text", ["class": style, "x": String(x), "y": String(y), "text-anchor": "middle"], text)
  }

  // MARK: Groups

  private func write(
    _ grouping: Statistics.Grouping, _ title: String, _ parts: Parts, to html: inout HTML
  ) {
    let groups = (statistics.groups[grouping] ?? []).prefix(StatisticsPage.shown)
    guard !groups.isEmpty else { return }
    let most = max(1, groups.map(\.incidents).max() ?? 1)
    html.element("section") { html in
      parts.heading(title, to: &html)
      html.element("div", ["class": "table"]) { html in
        html.element("table", ["class": "bars"]) { html in
          parts.writeHead(
            ["\(grouping.rawValue)", "Incidents", "Fixed by it", "Median time to fix"]
              .map { $0.prefix(1).uppercased() + $0.dropFirst() }, to: &html)
          html.element("tbody") { html in
            for group in groups {
              write(group, grouping, most: most, parts, to: &html)
              html.line()
            }
          }
        }
      }
    }
    html.line()
  }

  private func write(
    _ group: Statistics.Group, _ grouping: Statistics.Grouping, most: Int, _ parts: Parts,
    to html: inout HTML
  ) {
    html.element("tr") { html in
      html.element("th", ["scope": "row"]) { writeName(of: group, grouping, parts, to: &$0) }
      html.element("td") { html in
        html.element("span", ["class": "number"], String(group.incidents))
        html.element(
          "svg",
          ["width": "160", "height": "12", "viewBox": "0 0 160 12", "aria-hidden": "true"]
        ) { html in
          html.element(
            "rect",
            [
              "class": "bar", "width": String(max(2, group.incidents * 160 / most)),
              "height": "12", "rx": "2",
            ]
          ) { _ in }
        }
      }
      html.element("td", group.tried == 0 ? "–" : "\(group.fixed) of \(group.tried)")
      html.element("td", group.resolve.median.map(Span.text) ?? "–")
    }
  }

  private func writeName(
    of group: Statistics.Group, _ grouping: Statistics.Grouping, _ parts: Parts,
    to html: inout HTML
  ) {
    switch grouping {
    case .runbook:
      let title = content.runbooks.first { $0.id == group.key }?.summary.title
      if let title {
        let target = SiteMap.page(ofRunbook: group.key)
        html.element("a", ["href": page.link(to: target)], title)
      } else {
        html.text(group.key == Statistics.none ? "no runbook" : group.key)
      }
    case .category, .service:
      if group.key == Statistics.none {
        html.text("none")
      } else {
        parts.write(grouping == .category ? .category : .service, group.key, to: &html)
      }
    case .month: html.text(group.key)
    }
  }
}

extension SiteIncident {
  /// What statistics count; runbooks by their present ids.
  fileprivate func record(_ content: SiteContent) -> IncidentRecord {
    IncidentRecord(
      summary: summary, services: services, fingerprints: fingerprints,
      links: links.map { link in
        var link = link
        link.id = content.runbookIDs[link.id] ?? link.id
        return link
      }, actions: actions)
  }
}
