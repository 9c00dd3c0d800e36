/// The first page: the search box, then where to begin without one.
struct HomePage {
  let content: SiteContent
  let site: SiteFrame
  /// The path of the file with which the search begins.
  let searchBase: String

  private static let shown = 8

  func html() -> [UInt8] {
    let name = site.options.title
    let count = Span.count(content.runbooks.count, "runbook")
    var page = Page(
      path: SiteMap.home, title: name,
      description: "Paste the symptom, get the fix and what happened last time: \(count), offline.")
    page.hasSearch = true
    page.kind = "website"
    let parts = Parts(page: page, site: site)
    return page.html(site) { html in
      writeSearch(to: &html)
      // A script hides it while there is an answer.
      html.element("div", ["id": "browse"]) { html in
        html.element("div", ["class": "lists"]) { html in
          writeFirst(parts, to: &html)
          writeCauses(parts, to: &html)
          writeIncidents(parts, to: &html)
          writeActions(parts, to: &html)
        }
        html.element("div", ["class": "clouds"]) { html in
          writeLabels(.category, "By category", parts, to: &html)
          writeLabels(.code, "By code", parts, to: &html)
          writeLabels(.service, "By service", parts, to: &html)
        }
      }
    }
  }

  private func writeSearch(to html: inout HTML) {
    html.element(
      "form",
      [
        "id": "search", "class": "search", "role": "search", "aria-label": "Symptoms",
        "data-base": searchBase,
      ]
    ) {
      html in
      html.element("h1") { $0.element("label", ["for": "query"], "What do you see?") }
      html.line()
      html.element(
        "textarea",
        [
          "id": "query", "rows": "2", "autocomplete": "off", "spellcheck": "false",
          "placeholder": "Paste the whole error, or type a few words", "aria-describedby": "keys",
        ]
      ) { _ in }
      html.line()
      html.element("p", ["id": "keys", "class": "keys"]) { html in
        for (key, meaning) in [("/", "search"), ("Enter", "to the answer"), ("Esc", "clear")] {
          html.element("kbd", key)
          html.text(" \(meaning) ")
        }
      }
    }
    html.line()
    html.element("noscript") { html in
      html.element(
        "p", ["class": "warning"],
        "Searching needs JavaScript. Everything can be found in the lists below.")
    }
    html.line()
    html.element("p", ["id": "status", "class": "status", "role": "status"]) { _ in }
    html.element("div", ["id": "results"]) { _ in }
    html.line()
  }

  private func section(_ title: String, _ html: inout HTML, content: (inout HTML) -> Void) {
    html.element("section") { html in
      html.element("h2", title)
      html.line()
      content(&html)
    }
    html.line()
  }

  /// The pages that a team has put into the category that says so.
  private func writeFirst(_ parts: Parts, to html: inout HTML) {
    let first = content.runbooks.filter { $0.summary.category == "start-here" }
    guard !first.isEmpty else { return }
    section("Start here", &html) { html in
      parts.write(Array(first.prefix(HomePage.shown)), to: &html)
      if site.navigation.contains(where: { $0.path == SiteMap.decisions }) {
        html.element("p") { html in
          html.element(
            "a", ["href": parts.page.link(to: SiteMap.decisions)], "Follow the decision flow")
        }
      }
    }
  }

  private func writeCauses(_ parts: Parts, to html: inout HTML) {
    let ranking = CauseRanking(content)
    guard !ranking.causes.isEmpty else { return }
    section(ranking.isOwn ? "Top causes" : "Top causes in public examples", &html) { html in
      html.element("ol", ["class": "causes"]) { html in
        for cause in ranking.causes.prefix(HomePage.shown) {
          html.element("li") { html in
            let target = parts.page.link(to: SiteMap.page(ofRunbook: cause.runbook.id))
            html.element("a", ["href": target], cause.runbook.summary.title)
            html.text(" ")
            html.element("span", ["class": "count"], "\(cause.count)×")
          }
          html.line()
        }
      }
    }
  }

  private func writeIncidents(_ parts: Parts, to html: inout HTML) {
    let own = content.incidents.filter { $0.summary.origin == .own }
    let shown = own.isEmpty ? content.incidents : own
    guard !shown.isEmpty else { return }
    section(own.isEmpty ? "Public examples" : "Newest incidents", &html) { html in
      html.element("ul", ["class": "incidents"]) { html in
        for incident in shown.prefix(HomePage.shown) {
          html.element("li") { html in
            parts.write(date: incident.summary.date, to: &html)
            html.text(" ")
            let target = parts.page.link(to: SiteMap.page(ofIncident: incident.id))
            html.element("a", ["href": target], incident.summary.title)
            html.text(" ")
            parts.write(incident.summary.severity, to: &html)
            if incident.summary.status == .open {
              html.text(" ")
              html.element("span", ["class": "badge open"], "open")
            }
          }
          html.line()
        }
      }
      html.element("p") { html in
        html.element(
          "a", ["href": parts.page.link(to: SiteMap.incidents)],
          "All \(Span.count(content.incidents.count, "incident"))")
      }
    }
  }

  private func writeActions(_ parts: Parts, to html: inout HTML) {
    let actions = OpenAction.all(in: content)
    guard !actions.isEmpty else { return }
    section("Open actions", &html) { html in
      html.element("ul", ["class": "actions"]) { html in
        for action in actions.prefix(HomePage.shown) {
          html.element("li") { action.write(parts, to: &$0) }
          html.line()
        }
      }
      if actions.count > HomePage.shown {
        html.element("p") { html in
          html.element(
            "a", ["href": parts.page.link(to: SiteMap.incidents) + "#actions"],
            "All \(actions.count) open actions")
        }
      }
    }
  }

  private func writeLabels(
    _ label: SiteMap.Label, _ title: String, _ parts: Parts, to html: inout HTML
  ) {
    let values = LabelIndex(content)[label].prefix(40)
    guard !values.isEmpty else { return }
    section(title, &html) { html in
      html.element("p", ["class": "cloud"]) { html in
        for value in values {
          parts.write(label, value.name, to: &html)
          html.line()
        }
      }
    }
  }
}

/// The runbooks that were needed most often: in our own incidents, or else in public examples.
struct CauseRanking {
  var isOwn: Bool
  var causes: [(runbook: SiteRunbook, count: Int)]

  init(_ content: SiteContent) {
    func ranked(_ origin: Incident.Origin) -> [(runbook: SiteRunbook, count: Int)] {
      content.runbooks.compactMap { runbook in
        let count = runbook.history.incidents.count {
          $0.origin == origin && ($0.outcome == .fixed || $0.outcome == .helped)
        }
        return count > 0 ? (runbook, count) : nil
      }.sorted { ($0.count, $1.runbook.id) > ($1.count, $0.runbook.id) }
    }
    let own = ranked(.own)
    isOwn = !own.isEmpty
    causes = isOwn ? own : ranked(.public)
  }
}

/// Something that was promised after an incident of ours and is not done.
struct OpenAction {
  var action: ActionItem
  var incident: IncidentSummary

  /// Earliest due first, those without a day last.
  static func all(in content: SiteContent) -> [OpenAction] {
    content.incidents.filter { $0.summary.origin == .own }.flatMap { incident in
      incident.actions.filter { !$0.done }.map {
        OpenAction(action: $0, incident: incident.summary)
      }
    }.enumerated().sorted { left, right in
      let (a, b) = (left.element.action.due ?? "9999", right.element.action.due ?? "9999")
      return (a, left.offset) < (b, right.offset)
    }.map(\.element)
  }

  func write(_ parts: Parts, to html: inout HTML) {
    html.text(action.text)
    html.element("p") { html in
      if let due = action.due {
        html.text("due ")
        parts.write(date: due, to: &html)
        html.text(" · ")
      }
      if let owner = action.owner { html.text("@\(owner) · ") }
      html.element(
        "a", ["href": parts.page.link(to: SiteMap.page(ofIncident: incident.id))], incident.title)
    }
  }
}
