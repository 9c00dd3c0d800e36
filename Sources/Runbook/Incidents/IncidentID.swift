/// The name of an incident: `<yyyy-mm-dd>-<slug>`, and a number where that is taken.
///
/// There is no counter, so two people can write at once and git merges the files without a
/// conflict; where a folder is shared, a mark of the writer tells two of one title and day apart.
public struct IncidentID: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The day it began.
  public let day: CivilDate
  /// The words of the title, `[a-z0-9-]`; never empty.
  public let slug: String
  /// 1, or more where the name was taken.
  public let number: Int

  /// Ids are typed, so they are shorter than they may be.
  private static let slugLimit = 48
  /// How many names of one day and title are tried.
  public static let numberLimit = 9999

  private init(day: CivilDate, slug: String, number: Int) {
    self.day = day
    self.slug = slug
    self.number = number
  }

  /// Names an incident after its day and title.
  ///
  /// Letters with accents lose them. Text in other scripts is left out, and eight digits of a hash of
  /// the whole title stand for it: two titles that differ only there are two incidents.
  ///
  /// - Parameters:
  ///   - day: the day it began.
  ///   - title: the title.
  ///   - mark: a few letters or digits for who writes it where; nil where nobody else does.
  public init(day: CivilDate, title: String, mark: String? = nil) {
    var slug = IncidentID.slug(of: title) ?? "incident"
    if IncidentID.losesLetters(title) {
      slug += "-" + Revision.blobID(of: Array(title.utf8)).prefix(8)
    }
    if let mark { slug += "-\(mark)" }
    self.init(day: day, slug: slug, number: 1)
  }

  /// Whether there are letters or digits of which the slug has nothing.
  private static func losesLetters(_ title: String) -> Bool {
    title.lowercased().unicodeScalars.contains { scalar in
      !scalar.isASCII && slug(of: String(scalar)) == nil
        && (scalar.properties.isAlphabetic || scalar.properties.isEmojiPresentation)
    }
  }

  /// The same name with another number.
  public func numbered(_ number: Int) -> IncidentID {
    IncidentID(day: day, slug: slug, number: number)
  }

  /// The id, such as `2026-11-03-checkout-oom-after-deploy`.
  public var description: String {
    number > 1 ? "\(day)-\(slug)-\(number)" : "\(day)-\(slug)"
  }

  /// The path of the file below the content folder, without its ending.
  public var stem: String {
    "incidents/\(day.description.prefix(4))/\(description)"
  }

  /// The words of a text as `[a-z0-9-]`, cut at a word; nil where nothing is left.
  static func slug(of text: String) -> String? {
    var words: [String] = []
    var word = ""
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": word.unicodeScalars.append(scalar)
      // An apostrophe is inside a word, and so is a combining accent.
      case "'", "\u{2019}", "\u{300}"..."\u{36F}": continue
      // Full-width forms of ASCII.
      case "\u{FF41}"..."\u{FF5A}", "\u{FF10}"..."\u{FF19}":
        word.append(Character(Unicode.Scalar(UInt8(scalar.value - 0xFEE0))))
      default:
        if let plain = withoutAccent(scalar) {
          word += plain
        } else if !word.isEmpty {
          words.append(word)
          word = ""
        }
      }
    }
    if !word.isEmpty { words.append(word) }
    guard let first = words.first.map({ String($0.prefix(slugLimit)) }) else { return nil }
    var kept = [first]
    var length = first.utf8.count
    for word in words.dropFirst() {
      length += 1 + word.utf8.count
      guard length <= slugLimit else { break }
      kept.append(word)
    }
    // What is cut does not end in the middle of a phrase.
    if kept.count < words.count {
      while kept.count > 1, let last = kept.last, joiningWords.contains(last) { kept.removeLast() }
    }
    return kept.joined(separator: "-")
  }

  private static let joiningWords: Set<String> = [
    "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "by", "for", "from", "with",
    "after", "before", "is", "was", "are", "were", "be", "has", "have", "had", "not", "no", "its",
    "it", "that", "this", "when", "while", "because", "due",
  ]

  private static func withoutAccent(_ scalar: Unicode.Scalar) -> String? {
    accents.first { $0.letters.unicodeScalars.contains(scalar) }?.plain
  }

  /// Lower-case letters of Latin-1 and Latin Extended-A with what they are without their accent.
  private static let accents: [(letters: String, plain: String)] = [
    ("àáâãäåāăą", "a"), ("æ", "ae"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"), ("ĥħ", "h"), ("ìíîïĩīĭįı", "i"), ("ĳ", "ij"), ("ĵ", "j"), ("ķĸ", "k"),
    ("ĺļľŀł", "l"), ("ñńņňŉŋ", "n"), ("òóôõöøōŏő", "o"), ("œ", "oe"), ("ŕŗř", "r"),
    ("śŝşšſ", "s"), ("ß", "ss"), ("ţťŧ", "t"), ("þ", "th"), ("ùúûüũūŭůűų", "u"), ("ŵ", "w"),
    ("ýÿŷ", "y"), ("źżž", "z"),
  ]
}
