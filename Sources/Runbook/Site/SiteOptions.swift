/// How a site is made.
public struct SiteOptions: Equatable, Sendable {
  /// The name of the site, in titles and in the header.
  public var title = "Runbooks"
  /// Where the site will be served, without a slash at its end; a sitemap, a feed and the 404 page
  /// need to know.
  public var baseURL: String?
  /// Where a document is edited: the path of its file takes the place of `{path}`, or its end.
  public var editURL: String?
  /// What is left out.
  public var exclusions: [SiteExclusion] = []
  /// Where exported Markdown is read.
  public var flavour = WikiFlavour.github
  /// The day from which reviews are counted back.
  public var today: CivilDate

  /// Makes options for a day; the rest has its default.
  public init(today: CivilDate) {
    self.today = today
  }

  /// The address where a file is edited; nil where none was given.
  func editLink(of path: String) -> String? {
    guard let editURL else { return nil }
    if let place = editURL.firstRange(ofText: "{path}") {
      return editURL[..<place.lowerBound] + path + editURL[place.upperBound...]
    }
    return editURL + (editURL.hasSuffix("/") ? "" : "/") + path
  }
}

/// Documents that are left out of a site, wherever they would show: pages, links, lists, search data.
public enum SiteExclusion: Equatable, Sendable {
  /// Every incident.
  case incidents
  /// Documents with a tag.
  case tag(String)
  /// Documents about a service.
  case service(String)
  /// Runbooks of a category.
  case category(String)
  /// One document.
  case id(String)

  /// Reads `incidents`, `tag:NAME`, `service:NAME`, `category:NAME` or `id:NAME`; nil otherwise.
  public init?(_ text: String) {
    if text == "incidents" {
      self = .incidents
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let name = String(parts[1])
    switch parts[0] {
    case "tag": self = .tag(name)
    case "service": self = .service(name)
    case "category": self = .category(name)
    case "id": self = .id(name)
    default: return nil
    }
  }

  /// Whether a knowledge base has a document that this leaves out.
  ///
  /// - Throws: `SQLiteError`.
  public func leavesSomethingOut(of base: KnowledgeBase) throws(SQLiteError) -> Bool {
    var filter = LabelFilter()
    switch self {
    case .incidents: return try !base.incidents.allIDs().isEmpty
    case .id(let id):
      if try base.runbooks.summary(of: id) != nil { return true }
      return try base.incidents.summary(of: id) != nil
    case .category(let name):
      filter.categories = [name]
      return try !base.runbooks.list(filter).isEmpty
    case .tag(let name): filter.tags = [name]
    case .service(let name): filter.services = [name]
    }
    var incidents = IncidentFilter()
    incidents.labels = filter
    if try !base.incidents.list(incidents).isEmpty { return true }
    return try !base.runbooks.list(filter).isEmpty
  }

  func leavesOut(
    id: String, isIncident: Bool, category: String, tags: [String], services: [String]
  ) -> Bool {
    switch self {
    case .incidents: isIncident
    case .tag(let name): tags.contains { $0.lowercased() == name.lowercased() }
    case .service(let name): services.contains { $0.lowercased() == name.lowercased() }
    case .category(let name): !isIncident && category.lowercased() == name.lowercased()
    case .id(let name): id == name
    }
  }
}
