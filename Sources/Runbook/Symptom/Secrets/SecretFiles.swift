/// Files whose lines are secrets by their place: manifests, password files, hashes, forms.
extension SecretScanner {
  /// What is known by the line it stands in.
  mutating func takeLine(at line: Int) {
    takeKeyFile(at: line)
    takePasswordLine(at: line)
    takeTable(at: line)
  }

  /// `host:5432:database:user:x` of `.pgpass`, and `user:id:LM:NT:::` of Windows.
  private mutating func takePasswordLine(at line: Int) {
    var colons: [Int] = []
    var place = line
    while place < bytes.count, bytes[place] > 0x20, place - line < 512, colons.count < 4 {
      if bytes[place] == 0x3A { colons.append(place) }
      place += 1
    }
    guard colons.count == 4 else { return }
    let fields = zip([line - 1] + colons, colons).map { $0.0 + 1..<$0.1 }
    let end = run(from: colons[3], limit: 512) { $0 > 0x20 }
    let rest = colons[3] + 1..<end
    if isDigest(fields[2]), isDigest(fields[3]) { return add(fields[3], "password-hash") }
    // A line of `/etc/shadow` counts days where no hash is.
    let isCount = rest.allSatisfy { bytes[$0] &- 0x30 < 10 || bytes[$0] == 0x3A }
    if isCount, rest.contains(where: { bytes[$0] == 0x3A }) { return }
    // The ports of PostgreSQL and of its poolers.
    let isPort =
      fields[1].count > 3 && fields[1].allSatisfy { bytes[$0] &- 0x30 < 10 }
      && (isTelling(rest)
        || ["43", "54", "65"].contains {
          String(decoding: bytes[fields[1]], as: UTF8.self).contains($0)
        })
    let isHost =
      isAny(fields[0]) || !fields[0].isEmpty && fields[0].allSatisfy { isNamePart(bytes[$0]) }
    guard byte(end) <= 0x20, byte(end) != 0x20, isPort || isAny(fields[1]), isHost,
      fields.allSatisfy({ !$0.isEmpty && bytes[$0.lowerBound] != 0x5B }), !rest.isEmpty,
      !(line..<colons[3]).allSatisfy({
        SecretRules.CharacterSet.hex.contains(bytes[$0]) || bytes[$0] == 0x3A
      })
    else { return }
    addValue(rest, "password")
  }

  private func isDigest(_ field: Range<Int>) -> Bool {
    field.count == 32 && field.allSatisfy { SecretRules.CharacterSet.hex.contains(bytes[$0]) }
  }

  /// `*`, which stands for any host, port or name.
  private func isAny(_ field: Range<Int>) -> Bool {
    field.count == 1 && bytes[field.lowerBound] == 0x2A
  }

  // MARK: Hashes

  /// A password as systems keep it: `$2b$…`, `$6$…`, `$argon2id$…`, `{SSHA}…`, `*2470C0…`.
  mutating func takeHash(at start: Int) {
    switch bytes[start] {
    case 0x24: takeCrypt(at: start)
    case 0x7B: takeSchemed(at: start)
    default:
      let end = run(from: start + 1, limit: 41) { SecretRules.CharacterSet.upper.contains($0) }
      let isHex = (start + 1..<end).allSatisfy { SecretRules.CharacterSet.hex.contains(bytes[$0]) }
      if end - start == 41, isHex { add(start..<end, "password-hash") }
    }
  }

  /// `$id$salt$hash`, as crypt(5) has it.
  private mutating func takeCrypt(at start: Int) {
    let id = run(from: start + 1, limit: 20) { Self.isWord($0) || $0 == 0x2D }
    guard id > start + 1, byte(id) == 0x24, !Self.isWord(byte(start - 1)), start >= hashEnd else {
      return
    }
    let end = run(from: start, limit: 512) { Self.isWord($0) || "$./+=,-*".utf8.contains($0) }
    hashEnd = end
    guard end - start >= 24, hasDigitOrCapital(id..<end) else { return }
    let known = SecretVocabulary.crypts.contains { bytes[start + 1..<id].elementsEqual($0.utf8) }
    if known { add(start..<end, "password-hash") }
  }

  /// `{SSHA}…`, as LDAP has it (RFC 2307).
  private mutating func takeSchemed(at start: Int) {
    let end = run(from: start + 1, limit: 20) { Self.isWord($0) || $0 == 0x2D }
    guard byte(end) == 0x7D, end > start + 2 else { return }
    let scheme = folded(start + 1..<end)
    guard SecretVocabulary.schemes.contains(where: { scheme.starts(with: $0.utf8) }) else { return }
    let last = run(from: end + 1, limit: 512) { Self.isWord($0) || "$./+=,-*".utf8.contains($0) }
    if last - end > 13 { add(start..<last, "password-hash") }
  }

  // MARK: Manifests

  /// The values of a Kubernetes `Secret`, whatever their names are; its `kind` may stand last.
  mutating func takeManifest(around kind: Range<Int>) {
    guard kind.lowerBound >= manifestEnd else { return }
    if byte(kind.upperBound) == 0x22 { return takeManifestObject(around: kind) }
    let head = lineStart(of: kind.lowerBound)
    let indent = kind.lowerBound - head
    var first = head
    while first > manifestEnd, kind.lowerBound - first < 65536 {
      let before = lineStart(of: first - 1)
      let margin = run(from: before, limit: 256) { $0 == 0x20 || $0 == 0x2D }
      if starts("---", at: before) || margin - before < indent && byte(margin) > 0x20 { break }
      let isItem = byte(first) != 0x2D && bytes[before..<margin].contains(0x2D)
      if first == head, bytes[head..<kind.lowerBound].contains(0x2D) { break }
      first = before
      if isItem, margin - before == indent { break }
    }
    var line = first
    var reached = first
    var (isData, block) = (false, Int.max)
    while line < bytes.count, line - first < 131072 {
      reached = line
      let margin = run(from: line, limit: 256) { $0 == 0x20 || line <= head && $0 == 0x2D }
      let end = run(from: margin) { $0 != 0x0A && $0 != 0x0D }
      let next = max(run(from: end, limit: 2) { $0 == 0x0D || $0 == 0x0A }, line + 1)
      defer { line = next }
      if margin == end { continue }
      if line > head, margin - line < indent || starts("---", at: line) { break }
      if line > head, starts("- ", at: margin), margin - line + 2 <= indent { break }
      if margin - line == indent {
        // Another document, or no YAML.
        let key = run(from: margin, limit: 64) { Self.isWord($0) }
        if line > head, byte(key) != 0x3A || starts("kind:", at: margin) { break }
        isData = starts("data:", at: margin) || starts("stringData:", at: margin)
        block = Int.max
        continue
      }
      guard isData else { continue }
      if margin - line > block {
        addValue(margin..<end, "secret")
        continue
      }
      let colon = run(from: margin, limit: 256) { isNamePart($0) || $0 == 0x2F || opensQuote($0) }
      let value = trimmed((byte(colon) == 0x3A ? colon + 1 : margin)..<max(colon + 1, end))
      if value.isEmpty || "|>".utf8.contains(bytes[value.lowerBound]) {
        block = margin - line
      } else {
        block = Int.max
        addValue(unquoted(value), "secret")
      }
    }
    manifestEnd = max(reached, kind.upperBound)
  }

  private func opensQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 }

  /// The same in JSON: the values of `data` in the braces around the kind.
  private mutating func takeManifestObject(around kind: Range<Int>) {
    var (start, depth) = (kind.lowerBound, 0)
    while start > manifestEnd, kind.lowerBound - start < 65536 {
      start -= 1
      if bytes[start] == 0x7D { depth += 1 }
      if bytes[start] == 0x7B {
        if depth == 0 { break }
        depth -= 1
      }
    }
    var (place, inside, isData) = (start + 1, 0, false)
    let limit = min(bytes.count, kind.upperBound + 65536)
    while place < limit, inside >= 0 {
      switch bytes[place] {
      case 0x7B:
        let name = runBack(from: place, limit: 16) { $0 <= 0x20 || $0 == 0x3A || $0 == 0x22 }
        if inside == 0 { isData = starts("data", at: name - 4) || starts("Data", at: name - 4) }
        inside += 1
      case 0x7D: inside -= 1
      case 0x22:
        guard let text = quoted(at: place) else { break }
        if inside == 1, isData,
          byte(run(from: text.upperBound + 1, limit: 8) { $0 <= 0x20 }) != 0x3A
        {
          addValue(text, "secret")
        }
        place = text.upperBound
      default: break
      }
      place += 1
    }
    manifestEnd = max(place, kind.upperBound)
  }

  // MARK: Forms

  /// The part of a form behind `name="password"`: headers, an empty line, the value.
  mutating func takePart(after name: Int) -> Bool {
    var line = run(from: name, limit: 256) { $0 != 0x0A } + 1
    for _ in 0..<4 where line < bytes.count {
      let end = run(from: line, limit: 512) { $0 != 0x0A && $0 != 0x0D }
      let next = max(run(from: end, limit: 2) { $0 == 0x0D || $0 == 0x0A }, line + 1)
      if end == line {
        // An empty line may end with one byte or two.
        let value = byte(line) == 0x0D ? line + 2 : line + 1
        addValue(value..<run(from: value) { $0 != 0x0A && $0 != 0x0D }, "secret")
        return true
      }
      line = byte(end) == 0x0D ? min(next, end + 2) : end + 1
    }
    return false
  }
}
