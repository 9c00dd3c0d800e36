/// A page of another tool as a runbook: what is missing in its front matter is filled in, and nothing
/// else is touched.
struct PageImport {
  /// The page with its front matter.
  let bytes: [UInt8]
  /// What was not written in the page, and where it was taken from.
  let guessed: [String]

  /// Fills a page in.
  ///
  /// - Parameters:
  ///   - bytes: the page.
  ///   - id: the id that it gets where it gives itself none.
  ///   - path: where it will be, relative to the root of the knowledge base.
  ///   - source: where it is from, to be remembered.
  init(_ bytes: [UInt8], id: String, path: String, source: String) {
    let read = DocumentParser.parse(bytes: bytes, path: path).document
    guard case .runbook(let runbook)? = read, runbook.isAsItWas else {
      (self.bytes, guessed) = (bytes, [])
      return
    }
    let places = runbook.source.places
    var lines = ["id: \(id)"]
    var guessed = ["id"]
    if places["title"]?.values.isEmpty ?? true {
      lines.append("title: \(YAMLText.scalar(runbook.title, quotes: true))")
      guessed.append("title")
    }
    lines.append("kind: runbook")
    if places["alerts"] == nil, !runbook.alerts.isEmpty {
      lines.append("alerts: \(YAMLText.list(runbook.alerts.map(\.name)))")
      guessed.append("alerts")
    }
    if places["category"] == nil, !runbook.category.isEmpty {
      lines.append("category: \(YAMLText.scalar(runbook.category))")
      guessed.append("category")
    }
    lines.append("\(Runbook.importKey): \(YAMLText.scalar(source, quotes: true))")
    let whole = PageImport.page(bytes, with: lines)
    // A page that cannot be filled in is as good as it is.
    if let filled = DocumentParser.parse(bytes: whole, path: path).document, filled.id == id {
      (self.bytes, self.guessed) = (whole, guessed)
    } else {
      (self.bytes, self.guessed) = (bytes, [])
    }
  }

  /// The page with lines at the top of its front matter; an empty or foreign key stays below them.
  private static func page(_ bytes: [UInt8], with lines: [String]) -> [UInt8] {
    let source = SourceText(bytes)
    let keys = lines.compactMap { $0.split(separator: ":").first.map(String.init) }
    guard let parts = try? FrontMatter(source),
      let yaml = try? YAML.parse(Array(parts.yaml), path: "", firstLine: 2),
      yaml.isNull || yaml.entries != nil
    else {
      let body = FrontMatter(bodyOf: source).body
      return Array((["---"] + lines + ["---", "", ""]).joined(separator: "\n").utf8) + body
    }
    let end = bytes.contains(0x0D) ? "\r\n" : "\n"
    // A key that is set now must not stand twice.
    let kept = parts.yaml.split(separator: 0x0A, omittingEmptySubsequences: false).filter { line in
      let key = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
      return !keys.contains(key)
    }
    let head = Array((["---"] + lines).joined(separator: end).utf8) + Array(end.utf8)
    return head + Array(kept.joined(separator: [0x0A])) + Array("---\(end)".utf8) + parts.body
  }
}
