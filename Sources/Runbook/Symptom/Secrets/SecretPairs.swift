extension SecretScanner {
  // MARK: URLs and options

  /// The password of `scheme://user:password@host`.
  mutating func takeURL(at place: Int) {
    let start = place + (byte(place + 1) == 0x5C ? 5 : 3)
    var scheme = place
    while scheme > 0, place - scheme < 32, isSchemePart(bytes[scheme - 1]) { scheme -= 1 }
    // Within `"…"` a `'` is a part of the password.
    let apostrophe: UInt8 = byte(scheme - 1) == 0x22 ? 0x22 : 0x27
    let end = run(from: start, limit: 1024) { byte in
      byte > 0x20 && byte != apostrophe && !"/?#\"<>`\\,".utf8.contains(byte)
    }
    guard let at = (start..<end).last(where: { bytes[$0] == 0x40 }) else {
      return takeRawPassword(from: start, to: end, apostrophe)
    }
    guard let colon = colon(in: start..<at) else {
      // A key in the place of a user, as in Sentry's addresses.
      let isKey = at - start >= 20 && (start..<at).allSatisfy { Self.isWord(bytes[$0]) }
      if isKey, isTelling(start..<at) { addValue(start..<at, "url-password") }
      return
    }
    addValue(colon + 1..<at, "url-password")
  }

  /// A password that nobody escaped: `postgres://app:pa/ss@db`; `host:8080/a@2x.png` has a port.
  private mutating func takeRawPassword(from start: Int, to end: Int, _ apostrophe: UInt8) {
    guard byte(start) != 0x5B, let colon = colon(in: start..<end), colon > start else { return }
    let port = run(from: colon + 1, limit: 6) { $0 &- 0x30 < 10 }
    if port > colon + 1, port == end { return }
    let limit = run(from: end, limit: 256) { $0 > 0x20 && $0 != apostrophe && $0 != 0x22 }
    guard let at = (end..<limit).last(where: { bytes[$0] == 0x40 }), Self.isWord(byte(at + 1))
    else { return }
    addValue(colon + 1..<at, "url-password")
  }

  private func isSchemePart(_ byte: UInt8) -> Bool {
    Self.isWord(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E
  }

  /// `--password x`, `--token=x`; `--user name:x` as curl has it.
  mutating func takeOption(at start: Int) {
    let end = run(from: start + 2, limit: 64) { Self.isWord($0) || $0 == 0x2D }
    let name = start + 2..<end
    // With `=` it is read like any other name.
    guard !name.isEmpty else { return }
    // The words of a command as a list: `"--db-password", "x"`.
    if byte(end) == 0x22 || byte(end) == 0x27, isSecretName(name) {
      let next = run(from: end + 1, limit: 80) { $0 == 0x2C || $0 <= 0x20 }
      if next > end + 1, byte(next) == byte(end) { takeWord(at: next, "secret") }
      return
    }
    takePipedPassword(name, before: start)
    if byte(end) == 0x3D, isName(name, "from-literal") {
      let joint = run(from: end + 1, limit: 128) { $0 != 0x3D && $0 > 0x20 }
      if byte(joint) == 0x3D { takeWord(at: joint + 1, "secret") }
      return
    }
    let isUser = isName(name, "user") || isName(name, "proxy-user")
    if isUser, byte(end) == 0x3D || byte(end) == 0x20 { return takeUserOption(at: end + 1) }
    guard byte(end) == 0x20, byte(end + 1) != 0x2D else { return }
    // `aws ssm put-parameter --type SecureString --value x`.
    let isParameter = isName(name, "value") && lineContains("SecureString", around: start)
    guard isParameter || isSecretName(name) else { return }
    // `run --secrets without rights` is a sentence.
    let isPlural = byte(end - 1) | 0x20 == 0x73
    let word = end + 1..<run(from: end + 1) { $0 > 0x20 }
    let isSentence = ["is ", "was ", "and ", "or ", "in ", "to ", "not ", "for ", "on "]
      .contains { starts($0, at: end + 1) }
    guard !isSentence, !isPlural || isTelling(word) else { return }
    takeWord(at: end + 1, "secret")
  }

  /// `echo x | docker login --password-stdin`.
  private mutating func takePipedPassword(_ name: Range<Int>, before start: Int) {
    guard isName(name, "password-stdin") else { return }
    var line = start
    while line > 0, start - line < 1024, bytes[line - 1] != 0x0A { line -= 1 }
    guard let echo = (line..<start).first(where: { self.starts("echo ", at: $0) }) else { return }
    takeWord(at: starts("-n ", at: echo + 5) ? echo + 8 : echo + 5, "password")
  }

  /// `-storepass x`, as tools of Java and Windows have it.
  mutating func takeSingleDash(at start: Int) {
    let end = run(from: start + 1, limit: 64) { Self.isWord($0) || $0 == 0x2D }
    guard end - start > 4, byte(end) == 0x20, byte(end + 1) != 0x2D,
      isSecretName(start + 1..<end)
    else { return }
    takeWord(at: end + 1, "secret")
  }

  mutating func takeUserOption(at start: Int) {
    let first = byte(start) == 0x22 || byte(start) == 0x27 ? start + 1 : start
    let end = run(from: first) { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 }
    guard let colon = colon(in: first..<end), colon + 1 < end else { return }
    // `-u 1000:1000` is a user and a group.
    guard !(first..<end).allSatisfy({ bytes[$0] &- 0x30 < 10 || bytes[$0] == 0x3A }) else { return }
    // `date -u +%H:%M` has a form of time there.
    guard (first..<colon).allSatisfy({ Self.isWord(bytes[$0]) || "@.-".utf8.contains(bytes[$0]) })
    else { return }
    // `docker run -u app:app` names a user and a group.
    guard !bytes[first..<colon].elementsEqual(bytes[colon + 1..<end]) else { return }
    addValue(colon + 1..<end, "password")
  }

  mutating func takeWord(at start: Int, _ kind: String) {
    let quote = byte(start)
    if quote == 0x22 || quote == 0x27 {
      let end = run(from: start + 1) { $0 != quote && $0 != 0x0A }
      return addValue(start + 1..<end, kind)
    }
    addValue(start..<run(from: start) { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 }, kind)
  }

  // MARK: Headers

  /// Marks the whole value of an `Authorization` or `Cookie` header; false where it is none.
  mutating func takeHeader(_ name: Range<Int>, after place: Int) -> Bool {
    let kind: String
    switch name.count {
    case 13 where isName(name, "authorization"), 19 where isName(name, "proxy-authorization"):
      kind = "authorization"
    case 6 where isName(name, "cookie"), 10 where isName(name, "set-cookie"): kind = "cookie"
    default: return false
    }
    var start = place + 1
    while byte(start) == 0x20 { start += 1 }
    // In JSON the value is a text of its own; the header may also be quoted as a whole.
    let opener = byte(start) == 0x5C ? byte(start + 1) : byte(start)
    let isQuoted = opener == 0x22 || opener == 0x27
    if isQuoted { start += byte(start) == 0x5C ? 2 : 1 }
    let closer = isQuoted ? opener : byte(name.lowerBound - 1)
    let isClosed = closer == 0x22 || closer == 0x27
    var end = run(from: start) { byte in
      byte != 0x0A && byte != 0x0D && !(isClosed && byte == closer)
    }
    while end > start, byte(end - 1) == 0x20 || byte(end - 1) == 0x5C { end -= 1 }
    let first = bytes[min(start, bytes.count - 1)]
    // An object or a list of them is read further inside.
    guard start < end, first != 0x7B, first != 0x5B else { return true }
    // `Bearer <token>` and `Bearer $TOKEN` hold none.
    let word = (start..<end).last { bytes[$0] == 0x20 }
    if kind == "authorization", let word, isHarmless(word + 1..<end) { return true }
    if kind == "authorization", !isQuoted, isProse(start..<end) { return true }
    addValue(start..<end, kind)
    return true
  }

  /// Whether words follow, as in `may require authorization: server message`, and not a scheme with
  /// what it carries.
  private func isProse(_ value: Range<Int>) -> Bool {
    // The first words tell; what stands further on in the line may be anything.
    let words = bytes[value].split(separator: 0x20, maxSplits: 3).prefix(3)
    guard words.count > 1, let first = words.first, !Self.schemes.contains(Array(first)) else {
      return false
    }
    func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || ",;:.".utf8.contains(byte) }
    return first.allSatisfy(isLower)
      && words.allSatisfy { word in
        word.count < 16 || word.allSatisfy { isLower($0) || $0 == 0x5F || $0 == 0x2D }
      }
  }

  // The schemes of RFC 9110's registry that carry a secret, and those of common services.
  private static let schemes: Set<[UInt8]> = Set(
    [
      "basic", "bearer", "digest", "negotiate", "ntlm", "token", "apikey", "hoba", "dpop", "gnap",
      "privatetoken", "scram-sha-1", "scram-sha-256", "key", "splunk", "oauth", "signature",
    ].map { Array($0.utf8) })

  func isName(_ range: Range<Int>, _ name: StaticString) -> Bool {
    name.withUTF8Buffer { name in
      range.count == name.count
        && range.indices.allSatisfy { index in
          let byte = bytes[index]
          return (byte &- 0x41 < 26 ? byte | 0x20 : byte) == name[index - range.lowerBound]
        }
    }
  }

  // MARK: Pairs of name and value

  /// Whether this is the `name` or `key` of a pair, or the `type` of a parameter.
  func isPairName(_ name: Range<Int>) -> Bool {
    switch name.count {
    case 3: isName(name, "key")
    case 4: isName(name, "name") || isName(name, "type")
    case 12: isName(name, "parameterkey")
    default: false
    }
  }

  /// Marks the value beside a secret name: `{"name": "DB_PASSWORD", "value": "x"}`, also in YAML and
  /// on two lines, and that of a `SecureString`.
  mutating func takePair(_ key: Range<Int>, at place: Int) {
    var start = place + 1
    while byte(start) == 0x20 { start += 1 }
    while "\"'\\".utf8.contains(byte(start)), start < bytes.count { start += 1 }
    let end = run(from: start, limit: 200) { Self.isWord($0) || "-./:".utf8.contains($0) }
    let given = start..<end
    guard !given.isEmpty else { return }
    if isName(key, "type") {
      guard isName(given, "securestring") else { return }
    } else {
      let folded = bytes[given].filter { Self.isWord($0) && $0 != 0x5F }.map(ASCII.lower)
      guard SecretScanner.isSecret(folded: folded) else { return }
    }
    takeNeighbour(of: key)
  }

  /// Finds `value` in the same braces, or in the lines beside where there are none.
  private mutating func takeNeighbour(of key: Range<Int>) {
    var first = key.lowerBound
    while first > 0, key.lowerBound - first < 4096, bytes[first - 1] != 0x7B,
      bytes[first - 1] != 0x7D
    {
      first -= 1
    }
    guard first == 0 || bytes[first - 1] != 0x7B else {
      // Bounded, and not into the next braces: a text full of names must not cost its square.
      let last = run(from: key.upperBound, limit: 4096) { $0 != 0x7D && $0 != 0x7B }
      if !takeValue(in: key.upperBound..<last) { _ = takeValue(in: first..<key.lowerBound) }
      return
    }
    // The rest of this line and the next one, else this line and the one before; not those of
    // another item of a list, and not further than a line of settings is long.
    var line = key.lowerBound
    while line > 0, key.lowerBound - line < 1024, bytes[line - 1] != 0x0A { line -= 1 }
    var end = run(from: key.upperBound, limit: 1024) { $0 != 0x0A }
    if end < bytes.count, !isItem(end + 1) { end = run(from: end + 1, limit: 1024) { $0 != 0x0A } }
    if takeValue(in: key.upperBound..<end) { return }
    if !isItem(line), line > 0 {
      line -= 1
      while line > 0, key.lowerBound - line < 2048, bytes[line - 1] != 0x0A { line -= 1 }
    }
    _ = takeValue(in: line..<key.lowerBound)
  }

  /// Whether a line begins an item of a list.
  private func isItem(_ line: Int) -> Bool {
    let first = run(from: line) { $0 == 0x20 }
    return byte(first) == 0x2D && byte(first + 1) == 0x20
  }

  /// Marks the first `value` of a range.
  ///
  /// - Returns: whether there was one.
  private mutating func takeValue(in range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index + 5 < range.upperBound {
      defer { index += 1 }
      let length = byte(index + 3) == 0x22 ? 3 : 5
      guard (bytes[index] | 0x20) == 0x76,
        isName(index..<(index + 5), "value") || length == 3 && isName(index..<(index + 3), "val"),
        !Self.isWord(byte(index + length)),
        !Self.isWord(byte(index - 1)) || index >= 9 && isName(index - 9..<index, "parameter")
      else { continue }
      var joint = index + length
      while joint < range.upperBound, "\"'\\ ".utf8.contains(byte(joint)) { joint += 1 }
      guard byte(joint) == 0x3A || byte(joint) == 0x3D else { continue }
      takePairValue(after: joint)
      return true
    }
    return false
  }

  private mutating func takePairValue(after joint: Int) {
    var start = joint + 1
    while byte(start) == 0x20 { start += 1 }
    let isEscaped = byte(start) == 0x5C
    let quote = byte(isEscaped ? start + 1 : start)
    guard quote == 0x22 || quote == 0x27 else {
      let end = run(from: start) { $0 != 0x0A && $0 != 0x2C && $0 != 0x7D && $0 != 0x0D }
      return addValue(start..<end, "secret")
    }
    start += isEscaped ? 2 : 1
    var end = start
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == 0x5C {
        if isEscaped, byte(end + 1) == quote { break }
        end += 2
      } else if bytes[end] == quote {
        break
      } else {
        end += 1
      }
    }
    addValue(start..<min(end, bytes.count), "secret")
  }
}
