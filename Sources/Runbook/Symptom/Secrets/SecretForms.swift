extension SecretScanner {
  // MARK: Private keys

  /// A private key between its two lines, whatever a log or a quotation puts around each line; one
  /// that was cut off, as far as its Base64 goes.
  mutating func takePrivateKey(at start: Int) {
    let head = run(from: start + 11, limit: 60) { $0 != 0x2D && $0 != 0x0A && $0 != 0x5C }
    let label = String(decoding: bytes[start + 11..<head], as: UTF8.self)
    guard label.contains(folded: "private key") else { return }
    let limit = min(bytes.count, start + 16384)
    var place = head
    while place < limit {
      if bytes[place] == 0x2D, starts("-----END ", at: place),
        label.utf8.elementsEqual(bytes[place + 9..<min(place + 9 + label.utf8.count, bytes.count)])
      {
        let end = run(from: place + 9 + label.utf8.count, limit: 5) { $0 == 0x2D }
        return add(start..<end, "private-key")
      }
      place += 1
    }
    takeCutKey(from: run(from: head, limit: 5) { $0 == 0x2D })
  }

  /// The Base64 of a key that has no last line: one long word on each line.
  private mutating func takeCutKey(from start: Int) {
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
        run(from: place) { SecretVocabulary.Characters.base64.contains($0) }, range.upperBound)
      if end - place >= 24, hasDigitOrCapital(place..<end) { words.append(place..<end) }
      place = max(end, place + 1)
    }
    return words
  }

  // MARK: Encoded text

  /// Base64 of a key file or of JSON, where what it holds has a secret in it.
  mutating func takeEncoded(at start: Int) {
    guard starts("LS0tLS1CRUdJTi", at: start) || starts("eyJ", at: start) else { return }
    let end = run(from: start, limit: 65536) { SecretVocabulary.Characters.base64.contains($0) }
    guard end - start >= 40, !isInside else { return }
    let plain = SecretScanner.decode(bytes[start..<end])
    let kind = plain.withUnsafeBufferPointer { buffer -> String? in
      var inner = SecretScanner(buffer, redactsAccounts: false)
      inner.isInside = true
      inner.scan()
      return inner.spans.first { !$0.range.isEmpty }?.kind
    }
    if let kind { add(start..<end, kind) }
  }

  /// What Base64 stands for, as far as it goes.
  private static func decode(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count * 3 / 4)
    var (bits, count) = (UInt32(0), 0)
    for byte in text {
      let value: UInt8
      switch byte {
      case 0x41...0x5A: value = byte - 0x41
      case 0x61...0x7A: value = byte - 0x61 + 26
      case 0x30...0x39: value = byte - 0x30 + 52
      case 0x2B: value = 62
      case 0x2F: value = 63
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
