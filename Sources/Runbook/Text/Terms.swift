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
    let cutter = TermCutter(text)
    return cutter.ends.indices.map(cutter.term)
  }

  /// The terms of a text in reading order, joined by spaces, as the index holds them.
  public static func joined(in text: String) -> String {
    TermCutter(text).joined { _ in true }
  }

  /// Whether a term is a number of more than three digits: no exit code and no HTTP status, but what
  /// names one machine or one moment.
  static func isLongNumber(_ term: String) -> Bool {
    term.utf8.count > 3 && term.utf8.allSatisfy { 0x30...0x39 ~= $0 }
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
    let cutter = TermCutter(text)
    return cutter.words.map { word in
      let parts = word.hasWhole ? word.terms.dropFirst() : word.terms
      return Word(
        whole: word.hasWhole ? cutter.term(word.terms.lowerBound) : nil,
        parts: parts.map(cutter.term))
    }
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
