/// What leads to one step, as counts of features field by field: enough for BM25, and small.
struct StepWords: Equatable, Sendable {
  /// The texts that lead to a step, by what they are.
  enum Field: Int, CaseIterable, Sendable {
    /// Symptoms that mean the step.
    case signs
    /// Lines of `Content/lines.yml`.
    case lines
    /// Its title and its first paragraph.
    case text
    /// Passages that link to it.
    case rows
    /// Its commands that change something.
    case commands
  }

  /// How often each feature stands in each field.
  private(set) var fields: [[UInt32: Int]] = Field.allCases.map { _ in [:] }
  /// How many features each field has, repetitions included.
  private(set) var lengths: [Int] = Field.allCases.map { _ in 0 }

  /// Nothing leads to it.
  init() {}

  /// Counts a text.
  mutating func add(_ text: String, to field: Field) {
    for feature in LineFeatures(text).all {
      fields[field.rawValue][feature.hash, default: 0] += feature.count
      lengths[field.rawValue] += feature.count
    }
  }

  /// For each field its length and its number of features, four bytes each; then for each feature, by
  /// its hash, four bytes of hash and one of count, low bytes first.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (field, length) in zip(fields, lengths) {
      StepWords.append(UInt32(clamping: length), to: &bytes)
      StepWords.append(UInt32(clamping: field.count), to: &bytes)
      for (hash, count) in field.sorted(by: { $0.key < $1.key }) {
        StepWords.append(hash, to: &bytes)
        bytes.append(UInt8(clamping: count))
      }
    }
    return bytes
  }

  /// How often some features stand in each field, from `bytes`, without reading the others.
  ///
  /// - Parameters:
  ///   - bytes: what `bytes` wrote; what is cut off is left out.
  ///   - wanted: the features that are asked for, ascending.
  /// - Returns: for each field its length, and the counts in the order of `wanted`.
  static func counts(
    in bytes: [UInt8], of wanted: [UInt32]
  ) -> [(length: Int, counts: [Int])] {
    var found: [(length: Int, counts: [Int])] = []
    var offset = 0
    bytes.withUnsafeBufferPointer { bytes in
      func number(at offset: Int) -> UInt32 {
        UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
          | UInt32(bytes[offset + 3]) << 24
      }
      while offset + 8 <= bytes.count, found.count < Field.allCases.count {
        let length = Int(number(at: offset))
        let size = min(Int(number(at: offset + 4)), (bytes.count - offset - 8) / 5)
        offset += 8
        var counts = [Int](repeating: 0, count: wanted.count)
        var (entry, place) = (0, 0)
        // Both are in order: one walk finds all.
        while entry < size, place < wanted.count {
          let hash = number(at: offset + 5 * entry)
          if hash < wanted[place] {
            entry += 1
          } else {
            if hash == wanted[place] { counts[place] = Int(bytes[offset + 5 * entry + 4]) }
            place += 1
          }
        }
        found.append((length, counts))
        offset += 5 * size
      }
    }
    while found.count < Field.allCases.count {
      found.append((0, [Int](repeating: 0, count: wanted.count)))
    }
    return found
  }

  private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}
