/// A document file as lint sees it: what was read, and the text it was read from.
public struct LintFile: Sendable {
  /// The path relative to the root of the knowledge base.
  public let path: String
  /// The document; nil where the file is none.
  public private(set) var document: Document?
  /// What reading it found.
  public let findings: [Finding]
  let source: SourceText

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the path relative to the root of the knowledge base.
  ///   - bytes: what is in it.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    source = SourceText(bytes)
    (document, findings) = DocumentParser.parse(bytes: bytes, path: path)
  }

  /// The same with the id that its document has beside the others.
  func named(by ids: PageIDs) -> LintFile {
    var file = self
    file.document = document.map(ids.named)
    return file
  }

  /// The runbook, if the file is one.
  public var runbook: Runbook? {
    if case .runbook(let runbook)? = document { runbook } else { nil }
  }

  /// The incident, if the file is one.
  public var incident: Incident? {
    if case .incident(let incident)? = document { incident } else { nil }
  }

  /// Where a text stands, at or below the start of a block.
  ///
  /// - Parameters:
  ///   - text: what to look for, letters of ASCII in either case.
  ///   - block: where the block starts that holds it.
  ///   - isWord: look only for whole words.
  /// - Returns: its first place in the block; the start of the block where its markup hides it.
  func location(
    of text: String, in block: SourceLocation, isWord: Bool = false
  ) -> SourceLocation {
    var number = block.line
    var offset = block.column - 1
    // Blocks that can hold blank lines are looked up by their own parts.
    while number < source.firstLine + source.lineStarts.count {
      let line = source.line(number)
      if line.allSatisfy({ $0 <= 0x20 }) { break }
      if let column = TextMatch.first(text, in: line.dropFirst(offset), isWord: isWord) {
        return SourceLocation(line: number, column: column - line.startIndex + 1)
      }
      number += 1
      offset = 0
    }
    return block
  }

  /// Where each match in the text of a fence stands in the file.
  ///
  /// - Parameters:
  ///   - text: what to look for.
  ///   - fence: where the fence starts.
  /// - Returns: its first place below the opening line; the fence where it is not found.
  func location(ofCode text: String, in fence: SourceLocation) -> SourceLocation {
    var number = fence.line + 1
    while number < source.firstLine + source.lineStarts.count {
      let line = source.line(number)
      if let column = TextMatch.first(text, in: line, isWord: false) {
        return SourceLocation(line: number, column: column - line.startIndex + 1)
      }
      number += 1
    }
    return fence
  }
}

/// Looking for plain text without regard to the case of ASCII letters.
enum TextMatch {
  /// The index of the first match.
  static func first(_ text: String, in line: ArraySlice<UInt8>, isWord: Bool) -> Int? {
    let needle = Array(text.utf8)
    guard let head = needle.first, needle.count <= line.count else { return nil }
    for start in line.startIndex...(line.endIndex - needle.count) {
      guard lower(line[start]) == lower(head) else { continue }
      let end = start + needle.count
      let matches = zip(line[start..<end], needle).allSatisfy { lower($0) == lower($1) }
      guard matches else { continue }
      guard isWord else { return start }
      let startsWord = start == line.startIndex || !isLetter(line[start - 1]) || !isLetter(head)
      let endsWord =
        end == line.endIndex || !isLetter(line[end]) || !isLetter(needle[needle.count - 1])
      if startsWord, endsWord { return start }
    }
    return nil
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    0x41...0x5A ~= byte ? byte | 0x20 : byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= lower(byte)
  }
}
