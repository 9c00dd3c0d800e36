/// What a public site must not name: the documents that are left out of it.
struct HiddenNames: Sendable {
  /// Their ids.
  let ids: Set<String>
  /// Their ids and aliases, for lists of names; an alias may be an ordinary word of a text.
  let names: Set<String>
  /// The paths of their files.
  let paths: Set<String>
  /// Their titles in lower case by their first bytes, which are looked up at every place of a text.
  private let titles: [UInt64: [[UInt8]]]
  /// What anchors make of the titles, and the ids, as the parts between their hyphens; the longest first.
  private let slugs: [[[Substring]]]

  static let replacement = "(not published)"
  private static let shortestTitle = 8

  init(
    ids: Set<String> = [], aliases: [String] = [], paths: Set<String> = [], titles: [String] = []
  ) {
    self.ids = ids
    names = ids.union(aliases)
    self.paths = paths
    var found: [UInt64: [[UInt8]]] = [:]
    var slugs: Set<String> = []
    for title in titles {
      let bytes = title.utf8.map(HiddenNames.folded)
      // A title of one short word says nothing that another text does not.
      guard bytes.count >= HiddenNames.shortestTitle else { continue }
      found[HiddenNames.key(bytes[...]), default: []].append(bytes)
      slugs.insert(Anchors.slug(title))
    }
    self.titles = found
    self.slugs = [slugs, ids].map { slugs in
      slugs.sorted().map(HiddenNames.parts).sorted { $0.count > $1.count }
    }
  }

  var isEmpty: Bool { names.isEmpty }

  /// The text with each id, where it stands as a word of its own, and each title replaced.
  func removed(from text: String) -> String {
    guard !isEmpty else { return text }
    return withoutIDs(withoutTitles(text))
  }

  /// The anchor that a heading has when `removed` has gone over it.
  func removed(fromAnchor anchor: String) -> String {
    guard !isEmpty else { return anchor }
    var parts = HiddenNames.parts(anchor)
    // Titles first, as in a text.
    for slugs in slugs {
      var rest = parts[...]
      parts = []
      while let part = rest.first {
        if let slug = slugs.first(where: { rest.starts(with: $0) }) {
          parts += HiddenNames.parts(Anchors.slug(HiddenNames.replacement))
          rest = rest.dropFirst(slug.count)
        } else {
          parts.append(part)
          rest = rest.dropFirst()
        }
      }
    }
    return parts.joined(separator: "-")
  }

  private static func parts(_ anchor: String) -> [Substring] {
    anchor.split(separator: "-", omittingEmptySubsequences: false)
  }

  private func withoutIDs(_ text: String) -> String {
    var result = ""
    var word = ""
    func endWord() {
      result += ids.contains(word) ? HiddenNames.replacement : word
      word = ""
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "-": word.unicodeScalars.append(scalar)
      default:
        if !word.isEmpty { endWord() }
        result.unicodeScalars.append(scalar)
      }
    }
    endWord()
    return result
  }

  private func withoutTitles(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard !titles.isEmpty, bytes.count >= HiddenNames.shortestTitle else { return text }
    let folded = bytes.map(HiddenNames.folded)
    var result: [UInt8] = []
    var place = 0
    var copied = 0
    while place + HiddenNames.shortestTitle <= folded.count {
      let found = titles[HiddenNames.key(folded[place...])]?
        .filter { folded[place...].starts(with: $0) }.max { $0.count < $1.count }
      guard let found else {
        place += 1
        continue
      }
      result += bytes[copied..<place]
      result += HiddenNames.replacement.utf8
      place += found.count
      copied = place
    }
    guard copied > 0 else { return text }
    return String(decoding: result + bytes[copied...], as: UTF8.self)
  }

  private static func folded(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }

  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.prefix(shortestTitle).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Whether a link of a document leads to something that is left out.
  func isHidden(_ destination: String, in document: String) -> Bool {
    guard !isEmpty, case .relative(let path, _)? = LinkTarget(destination) else { return false }
    guard let target = SiteMap.path(ofLink: path, in: document) else { return false }
    let name = FileSystem.name(of: target)
    return paths.contains(target) || paths.contains(target + ".md")
      || names.contains(name.hasSuffix(".md") ? String(name.dropLast(3)) : name)
  }

  /// Markdown with what it must not name taken out.
  func removed(fromMarkdown text: String, in document: String) -> String {
    guard !isEmpty else { return text }
    let linked = MarkdownLinks.rewritten(text) {
      isHidden($0, in: document) ? "#" : withoutNames($0)
    }
    return removed(from: linked)
  }
}

extension HiddenNames {
  /// A document without what a public site must not name; the same where nothing is left out.
  func removed(from document: Document) -> Document {
    guard !isEmpty else { return document }
    switch document {
    case .runbook(var runbook):
      let path = runbook.source.path
      runbook.title = removed(from: runbook.title)
      runbook.description = removed(from: runbook.description)
      runbook.symptoms = runbook.symptoms.map { sign in
        Sign(removed(from: sign.text), step: sign.step.map { removed(fromAnchor: $0) })
      }
      runbook.related.removeAll(where: names.contains)
      runbook.sections = removed(from: runbook.sections, in: path)
      return .runbook(runbook)
    case .incident(var incident):
      let path = incident.source.path
      incident.title = removed(from: incident.title)
      incident.detectedBy = incident.detectedBy.map { removed(from: $0) }
      incident.runbooks = removed(from: incident.runbooks)
      incident.sections = removed(from: incident.sections, in: path)
      return .incident(incident)
    }
  }

  /// What incidents say of runbooks, without those that a public site must not name.
  func removed(from links: [RunbookLink]) -> [RunbookLink] {
    links.filter { !names.contains($0.id) }.map { link in
      var link = link
      link.step = link.step.map { removed(fromAnchor: $0) }
      return link
    }
  }

  /// A step without what a public site must not name.
  func removed(from step: Step) -> Step {
    var step = step
    step.title = removed(from: step.title)
    step.anchor = removed(fromAnchor: step.anchor)
    step.text = removed(from: step.text)
    for index in step.commands.indices {
      step.commands[index].text = removed(from: step.commands[index].text)
    }
    return step
  }

  private func removed(from sections: [Section], in path: String) -> [Section] {
    sections.map { section in
      var section = section
      section.title = removed(from: section.title)
      section.blocks = removed(from: section.blocks, in: path)
      return section
    }
  }

  private func removed(from blocks: [Block], in path: String) -> [Block] {
    blocks.map { block in
      var block = block
      switch block.content {
      case .heading(let level, let content):
        block.content = .heading(level: level, removed(from: content, in: path))
      case .paragraph(let content):
        block.content = .paragraph(removed(from: content, in: path))
      case .code(let info, let text):
        block.content = .code(info: info, text: removed(from: text))
      case .list(let start, let items):
        block.content = .list(
          start: start,
          items: items.map { item in
            var item = item
            item.blocks = removed(from: item.blocks, in: path)
            return item
          })
      case .quote(let content):
        block.content = .quote(removed(from: content, in: path))
      case .table(let alignments, let header, let rows):
        block.content = .table(
          alignments: alignments, header: removed(from: header, in: path),
          rows: rows.map { removed(from: $0, in: path) })
      case .thematicBreak: break
      case .html(let text):
        block.content = .html(removed(from: text))
      }
      return block
    }
  }

  /// A link with its anchor as the page that it leads to has it.
  private func withoutNames(_ destination: String) -> String {
    let (path, anchor) = StepReference.split(destination)
    guard let anchor else { return removed(from: destination) }
    return removed(from: "\(path)#\(removed(fromAnchor: anchor))")
  }

  private func removed(from row: TableRow, in path: String) -> TableRow {
    TableRow(cells: row.cells.map { removed(from: $0, in: path) }, location: row.location)
  }

  private func removed(from content: [Inline], in path: String) -> [Inline] {
    content.map { inline in
      switch inline {
      case .text(let text): .text(removed(from: text))
      case .code(let text): .code(removed(from: text))
      case .emphasis(let content): .emphasis(removed(from: content, in: path))
      case .strong(let content): .strong(removed(from: content, in: path))
      case .strikethrough(let content): .strikethrough(removed(from: content, in: path))
      case .link(let destination, let title, let content):
        isHidden(destination, in: path)
          ? .text(HiddenNames.replacement)
          : .link(
            destination: withoutNames(destination), title: removed(from: title),
            removed(from: content, in: path))
      case .image(let source, let title, let content):
        .image(
          source: removed(from: source), title: removed(from: title),
          removed(from: content, in: path))
      case .softBreak: .softBreak
      case .lineBreak: .lineBreak
      case .rawHTML(let text): .rawHTML(removed(from: text))
      }
    }
  }
}
