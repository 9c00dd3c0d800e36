/// Names of secrets as people write them in other languages than English.
extension SecretScanner {
  /// Labels, each as it is, with a capital and in capitals; what follows, behind a joint, is the secret.
  static let labels: [[UInt8]] = {
    let words = SecretVocabulary.labels
    let all = words.flatMap { word in
      Set([word, word.prefix(1).uppercased() + word.dropFirst(), word.uppercased()])
    }
    return all.map { Array($0.utf8) }.sorted { $0.count > $1.count }
  }()

  private static let ambiguous = Set(
    SecretVocabulary.ambiguousLabels.flatMap { word in
      [word, word.prefix(1).uppercased() + word.dropFirst(), word.uppercased()].map {
        Array($0.utf8)
      }
    })

  /// The labels by their first byte.
  private static let labelTable: [[[UInt8]]] = {
    var table = Array(repeating: [[UInt8]](), count: 256)
    for label in labels { if let first = label.first { table[Int(first)].append(label) } }
    return table
  }()

  /// The first bytes of labels.
  static let labelStarts: [Bool] = labelTable.map { !$0.isEmpty }

  /// Where a label in any language ends that begins at a place, if one does.
  func labelEnd(from start: Int) -> Int? {
    let english: [StaticString] = ["Password", "Passphrase", "Passcode"]
    if let word = english.first(where: { starts($0, at: start) }) {
      return start + word.utf8CodeUnitCount
    }
    return label(at: start).map { start + $0.count }
  }

  private func label(at start: Int) -> [UInt8]? {
    Self.labelTable[Int(bytes[start])].first { label in
      start + label.count <= bytes.count
        && label.indices.allSatisfy { bytes[start + $0] == label[$0] }
    }
  }

  /// `パスワード：x`, `Passwort: x`, `пароль = x`, `la contraseña es x`.
  mutating func takeLabel(at start: Int) {
    guard !isCovered(start), let label = label(at: start) else { return }
    let end = start + label.count
    // A word goes on: `claves`; but not in scripts without blanks.
    if label[0] < 0xE0, Self.isWord(byte(end)) || byte(end) >= 0xC3 && byte(end) < 0xE0 { return }
    takeFar(from: end, "password")
    guard let (place, isSure) = labelJoint(from: end) else { return }
    var first = run(from: place, limit: 8) { "*`\"' \t".utf8.contains($0) }
    for open in ["「", "『", "“", "«", "【"] as [StaticString] where starts(open, at: first) {
      first += open.utf8CodeUnitCount
      first = blanks(from: first)
    }
    var last = first
    while last < bytes.count, last - first < 512, bytes[last] > 0x20, !closes(at: last) {
      last += 1
    }
    // The copula behind a value: `xです`.
    while last > first + 6, isParticle(endingAt: last) { last -= 3 }
    let value = first..<last
    let isPlain = value.allSatisfy { bytes[$0] < 0x80 }
    guard !value.isEmpty, isSure && !Self.ambiguous.contains(label) || isTelling(value) && isPlain
    else { return }
    addValue(value, "password")
    // `Zugangsdaten: admin / x`.
    if starts(" / ", at: last) {
      let next = last + 3..<run(from: last + 3, limit: 128) { $0 > 0x20 && !",;".utf8.contains($0) }
      addValue(next, "password")
    }
  }

  /// What joins a label and its value: a colon or `=` some words on, a verb, or a blank.
  ///
  /// - Returns: where the value begins, and whether any word may be it.
  private func labelJoint(from end: Int) -> (Int, isSure: Bool)? {
    let place = blanks(from: run(from: blanks(from: end), limit: 3) { "*`\"'".utf8.contains($0) })
    if isJoint(place) { return (blanks(from: place + (bytes[place] < 0x80 ? 1 : 3)), true) }
    for verb in SecretVocabulary.labelVerbs where starts(verb, at: place) {
      var value = blanks(from: place + verb.utf8CodeUnitCount)
      if isJoint(value) { value = blanks(from: value + (bytes[value] < 0x80 ? 1 : 3)) }
      return (value, false)
    }
    for open in ["「", "『", "“", "«"] as [StaticString] where starts(open, at: place) {
      return (place, false)
    }
    // `пароль от базы: x`, `clave de API: x`.
    let joint = run(from: place, limit: 32) {
      $0 >= 0x80 || Self.isWord($0) || " -'".utf8.contains($0)
    }
    if isJoint(joint), joint > place { return (blanks(from: joint + 1), false) }
    return place > end ? (place, false) : nil
  }

  private func isJoint(_ place: Int) -> Bool {
    let byte = byte(place)
    return byte == 0x3A || byte == 0x3D || starts("\u{FF1A}", at: place)
      || starts("\u{FF1D}", at: place)
  }

  private func isParticle(endingAt end: Int) -> Bool {
    let particles: [StaticString] = ["で", "す", "だ", "に", "を", "の"]
    return particles.contains { starts($0, at: end - 3) }
      && (bytes[end - 4] < 0x80 || starts("で", at: end - 6))
  }

  /// Behind blanks of any width.
  private func blanks(from start: Int) -> Int {
    var place = start
    while true {
      if byte(place) == 0x20 || byte(place) == 0x09 {
        place += 1
      } else if starts("\u{A0}", at: place) {
        place += 2
      } else if starts("\u{3000}", at: place) {
        place += 3
      } else {
        return place
      }
    }
  }

  private func closes(at place: Int) -> Bool {
    if "\"'`,;|<>".utf8.contains(bytes[place]) { return true }
    guard bytes[place] >= 0xC2 else { return false }
    let marks: [StaticString] = [
      "、", "。", "」", "』", "”", "»", "，", "；", "）", "】", "\u{3000}", "\u{A0}",
    ]
    return marks.contains { starts($0, at: place) }
  }
}
