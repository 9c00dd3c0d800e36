/// What stands around the content of every page.
struct Page {
  /// The path of the file on the site.
  var path: String
  /// The title of the page, without the name of the site.
  var title: String
  /// One sentence for previews and search engines.
  var description: String
  /// The pages above this one, below home.
  var crumbs: [(title: String, path: String)] = []
  /// Whether it searches by itself, so that the header does not need to.
  var hasSearch = false
  /// What stands before every link, where the page is shown at any address.
  var root: String?
  /// What kind of thing it is, for previews.
  var kind = "article"

  /// Only what the site itself brings runs or loads; `file:` pages count as themselves.
  static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    base-uri 'none'; form-action 'none'
    """

  /// A file of the site that this page refers to.
  func link(to target: String) -> String {
    root.map { $0 + target } ?? SiteMap.link(from: path, to: target)
  }

  /// Writes the whole page.
  func html(_ site: SiteFrame, content: (inout HTML) -> Void) -> [UInt8] {
    var html = HTML()
    html.raw("<!doctype html>\n")
    html.element("html", ["lang": "en"]) { html in
      html.line()
      html.element("head") { writeHead(site, to: &$0) }
      html.line()
      html.element("body") { html in
        html.line()
        html.element("a", ["class": "skip", "href": "#content"], "Skip to content")
        html.line()
        writeHeader(site, to: &html)
        html.element("main", ["id": "content", "tabindex": "-1"]) { html in
          html.line()
          writeCrumbs(to: &html)
          content(&html)
        }
        html.line()
        writeFooter(site, to: &html)
      }
      html.line()
    }
    html.line()
    return html.bytes
  }

  private func writeHead(_ site: SiteFrame, to html: inout HTML) {
    html.line()
    html.void("meta", ["charset": "utf-8"])
    html.line()
    html.void("meta", ["http-equiv": "Content-Security-Policy", "content": Page.policy])
    html.line()
    html.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
    html.line()
    html.void("meta", ["name": "referrer", "content": "no-referrer"])
    html.line()
    html.void("meta", ["name": "color-scheme", "content": "light dark"])
    html.line()
    let name = site.options.title
    html.element("title", title == name ? name : "\(title) · \(name)")
    html.line()
    html.void("meta", ["name": "description", "content": description])
    html.line()
    html.void("meta", ["property": "og:title", "content": title])
    html.line()
    html.void("meta", ["property": "og:description", "content": description])
    html.line()
    html.void("meta", ["property": "og:type", "content": kind])
    html.line()
    html.void("meta", ["property": "og:site_name", "content": name])
    html.line()
    if let base = site.options.baseURL {
      html.void("meta", ["property": "og:url", "content": "\(base)/\(path)"])
      html.line()
      html.void("link", ["rel": "canonical", "href": "\(base)/\(path)"])
      html.line()
      html.void(
        "link",
        [
          "rel": "alternate", "type": "application/atom+xml", "title": "Incidents",
          "href": link(to: SiteFrame.feed),
        ])
      html.line()
    }
    html.void("link", ["rel": "icon", "href": SiteFrame.icon])
    html.line()
    html.void("link", ["rel": "stylesheet", "href": link(to: site.stylesheet)])
    html.line()
    html.element("script", ["src": link(to: site.script), "defer": ""]) { _ in }
    html.line()
    if hasSearch {
      html.element("script", ["src": link(to: site.searchScript), "defer": ""]) { _ in }
      html.line()
    }
  }

  private func writeHeader(_ site: SiteFrame, to html: inout HTML) {
    html.element("header", ["class": "top"]) { html in
      html.element("a", ["class": "home", "href": link(to: SiteMap.home)], site.options.title)
      html.line()
      html.element("nav", ["aria-label": "Site"]) { html in
        html.element("ul") { html in
          for (title, target) in site.navigation {
            let isHere = target == path
            html.element("li") { html in
              html.element(
                "a", ["href": link(to: target), "aria-current": isHere ? "page" : nil], title)
            }
            html.line()
          }
        }
      }
      if !hasSearch {
        html.line()
        // A script shows it: without one it could not search.
        html.element(
          "form",
          ["class": "find", "role": "search", "hidden": "", "data-home": link(to: SiteMap.home)]
        ) { html in
          html.void(
            "input",
            [
              "type": "search", "aria-label": "Search", "placeholder": "Search ( / )",
              "autocomplete": "off", "spellcheck": "false",
            ])
        }
      }
    }
    html.line()
  }

  private func writeCrumbs(to html: inout HTML) {
    guard path != SiteMap.home else { return }
    html.element("nav", ["class": "crumbs", "aria-label": "Breadcrumb"]) { html in
      html.element("ol") { html in
        html.element("li") { html in
          html.element("a", ["href": link(to: SiteMap.home)], "Home")
        }
        for crumb in crumbs {
          html.element("li") { html in
            html.element("a", ["href": link(to: crumb.path)], crumb.title)
          }
        }
        html.element("li", ["aria-current": "page"], title)
      }
    }
    html.line()
  }

  private func writeFooter(_ site: SiteFrame, to html: inout HTML) {
    html.element("footer", ["class": "bottom"]) { html in
      html.element("p") { html in
        html.text("\(site.options.title). Works offline: save the folder and open ")
        html.element("a", ["href": link(to: SiteMap.home)], "the first page")
        html.text(".")
      }
    }
    html.line()
  }
}

/// What all pages of a site share.
struct SiteFrame: Sendable {
  var options: SiteOptions
  var map: SiteMap
  /// The pages of the header.
  var navigation: [(title: String, path: String)]
  /// The path of the stylesheet; its name changes with its content, so no cache shows an old one.
  var stylesheet: String
  /// The path of the script of every page.
  var script: String
  /// The path of the script that searches.
  var searchScript: String

  static let feed = "incidents.atom"

  /// A mark for the tab, in the page itself.
  static let icon = """
    data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect \
    width='16' height='16' rx='3' fill='%230b5c8a'/%3E%3Cpath d='M4 4h8M4 8h8M4 12h5' \
    stroke='white' stroke-width='2'/%3E%3C/svg%3E
    """
}
