/// What the classifier sees of a text: words, whole identifiers, and pairs of neighbours.
///
/// Stop words stay in: "does not", "keeps" and "after" carry meaning beside another word. Numbers of
/// four digits and more name one machine or one moment, and are left out.
struct LineFeatures {
  /// A feature of one text.
  struct Feature {
    var hash: UInt32
    /// The hash of its word, of the identifier, or of the rarer word of the pair, as far as one can see
    /// it by its letters: by it a page finds the feature among few others.
    var word: UInt32
    /// Whether it is a pair of neighbours.
    var isPair: Bool
    /// How often it appears.
    var count: Int
  }

  /// Each feature once, in the order of its first appearance.
  private(set) var all: [Feature] = []

  /// How many words of a long paste are read; what comes later says nothing new.
  static let limit = 400

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: a line as people write it, or a whole paste.
  ///   - corrections: what misspelt words were meant to be.
  init(_ text: String, corrections: [String: String] = [:]) {
    var places: [UInt32: Int] = [:]
    func add(_ name: String, of word: String, isPair: Bool = false, to features: inout Self) {
      let hash = LineFeatures.hash(name)
      if let place = places[hash] {
        features.all[place].count += 1
      } else {
        places[hash] = features.all.count
        features.all.append(
          Feature(hash: hash, word: LineFeatures.hash(word), isPair: isPair, count: 1))
      }
    }
    var last: String?
    var read = 0
    for word in Terms.words(in: Noise.removed(from: text)) {
      guard read < LineFeatures.limit else { break }
      if let whole = word.whole { add("=\(whole)", of: whole, to: &self) }
      for written in word.parts where !Terms.isLongNumber(written) {
        let part = corrections[written] ?? written
        read += 1
        add(part, of: part, to: &self)
        if let last {
          add(
            "\(last) \(part)", of: LineFeatures.rarer(last, part), isPair: true, to: &self)
        }
        last = part
      }
    }
  }

  /// FNV-1a (32 bit), which the page computes as well.
  static func hash(_ name: String) -> UInt32 {
    name.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }

  /// A number is rarer than a word, and a longer word than a short one, more often than not.
  private static func rarer(_ left: String, _ right: String) -> String {
    func rank(_ word: String) -> (Int, Int) {
      (word.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? 1 : 0, word.utf8.count)
    }
    return rank(left) < rank(right) ? right : left
  }

  /// How much an appearance says: `1 + ln tf`, times the inverse document frequency.
  static func value(count: Int, idf: Double) -> Double {
    count == 1 ? idf : (1 + Numbers.log(Double(count))) * idf
  }

  /// `ln((1 + N) / (1 + n)) + 1`, of a feature in n of N lines.
  static func idf(lines: Int, of count: Int) -> Double {
    Numbers.log((1 + Double(count)) / (1 + Double(lines))) + 1
  }
}
