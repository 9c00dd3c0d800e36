import EmbeddedContent

/// Publishes a knowledge base: as a site, as one file for a search cluster, or as a wiki.
///
/// ```swift
/// let report = try SiteExport.run(base, to: "site", format: .site, options: options)
/// ```
public enum SiteExport {
  /// What an export is.
  public enum Format: String, CaseIterable, Sendable {
    /// Pages that work from a disk and on any host.
    case site
    /// One JSON object a line, one for each document.
    case json
    /// Markdown pages of a Git wiki.
    case markdown
  }

  /// Exports a knowledge base into a folder.
  ///
  /// Files that would be the same stay untouched; where nothing changed since the last export into
  /// this folder, no page is made at all.
  ///
  /// - Parameters:
  ///   - base: the knowledge base, refreshed.
  ///   - folder: new, empty, or of an earlier export.
  ///   - format: what to make.
  ///   - options: how a site is made.
  ///   - rebuild: make every page, whatever the last export says.
  /// - Returns: what was done.
  /// - Throws: `ExportError` where the folder is not ours, or where a part of the content could not be
  ///   read and its pages would go; `FileError`, or `SQLiteError`.
  public static func run(
    _ base: KnowledgeBase, to folder: String, format: Format = .site, options: SiteOptions,
    rebuild: Bool = false
  ) throws -> ExportReport {
    if let finding = base.unread.first { throw ExportError.unread(finding) }
    let writer = try ExportWriter(folder, format: format.rawValue)
    let key = try ExportKey(base, format: format, options: options).text
    if !rebuild, writer.isCurrent(key) { return writer.report }
    switch format {
    case .site: try SiteBuilder(base, options: options, writer: writer).build()
    case .json: try JSONLines(base, options: options).write(to: writer)
    case .markdown: try WikiPages(base, options: options).write(to: writer)
    }
    return try writer.finish(key: key)
  }
}

/// Names everything that an export is made from.
struct ExportKey {
  let text: String

  // The documents and data files with their texts.
  private static let files = "SELECT path, revision FROM file ORDER BY path"
  private static let documents = "SELECT id, revision FROM document ORDER BY id"
  // A new earlier text changes the page of its versions.
  private static let revisions = "SELECT count(*) FROM revision"
  private static let reviews = "SELECT reviewed_at FROM document WHERE reviewed_at IS NOT NULL"

  init(
    _ base: KnowledgeBase, format: SiteExport.Format, options: SiteOptions
  ) throws(SQLiteError) {
    let connection = base.connection
    var hash = SHA1()
    func take(_ text: String) { hash.update(Array("\(text)\u{0}".utf8)) }
    take(format.rawValue)
    take(SiteBuilder.assetKey)
    take(ExportKey.program)
    take(options.title)
    take(options.flavour.rawValue)
    take(options.baseURL ?? "")
    take(options.editURL ?? "")
    for exclusion in options.exclusions { take("\(exclusion)") }
    for sql in [ExportKey.files, ExportKey.documents] {
      for text in try connection.rows(sql, read: { row in "\(row.text(0)) \(row.text(1))" }) {
        take(text)
      }
    }
    take(String(try connection.first(ExportKey.revisions) { row in row.int(0) } ?? 0))
    // A review that has become old is pointed out.
    let stale = try connection.rows(ExportKey.reviews) { row in row.text(0) }.count {
      RunbookPage.isStale($0, today: options.today)
    }
    take(String(stale))
    text = hash.hexDigest()
  }

  /// Stands for this build of the program, whose pages of the same content may be other ones.
  private static var program: String {
    let size = FileSystem.status("/proc/self/exe")?.size ?? 0
    return "\(EmbeddedFile.fingerprint) \(size)"
  }
}
