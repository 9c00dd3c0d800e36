extension SecretScanner {
  /// Reads around a `:` or `=`: `KEY=value`, `"key": "value"`, `key: value`, `scheme://user:x@host`.
  mutating func takeNamed(at place: Int) {
    if isCovered(place) { return }
    if bytes[place] == 0x3A, starts("://", at: place) { return takeURL(at: place) }
    // `==` compares, and is read where its second half stands; `::` is an operator.
    if byte(place + 1) == bytes[place] {
      guard bytes[place] == 0x3D, isAssignment(place) else { return }
    }
    if byte(place - 1) == bytes[place], bytes[place] == 0x3A { return }
    if bytes[place] == 0x3A, takePassphrase(at: place) || takeSharedKey(at: place) { return }
    guard var name = name(before: place) else { return }
    if byte(place - 1) == 0x29, let noted = noted(before: place - 1) { name = noted }
    let isLong = starts(":=", at: place) || starts("=>", at: place)
    let joint = isLong ? place + 1 : place
    if takeHeader(name, after: joint) { return }
    if isPairName(name) { takePair(name, at: joint) }
    if takeKeySet(name) { return }
    if isSecretName(name) {
      // What is compared is code, unless a text is.
      let value = run(from: joint + 1, limit: 8) { $0 == 0x20 }
      if bytes[place] == 0x3D, byte(place - 1) == 0x3D || byte(place - 1) == 0x21,
        !opensQuote(at: value)
      {
        return
      }
      return takeValue(after: joint, name: name)
    }
    takeDeclared(name, at: place, joint: joint)
  }

  /// The name before a note: `Password (temporary): x`.
  private func noted(before close: Int) -> Range<Int>? {
    let open = runBack(from: close, limit: 40) { isNamePart($0) || $0 == 0x20 }
    guard byte(open - 1) == 0x28, byte(open - 2) == 0x20, let name = word(before: open - 2),
      isSecretName(name)
    else { return nil }
    return name
  }

  /// Whether `DB_PASSWORD==x` is a setting whose value begins with the sign.
  private func isAssignment(_ place: Int) -> Bool {
    guard Self.isWord(byte(place - 1)), byte(place + 2) > 0x20, byte(place + 2) != 0x3D,
      let name = name(before: place)
    else { return false }
    if isEnvironmentLine(name) { return true }
    let value = place + 2..<run(from: place + 2, limit: 256) { $0 > 0x20 }
    return isEnvironmentStart(name) && byte(value.upperBound) == 0x0A && looksRandom(value)
      && name.lowerBound + name.count == place
  }

  /// A name of several words, and one whose type stands between it and its value: `API key: x`,
  /// `password: String = "x"`, `var password string = "x"`, `db.password.primary=x`.
  private mutating func takeDeclared(_ name: Range<Int>, at place: Int, joint: Int) {
    if takeOwned(name, after: joint) { return }
    // The key of a gossip protocol: Base64 of 16, 24 or 32 bytes.
    if isName(name, "encrypt"),
      let inside = quoted(at: run(from: joint + 1, limit: 8) { $0 == 0x20 }),
      inside.count == 24 || inside.count == 32 || inside.count == 44,
      inside.allSatisfy({ SecretRules.CharacterSet.base64.contains(bytes[$0]) }), isTelling(inside)
    {
      return addValue(inside, "secret")
    }
    if isName(name, "user"), byte(name.lowerBound - 1) == 0x2F { return takeShare(name) }
    if let phrase = phrase(endingWith: name) { return takeValue(after: joint, name: phrase) }
    let value = run(from: joint + 1, limit: 8) { $0 == 0x20 || $0 == 0x09 }
    if bytes[place] == 0x3D || byte(joint) == 0x3D, opensQuote(at: value) {
      let gap = runBack(from: name.lowerBound, limit: 8) { " \t:?!".utf8.contains($0) }
      if gap < name.lowerBound, !opensQuote(at: gap - 1), let declared = self.name(before: gap),
        isSecretName(declared),
        !isName(declared, "bearer")
      {
        return takeValue(after: joint, name: declared)
      }
    }
    // `?key=x` of an address.
    if bytes[place] == 0x3D, byte(name.lowerBound - 1) == 0x3F || byte(name.lowerBound - 1) == 0x26,
      SecretVocabulary.queryNames.isWhole(folded(name))
    {
      let end = run(from: joint + 1, limit: 512) { $0 > 0x20 && !"&\"'#<>".utf8.contains($0) }
      let given = joint + 1..<end
      if given.count >= 16, isTelling(given), !isUUID(given) { addValue(given, "token") }
      return
    }
    // Of `db.password.primary` a part in the middle counts, where the value tells.
    guard byte(name.lowerBound - 1) == 0x2E else { return }
    let start = runBack(from: name.lowerBound, limit: 80) { isNamePart($0) }
    let whole = start..<name.upperBound
    guard isSecretName(whole), bytes[place] == 0x3D || byte(joint + 1) == 0x20 else { return }
    // `config/master.key: x`.
    let made = value..<run(from: value, limit: 256) { Self.isWord($0) }
    if isName(name, "key"), made.count >= 24, isTelling(made), byte(made.upperBound) <= 0x20 {
      return addValue(made, kind(of: whole))
    }
    let end = run(from: value, limit: 512) { $0 > 0x20 && !"\"',;".utf8.contains($0) }
    if opensQuote(at: value) || isEnvironmentStart(whole), end > value || opensQuote(at: value),
      !isExpression(value..<end, of: name)
    {
      takeValue(after: joint, name: whole)
    }
  }

  /// A token without a form of its own behind the name of its vendor: `ADAFRUIT_IO=…`.
  private mutating func takeOwned(_ name: Range<Int>, after joint: Int) -> Bool {
    let whole = runBack(from: name.lowerBound, limit: 80) { isNamePart($0) }
    let (folded, starts) = foldedWords(whole..<name.upperBound)
    let owners = SecretRules.shipped.owners
    guard
      ([0] + starts).contains(where: { $0 < folded.count && owners.stands(at: $0, of: folded) }),
      !SecretVocabulary.harmlessEndBytes.contains(where: {
        folded.suffix($0.count).elementsEqual($0)
      })
    else { return false }
    let first = run(from: joint + 1, limit: 16) { " \t=\"'`>".utf8.contains($0) }
    let end = run(from: first, limit: 200) { Self.isWord($0) || $0 == 0x2D || $0 == 0x3D }
    guard end - first >= 14, end - first < 130, looksMade(first..<end) else { return false }
    add(first..<end, "api-key")
    return true
  }

  /// Letters and digits that change too often for words: a token, not `eu-west-1-2026`.
  private func looksMade(_ value: Range<Int>) -> Bool {
    var (changes, isDigit) = (0, false)
    for index in value {
      let next = bytes[index] &- 0x30 < 10
      if next != isDigit { changes += 1 }
      isDigit = next
    }
    return changes >= 5
  }

  // MARK: Names

  /// What may stand between a name and its joint.
  private static let isCloser = table(" \t\"'`*\\])")
  /// What a joint may begin with.
  private static let isOperator = table("!|?+=")

  private static func table(_ bytes: String) -> [Bool] {
    var table = Array(repeating: false, count: 256)
    for byte in bytes.utf8 { table[Int(byte)] = true }
    return table
  }

  /// The name before a joint: up to 64 word characters, joints and dots, quotes and blanks aside.
  func name(before place: Int) -> Range<Int>? {
    var end = place
    // Of `!=`, `||=`, `?=` and `+=` the sign belongs to the joint.
    while end > 0, place - end < 3, Self.isOperator[Int(bytes[end - 1])] { end -= 1 }
    while end > 0, place - end < 64, Self.isCloser[Int(bytes[end - 1])] { end -= 1 }
    // Behind a quoted name the joint may stand on the next line.
    if byte(end - 1) == 0x0A {
      let quote = runBack(from: end, limit: 16) { $0 <= 0x20 }
      if byte(quote - 1) == 0x22 { end = quote - 1 }
    }
    var start = end
    while start > 0, end - start < 80, isNamePart(bytes[start - 1]) { start -= 1 }
    // A difference, an option: `-DB_PASSWORD`, `--password`.
    while start < end, bytes[start] == 0x2D { start += 1 }
    guard start < end, bytes[end - 1] != 0x2D else { return nil }
    // The parts of an ARN, of a path and of a mark from an earlier pass are no names.
    if starts("[redacted:", at: start - 10) { return nil }
    if bytes[place] == 0x3A {
      if byte(start - 1) == 0x3A { return nil }
      // `/password:x` is an option of Windows.
      if byte(start - 1) == 0x2F, byte(start - 2) > 0x20 { return nil }
    }
    // Of `spring.datasource.password` the last part counts.
    if let dot = (start..<end).last(where: { bytes[$0] == 0x2E }) { start = dot + 1 }
    return start < end ? start..<end : nil
  }

  /// `API key`, `Unseal Key 1`, `recovery codes`: a word that is secret by the one before it.
  func phrase(endingWith name: Range<Int>) -> Range<Int>? {
    if isSecretName(name) { return nil }
    var last = name
    if name.allSatisfy({ bytes[$0] &- 0x30 < 10 }), byte(name.lowerBound - 1) == 0x20,
      let before = word(before: name.lowerBound - 1)
    {
      last = before
    }
    let folded = folded(last)
    guard SecretVocabulary.phraseEnds.contains(where: { folded.elementsEqual($0.utf8) }),
      byte(last.lowerBound - 1) == 0x20, let before = word(before: last.lowerBound - 1)
    else { return nil }
    let whole = before.lowerBound..<last.upperBound
    let text = bytes[whole].filter { $0 != 0x20 && $0 != 0x5F && $0 != 0x2D }.map(ASCII.lower)
    return SecretScanner.isSecret(folded: text) ? before.lowerBound..<name.upperBound : nil
  }

  private func word(before place: Int) -> Range<Int>? {
    let start = runBack(from: place, limit: 40) { Self.isWord($0) || $0 == 0x2D }
    return start < place ? start..<place : nil
  }

  func isNamePart(_ byte: UInt8) -> Bool {
    Self.isWord(byte) || byte == 0x2D || byte == 0x2E
  }

  /// The letters and digits of a name in lower case.
  func folded(_ name: Range<Int>) -> [UInt8] { foldedWords(name).name }

  /// The same, and the places where words of it begin: behind a joint, and at `tokenId`'s capital.
  private func foldedWords(_ name: Range<Int>) -> (name: [UInt8], starts: [Int]) {
    var folded: [UInt8] = []
    folded.reserveCapacity(name.count)
    var starts: [Int] = []
    var last: UInt8 = 0x5F
    for index in name {
      let byte = bytes[index]
      defer { last = byte }
      if byte == 0x5F || byte == 0x2D || byte == 0x2E || byte == 0x20 { continue }
      let isJoined = last == 0x5F || last == 0x2D || last == 0x2E || last == 0x20
      if isJoined || byte &- 0x41 < 26 && last &- 0x61 < 26 { starts.append(folded.count) }
      folded.append(ASCII.lower(byte))
    }
    return (folded, starts)
  }

  /// Whether the value of a name is a secret.
  func isSecretName(_ name: Range<Int>) -> Bool {
    guard name.count >= 2 else { return false }
    let (folded, starts) = foldedWords(name)
    return SecretScanner.isSecret(folded: folded, starts: starts)
  }

  /// The same for a name without case and joints, and the places where its words begin.
  static func isSecret(folded name: [UInt8], starts: [Int] = []) -> Bool {
    if SecretVocabulary.wholeIndex.isWhole(name) { return true }
    if name.count >= 4, name.suffix(2).elementsEqual("pw".utf8) { return true }
    // `DB_PASS`; but not `bypass`.
    if name.count >= 4, name.suffix(4).elementsEqual("pass".utf8) {
      return !SecretVocabulary.harmlessPassBytes.contains {
        name.suffix($0.count).elementsEqual($0)
      }
    }
    // `GH_PAT`, `STRIPE_KEY`: words that are short stand as words.
    if let last = starts.last, SecretVocabulary.secretEndWords.isWhole(Array(name[last...])) {
      let isKey = name[last...].elementsEqual("key".utf8)
      let words = zip([0] + starts, starts).map { Array(name[$0.0..<$0.1]) }
      if !isKey || words.contains(where: SecretVocabulary.vendorIndex.isWhole) { return true }
    }
    let isWord = ([0] + starts).contains { place in
      place < name.count && SecretVocabulary.wordIndex.stands(at: place, of: name)
    }
    guard isWord || SecretVocabulary.secretIndex.isPart(of: name),
      !SecretVocabulary.harmlessIndex.isWhole(name)
    else { return false }
    // `TokenId`, `secretArn`, `password_file`; the end is a word of its own, as `min` of
    // `DB_PASSWORD_ADMIN` is not.
    return !SecretVocabulary.harmlessEndBytes.contains { end in
      let rest = name.count - end.count
      guard rest >= 0, name[rest...].elementsEqual(end) else { return false }
      return starts.contains(rest) || SecretVocabulary.secretIndex.isEnd(of: name[..<rest])
    }
  }

  /// What kind a name's value is.
  func kind(of name: Range<Int>) -> String {
    let folded = String(decoding: folded(name), as: UTF8.self)
    let kinds: [(part: StaticString, kind: String)] = [
      ("secretaccesskey", "aws-secret-key"), ("sessiontoken", "aws-session-token"),
      ("securitytoken", "aws-session-token"), ("signature", "signature"),
      ("password", "password"), ("passwd", "password"), ("pwd", "password"), ("token", "token"),
    ]
    if let known = kinds.first(where: { folded.contains(folded: $0.part) }) { return known.kind }
    return folded == "sig"
      ? "signature" : folded.hasSuffix("pass") || folded.hasSuffix("pw") ? "password" : "secret"
  }
}
