/// What is looked at before cmark sees a text, so that no text makes it slow.
enum MarkdownLimits {
  /// Something of which a text has too much.
  struct Excess: Equatable {
    var location: SourceLocation
    var what: String
    var fix: String
  }

  /// The first thing of which a text has more than cmark-gfm reads in bounded time.
  static func excess(in source: SourceText) -> Excess? {
    nil
  }

  /// The text as paragraphs between blank lines, without any markup.
  static func plainParagraphs(in source: SourceText) -> [Block] {
    var blocks: [Block] = []
    var lines: [ArraySlice<UInt8>] = []
    var start = source.firstLine
    func flush() {
      guard !lines.isEmpty else { return }
      let text = String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self)
      blocks.append(Block(.paragraph([.text(text)]), location: SourceLocation(line: start)))
      lines = []
    }
    for index in source.lineStarts.indices {
      let line = source.line(source.firstLine + index)
      if line.allSatisfy({ $0 <= 0x20 }) {
        flush()
      } else {
        if lines.isEmpty { start = source.firstLine + index }
        lines.append(line)
      }
    }
    flush()
    return blocks
  }
}
