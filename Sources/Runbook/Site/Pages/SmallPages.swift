/// Pages that say where something else is.
enum SmallPages {
  /// What a host shows for an address that does not exist.
  ///
  /// It is shown at any address, so its links cannot be relative where the site's address is known.
  static func notFound(_ site: SiteFrame) -> [UInt8] {
    var page = Page(
      path: SiteMap.notFound, title: "Not found", description: "There is no such page here.")
    page.root = site.options.baseURL.map { $0 + "/" }
    return page.html(site) { html in
      html.element("h1", "Not found")
      html.element("p") { html in
        html.text("There is no such page here. It may have been renamed: ")
        html.element("a", ["href": page.link(to: SiteMap.home)], "search for it")
        html.text(", or look through ")
        html.element("a", ["href": page.link(to: SiteMap.runbooks)], "all runbooks")
        html.text(".")
      }
      html.line()
    }
  }

  /// A page that leads to another one, for a name that a runbook had or is called by.
  static func redirect(to target: String, title: String, base: String?) -> [UInt8] {
    var html = HTML()
    let link = FileSystem.name(of: target)
    html.raw("<!doctype html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.element("head") { html in
        html.void("meta", ["charset": "utf-8"])
        html.void(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; base-uri 'none'",
          ])
        html.void("meta", ["http-equiv": "refresh", "content": "0; url=\(link)"])
        html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        html.element("title", title)
        html.void("link", ["rel": "canonical", "href": base.map { "\($0)/\(target)" } ?? link])
      }
      html.line()
      html.element("body") { html in
        html.element("main") { html in
          html.element("h1", "This page has moved")
          html.element("p") { $0.element("a", ["href": link], title) }
        }
      }
    }
    html.line()
    return html.bytes
  }
}

/// What programs read: the list of pages, and the incidents as a feed.
enum Feeds {
  /// `sitemap.xml`.
  static func sitemap(_ pages: [(path: String, changed: String?)], base: String) -> [UInt8] {
    var xml = HTML()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    xml.element("urlset", ["xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"]) { xml in
      xml.line()
      for page in pages {
        xml.element("url") { xml in
          xml.element("loc", "\(base)/\(page.path)")
          if let changed = page.changed { xml.element("lastmod", changed) }
        }
        xml.line()
      }
    }
    xml.line()
    return xml.bytes
  }

  /// The newest incidents as Atom (RFC 4287).
  static func atom(_ content: SiteContent, site: SiteFrame, base: String) -> [UInt8] {
    let incidents = content.incidents.prefix(50)
    var xml = HTML()
    xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    xml.element("feed", ["xmlns": "http://www.w3.org/2005/Atom"]) { xml in
      xml.line()
      xml.element("id", "\(base)/\(SiteFrame.feed)")
      xml.element("title", "\(site.options.title): incidents")
      xml.element("link", ["rel": "self", "href": "\(base)/\(SiteFrame.feed)"]) { _ in }
      xml.element("link", ["href": "\(base)/\(SiteMap.incidents)"]) { _ in }
      xml.element("updated", incidents.map { updated($0.summary) }.max() ?? "1970-01-01T00:00:00Z")
      xml.line()
      for incident in incidents {
        let address = "\(base)/\(SiteMap.page(ofIncident: incident.id))"
        xml.element("entry") { xml in
          xml.element("id", address)
          xml.element("title", incident.summary.title)
          xml.element("link", ["href": address]) { _ in }
          xml.element("updated", updated(incident.summary))
          xml.element("author") { $0.element("name", incident.summary.owner ?? site.options.title) }
          xml.element("summary", summary(of: incident))
        }
        xml.line()
      }
    }
    xml.line()
    return xml.bytes
  }

  private static func updated(_ incident: IncidentSummary) -> String {
    let times = [
      incident.resolvedAt, incident.mitigatedAt, incident.acknowledgedAt, incident.detectedAt,
      incident.startedAt,
    ].compactMap(\.self)
    return times.max()?.description ?? CivilDate(incident.date).map { "\($0)T00:00:00Z" }
      ?? "1970-01-01T00:00:00Z"
  }

  private static func summary(of incident: SiteIncident) -> String {
    var words = [incident.summary.severity?.rawValue, incident.summary.status.rawValue].compactMap(
      \.self)
    if let minutes = incident.summary.minutesToResolve { words.append(Span.text(minutes)) }
    words += incident.links.map { "\($0.id): \($0.outcome.words)" }
    return words.joined(separator: ", ")
  }
}
