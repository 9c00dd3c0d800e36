/// What changed between the texts of a runbook that the index knows.
struct VersionsPage {
  let runbook: SiteRunbook
  let site: SiteFrame
  /// The texts, newest first, as `runbook.revisions` has them.
  let texts: [[UInt8]]

  func html() -> [UInt8] {
    let summary = runbook.summary
    var page = Page(
      path: SiteMap.page(ofVersionsOf: runbook.id), title: "Versions of \(summary.title)",
      description: "What changed in \(summary.title).")
    page.crumbs = [
      ("Runbooks", SiteMap.runbooks), (summary.title, SiteMap.page(ofRunbook: runbook.id)),
    ]
    return page.html(site) { html in
      html.element("h1") { html in
        html.text("Versions of ")
        html.element(
          "a", ["href": page.link(to: SiteMap.page(ofRunbook: runbook.id))], summary.title)
      }
      html.line()
      for (index, revision) in runbook.revisions.enumerated() where index < texts.count {
        html.element("section") { html in
          html.element("h2") { html in
            html.text("Version \(revision.version ?? 1) ")
            html.element("code", String(revision.revision.prefix(10)))
            if revision.revision == summary.revision {
              html.text(" ")
              html.element("span", ["class": "badge active"], "in use")
            }
          }
          html.line()
          if index + 1 < texts.count {
            write(LineDiff(texts[index + 1], texts[index]), to: &html)
          } else {
            html.element("p", "The oldest text that is known here.")
          }
        }
        html.line()
      }
    }
  }

  private func write(_ diff: LineDiff, to html: inout HTML) {
    for hunk in diff.hunks() {
      html.element("pre", ["class": "diff"]) { html in
        html.element("code") { html in
          html.element("span", ["class": "quiet"], hunk.header)
          for line in hunk.lines {
            html.line()
            switch line.change {
            case .same: html.text(" \(line.text)")
            case .removed: html.element("del", "-\(line.text)")
            case .added: html.element("ins", "+\(line.text)")
            }
          }
        }
      }
      html.line()
    }
  }
}
