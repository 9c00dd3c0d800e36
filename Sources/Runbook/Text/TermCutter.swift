/// Cuts a text into terms, which it keeps as bytes in one array: an index has millions of them, and
/// a string of its own for each would cost more than the cutting.
struct TermCutter {
  /// The terms of one word; the first is the whole where there is one.
  struct Word {
    var terms: Range<Int>
    var hasWhole: Bool
    /// Whether it is of a script without spaces, and its terms are the pairs of its characters.
    var isRun: Bool
    /// Whether other tokenizers would not find its terms in the text.
    var isCompound: Bool { isRun || terms.count > 1 }
  }

  /// The terms, one behind the other.
  private var bytes: [UInt8] = []
  /// Where each term ends.
  private(set) var ends: [Int] = []
  private(set) var words: [Word] = []

  /// The word that is being read, as it is written, joiners left out.
  private var raw: [UInt8] = []
  /// Where its finished parts end.
  private var cuts: [Int] = []
  private var isASCII = true
  private var last = Terms.Kind.other
  /// A joiner that counts only if a letter or digit follows.
  private var pendingJoiner = false
  /// Han or Katakana characters in a row.
  private var run: [Unicode.Scalar] = []
  private var runKind = Terms.Kind.other

  /// A longer whole is a path or a sentence without spaces, no identifier.
  private static let longestWhole = 64

  init(_ text: String) {
    var text = text
    bytes.reserveCapacity(text.utf8.count + text.utf8.count / 4)
    text.withUTF8 { utf8 in
      var index = 0
      while index < utf8.count {
        if utf8[index] < 0x80 {
          take(Unicode.Scalar(utf8[index]))
          index += 1
        } else {
          let (scalar, length) = TermCutter.scalar(in: utf8, at: index)
          take(scalar)
          index += length
        }
      }
    }
    endWord()
    endRun()
  }

  /// A term by its number.
  func term(_ index: Int) -> String {
    String(decoding: bytes[range(of: index)], as: UTF8.self)
  }

  /// The terms of the words that are wanted, joined by spaces.
  func joined(where isWanted: (Word) -> Bool) -> String {
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count + ends.count)
    for word in words where isWanted(word) {
      for term in word.terms {
        if !joined.isEmpty { joined.append(0x20) }
        joined += bytes[range(of: term)]
      }
    }
    return String(decoding: joined, as: UTF8.self)
  }

  private func range(of term: Int) -> Range<Int> {
    (term == 0 ? 0 : ends[term - 1])..<ends[term]
  }

  private mutating func take(_ scalar: Unicode.Scalar) {
    let kind = Terms.Kind(scalar)
    switch kind {
    case .lower, .upper, .digit:
      endRun()
      takeLetter(scalar, kind)
    case .joiner:
      endRun()
      if pendingJoiner || raw.count == partStart { endWord() } else { pendingJoiner = true }
    case .han, .katakana:
      endWord()
      if kind != runKind { endRun() }
      runKind = kind
      run.append(scalar)
    case .hiragana, .other:
      endWord()
      endRun()
    }
    last = kind
  }

  private var partStart: Int { cuts.last ?? 0 }

  private mutating func takeLetter(_ scalar: Unicode.Scalar, _ kind: Terms.Kind) {
    if pendingJoiner {
      pendingJoiner = false
      endPart()
    } else if last == .lower, kind == .upper {
      endPart()
    } else if last == .upper, kind == .lower, raw.count - partStart > 1 {
      // The last capital of a row begins the next part: TLSHandshake is tls handshake. A plural of
      // an abbreviation (ENIs, ARNs) is caught again when the word ends.
      cuts.append(raw.count - 1)
    }
    if scalar.isASCII {
      raw.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      isASCII = false
      raw += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
  }

  private mutating func endPart() {
    if raw.count > partStart { cuts.append(raw.count) }
  }

  private mutating func endWord() {
    pendingJoiner = false
    endPart()
    last = .other
    guard !cuts.isEmpty else { return }
    joinPlurals()
    lowercase()
    let first = ends.count
    let hasWhole = cuts.count > 1 && raw.count <= TermCutter.longestWhole
    if hasWhole { add(raw[...], isStemmed: false) }
    var start = 0
    for end in cuts {
      addPart(raw[start..<end])
      start = end
    }
    words.append(Word(terms: first..<ends.count, hasWhole: hasWhole, isRun: false))
    raw.removeAll(keepingCapacity: true)
    cuts.removeAll(keepingCapacity: true)
    isASCII = true
  }

  /// `ENIs` was cut as `EN` and `Is`; it is more than one ENI.
  private mutating func joinPlurals() {
    let count = cuts.count
    guard count > 1, cuts[count - 1] - cuts[count - 2] == 2, raw.last == UInt8(ascii: "s"),
      TermCutter.isUpper(raw[raw.count - 2])
    else { return }
    let before = count > 2 ? cuts[count - 3] : 0
    guard raw[before..<cuts[count - 2]].allSatisfy(TermCutter.isUpper) else { return }
    raw.removeLast()
    cuts.removeLast()
    cuts[count - 2] = raw.count
  }

  private mutating func lowercase() {
    guard !isASCII else {
      for index in raw.indices where TermCutter.isUpper(raw[index]) { raw[index] |= 0x20 }
      return
    }
    // The lower-case form may have another length.
    var lower: [UInt8] = []
    var start = 0
    for (index, end) in cuts.enumerated() {
      lower += String(decoding: raw[start..<end], as: UTF8.self).lowercased().utf8
      start = end
      cuts[index] = lower.count
    }
    raw = lower
  }

  private mutating func addPart(_ part: ArraySlice<UInt8>) {
    // A single letter says nothing.
    if part.count == 1, let byte = part.first, !TermCutter.isDigit(byte) { return }
    // exit137 is exit and 137, but ec2, v12 and ipv4 are words.
    if let digits = part.firstIndex(where: TermCutter.isDigit),
      part.endIndex - digits >= 3, part[digits...].allSatisfy(TermCutter.isDigit),
      // A byte that is no continuation begins a letter.
      part[..<digits].reduce(0, { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }) >= 3
    {
      add(part[..<digits], isStemmed: true)
      add(part[digits...], isStemmed: false)
    } else {
      add(part, isStemmed: true)
    }
  }

  private mutating func add(_ term: ArraySlice<UInt8>, isStemmed: Bool) {
    let start = bytes.count
    bytes += term
    if isStemmed { Stem.cut(&bytes, from: start) }
    ends.append(bytes.count)
  }

  private mutating func endRun() {
    guard !run.isEmpty else { return }
    let first = ends.count
    for start in 0..<max(1, run.count - 1) {
      for scalar in run[start..<min(start + 2, run.count)] {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
      ends.append(bytes.count)
    }
    words.append(Word(terms: first..<ends.count, hasWhole: false, isRun: true))
    run.removeAll(keepingCapacity: true)
    runKind = .other
  }

  private static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// The character at a place of well-formed UTF-8, with its length; strings hold nothing else.
  private static func scalar(
    in utf8: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Unicode.Scalar, Int) {
    let first = UInt32(utf8[index])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = first & (0x7F >> UInt32(length))
    for offset in 1..<length where index + offset < utf8.count {
      value = value << 6 | UInt32(utf8[index + offset]) & 0x3F
    }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
