/// What was learned of lines: for each feature, how much it says for each class.
///
/// Weights are whole numbers of one scale, so that the program and the page have the same ones.
struct LineModel: Equatable, Sendable {
  /// The runbook of each class; nil for what is of another field.
  var classes: [String?] = []
  /// The weight of each class before any word, in units of `scale`.
  var biases: [Int] = []
  /// What one unit of a weight is.
  var scale = 0.0
  /// The rarity of a word that stands in a few lines, in the unit of features: a rarer one may be a
  /// misspelt one.
  var common = 0
  /// The features by hash.
  var features: [UInt32: Feature] = [:]

  /// What a feature says.
  struct Feature: Equatable, Sendable {
    /// The hash of its word, or of one of its words, by which a page finds it.
    var word: UInt32 = 0
    /// Its inverse document frequency, in units of 1/2048.
    var rarity: Int
    /// What it says for classes, by their number; those for which it says nothing are left out.
    var weights: [(number: Int, weight: Int)] = []

    static func == (left: Feature, right: Feature) -> Bool {
      left.rarity == right.rarity && left.word == right.word
        && left.weights.elementsEqual(right.weights) {
          $0.number == $1.number && $0.weight == $1.weight
        }
    }

    /// One unit of `rarity`.
    static let rarityUnit = 1.0 / 2048

    var idf: Double { Double(rarity) * Feature.rarityUnit }

    /// Two bytes of rarity, then three bytes a weight: the number of the class, and the weight.
    var bytes: [UInt8] {
      var bytes = [UInt8(truncatingIfNeeded: rarity), UInt8(truncatingIfNeeded: rarity >> 8)]
      for (number, weight) in weights {
        bytes += [
          UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8),
          UInt8(bitPattern: Int8(clamping: weight)),
        ]
      }
      return bytes
    }

    init(word: UInt32, rarity: Int, weights: [(number: Int, weight: Int)] = []) {
      self.word = word
      self.rarity = rarity
      self.weights = weights
    }

    /// Reads what `bytes` wrote; what is cut off is left out.
    init(bytes: [UInt8], word: UInt32 = 0) {
      self.word = word
      rarity = bytes.count < 2 ? 0 : Int(bytes[0]) | Int(bytes[1]) << 8
      var index = 2
      while index + 2 < bytes.count {
        weights.append(
          (Int(bytes[index]) | Int(bytes[index + 1]) << 8, Int(Int8(bitPattern: bytes[index + 2]))))
        index += 3
      }
    }
  }
}

/// What a model says of one text.
struct LineVerdict: Sendable {
  /// The logarithm of the probability of each class, by its number; empty where nothing is known.
  private(set) var logarithms: [Double] = []
  /// How many features of the text the model knows.
  private(set) var known = 0

  /// Judges a text by its features.
  ///
  /// - Parameters:
  ///   - text: the features of the text.
  ///   - biases: of the classes, in units of the scale.
  ///   - scale: what a unit is.
  ///   - feature: looks a feature up by its hash; nil for one that was never seen.
  /// - Throws: what looking up throws.
  init(
    _ text: LineFeatures, biases: [Int], scale: Double,
    feature: (UInt32) throws(SQLiteError) -> LineModel.Feature?
  ) throws(SQLiteError) {
    guard !biases.isEmpty else { return }
    var sums = [Double](repeating: 0, count: biases.count)
    var square = 0.0
    for asked in text.all {
      guard let found = try feature(asked.hash) else { continue }
      known += 1
      let value = LineFeatures.value(count: asked.count, idf: found.idf)
      square += value * value
      for (number, weight) in found.weights where number < sums.count {
        sums[number] += value * Double(weight)
      }
    }
    let length = square > 0 ? Numbers.squareRoot(square) : 1
    for index in sums.indices {
      sums[index] = (sums[index] / length + Double(biases[index])) * scale
    }
    let most = sums.max() ?? 0
    let total = sums.reduce(0) { $0 + Numbers.exp($1 - most) }
    logarithms = sums.map { $0 - most - Numbers.log(total) }
  }
}
