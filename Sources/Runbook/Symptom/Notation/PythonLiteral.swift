/// Words and times as Python prints them.
enum PythonLiteral {
  /// The value of a word; nil for any other.
  static func value(of word: String) -> JSON? {
    switch word {
    case "None", "null", "nil", "<nil>", "undefined": return .null
    case "True", "true": return .bool(true)
    case "False", "false": return .bool(false)
    default: return time(word)
    }
  }

  /// `datetime.datetime(2025, 11, 25, 1, 4, 15, 61000, tzinfo=tzutc())`.
  ///
  /// A time in the zone of an unknown machine (`tzlocal()`) is taken as UTC, which is the zone of
  /// nearly all machines that print these; one without a zone as well.
  private static func time(_ word: String) -> JSON? {
    guard let open = word.utf8.firstIndex(of: 0x28), word[..<open].hasSuffix("datetime") else {
      return nil
    }
    let parts = String(word[word.utf8.index(after: open)...]).parts(by: ",").map {
      String($0).withoutOuterBlanks
    }
    var numbers = parts.prefix(7).prefix { Int($0) != nil }.compactMap { Int($0) }
    guard numbers.count >= 3 else { return nil }
    while numbers.count < 6 { numbers.append(0) }
    let date = "\(padded(numbers[0], 4))-\(padded(numbers[1]))-\(padded(numbers[2]))"
    let clock = "\(padded(numbers[3])):\(padded(numbers[4])):\(padded(numbers[5]))"
    return .string("\(date)T\(clock)\(zone(of: word))")
  }

  /// `tzoffset(None, 32400)` as `+09:00`.
  private static func zone(of word: String) -> String {
    guard let name = word.parts(by: "=").last, name.hasPrefix("tzoffset(") else { return "Z" }
    let inner = String(name).parts(by: ",").last.map(String.init) ?? ""
    let digits = inner.filter { $0 == "-" || $0.isASCII && $0.isNumber }
    guard let seconds = Int(digits), abs(seconds) < 86_400 else { return "Z" }
    let minutes = abs(seconds) / 60
    return "\(seconds < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

/// A value of a notation that has no quotation marks.
enum PrintedScalar {
  /// The value: a number, a time in seconds, a truth value, nothing, or the text itself.
  static func value(of text: String) -> JSON {
    if let number = Int(text), text.utf8.count < 16 { return .int(number) }
    // A time as version 1 of the CLI prints it; `1.4` may be a version.
    if text.utf8.count > 10, text.utf8.allSatisfy({ ASCII.isDigit($0) || $0 == 0x2E }),
      let seconds = Double(text)
    {
      return .double(seconds)
    }
    return PythonLiteral.value(of: text) ?? .string(text)
  }
}
