import Runbook

/// Blocks of Markdown as lines of a terminal, broken to its width.
struct MarkupLines {
  let console: Console
  /// What links are called.
  var links: LinkNames
  /// What fills the placeholders of commands.
  var values = Placeholders()

  /// The columns of a page; longer lines are hard to read.
  static func width(of console: Console) -> Int { min(console.width, 100) }

  /// Blocks with an empty line between them.
  ///
  /// - Parameters:
  ///   - blocks: the blocks.
  ///   - width: the columns that they have.
  /// - Returns: the lines.
  func lines(_ blocks: [Block], width: Int) -> [String] {
    var lines: [String] = []
    var isCode = false
    for block in blocks {
      let own = self.lines(block, width: width)
      guard !own.isEmpty else { continue }
      // What a command changes belongs to it.
      if !lines.isEmpty, !(isCode && effect(block) != nil) { lines.append("") }
      lines += own
      if case .code = block.content { isCode = true } else { isCode = false }
    }
    return lines
  }

  private func lines(_ block: Block, width: Int) -> [String] {
    switch block.content {
    case .heading(_, let inlines): text(inlines, .strong).lines(width: width, console: console)
    case .paragraph(let inlines): paragraph(inlines, block, width: width)
    case .code(let info, let text): code(info, text)
    case .list(let start, let items): list(start, items, width: width)
    case .quote(let blocks):
      lines(blocks, width: width - 2).map { console.paint(.dim, "│ ") + $0 }
    case .table(let alignments, let header, let rows):
      TableLines(
        header: header.cells.map { text($0, .heading) },
        rows: rows.map { $0.cells.map { text($0) } },
        alignments: alignments, console: console
      ).lines(width: width)
    case .thematicBreak: [console.paint(.dim, String(repeating: "─", count: min(width, 20)))]
    // Comments are for who edits the page.
    case .html: []
    }
  }

  // MARK: Text

  private func paragraph(_ inlines: [Inline], _ block: Block, width: Int) -> [String] {
    guard let effect = effect(block) else {
      return text(inlines).lines(width: width, console: console)
    }
    return EffectLines(effect, console: console, width: width).lines
  }

  private func effect(_ block: Block) -> ShellCommand.Effect? {
    guard case .paragraph(let inlines) = block.content else { return nil }
    return ShellCommand.Effect(inlines.plainText)
  }

  /// Inlines without their marks.
  func text(_ inlines: [Inline], _ style: Console.Style? = nil) -> StyledText {
    var text = StyledText()
    for inline in inlines { add(inline, style, to: &text) }
    return text
  }

  private func add(_ inline: Inline, _ style: Console.Style?, to text: inout StyledText) {
    switch inline {
    case .text(let plain): text.append(plain, style)
    case .code(let code): text.append(quoted(code), style ?? .code)
    case .emphasis(let content), .strong(let content):
      for inline in content { add(inline, style ?? .strong, to: &text) }
    case .strikethrough(let content):
      text.append("~", style)
      for inline in content { add(inline, style, to: &text) }
      text.append("~", style)
    case .link(let destination, _, let content):
      for inline in content { add(inline, style, to: &text) }
      if let name = links.name(of: destination, text: content.plainText) {
        text.append(" (\(name))", .dim)
      }
    case .image(let source, _, let content):
      text.append("[\(content.isEmpty ? "image" : content.plainText)]", style)
      text.append(" (\(source))", .dim)
    case .softBreak: text.append(" ")
    case .lineBreak: text.breakLine()
    case .rawHTML(let tag): if tag.lowercased().hasPrefix("<br") { text.breakLine() }
    }
  }

  /// Code of several words is told from the sentence around it without colours as well.
  private func quoted(_ code: String) -> String {
    guard code.contains(" ") else { return code }
    return code.contains("\"") ? "'\(code)'" : "\"\(code)\""
  }

  // MARK: Code

  private func code(_ info: String, _ text: String) -> [String] {
    let fence = FenceInfo(info)
    var shown = text
    while shown.last == "\n" { shown.removeLast() }
    guard fence.isShell else {
      let name = ([fence.language] + fence.words).joined(separator: " ")
      let lines = Console.safe(values.fill(shown)).split(
        separator: "\n", omittingEmptySubsequences: false)
      return (fence.language.isEmpty ? [] : [console.paint(.dim, "[\(Console.safe(name))]")])
        + lines.map { $0.isEmpty ? "" : "  \($0)" }
    }
    // Of a session, what was printed is shown too.
    let command = ShellCommand(
      text: shown, safety: fence.safety, section: "", location: SourceLocation(line: 1))
    let whole = CommandLines(command.filled(values), console: console)
    return [whole.label] + whole.lines
  }

  // MARK: Lists

  private func list(_ start: Int?, _ items: [ListItem], width: Int) -> [String] {
    let last = (start ?? 1) + items.count - 1
    let column = start == nil ? 2 : String(last).count + 2
    let isLoose = items.contains { item in
      item.blocks.contains { block in
        switch block.content {
        case .paragraph, .list: false
        default: true
        }
      } || item.blocks.count { if case .paragraph = $0.content { true } else { false } } > 1
    }
    var lines: [String] = []
    for (place, item) in items.enumerated() {
      var mark = start.map { Layout.padded("\($0 + place).", to: column) } ?? "- "
      if let checked = item.checked { mark += checked ? "[x] " : "[ ] " }
      let indent = Layout.width(mark)
      var own = isLoose ? self.lines(item.blocks, width: width - indent) : []
      if !isLoose {
        for block in item.blocks { own += self.lines(block, width: width - indent) }
      }
      if isLoose, place > 0 { lines.append("") }
      if own.isEmpty { own = [""] }
      let hanging = String(repeating: " ", count: indent)
      lines += own.enumerated().map { $0 == 0 ? mark + $1 : $1.isEmpty ? "" : hanging + $1 }
    }
    return lines
  }
}

/// What a command changes, and how that is undone.
struct EffectLines {
  let lines: [String]

  /// - Parameters:
  ///   - effect: what the page says.
  ///   - isBrief: whether the first sentence about undoing it is enough.
  ///   - console: knows colours.
  ///   - width: the columns.
  init(
    _ effect: ShellCommand.Effect, isBrief: Bool = false, console: Console, width: Int
  ) {
    var undo = effect.undo ?? ""
    if isBrief { undo = Reason.sentences(of: undo).first ?? "" }
    var lines: [String] = []
    for (label, said) in [("Changes: ", effect.changes), ("Undo:    ", undo)]
    where !said.isEmpty {
      let text = StyledText(said).lines(width: width - Layout.width(label), console: nil)
      lines += text.enumerated().map { place, line in
        place == 0
          ? console.paint(.strong, label) + line
          : String(repeating: " ", count: label.count) + line
      }
    }
    self.lines = lines
  }
}
