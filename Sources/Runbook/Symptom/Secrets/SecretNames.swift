extension SecretScanner {
  /// Reads around a `:` or `=`: `KEY=value`, `"key": "value"`, `key: value`, `scheme://user:x@host`.
  mutating func takeNamed(at place: Int) {
    if bytes[place] == 0x3A, starts("://", at: place) { return takeURL(at: place) }
    // `==` and `::` are operators; `:=` and `=>` assign.
    if byte(place + 1) == bytes[place] || byte(place - 1) == bytes[place] { return }
    guard let name = name(before: place) else { return }
    let isLong = starts(":=", at: place) || starts("=>", at: place)
    let joint = isLong ? place + 1 : place
    if takeHeader(name, after: joint) { return }
    if isPairName(name) { return takePair(name, at: joint) }
    if isSecretName(name) { takeValue(after: joint, name: name) }
  }

  // MARK: Names

  /// The name before a joint: up to 64 word characters, joints and dots, quotes and blanks aside.
  private func name(before place: Int) -> Range<Int>? {
    var end = place
    while end > 0, place - end < 8, " \"'\\])".utf8.contains(bytes[end - 1]) { end -= 1 }
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
  private func folded(_ name: Range<Int>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(name.count)
    for index in name where bytes[index] != 0x5F && bytes[index] != 0x2D && bytes[index] != 0x2E {
      folded.append(ASCII.lower(bytes[index]))
    }
    return folded
  }

  /// Whether the value of a name is a secret.
  func isSecretName(_ name: Range<Int>) -> Bool {
    name.count >= 3 && SecretScanner.isSecret(folded: folded(name))
  }

  /// The same for a name without case and joints.
  static func isSecret(folded name: [UInt8]) -> Bool {
    if SecretVocabulary.wholeIndex.isWhole(name) { return true }
    guard SecretVocabulary.secretIndex.isPart(of: name),
      !SecretVocabulary.harmlessIndex.isWhole(name)
    else { return false }
    // `TokenId`, `secretArn`, `password_file`.
    return !SecretVocabulary.harmlessEndBytes.contains { end in
      name.count >= end.count && name[(name.count - end.count)...].elementsEqual(end)
    }
  }

  // MARK: Values

  /// Marks the value after a joint.
  private mutating func takeValue(after place: Int, name: Range<Int>) {
    var start = place + 1
    while byte(start) == 0x20 || byte(start) == 0x09 { start += 1 }
    let kind = kind(of: name)
    if byte(start) == 0x5B, byte(start + 1) == 0x22 || byte(start + 1) == 0x27 {
      return takeList(from: start + 1, kind)
    }
    if let inside = quoted(at: start) { return addValue(inside, kind) }
    if "{[(<$&|>".utf8.contains(byte(start)) || start >= bytes.count { return }
    let end = bareEnd(from: start, place: place, name: name)
    let value = start..<end
    // `token: expired` in a sentence is no secret; alone behind its name on a line it is one.
    if bytes[place] == 0x3A, !isWholeLine(name, value), !isTelling(value) { return }
    addValue(value, kind)
  }

  private func kind(of name: Range<Int>) -> String {
    let folded = String(decoding: folded(name), as: UTF8.self)
    let kinds: [(part: StaticString, kind: String)] = [
      ("secretaccesskey", "aws-secret-key"), ("sessiontoken", "aws-session-token"),
      ("securitytoken", "aws-session-token"), ("signature", "signature"),
      ("password", "password"), ("passwd", "password"), ("pwd", "password"), ("token", "token"),
    ]
    if let known = kinds.first(where: { folded.contains(folded: $0.part) }) { return known.kind }
    return folded == "sig" ? "signature" : folded == "pass" ? "password" : "secret"
  }

  /// The inside of `"…"`, `'…'` or `\"…\"` that starts here.
  private func quoted(at start: Int) -> Range<Int>? {
    let isEscaped = byte(start) == 0x5C
    let open = isEscaped ? start + 1 : start
    let quote = byte(open)
    guard quote == 0x22 || quote == 0x27 else { return nil }
    var end = open + 1
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == 0x5C {
        if isEscaped, byte(end + 1) == quote { return open + 1..<end }
        end += 2
        continue
      }
      if bytes[end] == quote, !isEscaped { return open + 1..<end }
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
    while " \t-\"'>".utf8.contains(byte(start - 1)), start > 0 { start -= 1 }
    let end = run(from: value.upperBound) { " \t\"',".utf8.contains($0) }
    return byte(start - 1) == 0x0A && (byte(end) == 0x0A || byte(end) == 0x0D)
  }

  /// Whether a bare value looks like a secret rather than a word.
  private func isTelling(_ value: Range<Int>) -> Bool {
    value.count >= 6 && hasDigitOrCapital(value) && value.contains { bytes[$0] &- 0x30 < 10 }
  }

  /// Marks a value unless it is empty, hidden already, a reference, an ARN or a path.
  mutating func addValue(_ value: Range<Int>, _ kind: String) {
    guard !value.isEmpty, !isHarmless(value) else { return }
    add(value, kind)
  }

  private func isHarmless(_ value: Range<Int>) -> Bool {
    let start = value.lowerBound
    if starts("[redacted:", at: start) || starts("arn:", at: start) { return true }
    let first = bytes[start]
    let second = value.count > 1 ? bytes[start + 1] : 0
    let last = bytes[value.upperBound - 1]
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
    if value.allSatisfy({ "*.•x-Xx#".utf8.contains(bytes[$0]) || bytes[$0] >= 0x80 }) {
      return true
    }
    if value.dropFirst(4).isEmpty == false, value.prefix(4).allSatisfy({ bytes[$0] == 0x2A }) {
      return true
    }
    guard value.count <= 24 else { return false }
    let folded = String(decoding: bytes[value], as: UTF8.self).lowercased()
    if SecretVocabulary.harmlessValues.contains(folded.filter { $0.isLetter || $0.isNumber }) {
      return true
    }
    // References of Terraform, CloudFormation and code.
    return [
      "var.", "local.", "data.", "!ref", "!sub", "process.env", "os.environ", "vault:", "ssm:",
    ]
    .contains { folded.hasPrefix($0) }
  }
}
