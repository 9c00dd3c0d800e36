/// One pass over a text that marks its secrets.
struct SecretScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let redactsAccounts: Bool
  var spans: [SecretSpan] = []
  /// Where the last long secret ends.
  private var covered = 0
  /// Places of access keys: a secret key often stands beside one without a name.
  private var accessKeys: [Int] = []
  /// Whether what is read came out of Base64; no further layer is opened.
  var isInside = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, redactsAccounts: Bool) {
    self.bytes = bytes
    self.redactsAccounts = redactsAccounts
  }

  /// Known tokens by their first byte.
  private static let tokens: [[SecretVocabulary.Token]] = {
    var table = Array(repeating: [SecretVocabulary.Token](), count: 256)
    for token in SecretVocabulary.tokens {
      if let first = token.prefix.first { table[Int(first)].append(token) }
    }
    return table
  }()

  mutating func scan() {
    let tokens = Self.tokens
    var index = 0
    var previous: UInt8 = 0x20
    while index < bytes.count {
      let byte = bytes[index]
      if !Self.isWord(previous), Self.isWord(byte) {
        if !tokens[Int(byte)].isEmpty { takeToken(at: index, tokens[Int(byte)]) }
        switch byte {
        case UInt8(ascii: "e"): takeJWT(at: index)
        case UInt8(ascii: "B"), UInt8(ascii: "b"): takeBearer(at: index)
        case UInt8(ascii: "h"), UInt8(ascii: "d"), UInt8(ascii: "w"): takeWebhook(at: index)
        case UInt8(ascii: "l"): takeLogin(at: index)
        case UInt8(ascii: "E"), UInt8(ascii: "s"), UInt8(ascii: "p"): takeSetting(at: index)
        case UInt8(ascii: "k"): takeSecretManifest(at: index)
        case UInt8(ascii: "L"): takeEncoded(at: index)
        case 0x30...0x39:
          takeBotToken(at: index)
          if redactsAccounts { takeAccount(at: index) }
        default: break
        }
      }
      if byte >= 0xC3 || Self.labelStarts[Int(byte)], !Self.isWord(previous) {
        takeLabel(at: index)
      }
      switch byte {
      case UInt8(ascii: ":"), UInt8(ascii: "="): takeNamed(at: index)
      case UInt8(ascii: "-"): if previous != byte { takeDashes(at: index) }
      case UInt8(ascii: "@"): takeDriverPassword(at: index)
      case UInt8(ascii: ">"): takeElement(at: index)
      case UInt8(ascii: "|"): takeCell(at: index)
      case UInt8(ascii: " "):
        if "dDyYsh".utf8.contains(previous) { takeSaid(at: index) }
      case UInt8(ascii: ","): takeListed(after: index)
      case UInt8(ascii: "$"): takeHash(at: index)
      case UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "A"), UInt8(ascii: "Q"),
        UInt8(ascii: "_"):
        takeInfix(at: index)
      case 0xEF:
        if isWideJoint(at: index) { takeNamed(at: index) }
      case 0x09: takeColumn(at: index)
      case UInt8(ascii: "%"): takeEscaped(at: index)
      default: break
      }
      previous = byte
      index += 1
    }
    takeSecretKeys()
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

  /// Whether `：` or `＝` stands here.
  func isWideJoint(at index: Int) -> Bool {
    starts("\u{FF1A}", at: index) || starts("\u{FF1D}", at: index)
  }

  /// Whether a place lies in a long secret that was found already, which need not be read again; else
  /// a line of nothing but openings would cost its square.
  func isCovered(_ place: Int) -> Bool { place < covered }

  mutating func add(_ range: Range<Int>, _ kind: String) {
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

  // MARK: Tokens that are known by their start

  private mutating func takeToken(at start: Int, _ tokens: [SecretVocabulary.Token]) {
    for token in tokens {
      let prefix = token.prefix
      guard start + prefix.count + token.length.lowerBound <= bytes.count,
        prefix.indices.allSatisfy({ bytes[start + $0] == prefix[$0] })
      else { continue }
      let first = start + prefix.count
      let end = run(from: first) { token.characters.contains($0) }
      guard token.length.contains(end - first),
        token.entropy == 0 || entropy(first..<end) >= token.entropy
      else { continue }
      // The key of Amazon's own examples opens nothing.
      if token.kind == "aws-access-key", starts("EXAMPLE", at: end - 7) { continue }
      // `AKIA…` inside a longer word is not a key.
      if token.characters == .upper, Self.isWord(byte(end)) { continue }
      add(start..<end, token.kind)
      if token.kind == "aws-access-key" { accessKeys.append(start) }
      return
    }
  }

  /// Tokens that are known by what stands inside them.
  private mutating func takeInfix(at place: Int) {
    for rule in SecretVocabulary.infixes where bytes[place] == rule.text[0] {
      guard place + rule.text.count <= bytes.count,
        rule.text.indices.allSatisfy({ bytes[place + $0] == rule.text[$0] })
      else { continue }
      var start = place
      while start > 0, place - start <= rule.lead.upperBound, rule.before.contains(bytes[start - 1])
      {
        start -= 1
      }
      let end = run(from: place + rule.text.count) { rule.after.contains($0) }
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

  /// A password as crypt, bcrypt and argon2 keep it: `$2b$…`, `$6$…`, `$argon2id$…`.
  private mutating func takeHash(at start: Int) {
    let schemes: [StaticString] = [
      "$2a$", "$2b$", "$2y$", "$1$", "$5$", "$6$", "$y$", "$apr1$", "$argon2", "$pbkdf2",
      "$scrypt$",
    ]
    guard schemes.contains(where: { starts($0, at: start) }) else { return }
    let end = run(from: start, limit: 512) { Self.isWord($0) || "$./+=,-".utf8.contains($0) }
    if end - start >= 24 { add(start..<end, "password-hash") }
  }

  /// `eyJ….….…`, and the long password without dots that logs Docker in to ECR.
  private mutating func takeJWT(at start: Int) {
    guard starts("eyJ", at: start), byte(start - 1) != 0x2D else { return }
    let isPart = { (byte: UInt8) in SecretVocabulary.Characters.url.contains(byte) }
    var end = run(from: start, while: isPart)
    let header = end - start
    if header >= 12, byte(end) == 0x2E {
      let body = run(from: end + 1, while: isPart)
      if body - end > 8 {
        end = body
        if byte(end) == 0x2E { end = run(from: end + 1, while: isPart) }
        return add(start..<end, "jwt")
      }
    }
    let whole = run(from: start) { isPart($0) || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D }
    // A page's `NextToken` is shorter.
    if whole - start >= 600 { return add(start..<whole, "token") }
    takeEncoded(at: start)
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
    add(first..<end, "authorization")
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
    let end = run(from: colon + 1) { SecretVocabulary.Characters.url.contains($0) }
    if end - colon == 36 { add(start..<end, "api-key") }
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
    for key in accessKeys {
      var end = key
      for _ in 0..<2 { end = run(from: end + 1, limit: 1024) { $0 != 0x0A } }
      var index = run(from: key) { Self.isWord($0) }
      while index < end {
        let start = index
        index = run(from: start) { Self.isWord($0) && $0 != 0x5F || $0 == 0x2B || $0 == 0x2F }
        if index - start == 40, looksRandom(start..<index) { add(start..<index, "aws-secret-key") }
        index += index == start ? 1 : 0
      }
    }
  }

  /// Capitals, small letters and digits mixed; a commit or a digest has no capitals.
  private func looksRandom(_ range: Range<Int>) -> Bool {
    range.contains { bytes[$0] &- 0x41 < 26 } && range.contains { bytes[$0] &- 0x61 < 26 }
      && range.contains { bytes[$0] &- 0x30 < 10 }
  }

  // MARK: Forms

  /// A private key, or an option such as `--password x`.
  private mutating func takeDashes(at start: Int) {
    if starts("-----BEGIN ", at: start) { return takePrivateKey(at: start) }
    if starts("-us", at: start) { takeInfix(at: start) }
    if starts("--", at: start) { return takeOption(at: start) }
    guard byte(start - 1) == 0x20 else { return }
    // curl's own short option.
    let isJoined = starts("-u", at: start) && lineContains("curl", around: start, before: true)
    if starts("-u ", at: start) || isJoined {
      return takeUserOption(at: byte(start + 2) == 0x20 ? start + 3 : start + 2)
    }
    takeShortOption(at: start)
    takeSingleDash(at: start)
  }

  /// `user:password@tcp(host)` as Go's database drivers write it.
  private mutating func takeDriverPassword(at place: Int) {
    if takeOraclePassword(before: place) { return }
    guard starts("@tcp(", at: place) || starts("@unix(", at: place) else { return }
    var start = place
    while start > 0, place - start < 256, !" \"'=\n".utf8.contains(bytes[start - 1]) { start -= 1 }
    guard let colon = colon(in: start..<place) else { return }
    addValue(colon + 1..<place, "url-password")
  }

  /// The first colon between a user and a password; that of a mark left by an earlier pass is none.
  func colon(in range: Range<Int>) -> Int? {
    range.first { bytes[$0] == 0x3A && !starts("[redacted:", at: $0 - 9) }
  }

  /// `sqlplus app/x@db`, `jdbc:oracle:thin:app/x@db`.
  private mutating func takeOraclePassword(before place: Int) -> Bool {
    let tools: [StaticString] = ["sqlplus", "thin", "impdp", "expdp", "sqlldr", "rman"]
    var start = place
    while start > 0, place - start < 128, bytes[start - 1] > 0x20, bytes[start - 1] != 0x2F {
      start -= 1
    }
    guard start > 1, start < place, bytes[start - 1] == 0x2F, Self.isWord(bytes[start - 2]),
      tools.contains(where: { lineContains($0, around: start, before: true) })
    else { return false }
    addValue(start..<place, "url-password")
    return true
  }

  /// `<password>x</password>`, with attributes and CDATA; `<key>password</key><string>x</string>`.
  private mutating func takeElement(at place: Int) {
    var start = place
    while start > 0, place - start < 160, bytes[start - 1] != 0x3C, bytes[start - 1] != 0x0A {
      start -= 1
    }
    guard start > 0, start < place, bytes[start - 1] == 0x3C else { return }
    let end = run(from: start, limit: 80) { Self.isWord($0) || "-.:".utf8.contains($0) }
    let local = (start..<end).last { bytes[$0] == 0x3A }.map { $0 + 1 } ?? start
    if isName(local..<end, "key") { return takeListed(from: place + 1) }
    guard isSecretName(local..<end) else { return }
    takeContent(from: place + 1)
  }

  private mutating func takeContent(from start: Int) {
    if starts("<![CDATA[", at: start) {
      var end = start + 9
      while end < bytes.count, end - start < 4096, !starts("]]>", at: end) { end += 1 }
      return addValue(start + 9..<end, "secret")
    }
    let end = run(from: start) { $0 != 0x3C && $0 != 0x0A }
    if starts("</", at: end) { addValue(start..<end, "secret") }
  }

  /// The text behind a secret `key` of a property list.
  private mutating func takeListed(from start: Int) {
    let end = run(from: start, limit: 80) { $0 != 0x3C && $0 != 0x0A }
    guard starts("</key>", at: end), isSecretName(start..<end) else { return }
    let next = run(from: end + 6, limit: 160) { $0 <= 0x20 }
    if starts("<string>", at: next) { takeContent(from: next + 8) }
  }

  /// The values of a Kubernetes `Secret`, whatever their names are.
  private mutating func takeSecretManifest(at start: Int) {
    guard starts("kind: Secret", at: start), byte(start + 12) <= 0x20 else { return }
    var line = run(from: start, limit: 64) { $0 != 0x0A } + 1
    var isData = false
    var indent = 0
    for _ in 0..<400 where line < bytes.count {
      let first = run(from: line, limit: 64) { $0 == 0x20 }
      let end = run(from: first) { $0 != 0x0A && $0 != 0x0D }
      let next = run(from: end, limit: 2) { $0 == 0x0D || $0 == 0x0A }
      defer { line = max(next, line + 1) }
      if starts("---", at: line) { return }
      if starts("data:", at: first) || starts("stringData:", at: first) {
        (isData, indent) = (true, first - line)
        continue
      }
      if first - line <= indent, first < end { isData = false }
      guard isData, first < end else { continue }
      let colon = run(from: first, limit: 256) { Self.isWord($0) || "-./".utf8.contains($0) }
      var value = byte(colon) == 0x3A ? colon + 1 : first
      while byte(value) == 0x20 { value += 1 }
      if "|>".utf8.contains(byte(value)) { continue }
      if byte(value) == 0x22 || byte(value) == 0x27 {
        takeWord(at: value, "secret")
      } else if value < end {
        addValue(value..<end, "secret")
      }
    }
  }
}
