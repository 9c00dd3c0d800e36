/// Values as YAML that every parser reads back as the same text.
enum YAMLText {
  /// A text as a scalar: plain where nothing could misread it, else in double quotes.
  ///
  /// - Parameters:
  ///   - text: the text; of several lines, one is made.
  ///   - quotes: use quotes in any case, as titles have them.
  /// - Returns: the scalar, in one line.
  static func scalar(_ text: String, quotes: Bool = false) -> String {
    let text = oneLine(text)
    return !quotes && isPlain(text) ? text : quoted(text)
  }

  /// `[a, b]`.
  static func list(_ texts: [String]) -> String {
    "[\(texts.map { scalar($0) }.joined(separator: ", "))]"
  }

  /// `{id: x, outcome: fixed}`.
  static func mapping(_ pairs: [(key: String, value: String)]) -> String {
    "{\(pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", "))}"
  }

  /// The text with every run of white space as one space and none at the ends, as readers of front
  /// matter see it.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Letters, digits and a few marks that mean nothing in YAML, neither in a list nor in a mapping.
  private static func isPlain(_ text: String) -> Bool {
    // What begins with a digit may be a number, a day or base sixty to some parser.
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      isLetter(first), last != ":", !misread.contains(text.lowercased())
    else { return false }
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      // A colon is plain inside a word, as in a time, but not before a blank.
      if previous == ":", scalar == " " { return false }
      let isMark = "0123456789 _./()+-:@=".unicodeScalars.contains(scalar)
      guard isLetter(scalar) || isMark else { return false }
    }
    return true
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      : scalar.properties.isAlphabetic
  }

  /// Words that YAML 1.1 parsers read as something other than text.
  private static let misread: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf",
  ]

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      // What YAML does not allow as it is, and what a reader could not see.
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        result += "\\u" + hex(scalar.value, digits: 4)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func hex(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
