/// The page of an incident: what it was, what helped, and the whole postmortem.
struct IncidentPage {
  let incident: SiteIncident
  let document: Incident
  let site: SiteFrame
  /// Titles of the runbooks that it names and that exist.
  let titles: [String: String]
  /// The titles of the steps of the runbooks.
  let steps: [StepReference: String]
  /// The next newer and the next older incident.
  let newer: IncidentSummary?
  let older: IncidentSummary?

  func html() -> [UInt8] {
    let summary = incident.summary
    var page = Page(
      path: SiteMap.page(ofIncident: incident.id), title: summary.title,
      description: "\(summary.date): \(summary.title)")
    page.crumbs = [("Incidents", SiteMap.incidents)]
    let parts = Parts(page: page, site: site)
    var body = HTML()
    let (map, path) = (site.map, summary.path)
    var markdown = MarkdownHTML { link, fragment in
      map.page(ofLink: link, in: path).map { page.link(to: $0) + (fragment.map { "#\($0)" } ?? "") }
    }
    for section in document.sections {
      var section = section
      section.blocks.removeAll { block in
        if case .heading(1, let text) = block.content { return text.plainText == document.title }
        return false
      }
      // A heading with nothing below it but the prompt in a comment says nothing.
      var (probe, below) = (markdown, HTML())
      probe.write(section.blocks, to: &below)
      if below.bytes.contains(where: { $0 > 0x20 }) { markdown.write(section, to: &body) }
    }
    return page.html(site) { html in
      html.element("article", ["data-page": incident.id]) { html in
        html.element("h1", summary.title)
        html.line()
        if summary.origin == .public {
          html.element(
            "p", ["class": "warning"],
            "A public example from elsewhere, not one of our own incidents.")
          html.line()
        }
        writeFacts(parts, to: &html)
        writeRunbooks(parts, to: &html)
        html.element("div", ["class": "text"]) { $0.append(body) }
        html.line()
        writeBottom(parts, to: &html)
      }
    }
  }

  private func writeFacts(_ parts: Parts, to html: inout HTML) {
    let summary = incident.summary
    html.element("dl", ["class": "labels wide"]) { html in
      html.element("dt", "Status")
      html.element("dd") { html in
        html.element("span", ["class": "badge \(summary.status.rawValue)"], summary.status.rawValue)
      }
      if summary.severity != nil {
        html.element("dt", "Severity")
        html.element("dd") { parts.write(summary.severity, to: &$0) }
      }
      if summary.startedAt == nil {
        html.element("dt", "Date")
        html.element("dd") { parts.write(date: summary.date, to: &$0) }
      }
      let times = [
        ("Started", summary.startedAt), ("Detected", summary.detectedAt),
        ("Acknowledged", summary.acknowledgedAt), ("Mitigated", summary.mitigatedAt),
        ("Resolved", summary.resolvedAt),
      ]
      for (title, time) in times {
        guard let time else { continue }
        html.element("dt", title)
        html.element("dd") { parts.write(time, to: &$0) }
      }
      fact("Time to fix", summary.minutesToResolve.map(Span.text), to: &html)
      fact("Environment", summary.environment, to: &html)
      fact("Detected by", document.detectedBy, to: &html)
      fact("Owner", summary.owner, to: &html)
      fact(
        "Written by", document.authors.isEmpty ? nil : document.authors.joined(separator: ", "),
        to: &html)
      parts.write("Services", .service, incident.services, to: &html)
      parts.write("Tags", .tag, incident.tags, to: &html)
      writeSource(to: &html)
    }
    html.line()
  }

  /// Where a public example is from: the key `source` of its front matter.
  private func writeSource(to html: inout HTML) {
    guard let source = document.source.unknownKeys.first(where: { $0.key == "source" })?.value,
      case .external(let url) = LinkTarget(source)
    else { return }
    html.element("dt", "Source")
    html.element("dd") { $0.element("a", ["href": url], source) }
  }

  private func fact(_ title: String, _ value: String?, to html: inout HTML) {
    guard let value, !value.isEmpty else { return }
    html.element("dt", title)
    html.element("dd", value)
  }

  private func writeRunbooks(_ parts: Parts, to html: inout HTML) {
    guard !incident.links.isEmpty else { return }
    html.element("section", ["aria-labelledby": "used"]) { html in
      parts.heading("Runbooks", id: "used", to: &html)
      html.element("ul") { html in
        for link in incident.links {
          html.element("li") { html in
            if let target = site.map.page(ofID: link.id) {
              let page = parts.page.link(to: target)
              html.element("a", ["href": page], titles[link.id] ?? link.id)
              write(step: link, on: page, to: &html)
            } else {
              html.text(link.id)
            }
            html.text(" ")
            parts.write(link.outcome, in: incident.summary.origin, to: &html)
            if let version = link.version { html.text(" version \(version)") }
          }
          html.line()
        }
      }
    }
    html.line()
  }

  /// The step that was taken, as a link; nothing where the page has no such step any more.
  private func write(step link: RunbookLink, on page: String, to html: inout HTML) {
    guard let anchor = link.step,
      let title = steps[StepReference(runbook: link.id, step: anchor)]
    else { return }
    html.text(": ")
    html.element("a", ["href": "\(page)#\(anchor)"], title)
  }

  private func writeBottom(_ parts: Parts, to html: inout HTML) {
    if let edit = site.options.editLink(of: incident.summary.path),
      case .external(let url) = LinkTarget(edit)
    {
      html.element("p", ["class": "edit"]) { $0.element("a", ["href": url], "Edit this page") }
      html.line()
    }
    guard newer != nil || older != nil else { return }
    html.element("nav", ["class": "neighbours", "aria-label": "Neighbours"]) { html in
      for (incident, word) in [(newer, "Newer: "), (older, "Older: ")] {
        guard let incident else { continue }
        let target = parts.page.link(to: SiteMap.page(ofIncident: incident.id))
        html.element("a", ["href": target], word + incident.title)
        html.line()
      }
    }
  }
}
