/// The page of a runbook: the fix first, then the rest of its text, then what happened before.
struct RunbookPage {
  let runbook: SiteRunbook
  let document: Runbook
  let site: SiteFrame
  /// The runbooks of the same category before and after this one.
  let previous: RunbookSummary?
  let next: RunbookSummary?
  /// Titles of the related runbooks that exist.
  let related: [(id: String, title: String)]

  /// A review that is older than this many days is pointed out.
  static let staleAfter: Int64 = 180

  func html() -> [UInt8] {
    let summary = runbook.summary
    var page = Page(
      path: SiteMap.page(ofRunbook: runbook.id), title: summary.title,
      description: summary.description.isEmpty ? summary.title : summary.description)
    page.crumbs = [("Runbooks", SiteMap.runbooks)]
    if let category = site.map.page(of: .category, summary.category) {
      page.crumbs.append((summary.category, category))
    }
    let parts = Parts(page: page, site: site)
    var body = HTML()
    var markdown = MarkdownHTML(resolve: resolver(page))
    markdown.name(document.steps)
    for section in ordered { markdown.write(section, to: &body) }
    return page.html(site) { html in
      html.element("article", ["class": "beside", "data-page": runbook.id]) { html in
        html.element("header") { writeTop(parts, to: &$0) }
        html.line()
        writeContents(markdown.headings, parts, to: &html)
        html.element("div", ["class": "body"]) { html in
          html.element("div", ["class": "text"]) { $0.append(body) }
          html.line()
          writeHistory(parts, to: &html)
          writeVersions(parts, to: &html)
          writeBottom(parts, to: &html)
        }
      }
    }
  }

  /// The sections with the fix first and without the title that the page has already.
  private var ordered: [Section] {
    let fix = document.sections.filter { $0.name == .mitigation }
    let rest = document.sections.filter { $0.name != .mitigation }
    return (fix + rest).compactMap { section in
      var section = section
      section.blocks.removeAll { block in
        if case .heading(1, let text) = block.content { return text.plainText == document.title }
        return false
      }
      return section.title.isEmpty && section.blocks.isEmpty ? nil : section
    }
  }

  private func resolver(_ page: Page) -> (String, String?) -> String? {
    let (map, path) = (site.map, runbook.summary.path)
    return { link, fragment in
      map.page(ofLink: link, in: path).map { page.link(to: $0) + (fragment.map { "#\($0)" } ?? "") }
    }
  }

  // MARK: Around the text

  private func writeTop(_ parts: Parts, to html: inout HTML) {
    let summary = runbook.summary
    html.element("h1", summary.title)
    html.line()
    if !summary.description.isEmpty {
      html.element("p", ["class": "lead"], summary.description)
      html.line()
    }
    html.element("p", ["class": "facts"]) { html in
      html.element("code", runbook.id)
      html.text(" · version \(summary.version)")
      if let owner = summary.owner { html.text(" · kept by \(owner)") }
      if let day = summary.reviewedAt {
        html.text(" · reviewed ")
        parts.write(date: day, to: &html)
      }
      parts.writeStatus(of: summary, to: &html)
    }
    html.line()
    writeWarnings(parts, to: &html)
    let history = runbook.history
    html.element("p", ["class": "seen"]) { html in
      if history.seen > 0 {
        html.element("strong", "Seen \(history.seen == 1 ? "once" : "\(history.seen) times")")
        html.text(", fixed \(history.fixed)")
        if let last = history.last { html.text(", last \(last)") }
        if let median = history.medianMinutes { html.text(", median \(Span.text(median))") }
        html.text(". ")
      } else {
        html.text("Not seen here yet. ")
      }
      html.element("a", ["href": "#history"], "History")
    }
    html.line()
  }

  private func writeWarnings(_ parts: Parts, to html: inout HTML) {
    let summary = runbook.summary
    switch summary.status {
    case .active: break
    case .draft:
      html.element("p", ["class": "warning"], "A draft: nobody has reviewed this text yet.")
      html.line()
    case .deprecated:
      html.element(
        "p", ["class": "warning"], "Deprecated: kept for its history; prefer another one.")
      html.line()
    }
    guard let day = summary.reviewedAt else { return }
    // A script brings it up to date when the page is read long after it was made.
    let isStale = RunbookPage.isStale(day, today: site.options.today)
    html.element(
      "p", ["class": "warning stale", "data-reviewed": day, "hidden": isStale ? nil : ""],
      "Last reviewed \(day), more than \(RunbookPage.staleAfter) days ago: check before you rely on it."
    )
    html.line()
  }

  static func isStale(_ day: String, today: CivilDate) -> Bool {
    CivilDate(day).map { today.daysSince1970 - $0.daysSince1970 > staleAfter } ?? false
  }

  private func writeContents(
    _ headings: [MarkdownHTML.Heading], _ parts: Parts, to html: inout HTML
  ) {
    html.element("nav", ["class": "contents", "aria-labelledby": "contents"]) { html in
      html.element("h2", ["id": "contents"], "On this page")
      html.element("ul") { html in
        for heading in headings where heading.level == 2 {
          html.element("li") { html in
            html.element("a", ["href": "#\(heading.id)"], heading.text)
            if heading == headings.first, !document.steps.isEmpty {
              parts.write(steps: document.steps, of: "", to: &html)
            }
          }
          html.line()
        }
        html.element("li") { html in html.element("a", ["href": "#history"], "History") }
      }
    }
    html.line()
  }

  private func writeHistory(_ parts: Parts, to html: inout HTML) {
    html.element("section", ["aria-labelledby": "history"]) { html in
      parts.heading("History", id: "history", to: &html)
      let incidents = runbook.history.incidents
      let own = incidents.filter { $0.origin == .own }
      let examples = incidents.filter { $0.origin == .public }
      if own.isEmpty {
        html.element("p", "No incident of ours has used this runbook yet.")
      } else {
        if runbook.history.openActions > 0 {
          html.element(
            "p", "\(Span.count(runbook.history.openActions, "open action")) from these incidents.")
        }
        write(own, parts, to: &html)
      }
      if !examples.isEmpty {
        html.element("h3", "Public examples")
        html.element("p", "From public threads, not counted as our history.")
        write(examples, parts, to: &html)
      }
    }
    html.line()
  }

  private func write(_ incidents: [History.Occurrence], _ parts: Parts, to html: inout HTML) {
    html.element("div", ["class": "table"]) { html in
      html.element("table") { html in
        parts.writeHead(["Date", "Incident", "This runbook", "Time to fix"], to: &html)
        html.element("tbody") { html in
          for incident in incidents {
            html.element("tr") { html in
              html.element("td", ["class": "date"]) { parts.write(date: incident.date, to: &$0) }
              html.element("td", ["class": "what"]) { html in
                let target = parts.page.link(to: SiteMap.page(ofIncident: incident.id))
                html.element("a", ["href": target], incident.title)
              }
              html.element("td") { html in
                parts.write(incident.outcome, in: incident.origin, to: &html)
              }
              html.element("td", incident.minutes.map(Span.text) ?? "–")
            }
            html.line()
          }
        }
      }
    }
    html.line()
  }

  private func writeVersions(_ parts: Parts, to html: inout HTML) {
    guard runbook.revisions.count > 1 else { return }
    html.element("section", ["aria-labelledby": "versions"]) { html in
      parts.heading("Versions", id: "versions", to: &html)
      html.element("p") { html in
        html.text("This is version \(runbook.summary.version). ")
        let target = parts.page.link(to: SiteMap.page(ofVersionsOf: runbook.id))
        html.element(
          "a", ["href": target],
          "What changed between \(Span.count(runbook.revisions.count, "text"))")
      }
    }
    html.line()
  }

  private func writeBottom(_ parts: Parts, to html: inout HTML) {
    if !related.isEmpty {
      html.element("section", ["aria-labelledby": "related"]) { html in
        parts.heading("Try next", id: "related", to: &html)
        html.element("ul") { html in
          for (id, title) in related {
            html.element("li") { html in
              html.element(
                "a", ["href": parts.page.link(to: SiteMap.page(ofRunbook: id))], title)
            }
          }
        }
      }
      html.line()
    }
    html.element("dl", ["class": "labels"]) { html in
      parts.write("Category", .category, [runbook.summary.category], to: &html)
      parts.write("Services", .service, runbook.services, to: &html)
      parts.write("Codes", .code, runbook.exitCodes + runbook.stopCodes, to: &html)
      parts.write("Tags", .tag, runbook.tags, to: &html)
    }
    html.line()
    if let edit = site.options.editLink(of: runbook.summary.path),
      case .external(let url) = LinkTarget(edit)
    {
      html.element("p", ["class": "edit"]) { $0.element("a", ["href": url], "Edit this page") }
      html.line()
    }
    writeNeighbours(parts, to: &html)
  }

  private func writeNeighbours(_ parts: Parts, to html: inout HTML) {
    guard previous != nil || next != nil else { return }
    html.element("nav", ["class": "neighbours", "aria-label": "Neighbours"]) { html in
      for (runbook, word) in [(previous, "Previous: "), (next, "Next: ")] {
        guard let runbook else { continue }
        let target = parts.page.link(to: SiteMap.page(ofRunbook: runbook.id))
        html.element("a", ["href": target], word + runbook.title)
        html.line()
      }
    }
  }
}
