extension SecretScanner {
  /// Reads around a `:` or `=`: `KEY=value`, `"key": "value"`, `key: value`, `scheme://user:x@host`.
  mutating func takeNamed(at place: Int) {
    if isCovered(place) { return }
    if bytes[place] == 0x3A, starts("://", at: place) || starts(":\\/\\/", at: place) {
      return takeURL(at: place)
    }
    // `==` and `::` are operators; `:=` and `=>` assign.
    if byte(place + 1) == bytes[place] || byte(place - 1) == bytes[place] { return }
    guard let name = name(before: place) else { return }
    let isLong = starts(":=", at: place) || starts("=>", at: place)
    let joint = bytes[place] == 0xEF ? place + 2 : isLong ? place + 1 : place
    if takeHeader(name, after: joint) { return }
    if isPairName(name) { return takePair(name, at: joint) }
    if isSecretName(name) { takeValue(after: joint, name: name) }
  }

  // MARK: Names

  /// The name before a joint: up to 64 word characters, joints and dots, quotes and blanks aside.
  private func name(before place: Int) -> Range<Int>? {
    var end = place
    while end > 0, place - end < 48, " \t\"'`*\\])".utf8.contains(bytes[end - 1]) { end -= 1 }
    var start = end
    while start > 0, end - start < 80, isNamePart(bytes[start - 1]) { start -= 1 }
    guard start < end, bytes[end - 1] != 0x2D else { return nil }
    // The parts of an ARN, of a path and of a mark from an earlier pass are no names.
    if starts("[redacted:", at: start - 10) { return nil }
    if bytes[place] == 0x3A, byte(start - 1) == 0x3A || byte(start - 1) == 0x2F { return nil }
    // Of `spring.datasource.password` the last part counts.
    if let dot = (start..<end).last(where: { bytes[$0] == 0x2E }) { start = dot + 1 }
    return start..<end
  }

  private func isNamePart(_ byte: UInt8) -> Bool {
    Self.isWord(byte) || byte == 0x2D || byte == 0x2E
  }

  /// The letters and digits of a name in lower case.
  private func folded(_ name: Range<Int>) -> [UInt8] { foldedWords(name).name }

  /// The same, and the places where words of it begin: behind a joint, and at `tokenId`'s capital.
  private func foldedWords(_ name: Range<Int>) -> (name: [UInt8], starts: [Int]) {
    var folded: [UInt8] = []
    folded.reserveCapacity(name.count)
    var starts: [Int] = []
    var last: UInt8 = 0x5F
    for index in name {
      let byte = bytes[index]
      defer { last = byte }
      if byte == 0x5F || byte == 0x2D || byte == 0x2E { continue }
      let isJoined = last == 0x5F || last == 0x2D || last == 0x2E
      if isJoined || byte &- 0x41 < 26 && last &- 0x61 < 26 { starts.append(folded.count) }
      folded.append(ASCII.lower(byte))
    }
    return (folded, starts)
  }

  /// Whether the value of a name is a secret.
  func isSecretName(_ name: Range<Int>) -> Bool {
    guard name.count >= 3 else { return false }
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
    guard SecretVocabulary.secretIndex.isPart(of: name),
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

  // MARK: Values

  /// Marks the value after a joint.
  private mutating func takeValue(after place: Int, name: Range<Int>) {
    var start = place + 1
    // Behind a quoted name the value may stand on the next line.
    let isQuotedName = byte(name.upperBound) == 0x22
    while byte(start) == 0x20 || byte(start) == 0x09 || byte(start) == 0x2A
      || isQuotedName && (byte(start) == 0x0A || byte(start) == 0x0D) && start < bytes.count
    {
      start += 1
    }
    let kind = kind(of: name)
    if takeLongQuotation(at: start, kind) { return }
    if starts("Some(\"", at: start) { start += 5 }
    // `!!str x` is YAML, `$'x'` is a shell's.
    if starts("!!str ", at: start) { start += 6 }
    if starts("!!binary ", at: start) { start += 9 }
    if starts("$'", at: start) { start += 1 }
    if byte(start) == 0x5B, byte(start + 1) == 0x22 || byte(start + 1) == 0x27 {
      return takeList(from: start + 1, kind)
    }
    if let inside = quoted(at: start) {
      if kind == "signature", inside.contains(where: { bytes[$0] == 0x20 }) { return }
      // In prose a name in backticks is explained.
      if bytes[inside.lowerBound - 1] == 0x60, !isTelling(inside) { return }
      addValue(inside, kind)
      // `"old" -> "new"` of a plan.
      var next = inside.upperBound + 1
      while byte(next) == 0x20 { next += 1 }
      if starts("-> \"", at: next), let new = quoted(at: next + 3) { addValue(new, kind) }
      return
    }
    if byte(start) == 0x7C || byte(start) == 0x3E { return takeBlock(from: start, name, kind) }
    if start >= bytes.count || opensCode(at: start) { return }
    let end = bareEnd(from: start, place: place, name: name)
    let value = start..<end
    // `token: expired` in a sentence is no secret; alone behind its name on a line it is one.
    if bytes[place] == 0x3A, !isWholeLine(name, value), !isTelling(value),
      !(kind == "password" && isInBraces(value))
    {
      return
    }
    // `completion_tokens=88` counts.
    if bytes[name.upperBound - 1] | 0x20 == 0x73, value.allSatisfy({ bytes[$0] &- 0x30 < 10 }) {
      return
    }
    if isExpression(value, of: name) || kind == "signature" && value.count < 16 { return }
    addValue(value, kind)
  }

  /// Whether what begins here is an object, a list, a reference or a call rather than a value.
  private func opensCode(at start: Int) -> Bool {
    let next = byte(start + 1)
    switch byte(start) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return next <= 0x20 || "\"'{}[]%$<\\".utf8.contains(next)
    case UInt8(ascii: "("):
      // What a plan does not show.
      if starts("(known after", at: start) || starts("(sensitive", at: start) { return true }
      return next <= 0x20 || "\"')(".utf8.contains(next)
    case UInt8(ascii: "$"): return next == 0x7B || next == 0x28 || next <= 0x20
    case UInt8(ascii: "<"), UInt8(ascii: "&"): return true
    default: return false
    }
  }

  /// The lines of a block of YAML: those further in than the name.
  private mutating func takeBlock(from start: Int, _ name: Range<Int>, _ kind: String) {
    let head = run(from: start) { "|>+-0123456789 \r".utf8.contains($0) }
    guard byte(head) == 0x0A else { return }
    var line = name.lowerBound
    while line > 0, bytes[line - 1] != 0x0A { line -= 1 }
    let indent = run(from: line) { $0 == 0x20 || $0 == 0x2D } - line
    var next = head + 1
    while next < bytes.count {
      let first = run(from: next) { $0 == 0x20 }
      let end = run(from: first) { $0 != 0x0A && $0 != 0x0D }
      guard first - next > indent || first == end else { return }
      addValue(first..<end, kind)
      next = run(from: end, limit: 2) { $0 == 0x0D || $0 == 0x0A }
      if next == end { return }
    }
  }

  /// Whether a bare value is code, as a stack trace quotes it: `getToken(`, `body.password`,
  /// `password=password`, `result["auth"]`.
  private func isExpression(_ value: Range<Int>, of name: Range<Int>) -> Bool {
    let end = run(from: value.lowerBound) { Self.isWord($0) || $0 == 0x2E }
    guard end > value.lowerBound else { return false }
    if byte(end) == 0x28 { return true }
    if byte(end) == 0x5B, "\"'0123456789".utf8.contains(byte(end + 1)) { return true }
    let attribute = bytes[name].drop { $0 == 0x5F }
    if attribute.elementsEqual(bytes[value]) { return true }
    guard end == value.upperBound, let dot = value.last(where: { bytes[$0] == 0x2E }) else {
      return false
    }
    return isSecretName(dot + 1..<end)
  }

  private func kind(of name: Range<Int>) -> String {
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

  /// `'''…'''` and `"""…"""` of TOML and Python, and the lines of `<<EOF`.
  private mutating func takeLongQuotation(at start: Int, _ kind: String) -> Bool {
    for mark in ["\"\"\"", "'''"] as [StaticString] where starts(mark, at: start) {
      var end = start + 3
      while end < bytes.count, end - start < 8192, !starts(mark, at: end) { end += 1 }
      addValue(start + 3..<end, kind)
      return true
    }
    guard starts("<<", at: start) else { return false }
    let first = run(from: start + 2, limit: 4) { "-~\"'".utf8.contains($0) }
    let end = run(from: first, limit: 64) { Self.isWord($0) }
    guard end > first else { return false }
    var line = run(from: end, limit: 64) { $0 != 0x0A } + 1
    while line < bytes.count, line - start < 8192 {
      let text = run(from: line) { $0 == 0x20 || $0 == 0x09 }
      let stop = run(from: text) { $0 != 0x0A }
      if bytes[text..<stop].elementsEqual(bytes[first..<end]) { break }
      addValue(text..<stop, kind)
      line = stop + 1
    }
    return true
  }

  /// `define('DB_PASSWORD', 'x')` of PHP and `{password,"x"}` of Erlang.
  mutating func takeListed(after comma: Int) {
    let value = run(from: comma + 1, limit: 8) { $0 == 0x20 }
    guard byte(value) == 0x22 || byte(value) == 0x27, let name = name(before: comma),
      isSecretName(name)
    else { return }
    let isTuple = byte(name.lowerBound - 1) == 0x7B
    guard isTuple || starts("define(", at: name.lowerBound - 8) else { return }
    takeWord(at: value, kind(of: name))
  }

  /// The inside of `"…"`, `'…'`, backticks or of quotes that were escaped, once or several times.
  private func quoted(at start: Int) -> Range<Int>? {
    let open = run(from: start, limit: 16) { $0 == 0x5C }
    let escapes = open - start
    let quote = byte(open)
    guard quote == 0x22 || quote == 0x27 || quote == 0x60 && escapes == 0 else { return nil }
    var end = open + 1
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == 0x5C {
        let slash = end
        while byte(end) == 0x5C { end += 1 }
        if escapes > 0, byte(end) == quote, end - slash <= escapes { return open + 1..<slash }
        if escapes == 0, (end - slash) % 2 == 1 { end += 1 }
        continue
      }
      if bytes[end] == quote, escapes == 0 { return open + 1..<end }
      end += 1
    }
    // An unclosed quotation: what is left of the line.
    return open + 1..<min(end, bytes.count)
  }

  private mutating func takeList(from start: Int, _ kind: String) {
    var index = start
    while let inside = quoted(at: index) {
      addValue(inside, kind)
      index = inside.upperBound + 1
      while " ,\n\r\t".utf8.contains(byte(index)), index < bytes.count { index += 1 }
    }
  }

  /// Where a value without quotes ends.
  private func bareEnd(from start: Int, place: Int, name: Range<Int>) -> Int {
    let end = run(from: start) { byte in
      byte > 0x20 && byte != 0x7F && !"\"'`,;&<>)]}|".utf8.contains(byte)
    }
    guard bytes[place] == 0x3D, isEnvironmentLine(name) else { return end }
    // A line of an environment file holds one value, blanks and all.
    let line = run(from: start) { $0 != 0x0A && $0 != 0x0D }
    let isCommand = (end..<line).contains { "=|&-;\"'".utf8.contains(bytes[$0]) }
    return isCommand ? end : line
  }

  /// Whether a name in capitals starts its line.
  private func isEnvironmentLine(_ name: Range<Int>) -> Bool {
    let isCapital = { (byte: UInt8) in byte &- 0x41 < 26 || byte &- 0x30 < 10 || byte == 0x5F }
    return byte(name.lowerBound - 1) == 0x0A && name.allSatisfy { isCapital(bytes[$0]) }
  }

  /// Whether nothing but the name and the value stands on the line: YAML, or a header.
  private func isWholeLine(_ name: Range<Int>, _ value: Range<Int>) -> Bool {
    var start = name.lowerBound
    while start > 0, isNamePart(byte(start - 1)) { start -= 1 }
    while " \t-\"'>".utf8.contains(byte(start - 1)), start > 0 { start -= 1 }
    let end = run(from: value.upperBound) { " \t\"',".utf8.contains($0) }
    return byte(start - 1) == 0x0A && (byte(end) == 0x0A || byte(end) == 0x0D)
  }

  /// Whether a value is one of a list in braces: `{user: app, password: x}`.
  private func isInBraces(_ value: Range<Int>) -> Bool {
    // Go prints `{User:app Password:x}`.
    let isJoined = byte(value.lowerBound - 1) == 0x3A && byte(value.upperBound) == 0x20
    guard isJoined || byte(value.upperBound) == 0x7D || byte(value.upperBound) == 0x2C else {
      return false
    }
    var start = value.lowerBound
    while start > 0, value.lowerBound - start < 1024, bytes[start - 1] != 0x0A {
      start -= 1
      if bytes[start] == 0x7B { return true }
      if bytes[start] == 0x7D { return false }
    }
    return false
  }

  /// Whether a bare value looks like a secret rather than a word.
  func isTelling(_ value: Range<Int>) -> Bool {
    value.count >= 6 && hasDigitOrCapital(value) && value.contains { bytes[$0] &- 0x30 < 10 }
  }

  /// Marks a value unless it is empty, hidden already, a reference, an ARN or a path.
  mutating func addValue(_ value: Range<Int>, _ kind: String) {
    guard !value.isEmpty, !isHarmless(value) else { return }
    add(value, kind)
  }

  func isHarmless(_ value: Range<Int>) -> Bool {
    let start = value.lowerBound
    if starts("[redacted:", at: start) || starts("arn:", at: start) { return true }
    let first = bytes[start]
    let second = value.count > 1 ? bytes[start + 1] : 0
    let last = bytes[value.upperBound - 1]
    // The working folder: `PWD=/app`.
    if first == 0x2F || first == 0x7E, isWorkingFolder(before: start) { return true }
    // `${VAR}`, `$(cmd)`, `{{ ref }}`, `<placeholder>`, `%VAR%`, `$VAR`.
    if first == 0x24, second == 0x7B || second == 0x28 { return true }
    if first == 0x7B, second == 0x7B { return true }
    if first == 0x3C, last == 0x3E { return true }
    if first == 0x25, last == 0x25, value.count > 1 { return true }
    if first == 0x24, value.dropFirst().allSatisfy({ bytes[$0] &- 0x41 < 26 || bytes[$0] == 0x5F })
    {
      return true
    }
    if first == 0x2F, value.dropFirst().contains(where: { bytes[$0] == 0x2F }) { return true }
    if value.allSatisfy({ "*.•●…x-X#".utf8.contains(bytes[$0]) }) {
      return true
    }
    if value.dropFirst(4).isEmpty == false, value.prefix(4).allSatisfy({ bytes[$0] == 0x2A }) {
      return true
    }
    // Public keys, and references of Terraform, CloudFormation and code.
    // In descriptions of an API the value of `input_token` is `NextToken`.
    if SecretVocabulary.harmlessIndex.isWhole(folded(value)) { return true }
    let opening = String(decoding: bytes[value.prefix(24)], as: UTF8.self).lowercased()
    let references = [
      "var.", "local.", "data.", "module.", "!ref", "!sub", "!getatt", "process.env", "os.environ",
      "os.getenv", "system.getenv", "self.", "this.", "file://", "fileb://", "vault:", "ssm:",
      "ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-",
    ]
    if references.contains(where: { opening.hasPrefix($0) }) { return true }
    return value.count <= 24
      && SecretVocabulary.harmlessValues.contains(opening.filter { $0.isLetter || $0.isNumber })
  }

  /// Whether `PWD=`, `pwd: ` or the like stands before a value.
  private func isWorkingFolder(before start: Int) -> Bool {
    var end = start
    while end > 0, start - end < 6, " \t:=\"'".utf8.contains(bytes[end - 1]) { end -= 1 }
    guard end >= 3, end < start, isName(end - 3..<end, "pwd") else { return false }
    return !Self.isWord(byte(end - 4)) || end >= 6 && isName(end - 6..<end - 3, "old")
  }
}
