/// The classifier as the page reads it.
struct ModelData: Sendable {
  /// A feature with what it says.
  struct Feature: Sendable {
    var hash: UInt32
    /// The hash of its word, or of one of its words, by which a page finds it.
    var word: UInt32
    /// Its rarity, the number of its weights, and those: steps between the numbers of their classes,
    /// and weights; as packed numbers.
    var text: [UInt8]
  }

  /// What the features refer to: the places of the pages of the classes, null for what is of another
  /// field, their biases, and the scales.
  let json: JSON
  /// By hash.
  let features: [Feature]

  // What was learned.
  private static let allClasses = "SELECT runbook FROM class ORDER BY number"
  private static let allFeatures = "SELECT hash, word, weights FROM feature ORDER BY hash"

  /// Reads the classifier of an index; pages that are left out lose their class.
  ///
  /// - Parameters:
  ///   - connection: the index.
  ///   - documents: those that are not left out.
  ///   - known: the features that stand in what may be seen; every feature where it is nil.
  /// - Throws: `SQLiteError`.
  init(
    _ connection: Connection, documents: SearchDocuments, known: Set<UInt32>?
  ) throws(SQLiteError) {
    let (scale, common, biases) = try ModelWriter.head(in: connection)
    var places: [JSON] = []
    var kept: [Int] = []
    var numbers: [Int: Int] = [:]
    for (number, id) in try connection.rows(
      Self.allClasses, read: { row in row.optionalText(0) }
    ).enumerated() {
      let place = id.flatMap { documents.place(ofRunbook: $0) }
      guard id == nil || place != nil, number < biases.count else { continue }
      numbers[number] = places.count
      places.append(place.map(JSON.int) ?? .null)
      kept.append(biases[number])
    }
    var features: [Feature] = []
    for (hash, word, blob) in try connection.rows(
      Self.allFeatures, read: { row in (row.int(0), row.int(1), row.bytes(2)) })
    {
      let hash = UInt32(truncatingIfNeeded: hash)
      // The bare hash of a word would tell whoever guesses it that a hidden page has it.
      if let known, !known.contains(hash) { continue }
      let feature = LineModel.Feature(bytes: blob)
      let weights = feature.weights.compactMap { number, weight in
        numbers[number].map { (number: $0, weight: weight) }
      }
      guard !weights.isEmpty else { continue }
      var text: [UInt8] = []
      PackedNumbers.append(feature.rarity, to: &text)
      PackedNumbers.append(weights.count, to: &text)
      var last = 0
      for (number, weight) in weights {
        PackedNumbers.append(number - last, to: &text)
        PackedNumbers.append(signed: weight, to: &text)
        last = number
      }
      features.append(
        Feature(hash: hash, word: UInt32(truncatingIfNeeded: word), text: text))
    }
    self.features = features
    json = [
      "classes": .array(places), "biases": .array(kept.map(JSON.int)), "scale": .double(scale),
      "unit": .double(LineModel.Feature.rarityUnit), "common": .int(common),
    ]
  }
}
