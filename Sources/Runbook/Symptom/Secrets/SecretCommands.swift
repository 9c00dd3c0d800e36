/// Secrets in the words of commands: options, arguments, assignments, pipes.
extension SecretScanner {
  /// A private key, or an option such as `--password x`.
  mutating func takeDashes(at start: Int) {
    if starts("----", at: start) { return takePrivateKey(at: start) }
    if starts("-us", at: start) { takeInfix(at: start) }
    if starts("--", at: start) { return takeOption(at: start) }
    guard byte(start - 1) <= 0x20 || opensQuote(at: start - 1) else { return }
    takeShortOption(at: start)
    takeSingleDash(at: start)
  }

  /// `--password x`, `--token=x`; `--user name:x` as curl has it.
  private mutating func takeOption(at start: Int) {
    let end = run(from: start + 2, limit: 64) { Self.isWord($0) || $0 == 0x2D }
    let name = start + 2..<end
    // With `=` it is read like any other name.
    guard !name.isEmpty else { return }
    if takeNextWord(after: end, name) { return }
    takePiped(by: name, before: start)
    if isName(name, "from-literal"), byte(end) == 0x3D || byte(end) == 0x20 {
      let joint = run(from: end + 1, limit: 128) { $0 != 0x3D && $0 > 0x20 }
      if byte(joint) == 0x3D { takeWord(at: joint + 1, "secret") }
      return
    }
    let isUser = ["user", "proxy-user"].contains { bytes[name].elementsEqual($0.utf8) }
    if isUser, byte(end) == 0x3D || byte(end) == 0x20 { return takeUserOption(at: end + 1) }
    guard byte(end) == 0x20 || byte(end) == 0x09, byte(end + 1) != 0x2D else { return }
    // `aws ssm put-parameter --type SecureString --value x`.
    let isParameter = isName(name, "value") && lineContains("SecureString", around: start)
    let isBearer = isName(name, "oauth2-bearer")
    guard isParameter || isBearer || isSecretName(name) else { return }
    // `run --secrets without rights` is a sentence.
    let last = byte(end - 1) | 0x20
    let isPlural = last == 0x73 && byte(end - 2) | 0x20 != 0x73
    let word = end + 1..<run(from: end + 1) { $0 > 0x20 }
    let isSentence = ["is ", "was ", "and ", "or ", "in ", "to ", "not ", "for ", "on ", "<<< "]
      .contains { starts($0, at: end + 1) }
    guard !isSentence, !isPlural || isTelling(word) else { return }
    takeWord(at: end + 1, "secret")
  }

  /// The next word of a command that is kept as a list: `"--db-password", "x"`, `[--token, x]`, or
  /// items of YAML below each other.
  private mutating func takeNextWord(after end: Int, _ name: Range<Int>) -> Bool {
    guard isSecretName(name) else { return false }
    let isQuoted = byte(end) == 0x22 || byte(end) == 0x27
    let behind = isQuoted ? end + 1 : end
    let next = run(from: behind, limit: 80) { $0 == 0x2C || $0 <= 0x20 }
    if isQuoted {
      if next > behind, byte(next) == byte(end) { takeWord(at: next, "secret") }
      if bytes[behind..<next].contains(0x0A) { takeItem(at: next) }
      return true
    }
    if byte(end) == 0x2C {
      let stop = run(from: next, limit: 512) { $0 > 0x20 && $0 != 0x2C && $0 != 0x5D }
      addValue(unquoted(next..<stop), "secret")
      return true
    }
    guard bytes[behind..<next].contains(0x0A) else { return false }
    takeItem(at: next)
    return true
  }

  private mutating func takeItem(at place: Int) {
    if starts("- ", at: place), byte(place + 2) != 0x2D { takeWord(at: place + 2, "secret") }
  }

  /// `echo x | docker login --password-stdin`, `--with-token <<< x`.
  private mutating func takePiped(by name: Range<Int>, before start: Int) {
    let isPiped = ["password-stdin", "stdin", "with-token"].contains {
      bytes[name].elementsEqual($0.utf8)
    }
    guard isPiped else { return }
    takeEcho(before: start)
    if starts(" <<< ", at: name.upperBound) { takeWord(at: name.upperBound + 5, "password") }
  }

  /// What `echo` or `printf` hands to a command that reads a password.
  private mutating func takeEcho(before place: Int) {
    let line = lineStart(of: place)
    guard line >= echoEnd, let bar = (line..<place).last(where: { bytes[$0] == 0x7C }) else {
      return
    }
    echoEnd = place
    let first = (line..<bar).first { starts("echo ", at: $0) || starts("printf ", at: $0) }
    guard let first else { return }
    // The last word before the bar.
    let end = trimmed(first..<bar).upperBound
    let quote = byte(end - 1)
    let isQuoted = quote == 0x22 || quote == 0x27
    let start = runBack(from: isQuoted ? end - 1 : end, limit: 512) {
      isQuoted ? $0 != quote : $0 > 0x20
    }
    let value = start..<(isQuoted ? end - 1 : end)
    // `user:x` for chpasswd.
    let colon = lineContains("chpasswd", around: place) ? colon(in: value) : nil
    addValue((colon.map { $0 + 1 } ?? value.lowerBound)..<value.upperBound, "password")
  }

  /// `-storepass x`, as tools of Java and Windows have it.
  private mutating func takeSingleDash(at start: Int) {
    let end = run(from: start + 1, limit: 64) { Self.isWord($0) || $0 == 0x2D }
    let isPass = starts("-pwd", at: start) && end == start + 4
    guard end - start > 4 || isPass, isSecretName(start + 1..<end) else { return }
    if takeNextWord(after: end, start + 1..<end) { return }
    guard byte(end) == 0x20, byte(end + 1) != 0x2D else { return }
    takeWord(at: end + 1, "secret")
  }

  /// `-passin pass:x` of openssl.
  mutating func takePassphrase(at colon: Int) -> Bool {
    let start = runBack(from: colon, limit: 8) { Self.isWord($0) }
    guard isName(start..<colon, "pass"), byte(start - 1) == 0x20 || byte(start - 1) == 0x27 else {
      return false
    }
    let option = runBack(from: start - 1, limit: 12) { $0 > 0x20 }
    guard starts("-pass", at: option) || starts("--pass", at: option) else { return false }
    takeWord(at: colon + 1, "password")
    return true
  }

  /// `net use Z: \\\\host\\share /user:name x`: the word behind the user, or the one before.
  mutating func takeShare(_ user: Range<Int>) {
    guard lineContains("net use", around: user.lowerBound, before: true) else { return }
    let end = run(from: user.upperBound, limit: 128) { $0 > 0x20 }
    let next = end + 1..<run(from: end + 1, limit: 128) { $0 > 0x20 }
    if byte(end) == 0x20, !next.isEmpty, byte(next.lowerBound) != 0x2F {
      return addValue(next, "password")
    }
    let last = user.lowerBound - 2
    let before = runBack(from: last, limit: 128) { $0 > 0x20 }..<last
    guard !before.isEmpty, !"\\*/".utf8.contains(byte(before.lowerBound)),
      byte(last - 1) != 0x3A
    else { return }
    addValue(before, "password")
  }

  /// `: PSK "x"` and `: EAP "x"` of the secrets of IPsec.
  func sharedKey(at colon: Int) -> Int? {
    let kinds: [StaticString] = ["PSK ", "EAP ", "XAUTH ", "NTLM "]
    let start = run(from: colon + 1, limit: 8) { $0 == 0x20 || $0 == 0x09 }
    guard byte(colon - 1) <= 0x20, let kind = kinds.first(where: { starts($0, at: start) }) else {
      return nil
    }
    return run(from: start + kind.utf8CodeUnitCount, limit: 8) { $0 == 0x20 || $0 == 0x09 }
  }

  mutating func takeSharedKey(at colon: Int) -> Bool {
    guard let value = sharedKey(at: colon), opensQuote(at: value) else { return false }
    takeWord(at: value, "secret")
    return true
  }

  /// `mysql -pSECRET`, `sshpass -p SECRET`, `redis-cli -a SECRET`, `curl -u name:SECRET`.
  private mutating func takeShortOption(at start: Int) {
    // Letters that take no value may stand before: `-su name:x`.
    let last = run(from: start + 1, limit: 4) { ($0 | 0x20) &- 0x61 < 26 } - 1
    for option in SecretVocabulary.shortOptions {
      let letter: Int
      if option.isJoined {
        guard byte(start + 1) == option.letter else { continue }
        letter = start + 1
      } else if option.hasUser, byte(start + 1) == option.letter {
        letter = start + 1
      } else {
        guard last > start, byte(last) == option.letter, byte(last + 1) <= 0x20
        else { continue }
        letter = last
      }
      let value = option.isJoined ? letter + 1 : run(from: letter + 1, limit: 8) { $0 == 0x20 }
      guard byte(value) > 0x20, byte(value) != 0x2D,
        option.commands.contains(where: { lineContains($0, around: start, before: true) })
      else { continue }
      if option.hasUser { return takeUserOption(at: value) }
      if option.isCookie {
        let end = run(from: value, limit: 1024) { $0 > 0x20 && $0 != 0x3D }
        guard byte(end) == 0x3D else { continue }
        return takeWord(at: value, "cookie")
      }
      return takeWord(at: value, "password")
    }
  }

  private mutating func takeUserOption(at start: Int) {
    let first = byte(start) == 0x22 || byte(start) == 0x27 ? start + 1 : start
    let quote = first > start ? byte(start) : 0x20
    let end = run(from: first, limit: 512) { byte in
      byte != quote && byte != 0x60 && byte > (quote == 0x20 ? 0x20 : 0x1F)
    }
    // `U%x` of Samba.
    guard let colon = colon(in: first..<end) ?? percent(in: first..<end), colon + 1 < end else {
      return
    }
    // `-u 1000:1000` is a user and a group.
    guard !(first..<end).allSatisfy({ bytes[$0] &- 0x30 < 10 || bytes[$0] == 0x3A }) else { return }
    // `date -u +%H:%M` has a form of time there.
    guard (first..<colon).allSatisfy({ Self.isWord(bytes[$0]) || "@.-\\".utf8.contains(bytes[$0]) })
    else { return }
    // `docker run -u app:app` names a user and a group.
    guard !bytes[first..<colon].elementsEqual(bytes[colon + 1..<end]) else { return }
    addValue(colon + 1..<end, "password")
  }

  private func percent(in range: Range<Int>) -> Int? {
    guard lineContains("smbclient", around: range.lowerBound, before: true) else { return nil }
    return range.first { bytes[$0] == 0x25 }
  }

  /// A word, or what stands in quotes.
  mutating func takeWord(at start: Int, _ kind: String) {
    let quote = byte(start)
    if let inside = quoted(at: start), quote != 0x60 { return addValue(inside, kind) }
    // A list in brackets ends with them.
    let end = run(from: start) { $0 > 0x20 && !"\"'`\\".utf8.contains($0) }
    addValue(start..<end, kind)
  }

  /// Words of a command whose place alone says that they are secret: `rabbitmqctl add_user a x`.
  mutating func takeArgument(at start: Int) {
    guard SecretVocabulary.commandStarts[Int(bytes[start])] else { return }
    if starts("chpasswd", at: start) || starts("sudo -S", at: start) {
      return takeEcho(before: start)
    }
    for command in SecretVocabulary.positional where starts(command.words, at: start) {
      var place = start + command.words.utf8CodeUnitCount
      guard byte(place) == 0x20, byte(start - 1) <= 0x20 || byte(start - 1) == 0x22 else {
        continue
      }
      for _ in 0..<command.skip {
        place = run(from: run(from: place, limit: 8) { $0 == 0x20 }, limit: 256) { $0 > 0x20 }
      }
      let word = run(from: place, limit: 8) { $0 == 0x20 }
      guard word > place, byte(word) > 0x20, byte(word) != 0x2D else { return }
      return takeWord(at: word, "password")
    }
  }

  /// `ENV NAME value` of a Dockerfile, `setx NAME value`, `aws configure set NAME value`,
  /// and a header as nginx sets it.
  mutating func takeSetting(at start: Int) {
    let words: [StaticString] = ["ENV ", "setx ", "setenv ", "set ", "proxy_set_header ", "AUTH "]
    guard "EspA".utf8.contains(bytes[start]), byte(start - 1) <= 0x20 || byte(start - 1) == 0x3E,
      let word = words.first(where: { starts($0, at: start) })
    else { return }
    var first = start + word.utf8CodeUnitCount
    if bytes[start] == UInt8(ascii: "A") { return takeRedisLogin(at: first) }
    // The options of a shell's `set`.
    while byte(first) == 0x2D {
      let next = run(from: first, limit: 16) { $0 > 0x20 }
      guard byte(next) == 0x20 else { return }
      first = next + 1
    }
    let end = run(from: first, limit: 128) { $0 > 0x20 }
    // `npm config set //registry.example.com/:_authToken x`.
    let name = runBack(from: end, limit: end - first) { Self.isWord($0) || $0 == 0x2D }
    let isPath = name > first && bytes[name - 1] == 0x3A && isSecretName(name..<end)
    guard byte(end) == 0x20, isPath || name == first && isSetting(name..<end) else { return }
    takeWord(at: end + 1, "secret")
  }

  /// `AUTH x` and `AUTH user x` of Redis.
  private mutating func takeRedisLogin(at first: Int) {
    let end = run(from: first, limit: 256) { $0 > 0x20 }
    let second =
      byte(end) == 0x20 ? end + 1..<run(from: end + 1, limit: 256) { $0 > 0x20 } : first..<end
    guard byte(second.upperBound) <= 0x20, isTelling(second) else { return }
    addValue(second, "password")
  }

  /// `login NAME password SECRET`, as `.netrc` has it.
  mutating func takeLogin(at start: Int) {
    guard starts("login ", at: start) else { return }
    if lineContains("vault", around: start, before: true) {
      let word = start + 6..<run(from: start + 6) { $0 > 0x20 }
      if isTelling(word) { addValue(word, "vault-token") }
    }
    let name = run(from: start + 6, limit: 128) { $0 > 0x20 }
    let place = run(from: name, limit: 32) { $0 <= 0x20 }
    guard place > name, starts("password ", at: place) else { return }
    takeWord(at: place + 9, "password")
  }

  // MARK: Calls and lists

  /// `setPassword("x")`, `PASSWORD('x')`, `ConvertTo-SecureString("x")`; rows of SQL.
  mutating func takeCall(at open: Int) {
    takeRecords(at: open)
    let value = run(from: open + 1, limit: 8) { $0 == 0x20 }
    guard opensQuote(at: value) else { return }
    let start = runBack(from: open, limit: 64) { Self.isWord($0) }
    guard start < open else { return }
    let isSetter = starts("set", at: start) || starts("with", at: start)
    let name = folded(start..<open)
    if SecretVocabulary.callNames.isWhole(name) || isSetter && isSecretName(start..<open) {
      takeWord(at: value, kind(of: start..<open))
    } else if name.elementsEqual("equals".utf8), byte(start - 1) == 0x2E,
      let owner = self.name(before: start - 1), isSecretName(owner)
    {
      takeWord(at: value, kind(of: owner))
    }
  }

  /// A name and its value as the two words of a call or a list: `define('DB_PASSWORD', 'x')`,
  /// `{password,"x"}`, `["password", "x"]`, `put("password", "x")`.
  mutating func takeListed(after comma: Int) {
    if isCovered(comma) { return }
    var value = run(from: comma + 1, limit: 40) { $0 == 0x20 }
    if starts("<<", at: value) { value += 2 }
    guard byte(value) == 0x22 || byte(value) == 0x27, let name = name(before: comma),
      isSecretName(name) || isName(name, "authorization"), let inside = quoted(at: value)
    else { return }
    let whole = runBack(from: name.lowerBound, limit: 80) { isNamePart($0) }
    let isQuoted = opensQuote(at: whole - 1)
    let open =
      runBack(from: isQuoted ? whole - 1 : whole, limit: 8) { $0 == 0x20 || $0 == 0x3A } - 1
    let close = run(from: inside.upperBound + 1, limit: 8) { $0 == 0x20 || $0 == 0x3E }
    switch byte(open) {
    case 0x7B where !isQuoted: addValue(inside, kind(of: name))
    case 0x28:
      guard isQuoted, byte(close) == 0x29 || byte(close) == 0x2C else { return }
      let call = runBack(from: open, limit: 40) { Self.isWord($0) }
      let isSetter = SecretVocabulary.settingCalls.isEnd(of: folded(call..<open)[...])
      let isPair = call == open && byte(close) == 0x29 && kind(of: name) == "password"
      if isSetter || isTelling(inside) || isPair {
        addValue(inside, kind(of: name))
      }
    case 0x5B where isQuoted && byte(close) == 0x5D:
      let isLoud = !inside.contains { bytes[$0] &- 0x61 < 26 || bytes[$0] &- 0x30 < 10 }
      if isTelling(inside) || kind(of: name) == "password" && !isLoud {
        addValue(inside, kind(of: name))
      }
    default: break
    }
  }
}
