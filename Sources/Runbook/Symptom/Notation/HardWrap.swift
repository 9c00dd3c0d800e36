/// Line ends that a terminal put into a text, which are in what is copied from it.
enum HardWrap {
  /// Nobody has a narrower terminal.
  private static let narrowest = 40
  /// Nobody copies more than this from a terminal; longer texts are files, whose lines are whole.
  private static let longestPaste = 1 << 20

  /// The text with its wrapped lines joined; nil where no terminal broke it.
  ///
  /// A terminal fills a line to its width, the same for all, and goes on in the first column. So
  /// every line of the greatest length must be followed by one that goes on with it, and either one of
  /// several breaks inside a name, such as that of a host or an ARN, or JSON breaks inside a text in
  /// quotation marks, which no line of it does by itself. Two words of prose are no name: an editor
  /// breaks between them, and two of its lines may well have one length.
  static func joined(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count <= longestPaste else { return nil }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
    let lengths = lines.map(length)
    guard let width = lengths.max(), width >= narrowest else { return nil }
    let full = lines.indices.dropLast().filter { lengths[$0] == width }
    guard !full.isEmpty, full.allSatisfy({ goesOn(lines, at: $0) }) else { return nil }
    let isBroken = full.contains { breaksName(lines[$0], lines[$0 + 1]) }
    let isOpen =
      bytes.contains("\":".utf8) && full.contains { lines[$0].count { $0 == 0x22 } % 2 == 1 }
    guard full.count > 1 ? isBroken || isOpen : isOpen else { return nil }
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count)
    for (index, line) in lines.enumerated() {
      joined += line
      if index < lines.count - 1, lengths[index] != width { joined.append(0x0A) }
    }
    return joined
  }

  /// How many characters a line has.
  private static func length(_ line: ArraySlice<UInt8>) -> Int {
    line.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  /// Whether the next line can be the rest of this one.
  private static func goesOn(_ lines: [ArraySlice<UInt8>], at index: Int) -> Bool {
    guard let last = lines[index].last, let next = lines[index + 1].first else { return false }
    // Rows of a table have one length; so have lists of names that begin alike.
    if last == 0x7C || last == 0x2D && next == 0x7C || last == 0x2B { return false }
    let isList = lines[index].prefix(6).elementsEqual(lines[index + 1].prefix(6))
    return !isList || lines[index].first == 0x20
  }

  /// Whether what stands at the end of a line and at the start of the next is one name: there is more
  /// in it than letters, apart from the full stop or colon that may end a sentence.
  private static func breaksName(_ line: ArraySlice<UInt8>, _ next: ArraySlice<UInt8>) -> Bool {
    let head = line.reversed().prefix(while: isName)
    let tail = next.prefix(while: isName)
    guard let last = head.first, !tail.isEmpty else { return false }
    let isEnd = last == 0x2E || last == 0x3A
    return (head.dropFirst(isEnd ? 1 : 0) + tail).contains { ($0 | 0x20) &- 0x61 >= 26 }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    ASCII.isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || "-_/:.".utf8.contains(byte)
  }
}
