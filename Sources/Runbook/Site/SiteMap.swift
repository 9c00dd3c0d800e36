/// Where everything is on a site, and how one page links to another.
///
/// Every link is relative and names the file, so a site works from a disk, from any folder of a host,
/// and from a host that knows no index pages. Folders are one deep.
struct SiteMap: Sendable {
  /// A label that has a page of its own.
  enum Label: String, CaseIterable, Sendable {
    case category, service, tag, code

    /// The folder of its pages.
    var folder: String {
      switch self {
      case .category: "categories"
      case .service: "services"
      case .tag: "tags"
      case .code: "codes"
      }
    }

    /// What a list of them is called.
    var plural: String {
      switch self {
      case .category: "Categories"
      case .service: "Services"
      case .tag: "Tags"
      case .code: "Exit and stop codes"
      }
    }
  }

  static let home = "index.html"
  static let runbooks = "runbooks/index.html"
  static let incidents = "incidents/index.html"
  static let decisions = "decisions.html"
  static let statistics = "statistics.html"
  static let notFound = "404.html"

  /// The page of each label, by kind and value.
  private var labels: [Label: [String: String]] = [:]
  /// The page of each document, by the path of its file in the knowledge base.
  private let documents: [String: String]
  /// The page of each document, by id or alias.
  private let ids: [String: String]

  init(_ content: SiteContent) {
    var documents: [String: String] = [:]
    var ids: [String: String] = [:]
    for runbook in content.runbooks {
      documents[runbook.summary.path] = SiteMap.page(ofRunbook: runbook.id)
    }
    for (name, id) in content.runbookIDs { ids[name] = SiteMap.page(ofRunbook: id) }
    for incident in content.incidents {
      documents[incident.summary.path] = SiteMap.page(ofIncident: incident.id)
      ids[incident.id] = SiteMap.page(ofIncident: incident.id)
    }
    self.documents = documents
    self.ids = ids
    add(.category, content.runbooks.map(\.summary.category))
    add(.service, content.runbooks.flatMap(\.services) + content.incidents.flatMap(\.services))
    add(.tag, content.runbooks.flatMap(\.tags) + content.incidents.flatMap(\.tags))
    add(.code, content.runbooks.flatMap { $0.exitCodes + $0.stopCodes })
  }

  // No id begins with an underscore, so this is nobody else's page.
  static func page(ofRunbook id: String) -> String {
    id == "index" ? "runbooks/_index.html" : "runbooks/\(id).html"
  }

  static func page(ofIncident id: String) -> String { "incidents/\(id).html" }

  static func page(ofVersionsOf id: String) -> String { "versions/\(id).html" }

  static func list(of label: Label) -> String { "\(label.folder)/index.html" }

  /// The page of a label; nil where nothing has it.
  func page(of label: Label, _ value: String) -> String? {
    labels[label]?[value].map { "\(label.folder)/\($0).html" }
  }

  /// The page of a document by its id, or of a runbook by an alias.
  func page(ofID id: String) -> String? { ids[id] }

  /// The page that a relative link of a document leads to.
  ///
  /// - Parameters:
  ///   - path: the link, decoded.
  ///   - document: the path of the file that holds it.
  /// - Returns: nil where it leads to no document of the site.
  func page(ofLink path: String, in document: String) -> String? {
    guard let target = SiteMap.path(ofLink: path, in: document) else { return nil }
    // Wikis link without the ending, and Obsidian with the bare name.
    return documents[target] ?? documents[target + ".md"]
      ?? (path.utf8.contains(UInt8(ascii: "/")) ? nil : ids[SiteMap.withoutEnding(path)])
  }

  /// The path in the knowledge base that a relative link of a file means; nil where it leaves it.
  static func path(ofLink path: String, in document: String) -> String? {
    var folders = FileSystem.parent(of: document).split(separator: "/").map(String.init)
    if path.hasPrefix("/") { folders = [] }
    for part in path.split(separator: "/") {
      switch part {
      case ".": continue
      case "..": if folders.popLast() == nil { return nil }
      default: folders.append(String(part))
      }
    }
    return folders.joined(separator: "/")
  }

  private static func withoutEnding(_ name: String) -> String {
    name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }

  /// The link from one page to another.
  static func link(from page: String, to target: String) -> String {
    let folder = FileSystem.parent(of: page)
    guard folder != "." else { return target }
    return FileSystem.parent(of: target) == folder ? FileSystem.name(of: target) : "../" + target
  }

  // MARK: Slugs

  /// Gives each value a file name that no other one has, on any file system.
  private mutating func add(_ label: Label, _ values: [String]) {
    var names: [String: String] = [:]
    var taken: Set<String> = ["index"]
    for value in Set(values).sorted() where !value.isEmpty {
      let slug = SiteMap.slug(value)
      let isFree = slug == value && taken.insert(slug.lowercased()).inserted
      names[value] = isFree ? slug : SiteMap.unique(slug, for: value, &taken)
    }
    labels[label] = names
  }

  /// Letters and digits of ASCII, `-`, `_` and `.`; a hyphen for the rest.
  private static func slug(_ value: String) -> String {
    var slug = ""
    for byte in value.utf8.prefix(80) {
      let isPlain =
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
        || byte == 0x2E && !slug.isEmpty
      if isPlain {
        slug.unicodeScalars.append(Unicode.Scalar(byte))
      } else if !slug.hasSuffix("-") {
        slug += "-"
      }
    }
    return slug
  }

  private static func unique(_ slug: String, for value: String, _ taken: inout Set<String>)
    -> String
  {
    let digest = Revision.blobID(of: Array(value.utf8)).prefix(8)
    let name = "\(slug)-\(digest)"
    taken.insert(name.lowercased())
    return name
  }
}
