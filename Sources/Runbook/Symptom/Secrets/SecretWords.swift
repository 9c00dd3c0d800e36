/// Secrets that only the words around them give away.
extension SecretScanner {
  /// What follows a name without a joint: `password is x`, `PASSWORD 'x'`, `IDENTIFIED BY x`,
  /// `api key x`, `TOTP secret x`.
  ///
  /// - Parameter place: the end of a word.
  mutating func takeSaid(at place: Int) {
    guard SecretVocabulary.saidEnds[Int(byte(place - 1))], byte(place) != 0x3D, byte(place) != 0x3A,
      let name = saidName(endingAt: place)
    else { return }
    let folded = folded(name)
    if folded.elementsEqual("by".utf8) { return takeIdentified(at: place) }
    if folded.elementsEqual("requirepass".utf8) || folded.elementsEqual("masterauth".utf8) {
      return takeWord(at: place + 1, "password")
    }
    if folded.elementsEqual("securestring".utf8) { return takeSecureString(at: place) }
    if SecretVocabulary.accessWords.isWhole(folded) { return takeAccess(at: place) }
    if folded.elementsEqual("pass".utf8) { return takePass(at: place) }
    if folded.elementsEqual("codes".utf8) { return takeCodes(below: place, name) }
    let isStrong = SecretVocabulary.strongWords.isWhole(folded)
    if isStrong {
      takeUsed(before: name)
      takeAnswer(at: place)
    }
    let (verb, start) = joined(from: place)
    guard start > place else { return }
    if folded.count < 7, isOneTime(before: name), takeSeed(at: start) { return }
    guard isStrong || SecretVocabulary.weakWords.isWhole(folded) || phrase(endingWith: name) != nil
    else { return }
    let count = spans.count
    takeSpoken(at: start, kind(of: name), isStrong, verb)
    if verb == .change || isStrong { takeSecond(after: start, kind(of: name)) }
    if spans.count == count {
      takeFar(from: place, folded.elementsEqual("pin".utf8) ? "pin" : kind(of: name))
    }
  }

  /// `user deploy pass x`.
  private mutating func takePass(at place: Int) {
    let word = place + 1..<run(from: place + 1, limit: 64) { $0 > 0x20 && $0 != 0x2C }
    let name = place - 5
    let user = runBack(from: name, limit: 40) { isNamePart($0) || $0 == 0x40 }..<max(name, 0)
    let owner = runBack(from: user.lowerBound - 1, limit: 16) { Self.isWord($0) }
    guard byte(place) == 0x20, byte(name) == 0x20, looksRandom(word) || isHard(word),
      word.count >= 6, !user.isEmpty, !SecretVocabulary.userKeys.isWhole(folded(user)),
      owner < user.lowerBound,
      SecretVocabulary.userKeys.isWhole(folded(owner..<user.lowerBound - 1))
    else { return }
    addValue(word, "password")
  }

  /// The lines below `recovery codes` or `backup codes`, one code each.
  private mutating func takeCodes(below place: Int, _ name: Range<Int>) {
    guard byte(place) == 0x0A, phrase(endingWith: name) != nil, place >= tableEnd else { return }
    takeCodeLines(from: place + 1, kind(of: name))
  }

  /// Lines of one code each, numbered or not, behind an empty one or not.
  mutating func takeCodeLines(from start: Int, _ kind: String) {
    var line = byte(start) == 0x0A ? start + 1 : start
    for _ in 0..<64 where line < bytes.count {
      let end = run(from: line, limit: 128) { $0 != 0x0A && $0 != 0x0D }
      let first = itemStart(line)
      let words = bytes[first..<max(first, end)].split(separator: 0x20)
      guard !words.isEmpty, words.allSatisfy({ isTelling($0.startIndex..<$0.endIndex) }) else {
        break
      }
      for word in words { addValue(word.startIndex..<word.endIndex, kind) }
      line = nextLine(end)
    }
    tableEnd = max(tableEnd, line)
  }

  /// Behind the margin and the mark or number of an item: `- `, `1. `, `2) `.
  func itemStart(_ line: Int) -> Int {
    let margin = run(from: line, limit: 32) { $0 == 0x20 || $0 == 0x09 }
    if "-*".utf8.contains(byte(margin)), byte(margin + 1) == 0x20 { return margin + 2 }
    let number = run(from: margin, limit: 3) { $0 &- 0x30 < 10 }
    guard number > margin else { return margin }
    let mark = run(from: number, limit: 1) { ".):".utf8.contains($0) }
    return byte(mark) == 0x20 ? run(from: mark, limit: 4) { $0 == 0x20 } : margin
  }

  private enum Joint { case none, verb, change }

  private func saidName(endingAt place: Int) -> Range<Int>? {
    let start = runBack(from: place, limit: 24) { Self.isWord($0) }
    guard start < place, place - start < 20, byte(start - 1) != 0x2F, byte(start - 1) != 0x2E,
      SecretVocabulary.saidWords.isWhole(folded(start..<place)),
      byte(start - 1) != 0x2D || isName(start..<place, "securestring")
    else { return nil }
    return start..<place
  }

  /// Behind `is`, `was`, `to`, a dash or a colon, and the blanks around.
  private func joined(from place: Int) -> (Joint, Int) {
    var start = run(from: place, limit: 4) { " \t*`)".utf8.contains($0) }
    if start > place, byte(start - 1) == 0x60 { start -= 1 }
    var joint = Joint.none
    // A picture in the place of a verb.
    let picture = run(from: start, limit: 12) { $0 >= 0x80 }
    if picture - start > 2, byte(start) == 0xF0 || byte(start) == 0xE2, byte(picture) == 0x20,
      !starts("\u{2014}", at: start), !starts("\u{2013}", at: start), !starts("\u{2192}", at: start)
    {
      return (.verb, picture + 1)
    }
    // `password 7 x` of a router.
    if start == place + 1, "0456789".utf8.contains(byte(start)), byte(start + 1) == 0x20,
      isTelling(start + 2..<run(from: start + 2, limit: 64) { $0 > 0x20 })
    {
      return (.verb, start + 2)
    }
    let changes: [StaticString] = [
      "changed from ", "changed to ", "reset to ", "set to ", "to ", "from ",
    ]
    let verbs: [StaticString] = [
      "is now ", "is ", "was ", "is: ", "are ", "\u{2014} ", "\u{2013} ", "- ", "has been ",
      "\u{2192} ", "-> ",
      "it is ", "\u{2192}",
    ]
    if let word = changes.first(where: { starts($0, at: start) }) {
      (joint, start) = (.change, start + word.utf8CodeUnitCount)
    } else if let word = verbs.first(where: { starts($0, at: start) }) {
      (joint, start) = (.verb, start + word.utf8CodeUnitCount)
    }
    return (joint, start)
  }

  private mutating func takeSpoken(at start: Int, _ kind: String, _ isStrong: Bool, _ joint: Joint)
  {
    let place = byte(start) == 0x2A ? run(from: start, limit: 2) { $0 == 0x2A } : start
    if isStrong, starts("$$", at: place) { _ = takeLongQuotation(at: place, kind) }
    if let inside = quoted(at: place) {
      let isOne = !inside.contains { bytes[$0] == 0x20 }
      let isSQL = byte(place) == 0x27 && byte(start - 2) == UInt8(ascii: "D")
      let isOption = byte(place) == 0x27 && isStrong && byte(inside.upperBound + 1) == 0x29
      guard byte(inside.upperBound) == byte(place), inside.count < 128 else { return }
      let isGiven = joint != .none || isOne && isGiven(before: start)
      let isSaid = isStrong && isGiven && (isOne || byte(place) != 0x60)
      if isSQL || isOption || isSaid || isOne && isTelling(inside)
        || isStrong && isPhrase(inside, place)
      {
        addValue(inside, kind)
      }
      return
    }
    let end = run(from: place, limit: 256) { $0 > 0x20 && !",;)\"'`<>".utf8.contains($0) }
    var word = place..<end
    if byte(end) <= 0x20, ".!?".utf8.contains(byte(end - 1)), end > place { word = place..<end - 1 }
    guard !word.isEmpty, isTelling(word) || isStrong && joint != .none && isMixed(word),
      !isCode(word),
      isStrong || joint != .none && !isTicket(word) || isMixed(word) && hasCapital(word)
    else {
      // `PIN is 471199`.
      if joint != .none, kind == "secret", word.count >= 4,
        word.allSatisfy({ bytes[$0] &- 0x30 < 10 }),
        byte(word.upperBound) <= 0x20 || ".,;)".utf8.contains(byte(word.upperBound))
      {
        addValue(word, kind)
      }
      return
    }
    addValue(word, kind)
  }

  /// Whether a sentence hands the password over: `use password "x"`, `with the new password "x"`.
  private func isGiven(before start: Int) -> Bool {
    let end = runBack(from: start, limit: 3) { $0 == 0x20 }
    let name = runBack(from: end, limit: 24) { Self.isWord($0) }
    let verb = runBack(from: name, limit: 24) { Self.isWord($0) || $0 == 0x20 }
    let text = String(decoding: bytes[verb..<name].map(ASCII.lower), as: UTF8.self)
    return ["use ", "using ", "with ", "new ", "old "].contains { text.hasSuffix($0) }
  }

  /// Several words in quotes behind `passphrase`.
  private func isPhrase(_ inside: Range<Int>, _ place: Int) -> Bool {
    inside.count >= 8 && byte(place) != 0x60 && byte(place - 2) | 0x20 == 0x65
      && inside.contains { bytes[$0] == 0x20 }
  }

  /// Letters and digits, or a sign between them.
  private func isMixed(_ word: Range<Int>) -> Bool {
    word.count >= 6 && word.contains { bytes[$0] &- 0x30 < 10 }
      && word.contains { (bytes[$0] | 0x20) &- 0x61 < 26 }
  }

  private func hasCapital(_ word: Range<Int>) -> Bool {
    word.contains { bytes[$0] &- 0x41 < 26 } && word.contains { bytes[$0] &- 0x61 < 26 }
  }

  /// A time, a number, an address, a path, a ticket: what is said near a password and is none.
  private func isCode(_ word: Range<Int>) -> Bool {
    let isNumber = word.allSatisfy { bytes[$0] &- 0x30 < 10 || ".:-/T+Z%".utf8.contains(bytes[$0]) }
    if isNumber || isTicket(word) || byte(word.lowerBound) == 0x2F { return true }
    return starts("http", at: word.lowerBound) || starts("arn:", at: word.lowerBound)
      || word.contains { bytes[$0] == 0x3D || bytes[$0] == 0x28 } || isUUID(word)
  }

  /// `ORA-28001`, `SEC-1234`, `v2.0.1`.
  private func isTicket(_ word: Range<Int>) -> Bool {
    let letters = run(from: word.lowerBound, limit: 12) { $0 &- 0x41 < 26 || $0 == 0x76 }
    return letters > word.lowerBound
      && (letters..<word.upperBound).allSatisfy {
        bytes[$0] &- 0x30 < 10 || "-.:".utf8.contains(bytes[$0])
      }
  }

  func isUUID(_ word: Range<Int>) -> Bool {
    word.count == 36 && [8, 13, 18, 23].allSatisfy { bytes[word.lowerBound + $0] == 0x2D }
      && word.allSatisfy { SecretRules.CharacterSet.hex.contains(bytes[$0]) || bytes[$0] == 0x2D }
  }

  /// `… from x to y`: the second of two.
  private mutating func takeSecond(after start: Int, _ kind: String) {
    let first = run(from: start, limit: 128) { $0 > 0x20 }
    let joints: [StaticString] = [" to ", " \u{2192} ", " -> ", " => "]
    guard let joint = joints.first(where: { starts($0, at: first) }) else { return }
    let next = first + joint.utf8CodeUnitCount
    let second =
      next..<run(from: next, limit: 128) { $0 > 0x20 && !",;)".utf8.contains($0) }
    if isTelling(second) { addValue(unquoted(second), kind) }
  }

  // MARK: One-time passwords

  private func isOneTime(before name: Range<Int>) -> Bool {
    let text = bytes[max(0, name.lowerBound - 16)..<name.lowerBound].map(ASCII.lower)
    let before = String(decoding: text, as: UTF8.self)
    return SecretVocabulary.oneTimeWords.contains { before.contains($0) }
  }

  /// Base32 behind `TOTP secret`, in groups or in one.
  private mutating func takeSeed(at start: Int) -> Bool {
    let first = run(from: start, limit: 6) { " :`\"'".utf8.contains($0) }
    let end = run(from: first, limit: 128) { byte in
      byte &- 0x41 < 26 || byte &- 0x32 < 6 || byte == 0x20 || byte == 0x3D
    }
    let seed = trimmed(first..<end)
    guard seed.count >= 16, !Self.isWord(byte(seed.upperBound)) else { return false }
    add(seed, "otp-secret")
    return true
  }

  // MARK: SQL and shells

  /// `IDENTIFIED BY 'x'`, `"x"` or `x`.
  private mutating func takeIdentified(at place: Int) {
    let before = runBack(from: place - 2, limit: 4) { $0 == 0x20 }
    // In a sentence something is identified by its name.
    guard
      starts("IDENTIFIED", at: before - 10)
        || isName(before - 10..<before, "identified")
          && lineContains("user", around: place, before: true)
    else { return }
    var value = run(from: place, limit: 8) { $0 == 0x20 }
    if isName(value..<value + 8, "password"), byte(value + 8) == 0x20 { value += 9 }
    if let inside = quoted(at: value) { return addValue(inside, "password") }
    addValue(value..<run(from: value, limit: 256) { $0 > 0x20 && $0 != 0x3B }, "password")
  }

  /// `ConvertTo-SecureString "x"`, `-String 'x'` of PowerShell.
  private mutating func takeSecureString(at place: Int) {
    var value = run(from: place, limit: 8) { $0 == 0x20 }
    if starts("-String ", at: value) { value += 8 }
    guard opensQuote(at: value), byte(value) != 0x60,
      lineContains("ConvertTo", around: place, before: true)
    else { return }
    takeWord(at: value, "password")
  }

  // MARK: Lines

  /// What a command that makes a key prints on the next line.
  mutating func takeGenerated(at start: Int) {
    let commands: [StaticString] = [
      "wg genkey", "wg genpsk", "openssl rand -", "pwgen ", "apg ", "consul keygen",
      "nomad operator gossip",
    ]
    guard commands.contains(where: { starts($0, at: start) }) else { return }
    let end = run(from: start, limit: 128) { $0 != 0x0A }
    let word = end + 1..<run(from: end + 1, limit: 256) { $0 > 0x20 }
    if word.lowerBound < bytes.count, byte(word.upperBound) <= 0x20, byte(word.upperBound) != 0x20,
      isTelling(word), word.count >= 12,
      !word.contains(where: { bytes[$0] == 0x2E || bytes[$0] == 0x3A })
    {
      addValue(word, "secret")
    }
  }

  /// Whether a text stands as a word on the line of a place.
  ///
  /// - Parameters:
  ///   - text: the word.
  ///   - place: a place of the line.
  ///   - before: whether it has to stand before the place.
  /// - Returns: whether it does, within 256 bytes.
  func lineContains(_ text: StaticString, around place: Int, before: Bool = false) -> Bool {
    let start = runBack(from: place, limit: 256) { $0 != 0x0A }
    let length = text.utf8CodeUnitCount
    let end = (before ? place : run(from: place, limit: 256) { $0 != 0x0A }) - length
    let first = text.withUTF8Buffer { $0[0] }
    var index = start
    while index <= end {
      if bytes[index] == first, starts(text, at: index), !Self.isWord(byte(index - 1)),
        !Self.isWord(byte(index + length))
      {
        return true
      }
      index += 1
    }
    return false
  }
}
