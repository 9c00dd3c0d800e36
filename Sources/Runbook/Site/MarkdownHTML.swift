/// Writes the Markdown of one page as HTML that is safe whatever the document holds.
///
/// Raw HTML is dropped but for a short list without attributes, links lead to pages of the site or to
/// `http`, `https` and `mailto`, and a picture from elsewhere becomes a link: a page asks nobody for
/// anything.
struct MarkdownHTML {
  /// A heading that was written, for the table of contents.
  struct Heading: Equatable {
    var id: String
    var level: Int
    var text: String
  }

  /// Turns a relative link of the document into a link of the page; nil where it leads nowhere.
  let resolve: (_ path: String, _ fragment: String?) -> String?
  /// The page that the document has, where its text stands on another one.
  var home = ""
  private var anchors = Anchors()
  /// The ids of headings and items that have one already, by their places.
  private var given: [SourceLocation: String] = [:]
  /// The headings so far.
  private(set) var headings: [Heading] = []
  /// The level of the heading above.
  private var lastLevel = 1

  init(resolve: @escaping (_ path: String, _ fragment: String?) -> String?) {
    self.resolve = resolve
  }

  /// Gives the headings, or the items, of steps the anchors by which they are known everywhere.
  mutating func name(_ steps: [Step]) {
    for step in steps {
      anchors.reserve(step.anchor)
      given[step.location] = step.anchor
    }
  }

  /// How deep blocks may be nested; deeper ones are left out.
  private static let deepest = 32

  // MARK: Blocks

  /// Writes a section with its heading of level two.
  mutating func write(_ section: Section, to html: inout HTML) {
    if !section.title.isEmpty {
      let heading = heading(level: 2, section.title)
      MarkdownHTML.write(heading, to: &html) { $0.text(heading.text) }
    }
    write(section.blocks, to: &html)
  }

  /// Takes a heading into the table of contents, with an id of its own.
  mutating func heading(level: Int, _ text: String, id: String? = nil) -> Heading {
    // No level is skipped, whatever the document does: readers navigate by them.
    let heading = Heading(
      id: id ?? anchors.id(for: text), level: min(max(level, 2), lastLevel + 1, 6), text: text)
    lastLevel = heading.level
    headings.append(heading)
    return heading
  }

  private static let elements: [StaticString] = ["h1", "h2", "h3", "h4", "h5", "h6"]

  /// Writes a heading with a link to itself.
  static func write(_ heading: Heading, to html: inout HTML, content: (inout HTML) -> Void) {
    html.element(elements[heading.level - 1], ["id": heading.id]) { html in
      content(&html)
      html.text(" ")
      html.element(
        "a",
        ["class": "anchor", "href": "#\(heading.id)", "aria-label": "Link to \(heading.text)"], "#")
    }
    html.line()
  }

  /// Writes blocks; `details` that are left open end with them.
  mutating func write(_ blocks: [Block], to html: inout HTML, depth: Int = 0) {
    guard depth < MarkdownHTML.deepest else { return }
    var open: [RawTag] = []
    for block in blocks { write(block, to: &html, open: &open, depth: depth) }
    for tag in open.reversed() { html.close(tag.name) }
  }

  private mutating func write(_ block: Block, to html: inout HTML, open: inout [RawTag], depth: Int)
  {
    switch block.content {
    case .heading(let level, let content):
      let heading = heading(
        level: level, content.plainText, id: given.removeValue(forKey: block.location))
      MarkdownHTML.write(heading, to: &html) { write(content, to: &$0, links: false) }
    case .paragraph(let content):
      html.element("p") { html in write(content, to: &html) }
      html.line()
    case .code(let info, let text):
      CodeBlock(info: info, text: text).write(to: &html)
    case .list(let start, let items):
      write(start: start, items: items, to: &html, depth: depth)
    case .quote(let content):
      html.element("blockquote") { html in write(content, to: &html, depth: depth + 1) }
      html.line()
    case .table(let alignments, let header, let rows):
      write(alignments, header: header, rows: rows, to: &html)
    case .thematicBreak:
      html.void("hr")
      html.line()
    case .html(let text):
      write(raw: text, to: &html, open: &open)
    }
  }

  private mutating func write(
    start: Int?, items: [ListItem], to html: inout HTML, depth: Int
  ) {
    let isTasks = items.contains { $0.checked != nil }
    let name: StaticString = start == nil ? "ul" : "ol"
    let first = start.flatMap { $0 == 1 ? nil : String($0) }
    html.open(name, ["class": isTasks ? "tasks" : nil, "start": first])
    html.line()
    for item in items {
      let id = given.removeValue(forKey: item.location)
      html.element("li", ["id": id, "class": item.checked == nil ? nil : "task"]) { html in
        write(item, to: &html, depth: depth)
      }
      html.line()
    }
    html.close(name)
    html.line()
  }

  /// The first paragraph of an item stands without `p`, and is the label where it is a task.
  private mutating func write(_ item: ListItem, to html: inout HTML, depth: Int) {
    var rest = item.blocks[...]
    var lead: [Inline] = []
    if case .paragraph(let content) = rest.first?.content {
      lead = content
      rest = rest.dropFirst()
    }
    if let checked = item.checked {
      html.element("label") { html in
        html.void("input", ["type": "checkbox", "checked": checked ? "" : nil])
        html.element("span") { html in
          if lead.isEmpty { html.text("Step") }
          write(lead, to: &html)
        }
      }
    } else {
      write(lead, to: &html)
    }
    if !rest.isEmpty {
      html.line()
      write(Array(rest), to: &html, depth: depth + 1)
    }
  }

  private mutating func write(
    _ alignments: [Block.Alignment], header: TableRow, rows: [TableRow], to html: inout HTML
  ) {
    html.element("div", ["class": "table"]) { html in
      html.element("table") { html in
        html.element("thead") { html in
          write(header, alignments, to: &html, cell: "th")
        }
        html.line()
        guard !rows.isEmpty else { return }
        html.element("tbody") { html in
          html.line()
          for row in rows {
            write(row, alignments, to: &html, cell: "td")
            html.line()
          }
        }
      }
    }
    html.line()
  }

  private mutating func write(
    _ row: TableRow, _ alignments: [Block.Alignment], to html: inout HTML, cell: StaticString
  ) {
    html.element("tr") { html in
      for (column, content) in row.cells.enumerated() {
        let alignment = column < alignments.count ? alignments[column] : .none
        let side: String? =
          switch alignment {
          case .none, .left: nil
          case .center: "center"
          case .right: "right"
          }
        // A head without words heads nothing.
        html.element(content.isEmpty ? "td" : cell, ["class": side]) { write(content, to: &$0) }
      }
    }
  }

  /// A block of raw HTML: `details` with its `summary`, and the text inside.
  private func write(raw text: String, to html: inout HTML, open: inout [RawTag]) {
    let parts = RawTag.parts(of: text)
    for (index, part) in parts.enumerated() {
      switch part {
      case .text(let text):
        write(rawText: text, to: &html, open: open)
      case .tag(let token) where token.isEnd:
        guard let place = open.lastIndex(of: token.tag) else { continue }
        for tag in open[place...].reversed() { html.close(tag.name) }
        open.removeSubrange(place...)
      case .tag(let token):
        let followers = parts[(index + 1)...].filter { !RawTag.isBlank($0) }
        write(start: token.tag, before: followers.first, to: &html, open: &open)
      }
    }
    // A summary ends with its block, whatever the block says.
    while let last = open.last, last != .details {
      html.close(last.name)
      open.removeLast()
    }
  }

  private func write(rawText text: String, to html: inout HTML, open: [RawTag]) {
    guard !open.isEmpty, text.contains(where: { !$0.isWhitespace }) else { return }
    if open.contains(.summary) {
      html.text(text)
    } else {
      html.element("p", text)
    }
  }

  private func write(
    start tag: RawTag, before next: RawTag.Part?, to html: inout HTML, open: inout [RawTag]
  ) {
    let inSummary = open.contains(.summary)
    switch tag {
    case .details:
      // Three levels of folding are enough for anybody.
      guard !inSummary, open.count(where: { $0 == .details }) < 3 else { return }
      html.open("details")
      open.append(.details)
      if next != .tag(RawTag.Token(tag: .summary, isEnd: false)) {
        html.element("summary", "Details")
      }
    case .summary:
      // Only the first child of what is folded can say what that is.
      guard open.last == .details, html.endsWith("<details>") else { return }
      html.open("summary")
      open.append(.summary)
    case .br:
      if inSummary { html.void("br") }
    case .kbd, .sub, .sup:
      guard inSummary, open.count < 16 else { return }
      html.open(tag.name)
      open.append(tag)
    }
  }

  // MARK: Inlines

  /// Writes text; elements of raw HTML that are left open end with it.
  func write(_ content: [Inline], to html: inout HTML, links: Bool = true, depth: Int = 0) {
    guard depth < MarkdownHTML.deepest else { return }
    var open: [RawTag] = []
    for inline in content {
      write(inline, to: &html, links: links, open: &open, depth: depth)
    }
    for tag in open.reversed() { html.close(tag.name) }
  }

  private func write(
    _ inline: Inline, to html: inout HTML, links: Bool, open: inout [RawTag], depth: Int
  ) {
    switch inline {
    case .text(let text): html.text(text)
    case .code(let text): html.element("code", text)
    case .emphasis(let content):
      html.element("em") { write(content, to: &$0, links: links, depth: depth + 1) }
    case .strong(let content):
      html.element("strong") { write(content, to: &$0, links: links, depth: depth + 1) }
    case .strikethrough(let content):
      html.element("del") { write(content, to: &$0, links: links, depth: depth + 1) }
    case .link(let destination, let title, let content):
      let target = links ? link(to: destination) : nil
      guard let target else { return write(content, to: &html, links: links, depth: depth + 1) }
      let note = title.isEmpty ? nil : title
      // On paper the address stands behind a link, unless the link is the address.
      let isBare = content.plainText == destination
      html.element("a", ["class": isBare ? "bare" : nil, "href": target, "title": note]) { html in
        let before = html.bytes.count
        write(content, to: &html, links: false, depth: depth + 1)
        if html.bytes.count == before { html.text(target) }
      }
    case .image(let source, _, let content):
      // The alternative text says what it shows; the picture is one click away.
      let text = content.plainText
      let name = text.isEmpty ? "Picture" : text
      if links, case .external(let url) = LinkTarget(source) {
        html.element("a", ["href": url], name)
      } else {
        html.text(name)
      }
    case .softBreak: html.line()
    case .lineBreak: html.void("br")
    case .rawHTML(let markup):
      guard let token = RawTag.token(markup), token.tag.isInline else { return }
      if token.tag == .br {
        if !token.isEnd { html.void("br") }
      } else if !token.isEnd {
        guard open.count < 16 else { return }
        html.open(token.tag.name)
        open.append(token.tag)
      } else if open.last == token.tag {
        html.close(token.tag.name)
        open.removeLast()
      }
    }
  }

  private func link(to destination: String) -> String? {
    switch LinkTarget(destination) {
    case nil: nil
    case .external(let url): url
    case .fragment(let fragment): fragment.isEmpty ? nil : "\(home)#\(fragment)"
    case .relative(let path, let fragment): resolve(path, fragment)
    }
  }
}

extension HTML {
  /// Whether the last bytes written are these.
  func endsWith(_ markup: StaticString) -> Bool {
    markup.withUTF8Buffer { bytes.suffix($0.count).elementsEqual($0) }
  }
}
