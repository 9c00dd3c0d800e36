/// Makes the page of one document from the text of its file; may be used by several threads at once.
struct DocumentPages: Sendable {
  let content: SiteContent
  let site: SiteFrame
  /// The titles of the runbooks.
  let titles: [String: String]
  /// The titles of their steps.
  let steps: [StepReference: String]
  /// The runbooks before and after each one in its category.
  let neighbours: [String: (previous: RunbookSummary?, next: RunbookSummary?)]

  /// A page with its path.
  struct File {
    var path: String
    var bytes: [UInt8]
  }

  /// The page of a runbook, and what its tables say about codes; nil where the text is no runbook.
  func runbook(_ place: Int, bytes: [UInt8]) -> (page: File, rows: [(code: String, row: CodeRow)])?
  {
    let runbook = content.runbooks[place]
    let parsed = content.read(bytes, path: runbook.summary.path)
    guard case .runbook(let document)? = parsed else { return nil }
    let around = neighbours[runbook.id]
    let page = RunbookPage(
      runbook: runbook, document: document, site: site, previous: around?.previous,
      next: around?.next,
      related: runbook.related.compactMap { name in
        content.runbookIDs[name].flatMap { id in titles[id].map { (id, $0) } }
      })
    return (
      File(path: SiteMap.page(ofRunbook: runbook.id), bytes: page.html()), CodeRow.all(in: document)
    )
  }

  /// The page of an incident; nil where the text is none.
  func incident(_ place: Int, bytes: [UInt8]) -> File? {
    let incident = content.incidents[place]
    let parsed = content.read(bytes, path: incident.summary.path)
    guard case .incident(let document)? = parsed else { return nil }
    let titles = incident.links.compactMap { link in
      content.runbookIDs[link.id].flatMap { self.titles[$0] }.map { (link.id, $0) }
    }
    let page = IncidentPage(
      incident: incident, document: document, site: site,
      titles: Dictionary(titles, uniquingKeysWith: { first, _ in first }), steps: steps,
      newer: place > 0 ? content.incidents[place - 1].summary : nil,
      older: place + 1 < content.incidents.count ? content.incidents[place + 1].summary : nil)
    return File(path: SiteMap.page(ofIncident: incident.id), bytes: page.html())
  }
}
