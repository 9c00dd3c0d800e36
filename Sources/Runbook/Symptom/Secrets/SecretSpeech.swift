/// Secrets as people hand them over in a chat, in any language.
extension SecretScanner {
  /// Letters and digits with a capital among small ones, or with a sign of those that words do not
  /// have: what nobody says but to hand it over.
  func isHard(_ word: Range<Int>) -> Bool {
    guard word.count >= 8, word.count < 128,
      !word.contains(where: { bytes[$0] <= 0x20 || bytes[$0] >= 0x80 }), !isUUID(word),
      !starts("http", at: word.lowerBound), !starts("[redacted:", at: word.lowerBound)
    else { return false }
    let isLong =
      word.count > 15 && word.allSatisfy { SecretRules.CharacterSet.hex.contains(bytes[$0]) }
    let hasDigit = word.contains { bytes[$0] &- 0x30 < 10 }
    let hasLetter = word.contains { (bytes[$0] | 0x20) &- 0x61 < 26 }
    // A path, a time, an address, a pair and a call have signs of their own.
    let hasSign = word.contains { "!?^~$%&*+@#".utf8.contains(bytes[$0]) }
    let isOther = word.contains { "/=(<:".utf8.contains(bytes[$0]) }
    return hasDigit && hasLetter
      && (isLong || looksRandom(word) && !isOther || hasSign && (!isOther || looksRandom(word)))
  }

  /// The word at a place, without the signs that end a sentence.
  private func spokenWord(at start: Int) -> Range<Int> {
    if let inside = quoted(at: start) { return inside }
    var end = run(from: start, limit: 128) {
      $0 > 0x20 && $0 < 0x80 && !",;)\"`<>".utf8.contains($0)
    }
    if end > start + 1, byte(end) <= 0x20, ".!?".utf8.contains(byte(end - 1)) { end -= 1 }
    return start..<end
  }

  /// `login admin / x`, `creds for staging → svc / x`, `login is ops:x`: a user and what follows.
  ///
  /// - Parameter place: the end of the word that announces them.
  mutating func takeAccess(at place: Int) {
    let end = run(from: place, limit: 96) { $0 != 0x0A }
    var index = place
    while index < end {
      if starts(" / ", at: index), Self.isWord(byte(index - 1)) {
        let word = spokenWord(at: index + 3)
        if isHard(word) { return addValue(word, "password") }
      } else if bytes[index] == 0x3A, bytes[index + 1 < end ? index + 1 : index] > 0x20,
        !starts("://", at: index)
      {
        let user = runBack(from: index, limit: 40) { isNamePart($0) || $0 == 0x40 }
        let word = spokenWord(at: index + 1)
        if user < index, byte(user - 1) <= 0x20, isHard(word) {
          return addValue(word, "password")
        }
      }
      index += 1
    }
  }

  /// `use x as the password`: the word before.
  ///
  /// - Parameter name: the word `password`.
  mutating func takeUsed(before name: Range<Int>) {
    let start = runBack(from: name.lowerBound, limit: 32) { $0 &- 0x61 < 26 || $0 == 0x20 }
    guard let joint = (start..<name.lowerBound).last(where: { starts(" as ", at: $0) }) else {
      return
    }
    let isQuoted = joint == start && opensQuote(at: joint - 1)
    let end = isQuoted ? joint - 1 : joint
    let quote = byte(joint - 1)
    let first = runBack(from: end, limit: 64) { $0 > 0x20 && !(isQuoted && $0 == quote) }
    if isHard(first..<end) { addValue(first..<end, "password") }
  }

  /// `what is the password?`, and the answer on the next line: `it's x`.
  mutating func takeAnswer(at place: Int) {
    guard byte(place) == 0x3F, byte(place + 1) == 0x0A else { return }
    let line = place + 2..<run(from: place + 2, limit: 96) { $0 != 0x0A }
    // Behind a time and a name of a chat, and what opens the sentence.
    guard let last = line.last(where: { bytes[$0] == 0x20 }) else {
      if isHard(line) { addValue(line, "password") }
      return
    }
    let before = String(decoding: bytes[line.lowerBound..<last].map(ASCII.lower), as: UTF8.self)
    let openings = ["it's", "it is", ":", ">", "its", "is", "\u{2019}s"]
    guard openings.contains(where: { before.hasSuffix($0) }) else { return }
    let word = spokenWord(at: last + 1)
    if isHard(word) { addValue(word, "password") }
  }

  /// The secret behind some words and a verb or a colon: `password for the old box is x`,
  /// `Kennwort für den Server lautet x`, `пароль от базы — x`.
  mutating func takeFar(from end: Int, _ kind: String) {
    guard byte(end) == 0x20 else { return }
    var index = end
    while index < bytes.count, index - end < 64, bytes[index] != 0x0A {
      defer { index += 1 }
      let byte = bytes[index]
      if byte == 0x3A, self.byte(index + 1) == 0x20, index > end {
        return takeFarWord(at: index + 2, kind, isNamed: isUser(before: index))
      }
      guard byte == 0x20 else {
        if byte >= 0x80 || Self.isWord(byte) || "-_/.'()".utf8.contains(byte) { continue }
        return
      }
      let verb = SecretVocabulary.farVerbs.first { starts($0, at: index + 1) }
      guard let verb else { continue }
      let start = index + 1 + verb.utf8CodeUnitCount
      let word = farStart(start)
      if isHard(spokenWord(at: word)) || digits(spokenWord(at: word), kind) {
        return takeFarWord(at: start, kind, isNamed: false)
      }
    }
  }

  private func digits(_ word: Range<Int>, _ kind: String) -> Bool {
    kind == "pin" && word.count > 3 && word.count < 13
      && word.allSatisfy { bytes[$0] &- 0x30 < 10 }
  }

  /// Behind blanks and an opening quotation mark.
  private func farStart(_ place: Int) -> Int {
    var start = run(from: place, limit: 4) { $0 == 0x20 || $0 == 0x3A }
    for open in ["«", "„", "“", "»", "\u{201A}"] as [StaticString] where starts(open, at: start) {
      start += open.utf8CodeUnitCount
      for blank in ["\u{A0}", "\u{202F}", " "] as [StaticString] where starts(blank, at: start) {
        start += blank.utf8CodeUnitCount
      }
    }
    return start
  }

  private mutating func takeFarWord(at place: Int, _ kind: String, isNamed: Bool) {
    let start = farStart(place)
    let word = spokenWord(at: start)
    let isText = opensQuote(at: start) && byte(start) != 0x60 && !isNamed
    let isPhrase = isText && word.count >= 8 && word.contains { bytes[$0] == 0x20 }
    guard isHard(word) || isPhrase && isTelling(word) || digits(word, kind) else { return }
    addValue(word, kind == "pin" ? "secret" : kind)
  }

  /// Whether the last word before a colon says that a name follows: `password for user: x`.
  private func isUser(before colon: Int) -> Bool {
    let start = runBack(from: colon, limit: 24) { Self.isWord($0) }
    return SecretVocabulary.userKeys.isWhole(folded(start..<colon))
  }
}
