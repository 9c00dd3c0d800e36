/// The documents as pages of a Git wiki: one flat folder, links by the name of the page.
///
/// Such a wiki (GitHub, GitLab, Gitea) shows no front matter, so what readers need of it stands in a
/// line below the title.
struct WikiPages {
  private let base: KnowledgeBase
  private let content: SiteContent
  private let map: SiteMap

  init(_ base: KnowledgeBase, options: SiteOptions) throws(SQLiteError) {
    self.base = base
    content = try SiteContent(of: base, options: options)
    map = SiteMap(content)
  }

  func write(to writer: ExportWriter) throws {
    for runbook in content.runbooks {
      let summary = runbook.summary
      var facts = ["`\(summary.id)`", "version \(summary.version)", summary.status.rawValue]
      if let day = summary.reviewedAt { facts.append("reviewed \(day)") }
      if let owner = summary.owner { facts.append("kept by \(WikiPages.plain(owner))") }
      var page = try self.page(
        summary.id, title: summary.title, path: summary.path, revision: summary.revision,
        facts: facts)
      if !runbook.history.incidents.isEmpty {
        page += "\n\n## History\n\n"
        page += runbook.history.incidents.map { incident in
          "- \(incident.date) [\(WikiPages.plain(incident.title))](\(incident.id)): "
            + incident.outcome.words + (incident.origin == .public ? " (public example)" : "")
        }.joined(separator: "\n")
      }
      try writer.put("\(summary.id).md", Array((page + "\n").utf8))
    }
    for incident in content.incidents {
      let summary = incident.summary
      var facts = [summary.date, summary.status.rawValue]
      if let severity = summary.severity { facts.append(severity.rawValue) }
      if summary.origin == .public { facts.append("public example") }
      facts += incident.links.map { "[\($0.id)](\($0.id)): \($0.outcome.words)" }
      let page = try self.page(
        summary.id, title: summary.title, path: summary.path, revision: summary.revision,
        facts: facts)
      try writer.put("\(summary.id).md", Array((page + "\n").utf8))
    }
    try writer.put("Home.md", Array(home.utf8))
    try writer.put("_Sidebar.md", Array(sidebar.utf8))
  }

  private func page(
    _ id: String, title: String, path: String, revision: String, facts: [String]
  ) throws -> String {
    let bytes = try base.runbooks.text(id: id, revision: revision) ?? []
    var body = content.hidden.removed(fromMarkdown: WikiPages.body(of: bytes), in: path)
    // The title stands at the top once.
    let heading = "# \(title)\n"
    if body.hasPrefix(heading) { body.removeFirst(heading.count) }
    let text = MarkdownLinks.rewritten(body) { destination in link(destination, in: path) }
    return "# \(title)\n\n\(facts.joined(separator: " · "))\n\n"
      + WikiPages.trimmed(text)
  }

  /// The name of the page that a link of a document leads to; nil to leave the link as it is.
  private func link(_ destination: String, in path: String) -> String? {
    guard case .relative(let link, let fragment)? = LinkTarget(destination),
      let page = map.page(ofLink: link, in: path)
    else { return nil }
    let name = FileSystem.name(of: page)
    return String(name.dropLast(".html".count)) + (fragment.map { "#\($0)" } ?? "")
  }

  private var home: String {
    var text = "# Runbooks\n"
    for category in LabelIndex(content)[.category] {
      text += "\n## \(WikiPages.plain(category.name))\n\n"
      for runbook in category.runbooks {
        text +=
          "- [\(WikiPages.plain(runbook.summary.title))](\(runbook.id)): "
          + "\(WikiPages.plain(runbook.summary.description))\n"
      }
    }
    if !content.incidents.isEmpty {
      text += "\n## Incidents\n\n"
      for incident in content.incidents {
        text +=
          "- \(incident.summary.date) [\(WikiPages.plain(incident.summary.title))]"
          + "(\(incident.id))\(incident.summary.origin == .public ? " (public example)" : "")\n"
      }
    }
    return text
  }

  private var sidebar: String {
    var text = "[Home](Home)\n"
    for category in LabelIndex(content)[.category] {
      text += "\n**\(WikiPages.plain(category.name))**\n\n"
      for runbook in category.runbooks {
        text += "- [\(WikiPages.plain(runbook.summary.title))](\(runbook.id))\n"
      }
    }
    return text
  }

  /// The Markdown below the front matter.
  static func body(of bytes: [UInt8]) -> String {
    guard let parts = try? FrontMatter(SourceText(bytes)) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return trimmed(String(decoding: parts.body, as: UTF8.self))
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isNewline }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// A text in which nothing is Markdown.
  static func plain(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_{}[]<>()#|".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
