extension SecretScanner {
  // MARK: Values

  /// Marks the value after a joint.
  mutating func takeValue(after place: Int, name: Range<Int>) {
    let kind = kind(of: name)
    let start = valueStart(after: place, name: name)
    if isDemanded(place, name) || closesQuotation(start, name) { return }
    if takeBelow(place, name, kind) { return }
    if takeSeedWords(at: start, name, kind) || takeGroups(at: start, kind) { return }
    if takeWordChange(at: start, kind) { return }
    if takeLongQuotation(at: start, kind) { return }
    if byte(start) == 0x5B, takeItems(from: start, joint: place, name, kind) { return }
    if byte(start) == 0x7B, takeInside(start, kind) { return }
    if let inside = quoted(at: start) {
      if kind == "signature", inside.contains(where: { bytes[$0] == 0x20 }) { return }
      // In prose a name in backticks is explained.
      if bytes[inside.lowerBound - 1] == 0x60, bytes[place] != 0x3D, !isTelling(inside),
        !isWholeLine(name, inside)
      {
        return
      }
      if isWeak(name, inside) { return }
      addValue(inside, kind)
      return takeChanged(after: inside.upperBound + 1, kind)
    }
    let isAssigned = bytes[place] == 0x3D
    if !isAssigned, byte(start) == 0x7C || byte(start) == 0x3E || byte(start) == 0x21 {
      return takeBlock(from: start, name, kind)
    }
    // What is quoted here is quoted once more in the layer below.
    if start >= bytes.count || byte(start) == 0x5C && "\"'\\".utf8.contains(byte(start + 1)) {
      return
    }
    if opensCode(at: start, isAssigned: isAssigned) { return }
    let value = start..<bareEnd(from: start, place: place, name: name)
    // `token: expired` in a sentence is no secret; alone behind its name on a line it is one.
    if !isAssigned, !isWholeLine(name, value), !isTelling(value), !isLastPair(name, value),
      !isQuotedHeader(name, value), !isOption(name),
      !((kind == "password" || isNumber(value, of: name)) && isInBraces(value))
    {
      return
    }
    // `completion_tokens=88` counts.
    if bytes[name.upperBound - 1] | 0x20 == 0x73, value.allSatisfy({ bytes[$0] &- 0x30 < 10 }) {
      return
    }
    if isWeak(name, value) || isCmdlet(value, of: name) { return }
    if isExpression(value, of: name) || kind == "signature" && value.count < 16 { return }
    // `seed: 42` is of a random number.
    if kind == "secret", value.count < 4, name.count < 6 { return }
    // `headers["X-Token"] = token` is code.
    if byte(name.upperBound + 1) == 0x5D, !isTelling(value) { return }
    addValue(value, kind)
    takeContinued(after: value.upperBound, kind)
    takeMore(after: value.upperBound, name, kind)
  }

  /// Whether a shell asks for a variable, as in `${DB_PASSWORD:?must be set}`.
  private func isDemanded(_ place: Int, _ name: Range<Int>) -> Bool {
    bytes[place] == 0x3A && byte(place + 1) == 0x3F && byte(name.lowerBound - 1) == 0x7B
  }

  /// Whether the quotation mark where a value should begin ends a text: `"Password: "` of a prompt.
  private func closesQuotation(_ start: Int, _ name: Range<Int>) -> Bool {
    guard byte(start) == 0x22, byte(start - 1) == 0x20, byte(name.upperBound) != 0x22,
      !Self.isWord(byte(start + 1)), byte(start + 1) < 0x80
    else { return false }
    let first = runBack(from: name.lowerBound, limit: 256) { $0 != 0x0A }
    let marks = (first..<name.lowerBound).count { bytes[$0] == 0x22 && byte($0 - 1) != 0x5C }
    return marks % 2 == 1
  }

  /// Whether a name means something else as well, and a plain word behind it is no secret:
  /// `routing_key=orders.created` of a queue, `auth="approle"`.
  private func isWeak(_ name: Range<Int>, _ value: Range<Int>) -> Bool {
    if isName(name, "auth") { return SecretVocabulary.authMethods.isWhole(folded(value)) }
    guard isName(name, "routing_key") || isName(name, "routingkey") else { return false }
    return value.contains { bytes[$0] == 0x2E }
      && value.allSatisfy { bytes[$0] &- 0x61 < 26 || ".-_*#".utf8.contains(bytes[$0]) }
  }

  /// The rest of `recovery codes: a, b`.
  private mutating func takeMore(after place: Int, _ name: Range<Int>, _ kind: String) {
    guard bytes[name.upperBound - 1] | 0x20 == 0x73 else { return }
    var next = place
    while starts(", ", at: next) {
      let end = run(from: next + 2, limit: 128) { $0 > 0x20 && $0 != 0x2C }
      guard isTelling(next + 2..<end) else { return }
      addValue(next + 2..<end, kind)
      next = end
    }
  }

  /// Where a value begins: behind blanks, `**`, a tag of YAML, or the letter of a quotation.
  private func valueStart(after place: Int, name: Range<Int>) -> Int {
    var start = run(from: place + 1, limit: 256) { $0 == 0x20 || $0 == 0x09 || $0 == 0x2A }
    // `DB_PASSWORD=*x` begins with the star.
    if bytes[place] == 0x3D, byte(start - 1) == 0x2A { start = place + 1 }
    // Behind a quoted name the value may stand on the next line.
    if byte(name.upperBound) == 0x22 {
      start = run(from: start, limit: 256) { $0 <= 0x20 }
    }
    for wrap in ["Some(", "!!str ", "!!binary ", "$", "<<", "String::from("] as [StaticString]
    where starts(wrap, at: start) && opensQuote(at: start + wrap.utf8CodeUnitCount) {
      return start + wrap.utf8CodeUnitCount
    }
    // `string(9) "x"` as PHP dumps it.
    if starts("string(", at: start) {
      let size = run(from: start + 7, limit: 6) { $0 &- 0x30 < 10 }
      if starts(") \"", at: size) { return size + 2 }
    }
    if starts("!!str ", at: start) { return start + 6 }
    if starts("!!binary ", at: start) { return start + 9 }
    // `N'x'`, `b"x"`, `@"x"`.
    let letter = byte(start) | 0x20
    if "nbrufe@".utf8.contains(letter) || byte(start) == 0x40, opensQuote(at: start + 1) {
      return start + 1
    }
    return start
  }

  func opensQuote(at place: Int) -> Bool {
    byte(place) == 0x22 || byte(place) == 0x27 || byte(place) == 0x60
  }

  /// `"old" -> "new"` of a plan, `"a" + "b"` of code.
  private mutating func takeChanged(after place: Int, _ kind: String) {
    var next = run(from: place, limit: 64) { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }
    if starts("-> ", at: next) || starts("=> ", at: next) {
      next = run(from: next + 3, limit: 64) { $0 == 0x20 }
    } else if next > place, byte(next) == 0x2B || byte(next) == 0x2E, byte(next + 1) == 0x20 {
      next += 2
    } else {
      return
    }
    if let new = quoted(at: next) { addValue(new, kind) }
  }

  /// `[-old-]{+new+}` of a difference by words; `(sensitive value) -> "x"` of a plan.
  private mutating func takeWordChange(at start: Int, _ kind: String) -> Bool {
    if starts("(sensitive", at: start) || starts("(known after", at: start) {
      takeChanged(after: run(from: start, limit: 32) { $0 != 0x29 && $0 != 0x0A } + 1, kind)
      return true
    }
    var (place, isAny) = (start, false)
    for (open, close, mark) in [("[-", "-]", 0x2D), ("{+", "+}", 0x2B)]
      as [(StaticString, StaticString, UInt8)] where starts(open, at: place)
    {
      var end = place + 2
      while end < bytes.count, end - place < 512, bytes[end] != 0x0A, !starts(close, at: end) {
        end += 1
      }
      guard byte(end) == mark else { break }
      addValue(place + 2..<end, kind)
      (place, isAny) = (end + 2, true)
    }
    return isAny
  }

  /// What a value goes on with on the next line, behind a `\\` at the end of its own.
  private mutating func takeContinued(after end: Int, _ kind: String) {
    var slash = byte(end - 1) == 0x5C ? end - 1 : end
    for _ in 0..<16 {
      guard byte(slash) == 0x5C, byte(slash + 1) == 0x0A else { return }
      let first = run(from: slash + 2, limit: 64) { $0 == 0x20 || $0 == 0x09 }
      let last = run(from: first, limit: 512) { $0 > 0x20 && $0 != 0x5C && $0 != 0x22 }
      addValue(first..<last, kind)
      slash = last
    }
  }

  /// Whether what begins here is an object, a list, a reference or a call rather than a value.
  private func opensCode(at start: Int, isAssigned: Bool) -> Bool {
    let next = byte(start + 1)
    switch byte(start) {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      return next <= 0x20 || "\"'{}[]%$<\\".utf8.contains(next)
    case UInt8(ascii: "("):
      // What a plan does not show.
      if starts("(known after", at: start) || starts("(sensitive", at: start) { return true }
      // `(state) => …`.
      let close = run(from: start, limit: 64) { $0 != 0x29 && $0 != 0x0A }
      if starts(") =>", at: close) || starts(") ->", at: close) { return true }
      return next <= 0x20 || "\"')(".utf8.contains(next)
    case UInt8(ascii: "$"): return next == 0x7B || next == 0x28 || next <= 0x20
    case UInt8(ascii: "<"):
      // `<your password>` stands for one, and a tag ends a value.
      let end = run(from: start + 1, limit: 64) { $0 != 0x3E && $0 != 0x0A }
      return byte(end) == 0x3E || next <= 0x20 || next == 0x2F
    case UInt8(ascii: "&"): return !isAssigned || !isValueEnd(start)
    case UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: ")"): return !isValueEnd(start)
    case UInt8(ascii: "|"), UInt8(ascii: ">"): return next <= 0x20 || !isAssigned
    default: return false
    }
  }

  /// Whether the rest of the line has neither blanks nor another name: a value with a first
  /// character that mostly parts two.
  private func isValueEnd(_ start: Int) -> Bool {
    let end = run(from: start, limit: 256) { $0 > 0x20 && $0 != 0x3D }
    return byte(end) <= 0x20 && end - start > 1 && byte(start - 1) == 0x3D
  }

  /// Whether a bare value is code, as a stack trace quotes it: `getToken(`, `body.password`,
  /// `password=password`, `result["auth"]`.
  func isExpression(_ value: Range<Int>, of name: Range<Int>) -> Bool {
    let end = run(from: value.lowerBound) { Self.isWord($0) || $0 == 0x2E }
    guard end > value.lowerBound else { return false }
    if byte(end) == 0x28 { return true }
    if byte(end) == 0x5B, "\"'0123456789".utf8.contains(byte(end + 1)) { return true }
    let attribute = bytes[name].drop { $0 == 0x5F }
    if attribute.elementsEqual(bytes[value]) { return true }
    // `random_password.db.result` of Terraform.
    let parts = value.split(whereSeparator: { bytes[$0] == 0x2E })
    if end == value.upperBound, parts.count > 2, parts[0].contains(where: { bytes[$0] == 0x5F }) {
      return true
    }
    guard end == value.upperBound, let dot = value.last(where: { bytes[$0] == 0x2E }) else {
      return false
    }
    return end - dot > 3 && isSecretName(dot + 1..<end)
  }

  /// `$password = Read-Host …` of PowerShell.
  private func isCmdlet(_ value: Range<Int>, of name: Range<Int>) -> Bool {
    guard byte(name.lowerBound - 1) == 0x24, bytes[value.lowerBound] &- 0x41 < 26 else {
      return false
    }
    let verb = run(from: value.lowerBound + 1, limit: 16) { ($0 | 0x20) &- 0x61 < 26 }
    let noun = run(from: verb + 1, limit: 48) { ($0 | 0x20) &- 0x61 < 26 }
    return byte(verb) == 0x2D && byte(verb + 1) &- 0x41 < 26 && noun == value.upperBound
  }

  /// `'''…'''` and `"""…"""` of TOML and Python, `$$…$$` of SQL, and the lines of `<<EOF`.
  mutating func takeLongQuotation(at start: Int, _ kind: String) -> Bool {
    for mark in ["\"\"\"", "'''", "$$"] as [StaticString] where starts(mark, at: start) {
      let first = start + mark.utf8CodeUnitCount
      var end = first
      while end < bytes.count, end - start < 8192, !starts(mark, at: end) { end += 1 }
      addValue(first..<end, kind)
      return true
    }
    guard starts("<<", at: start) else { return false }
    let first = run(from: start + 2, limit: 4) { "-~\"'".utf8.contains($0) }
    let end = run(from: first, limit: 64) { Self.isWord($0) }
    guard end > first else { return false }
    var line = run(from: end, limit: 64) { $0 != 0x0A } + 1
    // Where none of the last search had an end, there is none for this one either.
    let limit = start < heredocEnd ? line + 1 : start + 8192
    while line < bytes.count, line < limit {
      let text = run(from: line) { $0 == 0x20 || $0 == 0x09 }
      let stop = run(from: text) { $0 != 0x0A }
      if bytes[text..<stop].elementsEqual(bytes[first..<end]) { return true }
      addValue(text..<stop, kind)
      line = stop + 1
    }
    heredocEnd = max(heredocEnd, line)
    return true
  }

  /// The inside of `"…"`, `'…'` or backticks.
  func quoted(at start: Int) -> Range<Int>? {
    let quote = byte(start)
    guard quote == 0x22 || quote == 0x27 || quote == 0x60, start < bytes.count else { return nil }
    var end = start + 1
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == 0x5C {
        end += 2
      } else if bytes[end] == quote {
        // `'it''s'` of YAML and SQL, `"a""b"` of CSV.
        guard end > start + 1, quote != 0x60, byte(end + 1) == quote else { break }
        end += 2
      } else {
        end += 1
      }
    }
    // An unclosed quotation: what is left of the line.
    return start + 1..<max(start + 1, min(end, bytes.count))
  }

  /// Where a value without quotes ends.
  private func bareEnd(from start: Int, place: Int, name: Range<Int>) -> Int {
    // `{x;y}` of a connection string of SQL Server.
    if byte(start) == 0x7B, bytes[place] == 0x3D {
      // `}}` stands for one within.
      var close = start
      repeat {
        close = run(from: close, limit: 256) { $0 != 0x7D && $0 != 0x0A && $0 != 0x22 }
        guard starts("}}", at: close), byte(close + 2) > 0x20, byte(close + 2) != 0x3B else {
          break
        }
        close += 2
      } while close - start < 256
      if byte(close) == 0x7D, ";\n\"'".utf8.contains(byte(close + 1)) { return close + 1 }
    }
    if let end = openedEnd(from: start, place: place, name: name) { return end }
    var end = run(from: start) { byte in
      byte > 0x20 && byte != 0x7F && !"\"'`,;&<>)]}|".utf8.contains(byte)
    }
    if end - start == 8192 { end = run(from: end, limit: bytes.count) { $0 > 0x20 && $0 != 0x22 } }
    guard bytes[place] == 0x3D, isEnvironmentStart(name) else { return end }
    // What stands between blanks is one value, whatever it is made of, unless another name follows.
    let word = max(end, run(from: start) { $0 > 0x20 && $0 != 0x5C })
    let next = (start..<word).first { index in
      guard ";,&|?".utf8.contains(bytes[index]) else { return false }
      let name = run(from: index + 1, limit: 64) { isNamePart($0) || $0 == 0x20 }
      return name > index + 1 && byte(name) == 0x3D
    }
    let isClosing =
      (end..<max(end, word)).allSatisfy { ",;)]}".utf8.contains(bytes[$0]) } && end > start
    end = isClosing ? end : max(end, next ?? word)
    // A line of an environment file holds one value, blanks and all.
    let line = run(from: start) { $0 != 0x0A && $0 != 0x0D }
    guard isEnvironmentLine(name) else { return end }
    let isCommand = (end..<max(end, line)).contains { "=|&-;\"'#".utf8.contains(bytes[$0]) }
    return isCommand ? end : max(end, line)
  }

  /// Where a pair in quotes ends: `-e "DB_PASSWORD=sword fish"`, `"PGPASSWORD=a,b"`.
  private func openedEnd(from start: Int, place: Int, name: Range<Int>) -> Int? {
    let first = runBack(from: name.lowerBound, limit: 80) { isNamePart($0) }
    let quote = byte(first - 1)
    guard quote == 0x22 || quote == 0x27, byte(name.upperBound) != quote, bytes[place] == 0x3D
    else { return nil }
    let end = run(from: start, limit: 1024) { $0 != quote && $0 != 0x0A && $0 != 0x5C }
    guard byte(end) == quote else { return nil }
    // Another pair behind a blank or `;` is one of its own.
    let next = (start..<end).first { index in
      guard " ;,&?".utf8.contains(bytes[index]) else { return false }
      let name = run(from: index + 1, limit: 64) { isNamePart($0) }
      return name > index + 1 && byte(name) == 0x3D
        || bytes[index] == 0x20 && byte(index + 1) == 0x2D
    }
    return next ?? end
  }

  /// Whether a bare value looks like a secret rather than a word.
  func isTelling(_ value: Range<Int>) -> Bool {
    value.count >= 6 && hasDigitOrCapital(value) && value.contains { bytes[$0] &- 0x30 < 10 }
  }

  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (first, last) = (range.lowerBound, max(range.lowerBound, range.upperBound))
    while first < last, bytes[first] <= 0x20 { first += 1 }
    while last > first, bytes[last - 1] <= 0x20 { last -= 1 }
    return first..<last
  }

  /// A value without its quotes.
  func unquoted(_ range: Range<Int>) -> Range<Int> {
    guard range.count >= 2, opensQuote(at: range.lowerBound),
      bytes[range.upperBound - 1] == bytes[range.lowerBound]
    else { return range }
    return range.lowerBound + 1..<range.upperBound - 1
  }
}
