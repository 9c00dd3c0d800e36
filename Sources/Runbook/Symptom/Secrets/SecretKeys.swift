/// Private keys: between their two lines, cut off at either end, or known by how their bytes begin.
extension SecretScanner {
  /// A private key between its two lines, whatever a log or a quotation puts around each line; one
  /// that was cut off, as far as its Base64 goes.
  mutating func takePrivateKey(at start: Int) {
    let dashes = run(from: start, limit: 8) { $0 == 0x2D }
    let first = run(from: dashes, limit: 2) { $0 == 0x20 }
    if starts("END ", at: first) { return takeHeadless(endingAt: start, label: first + 4) }
    guard starts("BEGIN ", at: first) else { return }
    let head = run(from: first + 6, limit: 60) { $0 != 0x2D && $0 != 0x0A && $0 != 0x5C }
    guard isKeyLabel(first + 6..<head), start >= keyEnd else { return }
    let limit = min(bytes.count, start + 65536)
    var place = head
    while place < limit {
      if bytes[place] == 0x2D, starts("---- END ", at: place) || starts("-----END ", at: place) {
        let label = run(from: place, limit: 6) { $0 == 0x2D || $0 == 0x20 } + 4
        let end = run(from: label, limit: 60) { $0 != 0x2D && $0 != 0x0A && $0 != 0x5C }
        if isKeyLabel(label..<end) {
          keyEnd = end
          return add(start..<run(from: end, limit: 5) { $0 == 0x2D }, "private-key")
        }
      }
      place += 1
    }
    takeBody(from: run(from: head, limit: 5) { $0 == 0x2D })
    keyEnd = max(keyEnd, limit)
  }

  private func isKeyLabel(_ label: Range<Int>) -> Bool {
    let text = String(decoding: bytes[label], as: UTF8.self)
    return text.contains(folded: "private key") || text.contains(folded: "static key")
  }

  /// The lines of Base64 before the last line of a key whose first one is missing.
  private mutating func takeHeadless(endingAt end: Int, label: Int) {
    let stop = run(from: label, limit: 60) { $0 != 0x2D && $0 != 0x0A }
    guard isKeyLabel(label..<stop) else { return }
    var line = lineStart(of: end)
    for _ in 0..<200 where line > keyEnd {
      let before = lineStart(of: line - 1)
      let words = base64Words(in: before..<line - 1)
      // The last line may be short.
      let isShort =
        line == lineStart(of: end) && line - before < 80 && before + 1 < line
        && (before..<line - 1).allSatisfy {
          SecretRules.CharacterSet.base64.contains(bytes[$0]) || bytes[$0] <= 0x20
        }
      guard !words.isEmpty || isShort else { break }
      for word in words { add(word, "private-key") }
      if words.isEmpty { add(trimmed(before..<line - 1), "private-key") }
      line = before
    }
    keyEnd = max(keyEnd, end)
  }

  /// The Base64 of a key that has no last line: one long word on each line.
  private mutating func takeBody(from start: Int) {
    var line = start
    while line < bytes.count {
      let end = run(from: line) { $0 != 0x0A }
      let words = base64Words(in: line..<end)
      // Its header may hold blank lines and `Proc-Type: 4,ENCRYPTED`.
      if words.isEmpty, end - line > 80 { return }
      for word in words { add(word, "private-key") }
      if words.isEmpty, line != start, end > line, !isKeyHeader(line..<end) { return }
      line = end + 1
    }
  }

  private func isKeyHeader(_ line: Range<Int>) -> Bool {
    ["Proc-Type:", "DEK-Info:", "Version:", "Comment:"].contains { starts($0, at: line.lowerBound) }
  }

  /// Words of Base64 that are long enough for a line of a key.
  private func base64Words(in range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let end = min(
        run(from: place) { SecretRules.CharacterSet.base64.contains($0) }, range.upperBound)
      if end - place >= 24, hasDigitOrCapital(place..<end) { words.append(place..<end) }
      place = max(end, place + 1)
    }
    return words
  }

  /// The body of a key whose first line is missing, and what follows it.
  ///
  /// A key in DER is a sequence that begins with a small version number (RFC 8017, 5915, 5958, 7292);
  /// a certificate or a public key begins with another sequence or a large number. OpenSSH's own form
  /// begins with its name.
  ///
  /// - Returns: whether one begins here.
  mutating func takeBareKey(_ word: Range<Int>) -> Bool {
    guard word.count >= 40, startsPrivateKey(word) else { return false }
    takeBody(from: word.lowerBound)
    return true
  }

  private func startsPrivateKey(_ word: Range<Int>) -> Bool {
    if starts("b3BlbnNzaC1rZXktdjE", at: word.lowerBound) { return true }
    // The first bytes of a key store of Java: FEEDFEED and CECECECE, and its version.
    if starts("/u3+7QAAAA", at: word.lowerBound - 1) || starts("zs7OzgAAAA", at: word.lowerBound) {
      return true
    }
    guard byte(word.lowerBound) == UInt8(ascii: "M") else { return false }
    let der = SecretScanner.decode(bytes[word.prefix(24)])
    guard der.count >= 16, der[0] == 0x30 else { return false }
    let length = der[1]
    let head = length < 0x80 ? 2 : length == 0x81 ? 3 : length == 0x82 ? 4 : 0
    guard head > 0, der[head] == 0x02, der[head + 1] == 0x01, der[head + 2] <= 3 else {
      return false
    }
    // A number, a text of bytes or a sequence follows the version.
    return [0x02, 0x04, 0x30].contains(der[head + 3])
  }

  /// The lines of a key of RSA that has neither end, around its public exponent.
  ///
  /// That is the number 65537 and another one behind it, in Base64 at each of three offsets; in a
  /// public key no other one follows.
  private mutating func takeKeyPiece(_ word: Range<Int>) -> Bool {
    let marks: [StaticString] = ["AgMBAAECgg", "IDAQABAoI", "CAwEAAQKC"]
    guard word.count >= 40, word.lowerBound >= keyEnd,
      word.contains(where: { place in
        "AIC".utf8.contains(bytes[place]) && marks.contains { starts($0, at: place) }
      })
    else { return false }
    var line = lineStart(of: word.lowerBound)
    for _ in 0..<64 where line > keyEnd {
      let before = lineStart(of: line - 1)
      let words = base64Words(in: before..<line - 1)
      guard !words.isEmpty else { break }
      for word in words { add(word, "private-key") }
      line = before
    }
    takeBody(from: word.lowerBound)
    keyEnd = max(keyEnd, word.upperBound, spans.last?.range.upperBound ?? 0)
    return true
  }

  /// 64 bytes in Base64 that stand on a line by themselves, as the key of a storage account does.
  private mutating func takeLoneKey(_ word: Range<Int>) -> Bool {
    let start = runBack(from: word.lowerBound, limit: 2) { $0 == 0x2B || $0 == 0x2F }
    let margin = runBack(from: start, limit: 16) { " \t>-*`".utf8.contains($0) }
    let whole = start..<word.upperBound
    guard whole.count == 88, bytes[whole].suffix(2).allSatisfy({ $0 == 0x3D }),
      byte(margin - 1) == 0x0A, looksRandom(whole),
      whole.allSatisfy({ SecretRules.CharacterSet.base64.contains(bytes[$0]) }),
      byte(run(from: whole.upperBound, limit: 4) { " `\r".utf8.contains($0) }) == 0x0A
    else { return false }
    add(whole, "azure-key")
    return true
  }

  /// The lines of a key as PuTTY keeps it, and that of a signing tool.
  mutating func takeKeyFile(at line: Int) {
    if starts("Private-Lines: ", at: line) {
      let count = run(from: line + 15, limit: 3) { $0 &- 0x30 < 10 }
      let lines = Int(String(decoding: bytes[line + 15..<count], as: UTF8.self)) ?? 0
      var next = run(from: count, limit: 64) { $0 != 0x0A } + 1
      for _ in 0..<min(lines, 200) where next < bytes.count {
        let end = run(from: next, limit: 256) { $0 > 0x20 }
        guard end > next else { return }
        add(next..<end, "private-key")
        next = run(from: end, limit: 2) { $0 == 0x0D || $0 == 0x0A }
      }
    } else if starts("Private-MAC: ", at: line) || starts("Private-Hash: ", at: line) {
      let first = run(from: line, limit: 16) { $0 > 0x20 } + 1
      add(first..<run(from: first, limit: 128) { $0 > 0x20 }, "private-key")
    } else if starts("untrusted comment: ", at: line), lineContains("secret", around: line) {
      let next = run(from: line, limit: 256) { $0 != 0x0A } + 1
      if next < bytes.count { add(next..<run(from: next, limit: 512) { $0 > 0x20 }, "private-key") }
    }
  }

  /// The private members of a set of keys (RFC 7518, 6.2.2, 6.3.2, 6.4.1), whose `kty` stands here.
  private mutating func takeMembers(around place: Int) {
    guard place >= keySetEnd else { return }
    let start = max(keySetEnd, runBack(from: place, limit: 16384) { $0 != 0x7B })
    let end = run(from: place, limit: 16384) { $0 != 0x7D }
    keySetEnd = end
    let members = ["d", "p", "q", "dp", "dq", "qi", "k"]
    var index = start
    while index < end {
      defer { index += 1 }
      guard bytes[index] == 0x3A, let name = name(before: index), name.count < 3,
        members.contains(where: { bytes[name].elementsEqual($0.utf8) }),
        let inside = quoted(at: run(from: index + 1, limit: 16) { $0 <= 0x20 }), inside.count >= 10
      else { continue }
      addValue(inside, "private-key")
    }
  }

  /// What stands around a name that says what all of it is: `"kty"` of a key, `kind: Secret` of a
  /// manifest.
  ///
  /// - Returns: whether it was such a name.
  mutating func takeKeySet(_ name: Range<Int>) -> Bool {
    if name.count == 3, isName(name, "kty") {
      takeMembers(around: name.lowerBound)
      return true
    }
    guard name.count == 4, isName(name, "kind") else { return false }
    let value = run(from: name.upperBound, limit: 24) { "\"': \t".utf8.contains($0) }
    if starts("Secret", at: value), !Self.isWord(byte(value + 6)) { takeManifest(around: name) }
    return true
  }

  // MARK: Encoded text

  /// Base64 of a key or of text that has a secret in it.
  mutating func takeEncoded(at start: Int) {
    guard start >= encodedEnd else { return }
    var end = run(from: start, limit: 65536) { byte in
      Self.isWord(byte) || byte == 0x2B || byte == 0x2F || byte == 0x2D
    }
    end = run(from: end, limit: 2) { $0 == 0x3D }
    encodedEnd = end
    guard end - start >= 16 else { return }
    if takeBareKey(start..<end) || takeKeyPiece(start..<end) || takeLoneKey(start..<end) { return }
    guard !isInside, Self.isText(Self.decode(bytes[start..<start + 16])) else { return }
    let plain = Self.decode(bytes[start..<end])
    guard Self.isText(plain.prefix(256)) else { return }
    let kind = plain.withUnsafeBufferPointer { buffer -> String? in
      var inner = SecretScanner(buffer, redactsAccounts: false)
      inner.isInside = true
      inner.scan()
      return inner.spans.first { !$0.range.isEmpty }?.kind
    }
    if let kind { add(start..<end, kind) }
  }

  private static func isText(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
      && bytes.count { $0 >= 0x80 } * 4 < bytes.count
  }

  /// What Base64 stands for, as far as it goes.
  static func decode(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count * 3 / 4)
    var (bits, count) = (UInt32(0), 0)
    for byte in text {
      let value: UInt8
      switch byte {
      case 0x41...0x5A: value = byte - 0x41
      case 0x61...0x7A: value = byte - 0x61 + 26
      case 0x30...0x39: value = byte - 0x30 + 52
      case 0x2B, 0x2D: value = 62
      case 0x2F, 0x5F: value = 63
      default: return plain
      }
      bits = (bits << 6 | UInt32(value)) & 0xFFFFFF
      count += 6
      if count >= 8 {
        count -= 8
        plain.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return plain
  }
}
