/// The tags of raw HTML that a document may use: a short list, without attributes.
enum RawTag: String {
  case kbd, br, sub, sup, details, summary

  /// A start or end tag in raw HTML.
  struct Token: Equatable {
    var tag: RawTag
    var isEnd: Bool
  }

  /// Whether it may stand inside a paragraph.
  var isInline: Bool { self != .details && self != .summary }

  var name: StaticString {
    switch self {
    case .kbd: "kbd"
    case .br: "br"
    case .sub: "sub"
    case .sup: "sup"
    case .details: "details"
    case .summary: "summary"
    }
  }

  /// A part of a block of raw HTML.
  enum Part: Equatable {
    case tag(Token)
    case text(String)
  }

  /// Whether a part is nothing but white space.
  static func isBlank(_ part: Part) -> Bool {
    guard case .text(let text) = part else { return false }
    return text.allSatisfy(\.isWhitespace)
  }

  /// Reads one tag such as `<kbd>`, `</kbd>` or `<br />`; nil for everything else, and for a tag of
  /// the list that has attributes.
  static func token(_ text: some StringProtocol) -> Token? {
    guard text.hasPrefix("<"), text.hasSuffix(">") else { return nil }
    var name = text.dropFirst().dropLast()
    let isEnd = name.hasPrefix("/")
    if isEnd { name = name.dropFirst() }
    if !isEnd, name.hasSuffix("/") { name = name.dropLast() }
    while name.hasSuffix(" ") { name = name.dropLast() }
    return RawTag(rawValue: name.lowercased()).map { Token(tag: $0, isEnd: isEnd) }
  }

  /// The allowed tags of a block of raw HTML, and the text between them where that is plain.
  ///
  /// The text is escaped when it is written; a comment, an unknown tag and an open end are dropped.
  static func parts(of html: String) -> [Part] {
    var parts: [Part] = []
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      rest = rest[open...]
      guard let close = rest.firstIndex(of: ">") else { return parts }
      let markup = rest[...close]
      rest = rest[rest.index(after: close)...]
      if let token = token(markup) { parts.append(.tag(token)) }
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }
}
