/// What is looked at before cmark sees a text, so that no text makes it slow.
///
/// cmark-gfm 0.29.0.gfm.6 takes time in the square of what some texts hold: 100 kB of the wrong
/// ones keep it busy for a minute. The factors below were measured with that version; they are
/// nanoseconds on a slow machine.
enum MarkdownLimits {
  /// Something of which a text has too much.
  struct Excess: Equatable {
    var location: SourceLocation
    var what: String
    var fix: String
  }

  /// The most time that the parts of a text may cost together beyond the usual, in nanoseconds.
  static let budget = 5e8

  /// The first place where a text costs more than the budget; nil for every text that people write.
  static func excess(in source: SourceText) -> Excess? {
    source.bytes.withUnsafeBufferPointer { bytes in
      var meter = MarkdownMeter()
      var starts = source.lineStarts[...]
      var number = source.firstLine
      while let start = starts.popFirst() {
        let end = starts.first ?? bytes.count
        meter.read(UnsafeBufferPointer(rebasing: bytes[start..<end]), number: number)
        if let excess = meter.excess { return excess }
        number += 1
      }
      meter.endRun()
      return meter.excess
    }
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

/// Estimates from above what cmark will spend, one line after the other.
///
/// A run is what stands between blank lines; nothing that is read as inlines is longer.
private struct MarkdownMeter {
  private(set) var excess: MarkdownLimits.Excess?
  private var cost = 0.0
  private var number = 1
  /// The columns of the markers of the containers that may be open, outermost first.
  private var containers: [Int] = []
  private var fence: (mark: UInt8, count: Int)?
  /// False after a line that may start HTML, in which a fence is none.
  private var knowsFences = true
  private var run = Run()

  private struct Run {
    var line = 0
    var lines = 0.0
    var bytes = 0.0
    var brackets = 0.0
    var declarations = 0.0
    var widestRow = 0.0
  }

  private mutating func spend(_ nanoseconds: Double, line: Int, _ what: String, _ fix: String) {
    cost += nanoseconds
    guard cost > MarkdownLimits.budget, excess == nil else { return }
    excess = MarkdownLimits.Excess(location: SourceLocation(line: line), what: what, fix: fix)
  }

  /// Takes one line with its ending.
  mutating func read(_ line: UnsafeBufferPointer<UInt8>, number: Int) {
    self.number = number
    if isCode(line) { return }
    readContainers(line)
    let text = readText(line)
    if text.isBlank { return endRun() }
    if run.lines == 0 { run.line = number }
    if text.isDelimiterRow, run.lines > 1 {
      // Every such line makes the table parser read the paragraph above it again.
      spend(
        3 * run.lines * run.lines, line: number, "a rule below a long paragraph",
        "put a blank line above it")
    }
    run.lines += 1
    run.bytes += Double(line.count)
    run.widestRow = max(run.widestRow, text.pipes)
    spend(
      20 * text.pipes * text.pipes, line: number, "too many | on one line", "put it in a code fence"
    )
  }

  /// Ends a run at a blank line or at the end of the text.
  mutating func endRun() {
    guard run.lines > 0 else { return }
    let fix = "put what was pasted in a code fence"
    // Any construct that is not named here would be noticed by the length alone.
    spend(0.01 * run.bytes * run.bytes, line: run.line, "too long a paragraph", fix)
    spend(2 * run.brackets * run.brackets, line: run.line, "too many [ in one paragraph", fix)
    spend(2 * run.declarations * run.bytes, line: run.line, "too many <! in one paragraph", fix)
    // A table fills every row up to the width of its header.
    spend(1000 * run.widestRow * run.lines, line: run.line, "too large a table", "split it")
    run = Run()
  }

  // MARK: Fences

  /// Whether the line is part of a fenced block at the left margin, where nothing is parsed.
  ///
  /// Only what cannot be anything else counts as code: a fence that starts in the first column is
  /// in no container, and what looks like its end is taken for it.
  private mutating func isCode(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    let indent = line.prefix { $0 == 0x20 }.count
    guard indent <= 3, indent < line.count else { return fence != nil }
    let mark = line[indent]
    if fence == nil, mark == UInt8(ascii: "<") { knowsFences = false }
    guard mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return fence != nil }
    let rest = line[indent...].drop { $0 == mark }
    let count = rest.startIndex - indent
    if let fence {
      if mark == fence.mark, count >= fence.count, rest.allSatisfy({ $0 <= 0x20 }) {
        self.fence = nil
      }
      return true
    }
    guard knowsFences, indent == 0, count >= 3 else { return false }
    guard mark == UInt8(ascii: "~") || !rest.contains(mark) else { return false }
    endRun()
    containers = []
    fence = (mark, count)
    return true
  }

  // MARK: Containers

  /// Follows which quotes and lists may be open; each line costs something for each of them.
  private mutating func readContainers(_ line: UnsafeBufferPointer<UInt8>) {
    var markers: [Int] = []
    var hasList = false
    var (index, column) = (0, 0)
    scan: while index < line.count {
      switch line[index] {
      case UInt8(ascii: " "): column += 1
      case UInt8(ascii: "\t"): column += 4 - column % 4
      case UInt8(ascii: ">"):
        markers.append(column)
        column += 1
      default:
        let width = Self.listMarker(line[index...])
        guard width > 0 else { break scan }
        hasList = true
        markers.append(column)
        column += width
        index += width - 1
      }
      index += 1
    }
    if hasList, let first = markers.first {
      // A list marker is never the lazy continuation of a paragraph, so it closes what is not left
      // of it.
      while let last = containers.last, last >= first { containers.removeLast() }
      containers += markers
    } else if markers.count > containers.count {
      containers = markers
    }
    // A line is matched against each container, and each inline looks up through all of them.
    let nanoseconds = Double(containers.count) * (100 + 12 * Double(line.count))
    spend(nanoseconds, line: number, "too many lists or quotes inside each other", "flatten them")
  }

  /// The width of a list marker at the start of a text; 0 where there is none.
  private static func listMarker(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var width = 0
    switch text.first {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): width = 1
    default:
      let digits = text.prefix(10).prefix { 0x30...0x39 ~= $0 }.count
      guard (1...9).contains(digits),
        let mark = text.dropFirst(digits).first,
        mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
      else { return 0 }
      width = digits + 1
    }
    return text.dropFirst(width).first.map { $0 <= 0x20 } ?? true ? width : 0
  }

  // MARK: Text

  private mutating func readText(
    _ line: UnsafeBufferPointer<UInt8>
  ) -> (isBlank: Bool, isDelimiterRow: Bool, pipes: Double) {
    var isBlank = true
    var (onlyDelimiters, hasDash) = (true, false)
    var (pipes, ats) = (0.0, 0.0)
    var (word, hasAddress) = (0.0, false)
    var last: UInt8 = 0
    for byte in line {
      if byte <= 0x20 {
        endWord(word, hasAddress)
        (word, hasAddress) = (0, false)
      } else {
        isBlank = false
        word += 1
        switch byte {
        case UInt8(ascii: "|"): pipes += 1
        case UInt8(ascii: "["): run.brackets += 1
        case UInt8(ascii: "-"): hasDash = true
        case UInt8(ascii: "@"): (ats, hasAddress, onlyDelimiters) = (ats + 1, true, false)
        case UInt8(ascii: "!"), UInt8(ascii: "?"):
          if last == UInt8(ascii: "<") { run.declarations += 1 }
        case UInt8(ascii: "/"), UInt8(ascii: "."):
          // `://` and `www.` start addresses.
          if last == UInt8(ascii: "/") || last | 0x20 == UInt8(ascii: "w") { hasAddress = true }
        case UInt8(ascii: ":"): break
        default: onlyDelimiters = false
        }
      }
      last = byte
    }
    endWord(word, hasAddress)
    spend(5000 * ats, line: number, "too many @", "put what was pasted in a code fence")
    return (isBlank, onlyDelimiters && hasDash, pipes)
  }

  /// The autolink parser reads to the end of a word again and again.
  private mutating func endWord(_ length: Double, _ hasAddress: Bool) {
    guard hasAddress else { return }
    spend(length * length, line: number, "too long an address", "put it in a code fence")
  }
}
