/// The one function that cuts text into search terms, for the index and for the query alike.
///
/// A term is lower case and holds only letters and digits, so that any FTS5 tokenizer keeps it
/// whole. Identifiers give the whole and the parts: `CannotPullContainerError` gives
/// `cannotpullcontainererror cannot pull container error`, `i/o` gives `io`, `ecr:BatchGetImage`
/// gives `ecrbatchgetimage ecr batch get imag`. Plain words lose their English ending (`Stem`).
/// Han, Katakana and Hangul give overlapping pairs, since words are not spaced there; Hiragana,
/// mostly endings and particles, gives nothing.
public enum Terms {
  /// The terms of a text in reading order, repetitions included.
  public static func list(in text: String) -> [String] {
    words(in: text).flatMap { ($0.whole.map { [$0] } ?? []) + $0.parts }
  }

  /// A word of a text: its parts, and the whole where it has several.
  public struct Word: Equatable, Sendable {
    /// All parts as one term; nil for a plain word.
    public var whole: String?
    /// The parts, stemmed.
    public var parts: [String]
  }

  /// The words of a text in reading order.
  public static func words(in text: String) -> [Word] {
    var cutter = Cutter()
    for scalar in text.unicodeScalars { cutter.take(scalar) }
    cutter.endWord()
    cutter.endRun()
    return cutter.words
  }

  /// What a character does to the word it stands in.
  enum Kind {
    case lower, upper, digit, joiner, han, katakana, hiragana, other

    /// Only ASCII and the scripts that matter are told apart by range; every other letter is
    /// `lower`, which keeps words of any alphabet whole.
    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x61...0x7A: self = .lower
      case 0x41...0x5A: self = .upper
      case 0x30...0x39: self = .digit
      case 0x2D, 0x2E, 0x2F, 0x3A, 0x5F: self = .joiner  // - . / : _
      case 0..<0x80: self = .other
      case 0x3041...0x309F: self = .hiragana
      case 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF: self = .katakana
      case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3134F, 0x3005:
        self = .han
      case 0xAC00...0xD7AF: self = .han  // Hangul is cut into pairs too
      default: self = scalar.properties.isAlphabetic ? .lower : .other
      }
    }
  }
}

private struct Cutter {
  var words: [Terms.Word] = []
  /// The parts of the word so far, each with the case it was written in.
  private var parts: [String] = []
  private var part = ""
  private var last = Terms.Kind.other
  /// A joiner that counts only if a letter or digit follows.
  private var pendingJoiner = false
  /// Han or Katakana characters in a row.
  private var run: [Unicode.Scalar] = []
  private var runKind = Terms.Kind.other

  mutating func take(_ scalar: Unicode.Scalar) {
    let kind = Terms.Kind(scalar)
    switch kind {
    case .lower, .upper, .digit:
      endRun()
      takeLetter(scalar, kind)
    case .joiner:
      endRun()
      if pendingJoiner || part.isEmpty { endWord() } else { pendingJoiner = true }
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

  private mutating func takeLetter(_ scalar: Unicode.Scalar, _ kind: Terms.Kind) {
    if pendingJoiner {
      pendingJoiner = false
      endPart()
    } else if last == .lower, kind == .upper {
      endPart()
    } else if last == .upper, kind == .lower, part.count > 1 {
      // The last capital of a row begins the next part: TLSHandshake is tls handshake. A plural of
      // an abbreviation (ENIs, ARNs) is caught again when the part ends.
      let initial = part.removeLast()
      endPart()
      part = String(initial)
    }
    part.unicodeScalars.append(scalar)
  }

  private mutating func endPart() {
    if !part.isEmpty { parts.append(part) }
    part = ""
  }

  mutating func endWord() {
    pendingJoiner = false
    endPart()
    last = .other
    guard !parts.isEmpty else { return }
    defer { parts.removeAll(keepingCapacity: true) }
    joinPlurals()
    let whole = parts.count > 1 ? parts.joined().lowercased() : nil
    let pieces = parts.flatMap { Cutter.splitDigits($0.lowercased()) }
      // A single letter says nothing.
      .filter { $0.utf8.count > 1 || $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    // A path or a sentence without spaces is no identifier.
    let kept = whole.flatMap { $0.utf8.count <= 64 ? $0 : nil }
    words.append(Terms.Word(whole: kept, parts: pieces.map(Stem.of)))
  }

  /// `ENIs` was cut as `EN` and `Is`; it is more than one ENI.
  private mutating func joinPlurals() {
    guard parts.count > 1, let tail = parts.last, tail.utf8.count == 2, tail.hasSuffix("s"),
      let initial = tail.unicodeScalars.first, Terms.Kind(initial) == .upper,
      parts[parts.count - 2].unicodeScalars.allSatisfy({ Terms.Kind($0) == .upper })
    else { return }
    parts.removeLast()
    parts[parts.count - 1] += tail.dropLast()
  }

  /// `exit137` is `exit` and `137`, but `ec2`, `v12` and `ipv4` are words.
  private static func splitDigits(_ word: String) -> [String] {
    let letters = word.prefix { $0.isLetter }
    let digits = word.dropFirst(letters.count)
    guard letters.count >= 3, digits.count >= 3, digits.allSatisfy(\.isNumber) else {
      return [word]
    }
    return [String(letters), String(digits)]
  }

  mutating func endRun() {
    guard !run.isEmpty else { return }
    let starts = 0..<max(1, run.count - 1)
    let parts = starts.map { text(of: run[$0..<min($0 + 2, run.count)]) }
    words.append(Terms.Word(whole: nil, parts: parts))
    run.removeAll(keepingCapacity: true)
    runKind = .other
  }

  private func text(of scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}
