/// What stands in the place of a secret and is none: references, marks, words.
extension SecretScanner {
  /// Marks a value unless it is empty, hidden already, a reference, an ARN or a path.
  mutating func addValue(_ value: Range<Int>, _ kind: String) {
    guard !value.isEmpty, !isHarmless(value, kind) else { return }
    add(value, kind)
  }

  func isHarmless(_ value: Range<Int>, _ kind: String = "secret") -> Bool {
    let start = value.lowerBound
    if starts("[redacted:", at: start) || starts("arn:", at: start) { return true }
    if isReference(value) || isPath(value, kind) { return true }
    // `****` and what a tool shows of a key.
    if value.allSatisfy({ "*.•●…x-X#".utf8.contains(bytes[$0]) }) { return true }
    if value.count < 6, !value.contains(where: { Self.isWord(bytes[$0]) || bytes[$0] >= 0x80 }) {
      return true
    }
    if isPlaceholder(value) || kind != "password" && isPlainNote(value, kind) { return true }
    if isLabel(value) { return true }
    // A tick in a table.
    if value.count <= 3, bytes[start] >= 0x80 { return true }
    if value.count > 4, value.prefix(4).allSatisfy({ bytes[$0] == 0x2A }) { return true }
    guard value.count <= 64 else { return false }
    // `secretKey: password` names another one.
    if kind == "secret", byte(start - 1) == 0x20, byte(start - 2) == 0x3A, isSecretName(value),
      value.allSatisfy({ bytes[$0] &- 0x61 < 26 })
    {
      return true
    }
    // In descriptions of an API the value of `input_token` is `NextToken`.
    if SecretVocabulary.harmlessIndex.isWhole(folded(value)) { return true }
    let opening = String(decoding: bytes[value.prefix(24)], as: UTF8.self).lowercased()
    if SecretVocabulary.references.contains(where: { opening.hasPrefix($0) }) { return true }
    guard value.count <= 24 else { return false }
    let word = opening.filter { $0.isLetter || $0.isNumber }
    return SecretVocabulary.harmlessValues.contains(word)
  }

  /// `${VAR}`, `$(cmd)`, `{{ ref }}`, `<placeholder>`, `%VAR%`, `$VAR`.
  private func isReference(_ value: Range<Int>) -> Bool {
    let first = bytes[value.lowerBound]
    let second = value.count > 1 ? bytes[value.lowerBound + 1] : 0
    let last = bytes[value.upperBound - 1]
    switch first {
    case 0x24:
      if second == 0x7B || second == 0x28 { return true }
      let name = value.dropFirst()
      if name.allSatisfy({ bytes[$0] &- 0x41 < 26 || bytes[$0] == 0x5F }) { return true }
      // `$token` of a script; a password may begin with the sign, and is no name of one.
      return name.allSatisfy { bytes[$0] &- 0x61 < 26 || bytes[$0] == 0x5F }
        && isSecretName(name.startIndex..<name.endIndex)
    case 0x7B:
      if second == 0x7B || second == 0x25 { return true }
      // `{name}` of a template.
      return last == 0x7D
        && value.dropFirst().dropLast().allSatisfy { index in
          (bytes[index] | 0x20) &- 0x61 < 26 || "_.()".utf8.contains(bytes[index])
        }
    case 0x3C: return last == 0x3E
    // `#{…}` of Ruby.
    case 0x23: return second == 0x7B && last == 0x7D
    // `@db.password@` of a build, `[FILTERED]` of a log.
    case 0x40, 0x5B:
      guard last == (first == 0x40 ? 0x40 : 0x5D), value.count > 2 else { return false }
      return value.dropFirst().dropLast().allSatisfy { index in
        (bytes[index] | 0x20) &- 0x61 < 26 || "._- ".utf8.contains(bytes[index])
      }
    case 0x25: return last == 0x25 && value.count > 1
    default: return false
    }
  }

  /// `YOUR_API_KEY`, `your-token-here`, `<…>` aside: words that ask for a value.
  private func isPlaceholder(_ value: Range<Int>) -> Bool {
    guard value.count <= 48,
      value.allSatisfy({ (bytes[$0] | 0x20) &- 0x61 < 26 || "_- ".utf8.contains(bytes[$0]) })
    else { return false }
    let start = value.lowerBound
    let isYours = isName(start..<min(start + 4, value.upperBound), "your")
    let next = byte(start + 4)
    if isYours, !(next &- 0x61 < 26) || isSecretName(value) { return next != 0x0A }
    let end = value.upperBound
    return value.count > 6 && isName(end - 4..<end, "here") && "_- ".utf8.contains(byte(end - 5))
  }

  /// What stands behind a name of a token or a key and describes one: a time such as `15m`, the
  /// path of one as `prod/db`, a text of words such as `One-time code`.
  private func isPlainNote(_ value: Range<Int>, _ kind: String) -> Bool {
    let digits = run(from: value.lowerBound, limit: 6) { $0 &- 0x30 < 10 }
    if digits > value.lowerBound, value.upperBound - digits == 1 {
      return "smhdw".utf8.contains(bytes[digits])
    }
    guard value.count <= 64 else { return false }
    let isPath = value.contains { bytes[$0] == 0x2F }
    if isPath {
      return value.allSatisfy { bytes[$0] &- 0x61 < 26 || "/_-".utf8.contains(bytes[$0]) }
    }
    return kind == "token" && follows(0x3A, value) && isTitle(value)
  }

  /// A capital and small letters, and words behind them.
  private func isTitle(_ value: Range<Int>) -> Bool {
    bytes[value.lowerBound] &- 0x41 < 26 && value.count > 2
      && value.dropFirst().allSatisfy { index in
        bytes[index] &- 0x61 < 26 || bytes[index] >= 0x80
          || " -".utf8.contains(bytes[index]) && byte(index + 1) > 0x20
      }
  }

  /// Whether a value is a label of a file of translations, as in `password: Mot de passe oublié ?`.
  ///
  /// In lower case it may be a bad password.
  private func isLabel(_ value: Range<Int>) -> Bool {
    guard value.count <= 64, follows(0x3A, value), !(bytes[value.lowerBound] &- 0x61 < 26),
      !value.contains(where: { bytes[$0] &- 0x30 < 10 })
    else { return false }
    let end = labelEnd(from: value.lowerBound)
    guard let end, end <= value.upperBound else { return false }
    // What follows is a sentence, and no one's choice of signs.
    return value.upperBound == end
      || bytes[end] == 0x20
        && (end..<value.upperBound).allSatisfy { index in
          (bytes[index] | 0x20) &- 0x61 < 26 || bytes[index] >= 0x80
            || " ?!.,'-".utf8.contains(bytes[index])
        }
  }

  /// Whether a joint stands before a value, blanks and quotes aside.
  private func follows(_ joint: UInt8, _ value: Range<Int>) -> Bool {
    let start = runBack(from: value.lowerBound, limit: 32) { " \t\n\"'`".utf8.contains($0) }
    return byte(start - 1) == joint
  }

  /// A path in the place of a secret: the working folder, or a file that holds it.
  private func isPath(_ value: Range<Int>, _ kind: String) -> Bool {
    let first = bytes[value.lowerBound]
    guard first == 0x2F || first == 0x7E else { return false }
    if isWorkingFolder(before: value.lowerBound) { return true }
    guard value.dropFirst().contains(where: { bytes[$0] == 0x2F }) else { return false }
    // A password may look like one, but not like those that there are.
    guard kind == "password" else { return !looksRandom(value) }
    let opening = String(decoding: bytes[value.prefix(12)], as: UTF8.self)
    return SecretVocabulary.folders.contains { opening.hasPrefix($0) }
      || value.suffix(6).contains { bytes[$0] == 0x2E }
  }

  /// Whether `PWD=`, `pwd: ` or the like stands before a value.
  private func isWorkingFolder(before start: Int) -> Bool {
    var end = start
    while end > 0, start - end < 6, " \t:=\"'".utf8.contains(bytes[end - 1]) { end -= 1 }
    guard end >= 3, end < start, isName(end - 3..<end, "pwd") else { return false }
    return !Self.isWord(byte(end - 4)) || end >= 6 && isName(end - 6..<end - 3, "old")
  }
}
