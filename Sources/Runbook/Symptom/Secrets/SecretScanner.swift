/// One pass over a text that marks its secrets.
struct SecretScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let redactsAccounts: Bool
  var spans: [SecretSpan] = []
  /// Where the last long secret ends.
  private var covered = 0
  /// Places of access keys: a secret key often stands beside one without a name.
  private var accessKeys: [(place: Int, length: Int)] = []
  /// Whether what is read came out of Base64; no further layer is opened.
  var isInside = false
  /// Where the last search for the end of a heredoc, an object, a set of keys, a table or a manifest
  /// stopped: what was read once is not read again, or a text of openings would cost its square.
  var heredocEnd = 0
  var objectsEnd = 0
  var keySetEnd = 0
  var tableEnd = 0
  var manifestEnd = 0
  var keyEnd = 0
  var encodedEnd = 0
  var echoEnd = 0
  var hashEnd = 0
  var header = (line: 0..<0, isRuled: false)
  /// Where the neighbours of names were searched for a value in vain.
  var searched = 0..<0

  init(_ bytes: UnsafeBufferPointer<UInt8>, redactsAccounts: Bool) {
    self.bytes = bytes
    self.redactsAccounts = redactsAccounts
  }

  mutating func scan() {
    var index = 0
    var previous: UInt8 = 0x0A
    while index < bytes.count {
      let byte = bytes[index]
      let isWord = Self.isWord(byte)
      if isWord, !Self.isWord(previous), index >= covered { takeWord(startingAt: index) }
      if !isWord, Self.isWord(previous), index >= covered { takeSaid(at: index) }
      // A word may end where a script without blanks begins.
      if Self.labelStarts[Int(byte)], byte >= 0xE0 || !Self.isWord(previous) {
        takeLabel(at: index)
      }
      if previous == 0x0A { takeLine(at: index) }
      if !isWord || "AQ_".utf8.contains(byte) { takeSign(byte, at: index, after: previous) }
      previous = byte
      index += 1
    }
    takeSaid(at: index)
    takeSecretKeys()
  }

  /// What is known by how a word begins.
  private mutating func takeWord(startingAt index: Int) {
    let byte = bytes[index]
    let tokens = SecretRules.shipped.tokens[Int(byte)]
    if !tokens.isEmpty { takeToken(at: index, tokens) }
    switch byte {
    case UInt8(ascii: "e"): takeJWT(at: index)
    case UInt8(ascii: "B"), UInt8(ascii: "b"): takeBearer(at: index)
    case UInt8(ascii: "o"), UInt8(ascii: "p"), UInt8(ascii: "c"): takeGenerated(at: index)
    case UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "O"): takeDiscordToken(at: index)
    case UInt8(ascii: "h"), UInt8(ascii: "d"), UInt8(ascii: "w"):
      takeWebhook(at: index)
      if byte == UInt8(ascii: "w") { takeGenerated(at: index) }
    case UInt8(ascii: "l"), UInt8(ascii: "m"): takeLogin(at: index)
    case 0x30...0x39:
      takeBotToken(at: index)
      if redactsAccounts { takeAccount(at: index) }
    default: break
    }
    takeSetting(at: index)
    takeArgument(at: index)
    takeEncoded(at: index)
  }

  /// What is known by a sign.
  private mutating func takeSign(_ byte: UInt8, at index: Int, after previous: UInt8) {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: "="): takeNamed(at: index)
    case UInt8(ascii: "-"): if previous != byte { takeDashes(at: index) }
    case UInt8(ascii: "@"): takeDriverPassword(at: index)
    case UInt8(ascii: ">"): takeElement(at: index)
    case UInt8(ascii: "|"):
      takeCell(at: index)
      takeInfix(at: index)
    case UInt8(ascii: ","): takeListed(after: index)
    case UInt8(ascii: "("): takeCall(at: index)
    case UInt8(ascii: "$"), UInt8(ascii: "*"): takeHash(at: index)
    case UInt8(ascii: "{"):
      takeHash(at: index)
      takeNamedBlock(at: index)
    case UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "A"), UInt8(ascii: "Q"),
      UInt8(ascii: "_"):
      takeInfix(at: index)
    case 0x09, 0x20: if previous > 0x20 { takeColumn(at: index) }
    default: break
    }
  }

  // MARK: Helpers

  /// Letters, digits and `_`.
  @inline(__always)
  static func isWord(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }

  func starts(_ text: StaticString, at index: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard index >= 0, index + length <= bytes.count else { return false }
    return text.withUTF8Buffer { text in
      for offset in 0..<length where bytes[index + offset] != text[offset] { return false }
      return true
    }
  }

  func byte(_ index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0x0A }

  /// Whether a place lies in a long secret that was found already, which need not be read again; else
  /// a line of nothing but openings would cost its square.
  func isCovered(_ place: Int) -> Bool { place < covered }

  mutating func add(_ range: Range<Int>, _ kind: String) {
    let range = range.clamped(to: 0..<bytes.count)
    if range.count > 256 { covered = max(covered, range.upperBound) }
    spans.append(SecretSpan(range: range, kind: kind))
  }

  /// Where a run of certain characters ends.
  func run(from start: Int, limit: Int = 8192, while isPart: (UInt8) -> Bool) -> Int {
    var end = start
    let limit = min(bytes.count, start + limit)
    while end < limit, isPart(bytes[end]) { end += 1 }
    return end
  }

  /// Where a run of certain characters that ends at a place begins.
  func runBack(from end: Int, limit: Int, while isPart: (UInt8) -> Bool) -> Int {
    var start = end
    let limit = max(0, end - limit)
    while start > limit, isPart(bytes[start - 1]) { start -= 1 }
    return start
  }

  /// Where the line of a place begins, or some way into it where it is long.
  func lineStart(of place: Int) -> Int { runBack(from: place, limit: 1024) { $0 != 0x0A } }

  // MARK: Tokens that are known by their start

  private mutating func takeToken(at start: Int, _ tokens: [SecretRules.Token]) {
    for token in tokens {
      let prefix = token.start
      guard start + prefix.count + token.length.lowerBound <= bytes.count,
        prefix.indices.allSatisfy({ bytes[start + $0] == prefix[$0] })
      else { continue }
      let first = start + prefix.count
      let end = run(from: first, limit: token.length.upperBound + 1) {
        token.rest.contains($0)
      }
      guard token.length.contains(end - first),
        token.entropy == 0 || entropy(first..<end) >= token.entropy
      else { continue }
      // The key of Amazon's own examples opens nothing.
      if token.kind == "aws-access-key", starts("EXAMPLE", at: end - 7) { continue }
      // `AKIA…` inside a longer word is not a key.
      if token.rest == .upper, Self.isWord(byte(end)) { continue }
      add(start..<end, token.kind)
      if token.kind == "aws-access-key" { accessKeys.append((start, 40)) }
      if token.id == "alibaba" { accessKeys.append((start, 30)) }
      return
    }
  }

  /// Tokens that are known by what stands inside them.
  mutating func takeInfix(at place: Int) {
    for rule in SecretRules.shipped.infixes[Int(bytes[place])] {
      guard place + rule.text.count <= bytes.count,
        rule.text.indices.allSatisfy({ bytes[place + $0] == rule.text[$0] })
      else { continue }
      var start = place
      while start > 0, place - start <= rule.lead.upperBound, rule.before.contains(bytes[start - 1])
      {
        start -= 1
      }
      let end = run(from: place + rule.text.count, limit: rule.rest.upperBound + 1) {
        rule.behind.contains($0)
      }
      guard rule.lead.contains(place - start), rule.rest.contains(end - place - rule.text.count)
      else { continue }
      add(start..<end, rule.kind)
    }
  }

  /// Shannon's entropy in bits a character.
  private func entropy(_ range: Range<Int>) -> Double {
    var counts = [Int](repeating: 0, count: 256)
    for index in range { counts[Int(bytes[index])] += 1 }
    let total = Double(range.count)
    // The logarithm of the system needs its C library; a table of whole counts does as well.
    return counts.reduce(0) { sum, count in
      count == 0 ? sum : sum - Double(count) / total * Self.log2(Double(count) / total)
    }
  }

  /// The logarithm to base 2, to some thousandths.
  private static func log2(_ value: Double) -> Double {
    let exponent = Double(value.exponent)
    let rest = value.significand - 1
    return exponent + rest * (1.4425 - rest * (0.7179 - rest * (0.4534 - rest * 0.1784)))
  }

  /// `eyJ….….…`, and the long password without dots that logs Docker in to ECR.
  private mutating func takeJWT(at start: Int) {
    guard starts("eyJ", at: start), byte(start - 1) != 0x2D else { return }
    let isPart = { (byte: UInt8) in SecretRules.CharacterSet.url.contains(byte) }
    var end = run(from: start, while: isPart)
    let header = end - start
    if header >= 12, byte(end) == 0x2E {
      let body = run(from: end + 1, while: isPart)
      if body - end > 8 {
        end = body
        // A token that is encrypted has five parts.
        for _ in 0..<3 where byte(end) == 0x2E { end = run(from: end + 1, while: isPart) }
        return add(start..<end, "jwt")
      }
    }
    let whole = run(from: start) { isPart($0) || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D }
    // A page's `NextToken` is shorter.
    if whole - start >= 600 { add(start..<whole, "token") }
  }

  /// `Bearer …` and `Basic …`, with or without their header.
  private mutating func takeBearer(at start: Int) {
    let length: Int
    let shortest: Int
    if starts("Bearer ", at: start) || starts("bearer ", at: start) {
      (length, shortest) = (7, 16)
    } else if starts("Basic ", at: start) {
      (length, shortest) = (6, 12)
    } else {
      return
    }
    let first = start + length
    let end = run(from: first) { Self.isWord($0) || "-._~+/=".utf8.contains($0) }
    guard end - first >= shortest, hasDigitOrCapital(first..<end) else { return }
    // A name and a password behind `Basic`; `Basic Troubleshooting` is a heading.
    if length == 6, !holdsPair(first..<end) { return }
    add(first..<end, "authorization")
  }

  /// Whether Base64 holds a name and a password, with a colon between them.
  private func holdsPair(_ range: Range<Int>) -> Bool {
    let whole = range.lowerBound..<(range.upperBound - range.count % 4)
    let text = String(decoding: bytes[whole], as: UTF8.self)
    return Base64.decoded(text)?.contains(UInt8(ascii: ":")) ?? false
  }

  func hasDigitOrCapital(_ range: Range<Int>) -> Bool {
    range.contains { bytes[$0] &- 0x30 < 10 || bytes[$0] &- 0x41 < 26 }
  }

  private mutating func takeWebhook(at start: Int) {
    for (opening, kind) in SecretVocabulary.webhooks where starts(opening, at: start) {
      let first = start + opening.utf8CodeUnitCount
      let end = run(from: first) { Self.isWord($0) || "/-@".utf8.contains($0) }
      if end - first > 10 { add(first..<end, kind) }
    }
  }

  /// A bot's token as Telegram gives it: `123456789:AA…`.
  private mutating func takeBotToken(at start: Int) {
    let colon = run(from: start, limit: 11) { $0 &- 0x30 < 10 }
    guard colon - start >= 8, starts(":AA", at: colon) else { return }
    let end = run(from: colon + 1) { SecretRules.CharacterSet.url.contains($0) }
    if end - colon == 36 { add(start..<end, "api-key") }
  }

  /// The token of a bot of Discord: its id in Base64, a time and a code.
  private mutating func takeDiscordToken(at start: Int) {
    let isPart = { (byte: UInt8) in SecretRules.CharacterSet.url.contains(byte) }
    let id = run(from: start, limit: 30, while: isPart)
    guard id - start >= 23, id - start <= 28, byte(id) == 0x2E else { return }
    let time = run(from: id + 1, limit: 8, while: isPart)
    guard time - id == 7, byte(time) == 0x2E else { return }
    let end = run(from: time + 1, limit: 48, while: isPart)
    let plain = Self.decode(bytes[start..<id])
    guard end - time > 26, plain.allSatisfy({ $0 &- 0x30 < 10 }) else { return }
    add(start..<end, "api-key")
  }

  /// Twelve digits that stand alone.
  private mutating func takeAccount(at start: Int) {
    let end = run(from: start, limit: 13) { $0 &- 0x30 < 10 }
    // A point and a digit before or after make it a part of a number.
    guard end - start == 12, !Self.isWord(byte(end)) else { return }
    if byte(start - 1) == 0x2E, byte(start - 2) &- 0x30 < 10 { return }
    if byte(end) == 0x2E, byte(end + 1) &- 0x30 < 10 { return }
    add(start..<end, "account")
  }

  /// Forty characters of Base64 in the line of an access key or the next one.
  private mutating func takeSecretKeys() {
    for (key, length) in accessKeys {
      var end = key
      for _ in 0..<2 { end = run(from: end + 1, limit: 1024) { $0 != 0x0A } }
      var index = run(from: key) { Self.isWord($0) }
      while index < end {
        let start = index
        index = run(from: start) { Self.isWord($0) && $0 != 0x5F || $0 == 0x2B || $0 == 0x2F }
        if index - start == length, looksRandom(start..<index) {
          add(start..<index, length == 40 ? "aws-secret-key" : "api-key")
        }
        index += index == start ? 1 : 0
      }
    }
  }

  /// Capitals, small letters and digits mixed; a commit or a digest has no capitals.
  func looksRandom(_ range: Range<Int>) -> Bool {
    range.contains { bytes[$0] &- 0x41 < 26 } && range.contains { bytes[$0] &- 0x61 < 26 }
      && range.contains { bytes[$0] &- 0x30 < 10 }
  }
}
