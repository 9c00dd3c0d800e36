/// How a name and its value stand on their line.
extension SecretScanner {
  /// Whether a name stands at the start of its line, as in an environment file or a difference.
  func isEnvironmentStart(_ name: Range<Int>) -> Bool {
    var start = runBack(from: name.lowerBound, limit: 80) { isNamePart($0) }
    let word = runBack(from: start, limit: 1) { $0 == 0x20 }
    if starts("export ", at: word - 6) { start = word - 6 }
    if "+-<>".utf8.contains(byte(start - 1)), start > 0 { start -= 1 }
    if byte(start - 1) == 0x20,
      byte(start - 2) == 0x3E || byte(start - 2) == 0x3C || byte(start - 2) == 0x2D
    {
      start -= 2
    }
    start = runBack(from: start, limit: 32) { $0 == 0x20 || $0 == 0x09 }
    return byte(start - 1) == 0x0A
  }

  /// The same for a name in capitals.
  func isEnvironmentLine(_ name: Range<Int>) -> Bool {
    let isCapital = { (byte: UInt8) in byte &- 0x41 < 26 || byte &- 0x30 < 10 || byte == 0x5F }
    return isEnvironmentStart(name) && name.allSatisfy { isCapital(bytes[$0]) }
  }

  /// Whether nothing but the name and the value stands on the line: YAML, a header, a difference.
  func isWholeLine(_ name: Range<Int>, _ value: Range<Int>) -> Bool {
    var start = runBack(from: name.lowerBound, limit: 80) { isNamePart($0) }
    // `root password: x`.
    if byte(start - 1) == 0x20 {
      let word = runBack(from: start - 1, limit: 16) { Self.isWord($0) || $0 == 0x2D }
      if SecretVocabulary.qualifiers.isWhole(folded(word..<start - 1)) { start = word }
    }
    start = runBack(from: start, limit: 64) { " \t-\"'`>+<*#~".utf8.contains($0) }
    let end = run(from: value.upperBound, limit: 16) { " \t\"'`,.*\\".utf8.contains($0) }
    let isEnd = byte(end) == 0x0A || byte(end) == 0x0D
    // The first line of a text in quotes.
    if byte(value.upperBound) == 0x0A, byte(name.upperBound) == 0x3A,
      byte(name.lowerBound - 1) == 0x22 || byte(name.lowerBound - 1) == 0x27
    {
      return true
    }
    return byte(start - 1) == 0x0A && isEnd
  }

  /// Whether a pair is the last of a line of pairs: `username: admin password: x`.
  func isLastPair(_ name: Range<Int>, _ value: Range<Int>) -> Bool {
    guard byte(value.upperBound) == 0x0A || byte(value.upperBound) == 0x0D else { return false }
    let end = runBack(from: name.lowerBound, limit: 4) { " ,;".utf8.contains($0) }
    let word = runBack(from: end, limit: 128) { $0 > 0x20 && $0 != 0x3A }
    let blank = runBack(from: word, limit: 4) { $0 == 0x20 }
    guard word < end, byte(blank - 1) == 0x3A, Self.isWord(byte(blank - 2)) else { return false }
    let key = runBack(from: blank - 1, limit: 40) { Self.isWord($0) }
    return SecretVocabulary.userKeys.isWhole(folded(key..<blank - 1))
  }

  /// Whether a name is an option of Windows: ` /password:x`.
  func isOption(_ name: Range<Int>) -> Bool {
    byte(name.lowerBound - 1) == 0x2F && byte(name.lowerBound - 2) <= 0x20
  }

  /// Whether a value is a number of JSON behind `"pin"`.
  func isNumber(_ value: Range<Int>, of name: Range<Int>) -> Bool {
    isName(name, "pin") && value.allSatisfy { bytes[$0] &- 0x30 < 10 }
  }

  /// Whether `"X-Api-Key: x"` stands in quotes as a whole.
  func isQuotedHeader(_ name: Range<Int>, _ value: Range<Int>) -> Bool {
    let quote = byte(name.lowerBound - 1)
    return (quote == 0x22 || quote == 0x27) && byte(value.upperBound) == quote
      && name.contains { bytes[$0] == 0x2D }
  }

  /// Whether a value is one of a list in braces: `{user: app, password: x}`.
  func isInBraces(_ value: Range<Int>) -> Bool {
    // Go prints `{User:app Password:x}`.
    let isJoined = byte(value.lowerBound - 1) == 0x3A && byte(value.upperBound) == 0x20
    guard isJoined || byte(value.upperBound) == 0x7D || byte(value.upperBound) == 0x2C else {
      return false
    }
    let start = runBack(from: value.lowerBound, limit: 1024) {
      $0 != 0x0A && $0 != 0x7B && $0 != 0x7D
    }
    return byte(start - 1) == 0x7B
  }
}
