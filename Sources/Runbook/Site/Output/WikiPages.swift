/// Where exported Markdown is read.
public enum WikiFlavour: String, CaseIterable, Sendable {
  /// The wiki of a GitHub repository, or of Gitea: links by the name of a page.
  case github
  /// The wiki of a GitLab project, whose home page has a name of its own.
  case gitlab
  /// A project of MkDocs with the Material theme.
  case mkdocs

  fileprivate var home: String {
    switch self {
    case .github: "Home"
    case .gitlab: "home"
    case .mkdocs: "index"
    }
  }

  fileprivate var folder: String { self == .mkdocs ? "docs/" : "" }
}

/// The documents as pages of a wiki: one flat folder, links by the name of the page.
///
/// Such a wiki shows no front matter, so what readers need of it stands in a line below the title, and
/// each command begins with its safety class.
struct WikiPages {
  private let flavour: WikiFlavour
  private let base: KnowledgeBase
  private let content: SiteContent
  private let map: SiteMap

  private let title: String
  private let leavesOut: Bool

  init(_ base: KnowledgeBase, options: SiteOptions) throws(SQLiteError) {
    title = options.title
    leavesOut = !options.exclusions.isEmpty
    self.base = base
    flavour = options.flavour
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
          "- \(incident.date) [\(WikiPages.plain(incident.title))](\(link(incident.id))): "
            + incident.outcome.words + (incident.origin == .public ? " (public example)" : "")
        }.joined(separator: "\n")
      }
      try writer.put("\(flavour.folder)\(summary.id).md", Array((page + "\n").utf8))
    }
    for incident in content.incidents {
      let summary = incident.summary
      var facts = [summary.date, summary.status.rawValue]
      if let severity = summary.severity { facts.append(severity.rawValue) }
      if summary.origin == .public { facts.append("public example") }
      facts += incident.links.map { used in
        let isHere = map.page(ofID: used.id) != nil
        return (isHere ? "[\(used.id)](\(link(used.id)))" : "`\(used.id)`")
          + ": \(used.outcome.words)"
      }
      let page = try self.page(
        summary.id, title: summary.title, path: summary.path, revision: summary.revision,
        facts: facts)
      try writer.put("\(flavour.folder)\(summary.id).md", Array((page + "\n").utf8))
    }
    try writer.put("\(flavour.folder)\(flavour.home).md", Array(home.utf8))
    switch flavour {
    case .github: try writer.put("_Sidebar.md", Array(sidebar.utf8))
    case .gitlab: try writer.put("_sidebar.md", Array(sidebar.utf8))
    case .mkdocs: try writer.put("mkdocs.yml", Array(MkDocsProject(title: title).text.utf8))
    }
    // Evidence is not searched for names that are left out.
    if !leavesOut { try writeEvidence(to: writer) }
  }

  /// What was pasted in an incident stands beside it, as in the knowledge base.
  private func writeEvidence(to writer: ExportWriter) throws {
    for incident in content.incidents {
      let path = incident.summary.path
      guard let file = base.absolutePath(of: path) else { continue }
      for ending in ["txt", "json"] {
        let name = "\(file.dropLast(3)).evidence.\(ending)"
        guard let bytes = try? FileSystem.read(name) else { continue }
        try writer.put(flavour.folder + FileSystem.name(of: name), bytes)
      }
    }
  }

  /// What a link to a page is.
  private func link(_ id: String) -> String { flavour == .mkdocs ? "\(id).md" : id }

  private func page(
    _ id: String, title: String, path: String, revision: String, facts: [String]
  ) throws -> String {
    let bytes = try base.runbooks.text(id: id, revision: revision) ?? []
    var body = content.hidden.removed(fromMarkdown: WikiPages.body(of: bytes), in: path)
    // The title stands at the top once.
    let heading = "# \(title)\n"
    if body.hasPrefix(heading) { body.removeFirst(heading.count) }
    let text = MarkdownLinks.rewritten(FenceInfo.marked(body)) { destination in
      link(destination, in: path)
    }
    return "# \(title)\n\n\(facts.joined(separator: " · "))\n\n"
      + WikiPages.trimmed(text)
  }

  /// The name of the page that a link of a document leads to; nil to leave the link as it is.
  private func link(_ destination: String, in path: String) -> String? {
    guard case .relative(let target, let fragment)? = LinkTarget(destination),
      let page = map.page(ofLink: target, in: path)
    else { return nil }
    let name = FileSystem.name(of: page)
    return link(String(name.dropLast(".html".count))) + (fragment.map { "#\($0)" } ?? "")
  }

  private var home: String {
    var text = "# Runbooks\n"
    for category in LabelIndex(content)[.category] {
      text += "\n## \(WikiPages.plain(category.name))\n\n"
      for runbook in category.runbooks {
        text +=
          "- [\(WikiPages.plain(runbook.summary.title))](\(link(runbook.id))): "
          + "\(WikiPages.plain(runbook.summary.description))\n"
      }
    }
    if !content.incidents.isEmpty {
      text += "\n## Incidents\n\n"
      for incident in content.incidents {
        text +=
          "- \(incident.summary.date) [\(WikiPages.plain(incident.summary.title))]"
          + "(\(link(incident.id)))\(incident.summary.origin == .public ? " (public example)" : "")\n"
      }
    }
    return text
  }

  private var sidebar: String {
    var text = "[Home](\(flavour.home))\n"
    for category in LabelIndex(content)[.category] {
      text += "\n**\(WikiPages.plain(category.name))**\n\n"
      for runbook in category.runbooks {
        text += "- [\(WikiPages.plain(runbook.summary.title))](\(link(runbook.id)))\n"
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

/// What MkDocs must be told to show the pages as GitHub does.
public struct MkDocsProject: Sendable {
  private let title: String
  private let folder: String

  /// Describes a project.
  ///
  /// - Parameters:
  ///   - title: the name of the site.
  ///   - folder: where the pages are.
  public init(title: String, folder: String = "docs") {
    (self.title, self.folder) = (title, folder)
  }

  /// `mkdocs.yml`.
  public var text: String {
    """
    # pip install mkdocs-material && mkdocs serve
    site_name: \(YAMLText.scalar(title, quotes: true))
    docs_dir: \(folder)
    theme:
      name: material
      features: [content.code.copy, navigation.indexes]
    plugins: [search]
    markdown_extensions:
      - tables
      - sane_lists
      - pymdownx.tasklist
      - pymdownx.superfences
      - pymdownx.highlight
      - toc:
          permalink: true
          slugify: !!python/object/apply:pymdownx.slugs.slugify
            kwds: {case: lower}

    """
  }
}
