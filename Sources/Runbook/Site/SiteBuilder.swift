import Dispatch
import EmbeddedContent
import Synchronization

/// Makes the pages of a site and hands each to the writer as soon as it is done.
struct SiteBuilder {
  private let base: KnowledgeBase
  private let content: SiteContent
  private let site: SiteFrame
  private let writer: ExportWriter
  private let table: DecisionTable
  private let searchSource: SearchData.Source

  /// The files that the pages share.
  private struct Asset {
    var path: String
    var bytes: [UInt8]

    /// A file whose name changes with its content.
    init(_ name: String, _ ending: String, from paths: [String]) {
      bytes = paths.flatMap { Asset.embedded("site-assets/" + $0) }
      path = "assets/\(name)-\(Revision.blobID(of: bytes).prefix(10)).\(ending)"
    }

    private static func embedded(_ path: String) -> [UInt8] {
      EmbeddedFile.all(under: path).first { $0.path == path }?.bytes ?? []
    }
  }

  private static let stylesheet = Asset("site", "css", from: ["site.css"])
  private static let script = Asset("site", "js", from: ["begin.js", "page.js"])
  /// In this order: each uses what stands before it.
  private static let searchScript = Asset(
    "search", "js",
    from: [
      "text", "features", "symptom", "placeholders", "facts", "fingerprint", "table", "data",
      "query", "ranking", "pages", "classifier", "verdict", "steps", "answer", "card", "results",
    ].map { "search/\($0).js" })

  /// Names the files that every page shares.
  static var assetKey: String {
    [stylesheet, script, searchScript].map(\.path).joined(separator: " ")
  }

  init(_ base: KnowledgeBase, options: SiteOptions, writer: ExportWriter) throws {
    self.base = base
    self.writer = writer
    // Brings the lexicon of the index up to date, too.
    _ = try Search(base)
    var findings: [Finding] = []
    table = DecisionTable.load(from: base, findings: &findings)
    content = try SiteContent(of: base, options: options)
    searchSource = try SearchData.Source(content, base: base, table: table)
    var navigation = [("All runbooks", SiteMap.runbooks)]
    if !content.incidents.isEmpty { navigation.append(("Incidents", SiteMap.incidents)) }
    if content.runbooks.contains(where: { !$0.exitCodes.isEmpty || !$0.stopCodes.isEmpty }) {
      navigation.append(("Codes", SiteMap.list(of: .code)))
    }
    if DecisionPage.exists(for: table) { navigation.append(("Decisions", SiteMap.decisions)) }
    if !content.incidents.isEmpty { navigation.append(("Statistics", SiteMap.statistics)) }
    site = SiteFrame(
      options: options, map: SiteMap(content), navigation: navigation,
      stylesheet: SiteBuilder.stylesheet.path, script: SiteBuilder.script.path,
      searchScript: SiteBuilder.searchScript.path)
  }

  /// Writes everything.
  func build() throws {
    for asset in [SiteBuilder.stylesheet, SiteBuilder.script, SiteBuilder.searchScript] {
      try writer.put(asset.path, asset.bytes)
    }
    let (rows, searchBase) = try writeDocumentsAndSearch()
    let lists = ListPages(content, site)
    try lists.write(writer.put)
    try CodePages(lists.labels, site, rows: rows).write(writer.put)
    try writer.put(
      SiteMap.home,
      HomePage(content: content, site: site, searchBase: searchBase).html())
    if let page = DecisionPage(table, content, site) {
      try writer.put(SiteMap.decisions, page.html())
    }
    if let page = StatisticsPage(content, site) {
      try writer.put(SiteMap.statistics, page.html())
    }
    try writeVersions()
    try writer.put(SiteMap.notFound, SmallPages.notFound(site))
    try writeRedirects()
    try writeFeeds()
  }

  /// Writes the pages of the documents and, meanwhile, the data of the search.
  ///
  /// One flat list of pieces: `concurrentPerform` within another one shares the processors of the
  /// outer one, which on two of them means none.
  ///
  /// - Returns: what the tables of the runbooks say about codes, and the path of the first data file.
  private func writeDocumentsAndSearch() throws -> (rows: [String: [CodeRow]], base: String) {
    let batches = stride(
      from: 0, to: content.runbooks.count + content.incidents.count, by: SiteBuilder.batch
    )
    .map { $0 }
    let pages = documentPages
    let rows = Mutex<[PlacedRow]>([])
    let searchBase = Mutex("")
    let failure = Mutex<(any Error)?>(nil)
    let reading = Mutex(())
    let (source, writer) = (searchSource, writer)
    // Of the builder the pieces use what does not change, and the index behind the lock.
    nonisolated(unsafe) let builder = self
    DispatchQueue.concurrentPerform(iterations: 1 + batches.count) { piece in
      do {
        if piece == 0 {
          let data = SearchData(source)
          for file in data.files { try writer.put(file.path, file.bytes) }
          searchBase.withLock { $0 = data.base.path }
        } else if failure.withLock({ $0 == nil }) {
          let first = batches[piece - 1]
          let texts = try reading.withLock { _ in
            try builder.texts(first..<(first + SiteBuilder.batch))
          }
          let found = try texts.flatMap { try builder.write($0, pages) }
          if !found.isEmpty { rows.withLock { $0 += found } }
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    let placed = rows.withLock { $0 }.sorted { ($0.place, $0.number) < ($1.place, $1.number) }
    return (
      Dictionary(grouping: placed, by: \.code).mapValues { $0.map(\.row) },
      searchBase.withLock { $0 }
    )
  }

  // MARK: Documents

  /// How many documents a piece of the work has, and holds in memory.
  private static let batch = 32

  /// A document with the text of its file.
  private enum Source: Sendable {
    case runbook(Int, bytes: [UInt8])
    case incident(Int, bytes: [UInt8])
  }

  /// What a table of a runbook says about a code, with the place of the runbook and of the row.
  private typealias PlacedRow = (place: Int, number: Int, code: String, row: CodeRow)

  private var documentPages: DocumentPages {
    let titles = Dictionary(
      content.runbooks.map { ($0.id, $0.summary.title) }, uniquingKeysWith: { first, _ in first })
    var steps: [StepReference: String] = [:]
    for runbook in content.runbooks {
      for step in runbook.steps {
        steps[StepReference(runbook: runbook.id, step: step.anchor)] = step.title
      }
    }
    return DocumentPages(
      content: content, site: site, titles: titles, steps: steps,
      neighbours: SiteBuilder.neighbours(content.runbooks))
  }

  /// Reads the texts of some documents; places count the runbooks, then the incidents.
  private func texts(_ places: Range<Int>) throws -> [Source] {
    let count = content.runbooks.count
    return try places.clamped(to: 0..<(count + content.incidents.count)).compactMap { place in
      let (id, revision) =
        place < count
        ? (content.runbooks[place].id, content.runbooks[place].summary.revision)
        : (content.incidents[place - count].id, content.incidents[place - count].summary.revision)
      guard let bytes = try base.runbooks.text(id: id, revision: revision) else { return nil }
      return place < count
        ? .runbook(place, bytes: bytes) : .incident(place - count, bytes: bytes)
    }
  }

  /// Writes the page of a document.
  ///
  /// - Returns: what its tables say about codes.
  private func write(_ source: Source, _ pages: DocumentPages) throws -> [PlacedRow] {
    switch source {
    case .runbook(let place, let bytes):
      guard let (page, rows) = pages.runbook(place, bytes: bytes) else { return [] }
      try writer.put(page.path, page.bytes)
      return rows.enumerated().map { number, found in (place, number, found.0, found.1) }
    case .incident(let place, let bytes):
      guard let page = pages.incident(place, bytes: bytes) else { return [] }
      try writer.put(page.path, page.bytes)
      return []
    }
  }

  /// The runbooks before and after each one in its category.
  private static func neighbours(
    _ runbooks: [SiteRunbook]
  ) -> [String: (previous: RunbookSummary?, next: RunbookSummary?)] {
    var found: [String: (previous: RunbookSummary?, next: RunbookSummary?)] = [:]
    for group in Dictionary(grouping: runbooks, by: \.summary.category).values {
      for (index, runbook) in group.enumerated() {
        found[runbook.id] = (
          index > 0 ? group[index - 1].summary : nil,
          index + 1 < group.count ? group[index + 1].summary : nil
        )
      }
    }
    return found
  }

  // MARK: The rest

  private func writeVersions() throws {
    for runbook in content.runbooks where runbook.revisions.count > 1 {
      let texts = try runbook.revisions.map { revision in
        try base.runbooks.text(id: revision.id, revision: revision.revision) ?? []
      }
      let page = VersionsPage(runbook: runbook, site: site, texts: texts)
      try writer.put(SiteMap.page(ofVersionsOf: runbook.id), page.html())
    }
  }

  private func writeRedirects() throws {
    let ids = Set(content.runbooks.map(\.id))
    for runbook in content.runbooks {
      for alias in runbook.aliases
      where content.runbookIDs[alias] == runbook.id && !ids.contains(alias)
        && DocumentID.isValid(alias)
      {
        let target = SiteMap.page(ofRunbook: runbook.id)
        try writer.put(
          SiteMap.page(ofRunbook: alias),
          SmallPages.redirect(
            to: target, title: runbook.summary.title, base: site.options.baseURL))
      }
    }
  }

  private func writeFeeds() throws {
    guard let address = site.options.baseURL else { return }
    var pages: [(path: String, changed: String?)] = [(SiteMap.home, nil), (SiteMap.runbooks, nil)]
    pages += content.runbooks.map {
      (SiteMap.page(ofRunbook: $0.id), $0.summary.lastmod ?? $0.summary.reviewedAt)
    }
    pages += content.incidents.map {
      (SiteMap.page(ofIncident: $0.id), $0.summary.resolvedAt?.date ?? $0.summary.date)
    }
    let dated = pages.map { ($0.path, $0.changed.flatMap { CivilDate($0)?.description }) }
    try writer.put("sitemap.xml", Feeds.sitemap(dated, base: address))
    try writer.put(SiteFrame.feed, Feeds.atom(content, site: site, base: address))
  }
}
