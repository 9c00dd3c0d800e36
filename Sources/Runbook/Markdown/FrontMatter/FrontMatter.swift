/// A file cut into the YAML at its top and the Markdown below it.
struct FrontMatter {
  /// The YAML, without the lines of dashes.
  var yaml: ArraySlice<UInt8>
  /// The number of the first line of the YAML.
  var yamlLine: Int
  /// The Markdown.
  var body: ArraySlice<UInt8>
  /// The number of the first line of the Markdown.
  var bodyLine: Int

  /// Why a file has no front matter.
  enum Problem: Error, Equatable {
    /// There is nothing in the file.
    case emptyFile
    /// The first line is not `---`.
    case missing
    /// No second line of dashes; `before` is the line that looks like the start of the text.
    case notClosed(before: Int?)
  }

  /// Cuts a file at its lines of dashes; a byte order mark and CRLF line ends are accepted.
  ///
  /// - Parameter source: the whole file.
  /// - Throws: `Problem`.
  init(_ source: SourceText) throws(Problem) {
    let lineCount = source.lineStarts.count
    var first = source.line(1)
    if first.starts(with: SourceText.byteOrderMark) {
      first = first.dropFirst(SourceText.byteOrderMark.count)
    }
    guard !source.bytes.allSatisfy(Self.isBlank) else { throw .emptyFile }
    guard Self.isFence(first, closing: false) else { throw .missing }
    var number = 2
    while number <= lineCount, !Self.isFence(source.line(number), closing: true) { number += 1 }
    guard number <= lineCount else { throw .notClosed(before: Self.firstHeading(in: source)) }
    let yamlStart = source.lineStarts[1]
    yaml = source.bytes[yamlStart..<source.lineStarts[number - 1]]
    yamlLine = 2
    body =
      number < lineCount ? source.bytes[source.lineStarts[number]...] : source.bytes.suffix(0)
    bodyLine = number + 1
  }

  /// Three dashes and nothing else but spaces; `...` closes as well.
  private static func isFence(_ line: ArraySlice<UInt8>, closing: Bool) -> Bool {
    guard line.count >= 3, line.dropFirst(3).allSatisfy(isBlank) else { return false }
    let mark = line.prefix(3)
    return mark.elementsEqual("---".utf8) || closing && mark.elementsEqual("...".utf8)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || 0x09...0x0D ~= byte
  }

  /// The first line that begins like a Markdown heading, after which nobody would look for YAML.
  private static func firstHeading(in source: SourceText) -> Int? {
    (1...source.lineStarts.count).first { number in
      let marks = source.line(number).prefix { $0 == UInt8(ascii: "#") }
      return (1...2).contains(marks.count)
        && source.line(number).dropFirst(marks.count).first == 0x20
        && number > 1 && source.line(number - 1).allSatisfy(isBlank)
    }
  }
}
