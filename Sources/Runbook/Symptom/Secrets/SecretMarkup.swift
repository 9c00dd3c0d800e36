/// XML, HTML and property lists.
extension SecretScanner {
  /// `<password>x</password>`, with attributes and CDATA; `<key>password</key><string>x</string>`;
  /// `<property name="password">x</property>`.
  mutating func takeElement(at place: Int) {
    let start = runBack(from: place, limit: 200) { $0 != 0x3C && $0 != 0x0A && $0 != 0x3E }
    guard start > 0, start < place, bytes[start - 1] == 0x3C else { return }
    if bytes[start] == 0x2F { return takeNamedBy(start + 1..<place, end: place) }
    let end = run(from: start, limit: 80) { Self.isWord($0) || "-.:".utf8.contains($0) }
    let local = (start..<end).last { bytes[$0] == 0x3A }.map { $0 + 1 } ?? start
    guard bytes[place - 1] != 0x2F else { return }
    if isSecretName(local..<end) || isPrivatePart(local..<end) || isSecretAttribute(in: end..<place)
    {
      takeContent(from: place + 1)
    }
  }

  /// `D`, `P`, `Q` and the like of `RSAKeyValue`.
  private func isPrivatePart(_ name: Range<Int>) -> Bool {
    name.count <= 8
      && ["D", "P", "Q", "DP", "DQ", "InverseQ"].contains { bytes[name].elementsEqual($0.utf8) }
  }

  /// Whether `name`, `key` or `property` of a tag is a secret name.
  private func isSecretAttribute(in range: Range<Int>) -> Bool {
    range.contains { place in
      guard bytes[place] == 0x3D, let inside = quoted(at: place + 1),
        inside.upperBound <= range.upperBound, let name = name(before: place)
      else { return false }
      let isNaming = ["name", "key", "property"].contains { bytes[name].elementsEqual($0.utf8) }
      let dot = inside.last { bytes[$0] == 0x2E }.map { $0 + 1 } ?? inside.lowerBound
      return isNaming && isSecretName(dot..<inside.upperBound)
    }
  }

  /// The text of an element, or of the first one inside.
  private mutating func takeContent(from start: Int) {
    var first = run(from: start, limit: 256) { $0 <= 0x20 }
    if byte(first) == 0x3C, byte(first + 1) != 0x21, byte(first + 1) != 0x2F {
      first = run(from: first, limit: 80) { $0 != 0x3E && $0 != 0x0A } + 1
    }
    if starts("<![CDATA[", at: first) {
      var end = first + 9
      while end < bytes.count, end - first < 4096, !starts("]]>", at: end) { end += 1 }
      return addValue(first + 9..<end, "secret")
    }
    let end = run(from: first) { $0 != 0x3C }
    let text = trimmed(first..<end)
    let isCut =
      end >= bytes.count && first == start && !text.contains { bytes[$0] <= 0x20 }
      // `<user>:<password>@host` stands for an address.
      && byte(start) != 0x40
    if starts("</", at: end) || isCut { addValue(text, "secret") }
  }

  /// The text behind an element whose own text is a secret name: a cell, or the `key` of a property
  /// list, or the `name` of a parameter.
  private mutating func takeNamedBy(_ closing: Range<Int>, end: Int) {
    let open = closing.lowerBound - 2
    let text = runBack(from: open, limit: 80) { $0 != 0x3E && $0 != 0x0A && $0 != 0x3C }
    guard open > text, bytes[text - 1] == 0x3E else { return }
    let name = trimmed(text..<open)
    let tag = folded(closing)
    guard SecretVocabulary.namingTags.isWhole(tag),
      name.allSatisfy({ isNamePart(bytes[$0]) || bytes[$0] == 0x20 })
    else { return }
    let dot = name.last { bytes[$0] == 0x2E }.map { $0 + 1 } ?? name.lowerBound
    guard isSecretName(dot..<name.upperBound) else { return }
    let next = run(from: end + 1, limit: 160) { $0 <= 0x20 }
    // In a row of headers the next cell is a header as well.
    guard byte(next) == 0x3C, byte(next + 1) != 0x2F, !starts("<th>", at: next) else { return }
    takeContent(from: end + 1)
  }
}
