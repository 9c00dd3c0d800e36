/// Learns which lines are about which page: multinomial logistic regression by AdaGrad.
///
/// The sum of the weighted cross-entropies and of ‖W‖²/60 is made small in a fixed number of passes in
/// a fixed order, so that the same lines give the same model everywhere (Duchi, Hazan, Singer: Adaptive
/// subgradient methods, JMLR 12, 2011).
struct LineTrainer {
  /// A line with what it is about.
  struct Line: Sendable {
    /// The number of its class.
    var number: Int
    var text: String
    /// How much it counts beside a symptom that somebody wrote down.
    var weight: Double

    init(_ number: Int, _ text: String, weight: Double = 1) {
      self.number = number
      self.text = text
      self.weight = weight
    }
  }

  private static let passes = 20
  private static let rate: Float = 0.5
  /// A word of fewer lines may be a misspelt one.
  private static let fewLines = 3
  private static let decay: Float = 1 / 30
  /// Weights below this share of the largest are left out.
  private static let least: Float = 0.06
  /// A class is corrected by a line where it had at least this probability.
  private static let leastProbability: Float = 0.0005

  private let lines: [Line]
  private let classes: [String?]
  private var hashes: [UInt32] = []
  private var words: [UInt32] = []
  private var frequencies: [Int] = []
  /// The features of all lines in a row, and where those of each line end.
  private var features: [Int32] = []
  private var values: [Float] = []
  private var ends: [Int] = []

  /// Prepares to learn.
  ///
  /// - Parameters:
  ///   - lines: the lines.
  ///   - classes: what the numbers of the classes mean.
  init(_ lines: [Line], classes: [String?]) {
    self.lines = lines
    self.classes = classes
    readFeatures()
  }

  /// The model of the lines; an empty one where there are fewer than two classes.
  static func model(of lines: [Line], classes: [String?]) -> LineModel {
    guard classes.count > 1, !lines.isEmpty else { return LineModel() }
    return LineTrainer(lines, classes: classes).model()
  }

  private mutating func readFeatures() {
    let read = lines.map { LineFeatures($0.text).all }
    let wanted = wantedPairs(read)
    var places: [UInt32: Int32] = [:]
    var counts: [Int] = []
    for features in read {
      for feature in features where !feature.isPair || wanted.contains(feature.hash) {
        let place = places[feature.hash] ?? Int32(hashes.count)
        if Int(place) == hashes.count {
          places[feature.hash] = place
          hashes.append(feature.hash)
          words.append(feature.word)
          frequencies.append(0)
        }
        frequencies[Int(place)] += 1
        self.features.append(place)
        counts.append(feature.count)
      }
      ends.append(self.features.count)
    }
    values.reserveCapacity(features.count)
    var start = 0
    for end in ends {
      let raw = (start..<end).map { index -> Double in
        let lines = frequencies[Int(features[index])]
        return LineFeatures.value(
          count: counts[index], idf: LineFeatures.idf(lines: lines, of: ends.count))
      }
      let length = Numbers.squareRoot(raw.reduce(0) { $0 + $1 * $1 })
      values += raw.map { Float(length > 0 ? $0 / length : 0) }
      start = end
    }
  }

  /// Pairs of words that stand in two lines, one of which somebody wrote as a symptom: others would
  /// double the model and say next to nothing.
  private func wantedPairs(_ read: [[LineFeatures.Feature]]) -> Set<UInt32> {
    var counts: [UInt32: (all: Int, whole: Int)] = [:]
    for (line, features) in zip(lines, read) {
      for feature in features where feature.isPair {
        counts[feature.hash, default: (0, 0)].all += 1
        if line.weight >= 1 { counts[feature.hash, default: (0, 0)].whole += 1 }
      }
    }
    return Set(counts.filter { $0.value.all >= 2 && $0.value.whole >= 1 }.keys)
  }

  /// How much each line counts: as much together for one class as for another.
  private var weights: [Float] {
    var sums = [Double](repeating: 0, count: classes.count)
    for line in lines { sums[line.number] += line.weight }
    let total = sums.reduce(0, +)
    let used = Double(sums.count { $0 > 0 })
    return lines.map { Float($0.weight * total / (used * sums[$0.number])) }
  }

  private func model() -> LineModel {
    let width = classes.count
    var table = [Float](repeating: 0, count: hashes.count * width)
    var squares = [Float](repeating: 0, count: hashes.count * width)
    var biases = [Float](repeating: 0, count: width)
    var biasSquares = [Float](repeating: 0, count: width)
    let weights = weights
    table.withUnsafeMutableBufferPointer { table in
      squares.withUnsafeMutableBufferPointer { squares in
        for _ in 0..<LineTrainer.passes {
          var start = 0
          for (index, end) in ends.enumerated() {
            learn(
              start..<end, lines[index].number, weights[index], table, squares, &biases,
              &biasSquares)
            start = end
          }
        }
      }
    }
    return packed(table, biases)
  }

  /// Corrects the weights by one line.
  private func learn(
    _ range: Range<Int>, _ number: Int, _ weight: Float,
    _ table: UnsafeMutableBufferPointer<Float>, _ squares: UnsafeMutableBufferPointer<Float>,
    _ biases: inout [Float], _ biasSquares: inout [Float]
  ) {
    let width = classes.count
    var sums = biases
    sums.withUnsafeMutableBufferPointer { sums in
      for index in range {
        let row = Int(features[index]) * width
        let value = values[index]
        for place in 0..<width { sums[place] += value * table[row + place] }
      }
    }
    let most = sums.max() ?? 0
    var total: Float = 0
    for place in 0..<width {
      sums[place] = Float(Numbers.exp(Double(sums[place] - most)))
      total += sums[place]
    }
    for place in 0..<width {
      let probability = sums[place] / total
      guard probability > LineTrainer.leastProbability || place == number else { continue }
      let error = weight * (probability - (place == number ? 1 : 0))
      biasSquares[place] += error * error
      biases[place] -= LineTrainer.rate * error / (biasSquares[place] + 1e-8).squareRoot()
      for index in range {
        let feature = Int(features[index])
        let cell = feature * width + place
        let share = LineTrainer.decay / Float(frequencies[feature])
        let gradient = error * values[index] + share * table[cell]
        squares[cell] += gradient * gradient
        table[cell] -= LineTrainer.rate * gradient / (squares[cell] + 1e-8).squareRoot()
      }
    }
  }

  /// How rare a feature in some lines is, in the unit of features.
  private func rarity(lines: Int) -> Int {
    let idf = LineFeatures.idf(lines: lines, of: ends.count)
    return min(0xFFFF, Int((idf / LineModel.Feature.rarityUnit).rounded()))
  }

  /// The weights as whole numbers of one scale, small ones left out.
  private func packed(_ table: [Float], _ biases: [Float]) -> LineModel {
    let largest = table.reduce(Float(0)) { max($0, abs($1)) }
    guard largest > 0 else { return LineModel() }
    let scale = Double(largest) / 127
    var model = LineModel(
      classes: classes, biases: biases.map { Int((Double($0) / scale).rounded()) }, scale: scale,
      common: rarity(lines: LineTrainer.fewLines))
    for (place, hash) in hashes.enumerated() {
      var feature = LineModel.Feature(
        word: words[place], rarity: rarity(lines: frequencies[place]))
      for number in classes.indices {
        let weight = table[place * classes.count + number]
        guard abs(weight) >= LineTrainer.least * largest else { continue }
        feature.weights.append((number, Int((Double(weight) / scale).rounded())))
      }
      if !feature.weights.isEmpty { model.features[hash] = feature }
    }
    return model
  }
}
