/// A file cut into the YAML at its top and the Markdown below it.
///
/// The TOML that Hugo writes between lines of `+++` is turned into YAML, line for line.
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
    let isTOML = Self.isFence(first, "+++")
    guard isTOML || Self.isFence(first, "---") else { throw .missing }
    let closing: [StaticString] = isTOML ? ["+++"] : ["---", "..."]
    var number = 2
    while number <= lineCount, !closing.contains(where: { Self.isFence(source.line(number), $0) }) {
      number += 1
    }
    guard number <= lineCount else { throw .notClosed(before: Self.firstHeading(in: source)) }
    if isTOML {
      yaml = TOMLText.yaml(of: (2..<number).map { source.line($0) })[...]
    } else {
      yaml = source.bytes[source.lineStarts[1]..<source.lineStarts[number - 1]]
    }
    yamlLine = 2
    body =
      number < lineCount ? source.bytes[source.lineStarts[number]...] : source.bytes.suffix(0)
    bodyLine = number + 1
  }

  /// A file without front matter: all of it is Markdown.
  init(bodyOf source: SourceText) {
    let isMarked = source.bytes.starts(with: SourceText.byteOrderMark)
    yaml = []
    yamlLine = 1
    body = source.bytes.dropFirst(isMarked ? SourceText.byteOrderMark.count : 0)
    bodyLine = 1
  }

  /// A mark of three characters and nothing else but spaces.
  private static func isFence(_ line: ArraySlice<UInt8>, _ mark: StaticString) -> Bool {
    line.count >= 3 && mark.withUTF8Buffer { line.starts(with: $0) }
      && line.dropFirst(3).allSatisfy(isBlank)
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
