import CCMarkGFM

/// Copies a cmark tree into values and repairs the places that cmark gets wrong.
struct MarkdownReader {
  let source: SourceText
  /// The first place that was nested too deeply to copy.
  private(set) var tooDeep: SourceLocation?

  init(source: SourceText) {
    self.source = source
  }

  // MARK: Blocks

  /// The blocks that a node holds; the recursion ends at the depth limit.
  mutating func blocks(in parent: OpaquePointer, depth: Int) -> [Block] {
    var blocks: [Block] = []
    var next = cmark_node_first_child(parent)
    while let node = next {
      next = cmark_node_next(node)
      if depth >= MarkdownParser.depthLimit {
        let place = location(of: node)
        tooDeep = tooDeep ?? place
        let text = Self.text(below: node)
        if !text.isEmpty { blocks.append(Block(.paragraph([.text(text)]), location: place)) }
      } else if let block = block(node, depth: depth) {
        blocks.append(block)
      }
    }
    return blocks
  }

  private mutating func block(_ node: OpaquePointer, depth: Int) -> Block? {
    let content: Block.Content
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      content = .heading(level: Int(cmark_node_get_heading_level(node)), inlines(in: node))
    case CMARK_NODE_PARAGRAPH:
      content = .paragraph(inlines(in: node))
    case CMARK_NODE_CODE_BLOCK:
      content = FenceInfo.code(
        info: Self.string(cmark_node_get_fence_info(node)),
        text: Self.string(cmark_node_get_literal(node)))
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      content = .list(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
        items: items(in: node, depth: depth))
    case CMARK_NODE_BLOCK_QUOTE:
      content = .quote(blocks(in: node, depth: depth + 1))
    case CMARK_NODE_THEMATIC_BREAK:
      content = .thematicBreak
    case CMARK_NODE_HTML_BLOCK:
      content = .html(Self.string(cmark_node_get_literal(node)))
    default:
      // The numbers of extension types are handed out at run time; their names are fixed.
      guard Self.string(cmark_node_get_type_string(node)) == "table" else { return nil }
      content = table(node)
    }
    return Block(content, location: location(of: node))
  }

  private mutating func items(in list: OpaquePointer, depth: Int) -> [ListItem] {
    var items: [ListItem] = []
    var next = cmark_node_first_child(list)
    while let node = next {
      next = cmark_node_next(node)
      var blocks = blocks(in: node, depth: depth + 1)
      let checked = Self.takeTaskMarker(from: &blocks)
      items.append(ListItem(checked: checked, blocks: blocks, location: location(of: node)))
    }
    return items
  }

  /// Takes `[ ] ` or `[x] ` off the first paragraph of an item.
  ///
  /// This does what cmark's task list extension does, which looks at the whole line and so
  /// overlooks tasks in quotes and in nested lists that start on one line.
  private static func takeTaskMarker(from blocks: inout [Block]) -> Bool? {
    guard let first = blocks.first, case .paragraph(var inlines) = first.content,
      case .text(let text)? = inlines.first
    else { return nil }
    let mark = text.utf8.prefix(4)
    let isOpen = mark.elementsEqual("[ ] ".utf8)
    guard isOpen || mark.elementsEqual("[x] ".utf8) || mark.elementsEqual("[X] ".utf8) else {
      return nil
    }
    let rest = String(text.utf8.dropFirst(4).drop { $0 == 0x20 }) ?? ""
    if rest.isEmpty { inlines.removeFirst() } else { inlines[0] = .text(rest) }
    blocks[0].content = .paragraph(inlines)
    return !isOpen
  }

  private mutating func table(_ node: OpaquePointer) -> Block.Content {
    let count = Int(cmark_gfm_extensions_get_table_columns(node))
    var alignments = [Block.Alignment](repeating: .none, count: count)
    if let letters = cmark_gfm_extensions_get_table_alignments(node) {
      for index in 0..<count {
        switch letters[index] {
        case UInt8(ascii: "l"): alignments[index] = .left
        case UInt8(ascii: "c"): alignments[index] = .center
        case UInt8(ascii: "r"): alignments[index] = .right
        default: break
        }
      }
    }
    var rows: [TableRow] = []
    var next = cmark_node_first_child(node)
    while let row = next {
      next = cmark_node_next(row)
      var cells: [[Inline]] = []
      var nextCell = cmark_node_first_child(row)
      while let cell = nextCell {
        nextCell = cmark_node_next(cell)
        cells.append(inlines(in: cell))
      }
      while cells.count < count { cells.append([]) }
      rows.append(TableRow(cells: cells, location: location(of: row)))
    }
    guard !rows.isEmpty else { return .paragraph([]) }
    var header = rows.removeFirst()
    header.location.line = headerLine(of: node)
    return .table(alignments: alignments, header: header, rows: rows)
  }

  // MARK: Inlines

  private mutating func inlines(in parent: OpaquePointer, depth: Int = 0) -> [Inline] {
    var inlines: [Inline] = []
    var next = cmark_node_first_child(parent)
    while let node = next {
      next = cmark_node_next(node)
      let inline = inline(node, depth: depth)
      guard case .text(let text) = inline else {
        inlines.append(inline)
        continue
      }
      if case .text(let before)? = inlines.last {
        inlines[inlines.count - 1] = .text(before + text)
      } else if !text.isEmpty {
        inlines.append(inline)
      }
    }
    return inlines
  }

  private mutating func inline(_ node: OpaquePointer, depth: Int) -> Inline {
    if depth >= MarkdownParser.depthLimit, cmark_node_first_child(node) != nil {
      return .text(Self.text(below: node))
    }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: return .text(Self.string(cmark_node_get_literal(node)))
    case CMARK_NODE_SOFTBREAK: return .softBreak
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_CODE: return .code(Self.string(cmark_node_get_literal(node)))
    case CMARK_NODE_HTML_INLINE: return .rawHTML(Self.string(cmark_node_get_literal(node)))
    case CMARK_NODE_EMPH: return .emphasis(inlines(in: node, depth: depth + 1))
    case CMARK_NODE_STRONG: return .strong(inlines(in: node, depth: depth + 1))
    case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
      let target = Self.string(cmark_node_get_url(node))
      let title = Self.string(cmark_node_get_title(node))
      let content = inlines(in: node, depth: depth + 1)
      return cmark_node_get_type(node) == CMARK_NODE_LINK
        ? .link(destination: target, title: title, content)
        : .image(source: target, title: title, content)
    default: return .strikethrough(inlines(in: node, depth: depth + 1))
    }
  }

  /// All text below a node, by cmark's own iterator, which does not recurse.
  private static func text(below node: OpaquePointer) -> String {
    guard let iterator = cmark_iter_new(node) else { return "" }
    defer { cmark_iter_free(iterator) }
    var text = ""
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return text }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += string(cmark_node_get_literal(node))
      case CMARK_NODE_CODE_BLOCK: text += "\n" + string(cmark_node_get_literal(node))
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
      case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: text += text.isEmpty ? "" : "\n"
      default: break
      }
    }
  }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }

  // MARK: Places

  /// Where a node starts in the file; never outside it.
  private func location(of node: OpaquePointer) -> SourceLocation {
    var line = Int(cmark_node_get_start_line(node))
    var column = Int(cmark_node_get_start_column(node))
    if line == 0, let table = cmark_node_next(node) {
      // Text right above a table is cut off the table's paragraph and gets no place; the table
      // keeps the place of the paragraph.
      line = Int(cmark_node_get_start_line(table))
      column = Int(cmark_node_get_start_column(table))
    } else if let before = cmark_node_previous(node), cmark_node_get_start_line(before) == 0 {
      line = headerLine(of: node) - source.firstLine + 1
    } else {
      line += definitionLines(before: node, line: line, column: column)
    }
    line = min(max(1, line), source.lineStarts.count)
    let number = source.firstLine + line - 1
    return SourceLocation(line: number, column: min(max(1, column), source.line(number).count + 1))
  }

  /// The line of a table's header in the file: two above the first row, one above the end where
  /// there is none.
  private func headerLine(of table: OpaquePointer) -> Int {
    let header = cmark_node_first_child(table)
    let line =
      header.flatMap(cmark_node_next).map { cmark_node_get_start_line($0) - 2 }
      ?? (cmark_node_get_end_line(table) - 1)
    return source.firstLine + max(1, Int(line)) - 1
  }

  /// How many lines of link definitions stand at the start of what cmark took for the node: it
  /// cuts them off but leaves the place where they began.
  private func definitionLines(before node: OpaquePointer, line: Int, column: Int) -> Int {
    let type = cmark_node_get_type(node)
    guard type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING, column >= 1 else { return 0 }
    let text = source.line(source.firstLine + line - 1).dropFirst(column - 1)
    guard text.first == UInt8(ascii: "["), text.contains(UInt8(ascii: ":")) else { return 0 }
    // The end is right, so count lines back from it.
    var breaks = type == CMARK_NODE_HEADING ? 1 : 0
    var next = cmark_node_first_child(node)
    while let child = next {
      next = cmark_node_next(child)
      let kind = cmark_node_get_type(child)
      if kind == CMARK_NODE_SOFTBREAK || kind == CMARK_NODE_LINEBREAK { breaks += 1 }
    }
    return max(0, Int(cmark_node_get_end_line(node)) - breaks - line)
  }
}
