/// The pages that only lead to others: all runbooks, all incidents, and the documents of each label.
struct ListPages {
  let content: SiteContent
  let site: SiteFrame
  let labels: LabelIndex

  init(_ content: SiteContent, _ site: SiteFrame) {
    self.content = content
    self.site = site
    labels = LabelIndex(content)
  }

  /// Every page with its path.
  func write(_ take: (String, [UInt8]) throws -> Void) rethrows {
    try take(SiteMap.runbooks, runbooks)
    if !content.incidents.isEmpty { try take(SiteMap.incidents, incidents) }
    for label in SiteMap.Label.allCases {
      let entries = labels[label]
      guard !entries.isEmpty else { continue }
      if label != .code { try take(SiteMap.list(of: label), index(of: label, entries)) }
      guard label != .code else { continue }
      for entry in entries {
        guard let path = site.map.page(of: label, entry.name) else { continue }
        try take(path, page(of: label, entry, path: path))
      }
    }
  }

  /// Runbooks under their categories.
  private var runbooks: [UInt8] {
    let count = Span.count(content.runbooks.count, "runbook")
    let page = Page(
      path: SiteMap.runbooks, title: "Runbooks", description: "All \(count), by category.")
    let parts = Parts(page: page, site: site)
    return page.html(site) { html in
      html.element("h1", "Runbooks")
      html.line()
      if content.runbooks.isEmpty { html.element("p", "There is none yet.") }
      for category in labels[.category] {
        html.element("section") { html in
          html.element("h2") { html in
            if let target = site.map.page(of: .category, category.name) {
              html.element("a", ["href": page.link(to: target)], category.name)
            }
          }
          html.line()
          parts.write(category.runbooks, to: &html)
        }
      }
      let others = content.runbooks.filter(\.summary.category.isEmpty)
      if !others.isEmpty { parts.write(others, to: &html) }
      writeIndexes(page, to: &html)
    }
  }

  private func writeIndexes(_ page: Page, to html: inout HTML) {
    html.element("p") { html in
      html.text("Or by")
      for (label, word) in [
        (SiteMap.Label.service, "service"), (.tag, "tag"), (.code, "exit and stop code"),
      ] where !labels[label].isEmpty {
        html.text(" ")
        html.element("a", ["href": page.link(to: SiteMap.list(of: label))], word)
        html.text(label == .code ? "." : ",")
      }
    }
  }

  private var incidents: [UInt8] {
    let count = Span.count(content.incidents.count, "incident")
    let page = Page(
      path: SiteMap.incidents, title: "Incidents", description: "\(count), newest first.")
    let parts = Parts(page: page, site: site)
    let own = content.incidents.filter { $0.summary.origin == .own }
    let examples = content.incidents.filter { $0.summary.origin == .public }
    let actions = OpenAction.all(in: content)
    return page.html(site) { html in
      html.element("h1", "Incidents")
      html.line()
      if own.isEmpty {
        html.element("p", "No incident of ours is written down yet.")
      } else {
        parts.write(own, to: &html)
      }
      if !actions.isEmpty {
        parts.heading("Open actions", id: "actions", to: &html)
        html.element("ul", ["class": "actions"]) { html in
          for action in actions {
            html.element("li") { action.write(parts, to: &$0) }
            html.line()
          }
        }
      }
      if !examples.isEmpty {
        parts.heading("Public examples", to: &html)
        html.element("p", "From public threads, never counted as our own history.")
        parts.write(examples, to: &html)
      }
    }
  }

  private func index(of label: SiteMap.Label, _ entries: [LabelIndex.Entry]) -> [UInt8] {
    let path = SiteMap.list(of: label)
    let page = Page(
      path: path, title: label.plural, description: "\(label.plural): \(entries.count) in use.")
    let parts = Parts(page: page, site: site)
    return page.html(site) { html in
      html.element("h1", label.plural)
      html.line()
      html.element("ul", ["class": "index"]) { html in
        for entry in entries {
          html.element("li") { html in
            parts.write(label, entry.name, to: &html)
            html.text(" ")
            html.element("span", ["class": "count"], String(entry.count))
          }
          html.line()
        }
      }
    }
  }

  private func page(of label: SiteMap.Label, _ entry: LabelIndex.Entry, path: String) -> [UInt8] {
    let page = Page(
      path: path, title: entry.name,
      description: "\(label.rawValue) \(entry.name): \(Span.count(entry.count, "document")).",
      crumbs: [(label.plural, SiteMap.list(of: label))])
    let parts = Parts(page: page, site: site)
    return page.html(site) { html in
      html.element("h1") { html in
        html.element("span", ["class": "kind"], label.rawValue)
        html.text(" \(entry.name)")
      }
      html.line()
      if !entry.runbooks.isEmpty {
        parts.heading("Runbooks", to: &html)
        parts.write(entry.runbooks, to: &html)
      }
      if !entry.incidents.isEmpty {
        parts.heading("Incidents", to: &html)
        parts.write(entry.incidents, to: &html)
      }
    }
  }
}
