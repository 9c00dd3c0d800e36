/// Pieces that several pages show.
struct Parts {
  let page: Page
  let site: SiteFrame

  /// A link to the page of a label; the bare word where it has none.
  func write(_ label: SiteMap.Label, _ value: String, to html: inout HTML) {
    if let target = site.map.page(of: label, value) {
      html.element("a", ["class": "label", "href": page.link(to: target)], value)
    } else {
      html.element("span", ["class": "label"], value)
    }
  }

  /// A row of labels with what they are.
  func write(_ title: String, _ label: SiteMap.Label, _ values: [String], to html: inout HTML) {
    guard !values.isEmpty else { return }
    html.element("dt", title)
    html.element("dd") { html in
      for value in values {
        write(label, value, to: &html)
        html.line()
      }
    }
  }

  /// Runbooks as a list, each with its sentence.
  func write(_ runbooks: [SiteRunbook], to html: inout HTML) {
    html.element("ul", ["class": "documents"]) { html in
      for runbook in runbooks {
        html.element("li") { html in
          let target = page.link(to: SiteMap.page(ofRunbook: runbook.id))
          html.element("a", ["href": target], runbook.summary.title)
          writeStatus(of: runbook.summary, to: &html)
          if !runbook.summary.description.isEmpty {
            html.element("p", runbook.summary.description)
          }
        }
        html.line()
      }
    }
    html.line()
  }

  /// A word beside a title that is not in use like the others.
  func writeStatus(of runbook: RunbookSummary, to html: inout HTML) {
    guard runbook.status != .active else { return }
    html.text(" ")
    html.element("span", ["class": "badge \(runbook.status.rawValue)"], runbook.status.rawValue)
  }

  /// Incidents as a table, newest first.
  func write(_ incidents: [SiteIncident], to html: inout HTML) {
    html.element("div", ["class": "table"]) { html in
      html.element("table") { html in
        writeHead(["Date", "Incident", "Severity", "Status", "Time to fix"], to: &html)
        html.element("tbody") { html in
          for incident in incidents {
            write(row: incident, to: &html)
            html.line()
          }
        }
      }
    }
    html.line()
  }

  private func write(row incident: SiteIncident, to html: inout HTML) {
    let summary = incident.summary
    html.element("tr") { html in
      html.element("td", ["class": "date"]) { write(date: summary.date, to: &$0) }
      html.element("td", ["class": "what"]) { html in
        let target = page.link(to: SiteMap.page(ofIncident: incident.id))
        html.element("a", ["href": target], summary.title)
        if summary.origin == .public {
          html.text(" ")
          html.element("span", ["class": "badge"], "public example")
        }
      }
      html.element("td") { html in
        if summary.severity == nil { html.text("–") }
        write(summary.severity, to: &html)
      }
      html.element("td") { html in
        html.element("span", ["class": "badge \(summary.status.rawValue)"], summary.status.rawValue)
      }
      html.element("td", summary.minutesToResolve.map(Span.text) ?? "–")
    }
  }

  /// The head of a table.
  func writeHead(_ titles: [String], to html: inout HTML) {
    html.element("thead") { html in
      html.element("tr") { html in
        for title in titles { html.element("th", ["scope": "col"], title) }
      }
    }
    html.line()
  }

  /// A day that programs can read too; anything else as it is.
  func write(date: String, to html: inout HTML) {
    if CivilDate(date) == nil {
      html.text(date)
    } else {
      html.element("time", ["datetime": date], date)
    }
  }

  /// A moment, to the second only where it has one, in UTC.
  func write(_ time: Timestamp, to html: inout HTML) {
    let text = time.description
    let clock = text.dropFirst(11).dropLast(text.hasSuffix(":00Z") ? 4 : 1)
    html.element("time", ["datetime": text], "\(text.prefix(10)) \(clock) UTC")
  }

  /// How bad an incident was.
  func write(_ severity: Incident.Severity?, to html: inout HTML) {
    guard let severity else { return }
    html.element("span", ["class": "badge \(severity.rawValue.lowercased())"], severity.rawValue)
  }

  /// What a runbook did in an incident; in a public example without a verdict it is related.
  func write(_ outcome: Outcome, in origin: Incident.Origin, to html: inout HTML) {
    let name = outcome.text(in: origin)
    let words = name == outcome.rawValue ? outcome.words : name
    html.element("span", ["class": "badge \(outcome.rawValue)"], words)
  }

  /// The steps of a runbook as a numbered list, each a link to its place on the page.
  func write(steps: [Step], of target: String, to html: inout HTML) {
    html.element("ol", ["class": "steps"]) { html in
      for step in steps {
        html.element("li") { html in
          html.element("a", ["href": "\(target)#\(step.anchor)"], step.title)
        }
      }
    }
    html.line()
  }

  /// A heading of the page itself, with an id.
  func heading(_ text: String, id: String? = nil, to html: inout HTML) {
    html.element("h2", ["id": id], text)
    html.line()
  }
}

extension Outcome {
  /// The outcome in words.
  var words: String {
    switch self {
    case .fixed: "fixed it"
    case .helped: "helped"
    case .noHelp: "did not help"
    case .notTried: "not tried"
    }
  }
}
