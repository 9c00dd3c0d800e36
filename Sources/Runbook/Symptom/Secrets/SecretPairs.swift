extension SecretScanner {
  // MARK: URLs

  /// The password of `scheme://user:password@host`.
  mutating func takeURL(at place: Int) {
    let start = place + 3
    let scheme = runBack(from: place, limit: 32) { isSchemePart($0) }
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
    // `user:password@host` stands for one.
    let isExample =
      ["user", "username"].contains { bytes[start..<colon].elementsEqual($0.utf8) }
      && ["password", "pass"].contains { bytes[colon + 1..<at].elementsEqual($0.utf8) }
    if !isExample { addValue(colon + 1..<at, "url-password") }
  }

  /// A password that nobody escaped: `postgres://app:pa/ss@db`; `host:8080/a@2x.png` has a port.
  private mutating func takeRawPassword(from start: Int, to end: Int, _ apostrophe: UInt8) {
    guard byte(start) != 0x5B, let colon = colon(in: start..<end), colon > start else { return }
    let port = run(from: colon + 1, limit: 6) { $0 &- 0x30 < 10 }
    if port > colon + 1, port == end { return }
    let isQuoted = opensQuote(at: runBack(from: start - 3, limit: 32) { isSchemePart($0) } - 1)
    let limit = run(from: end, limit: 128) { byte in
      byte > 0x1F && byte != apostrophe && !(isQuoted && byte == 0x22)
    }
    // Behind a blank only what goes on as an address belongs to it.
    guard let at = (end..<limit).last(where: { bytes[$0] == 0x40 && Self.isWord(byte($0 + 1)) })
    else {
      return
    }
    let host = run(from: at + 1, limit: 256) { isNamePart($0) }
    let isAddress = byte(host) == 0x3A || byte(host) == 0x2F
    let blanks = (end..<at).count { bytes[$0] == 0x20 }
    guard
      blanks == 0
        || blanks < 3 && isAddress && !(end..<at).contains(where: { starts("://", at: $0) })
    else { return }
    addValue(colon + 1..<at, "url-password")
  }

  private func isSchemePart(_ byte: UInt8) -> Bool {
    Self.isWord(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E
  }

  /// `user:password@tcp(host)` as Go's database drivers write it.
  mutating func takeDriverPassword(at place: Int) {
    if takeOraclePassword(before: place) { return }
    guard starts("@tcp(", at: place) || starts("@unix(", at: place) else { return }
    let start = runBack(from: place, limit: 256) { !" \"'=\n".utf8.contains($0) }
    guard let colon = colon(in: start..<place) else { return }
    addValue(colon + 1..<place, "url-password")
  }

  /// The first colon between a user and a password; that of a mark left by an earlier pass is none.
  func colon(in range: Range<Int>) -> Int? {
    range.first { bytes[$0] == 0x3A && !starts("[redacted:", at: $0 - 9) }
  }

  /// `sqlplus app/x@db`, `jdbc:oracle:thin:app/x@db`, `app/x@//db:1521/name`.
  private mutating func takeOraclePassword(before place: Int) -> Bool {
    let tools: [StaticString] = ["sqlplus", "thin", "impdp", "expdp", "sqlldr", "rman"]
    let start = runBack(from: place, limit: 128) { $0 > 0x20 && $0 != 0x2F }
    guard start > 1, start < place, bytes[start - 1] == 0x2F, Self.isWord(bytes[start - 2]) else {
      return false
    }
    let user = runBack(from: start - 1, limit: 64) { Self.isWord($0) }
    let isAddress = starts("@//", at: place) && (byte(user - 1) <= 0x20 || opensQuote(at: user - 1))
    guard isAddress || tools.contains(where: { lineContains($0, around: start, before: true) })
    else {
      return false
    }
    addValue(start..<place, "url-password")
    return true
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
    var start = run(from: place + 1, limit: 64) { $0 == 0x20 }
    // What is quoted here is quoted once more in the layer below.
    if byte(name.upperBound) == 0x5C { return true }
    // `authorization=[Bearer x]`, and a list of cookies.
    let isList = byte(start) == 0x5B && !starts("[redacted:", at: start)
    if isList { start = run(from: start + 1, limit: 16) { $0 <= 0x20 } }
    // In JSON the value is a text of its own; the header may also be quoted as a whole.
    let opener = byte(start)
    let isQuoted = opener == 0x22 || opener == 0x27
    if isList, isQuoted {
      while let inside = quoted(at: start), opensQuote(at: start) {
        addValue(inside, kind)
        start = run(from: inside.upperBound + 1, limit: 16) { $0 <= 0x20 || $0 == 0x2C }
      }
      return true
    }
    if isQuoted { start += 1 }
    let closer = isQuoted ? opener : isList ? 0x5D : byte(name.lowerBound - 1)
    let isClosed = isList || closer == 0x22 || closer == 0x27
    var end = run(from: start) { byte in
      byte != 0x0A && byte != 0x0D && byte != 0x5C && !(isClosed && byte == closer)
    }
    while end > start, byte(end - 1) == 0x20 { end -= 1 }
    let first = bytes[min(start, bytes.count - 1)]
    // An object or a list of them is read further inside.
    guard start < end, first != 0x7B, first != 0x5B else { return true }
    // `Bearer <token>`, `Bearer $TOKEN` and `Bearer $(oc whoami -t)` hold none.
    if kind == "authorization" {
      let blanks = (start..<end).filter { bytes[$0] == 0x20 }
      let words = [blanks.first, blanks.last].compactMap { $0 }
      if words.contains(where: { isHarmless($0 + 1..<end) }) { return true }
    }
    if kind == "authorization", !isQuoted, isProse(start..<end) { return true }
    if !isQuoted, isExpression(start..<end, of: name) || byte(name.upperBound + 1) == 0x5D {
      return true
    }
    if kind == "cookie", isPreference(start..<end, isSet: name.count > 6) { return true }
    addValue(start..<end, kind)
    return true
  }

  /// Whether cookies hold nothing but a choice, as `theme=dark; lang=de` does, or a mark; behind
  /// `Set-Cookie` attributes follow the first one.
  private func isPreference(_ value: Range<Int>, isSet: Bool) -> Bool {
    guard value.count <= 256 else { return false }
    let pairs = value.split { bytes[$0] == 0x3B }
    return pairs.prefix(isSet ? 1 : 32).allSatisfy { pair in
      let pair = trimmed(pair.startIndex..<pair.endIndex)
      guard let joint = pair.first(where: { bytes[$0] == 0x3D }), joint + 1 < pair.upperBound else {
        return false
      }
      let (name, choice) = (folded(pair.lowerBound..<joint), joint + 1..<pair.upperBound)
      if isHarmless(choice, "cookie") { return true }
      let text = String(decoding: name, as: UTF8.self)
      guard
        !["sess", "sid", "auth", "tok", "csrf", "id", "user", "pass", "key"].contains(where: {
          text.contains(folded: $0)
        })
      else { return false }
      let isNumber = choice.count < 4 && choice.allSatisfy { bytes[$0] &- 0x30 < 10 }
      return isNumber
        || choice.count < 13
          && choice.allSatisfy { (bytes[$0] | 0x20) &- 0x61 < 26 || bytes[$0] == 0x2D }
          && choice.count { bytes[$0] &- 0x41 < 26 } < 3
    } && pairs.count < 32
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
    name.count <= 12 && SecretVocabulary.pairNames.isWhole(folded(name))
  }

  /// Marks the value beside a secret name: `{"name": "DB_PASSWORD", "value": "x"}`, also in YAML and
  /// on two lines, that of a `SecureString`, of a made password in a state of Terraform, and of what
  /// is marked as sensitive.
  mutating func takePair(_ key: Range<Int>, at place: Int) {
    var start = run(from: place + 1, limit: 64) { $0 == 0x20 }
    if opensQuote(at: start) { start += 1 }
    let end = run(from: start, limit: 200) { isNamePart($0) || $0 == 0x2F || $0 == 0x3A }
    let given = start..<end
    guard !given.isEmpty else { return }
    var keys = SecretVocabulary.valueKeys
    if isName(key, "type") {
      let isMade = isName(given, "random_password") || isName(given, "random_string")
      guard isName(given, "securestring") || isMade || isName(given, "password") else { return }
      if isMade { return takeMade(after: key) }
    } else if isName(key, "sensitive") {
      guard isName(given, "true") else { return }
      keys = SecretVocabulary.valueKeys
    } else {
      let last = given.last { bytes[$0] == 0x2F || bytes[$0] == 0x2E || bytes[$0] == 0x3A }
      guard isSecretName((last.map { $0 + 1 } ?? start)..<end) || isSecretHeader(given) else {
        return
      }
      if bytes[place] == 0x3D, isName(key, "name"), lineContains("form-data", around: place),
        takePart(after: end)
      {
        return
      }
    }
    takeNeighbour(of: key, keys)
  }

  private func isSecretHeader(_ name: Range<Int>) -> Bool {
    isName(name, "authorization") || isName(name, "cookie") || isName(name, "set-cookie")
  }

  /// The `result` of a password that Terraform made, some way behind its type.
  private mutating func takeMade(after key: Range<Int>) {
    guard key.upperBound >= objectsEnd else { return }
    let end = run(from: key.upperBound, limit: 4096) { $0 != 0x5D }
    var place = key.upperBound
    while place < end {
      if bytes[place] == 0x3A, let name = name(before: place),
        ["result", "bcrypt_hash"].contains(where: { bytes[name].elementsEqual($0.utf8) }),
        let inside = quoted(at: run(from: place + 1, limit: 8) { $0 == 0x20 })
      {
        addValue(inside, "password")
      }
      place += 1
    }
    objectsEnd = end
  }

  /// Finds `value` in the same braces, or in the lines beside where there are none.
  private mutating func takeNeighbour(of key: Range<Int>, _ keys: SecretVocabulary.Index) {
    let first = runBack(from: key.lowerBound, limit: 2048) {
      $0 != 0x7B && $0 != 0x7D && $0 != 0x3C
    }
    // The attributes of a tag end with it.
    if byte(first - 1) == 0x3C {
      let last = run(from: key.upperBound, limit: 1024) { $0 != 0x3E && $0 != 0x3C }
      if !takeValue(in: key.upperBound..<last, keys) {
        _ = takeValue(in: first..<key.lowerBound, keys)
      }
      return
    }
    guard first == 0 || bytes[first - 1] != 0x7B else {
      // Bounded, and not into the next braces: a text full of names must not cost its square.
      let last = run(from: key.upperBound, limit: 2048) { $0 != 0x7D && $0 != 0x7B }
      if !takeValue(in: key.upperBound..<last, keys) {
        _ = takeValue(in: first..<key.lowerBound, keys)
      }
      return
    }
    // The rest of this line and the next one, else this line and the one before; not those of
    // another item of a list, and not further than a line of settings is long.
    var line = runBack(from: key.lowerBound, limit: 256) { $0 != 0x0A }
    var end = run(from: key.upperBound, limit: 256) { $0 != 0x0A }
    if byte(end) == 0x0A, end < bytes.count, !isItem(end + 1) {
      end = run(from: end + 1, limit: 256) { $0 != 0x0A }
    }
    if takeValue(in: key.upperBound..<end, keys) { return }
    if !isItem(line), line > 0 { line = lineStart(of: line - 1) }
    _ = takeValue(in: line..<key.lowerBound, keys)
  }

  /// Whether a line begins an item of a list.
  private func isItem(_ line: Int) -> Bool {
    let first = run(from: line) { $0 == 0x20 }
    return byte(first) == 0x2D && byte(first + 1) == 0x20
  }

  /// Marks the first value of a range; what was searched in vain is not searched again.
  ///
  /// - Returns: whether there was one.
  private mutating func takeValue(in range: Range<Int>, _ keys: SecretVocabulary.Index) -> Bool {
    guard range.overlaps(searched) else {
      if takeNewValue(in: range, keys) { return true }
      searched = range
      return false
    }
    let before = range.lowerBound..<max(range.lowerBound, searched.lowerBound)
    let behind = min(range.upperBound, searched.upperBound)..<range.upperBound
    if takeNewValue(in: before, keys) || takeNewValue(in: behind, keys) { return true }
    searched =
      min(range.lowerBound, searched.lowerBound)..<max(range.upperBound, searched.upperBound)
    return false
  }

  private mutating func takeNewValue(
    in range: Range<Int>, _ keys: SecretVocabulary.Index
  ) -> Bool {
    for joint in range where bytes[joint] == 0x3A || bytes[joint] == 0x3D {
      guard let name = name(before: joint), name.lowerBound >= range.lowerBound, name.count < 16,
        keys.isWhole(folded(name))
      else { continue }
      let start = run(from: joint + 1, limit: 64) { $0 == 0x20 || $0 == 0x0A }
      if byte(start) == 0x5C || byte(start) == 0x7B { return true }
      if byte(start) == 0x5B {
        let item = run(from: start + 1, limit: 64) { $0 <= 0x20 }
        if let inside = quoted(at: item) { addValue(inside, "secret") }
        return true
      }
      if let inside = quoted(at: start) {
        addValue(inside, "secret")
      } else {
        let end = run(from: start) {
          $0 != 0x0A && $0 != 0x2C && $0 != 0x7D && $0 != 0x0D && $0 != 0x3E
        }
        let value = trimmed(start..<end)
        if !value.isEmpty, !isExpression(value, of: name) { addValue(value, "secret") }
      }
      return true
    }
    return false
  }
}
