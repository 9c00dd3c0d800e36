extension TextReader {
  /// Finds names of errors and stop codes that are written apart or with a slip:
  /// `cannot pull container error`, `canot pul container`, `CannotPullContainerEror`.
  mutating func readInexactNames() {
    var index = 0
    while index < words.count {
      if let (name, last) = NameMatcher.match(scanner, at: index) {
        if Vocabulary.stopCodes.contains(name) {
          add(.stopCode, name, index...last)
        } else {
          takeErrorName(name, index...last)
        }
        index = last + 1
      } else {
        index += 1
      }
    }
  }
}

/// Compares words with names, blanks and small slips aside.
enum NameMatcher {
  /// Longer texts are logs, which spell names right.
  static let longestText = 16 * 1024
  /// How many words a name that is written apart has at most.
  private static let mostWords = 6

  private struct Name {
    var name: String
    /// Lower-case letters, without the ending `error`.
    var stem: [UInt8]
    var isSpaced: Bool
  }

  private static let names: [Name] = {
    let errors = Vocabulary.errorNames.map { entry in
      var stem = entry.name.utf8.map { $0 | 0x20 }
      // `cannot pull container` says it all; `container runtime` alone is no error.
      if stem.starts(with: "cannot".utf8), stem.suffix(5).elementsEqual("error".utf8) {
        stem.removeLast(5)
      }
      return Name(name: entry.name, stem: stem, isSpaced: entry.spaced)
    }
    let codes = Vocabulary.stopCodes.map {
      Name(name: $0, stem: $0.utf8.map { $0 | 0x20 }, isSpaced: false)
    }
    return errors + codes
  }()

  /// The name that starts at a word, with the index of its last word.
  static func match(_ scanner: WordScanner, at first: Int) -> (name: String, last: Int)? {
    let start = scanner.bytes(first).prefix(3)
    guard start.count == 3 else { return nil }
    let candidates = names.filter { $0.stem.starts(with: start) }
    guard !candidates.isEmpty else { return nil }
    var joined: [UInt8] = []
    var best: (name: String, last: Int, distance: Int, length: Int)?
    for last in first..<min(first + mostWords, scanner.words.count) {
      if last > first, !isBlank(scanner.gap(after: last - 1)) { break }
      joined += scanner.bytes(last)
      let isOneWord = last == first
      for candidate in candidates where isOneWord || candidate.isSpaced {
        // The ending may be there or not.
        var written = joined
        if !candidate.stem.suffix(5).elementsEqual("error".utf8), let ending = errorEnding(written)
        {
          written.removeLast(ending)
        }
        guard let distance = distance(written, candidate.stem) else { continue }
        let isBetter = best.map {
          distance < $0.distance || distance == $0.distance && last > $0.last
        }
        if isBetter ?? true {
          best = (candidate.name, last, distance, candidate.stem.count)
        }
      }
    }
    return best.map { ($0.name, endWord(scanner, after: $0.last)) }
  }

  /// How many bytes at the end are `error`, give or take a letter.
  private static func errorEnding(_ word: [UInt8]) -> Int? {
    for ending in ["errors", "error", "eror", "erorr", "err"]
    where word.suffix(ending.utf8.count).elementsEqual(ending.utf8) {
      return ending.utf8.count
    }
    return nil
  }

  /// Takes a word `error` that follows into the name.
  private static func endWord(_ scanner: WordScanner, after last: Int) -> Int {
    scanner.isWord(last + 1, "error") && isBlank(scanner.gap(after: last)) ? last + 1 : last
  }

  private static func isBlank(_ gap: ArraySlice<UInt8>) -> Bool {
    gap.count == 1 && (gap.first == 0x20 || gap.first == 0x2D)
  }

  /// The edit distance where it is small for the length of the name; nil otherwise.
  private static func distance(_ word: [UInt8], _ name: [UInt8]) -> Int? {
    let limit = name.count >= 16 ? 2 : name.count >= 11 ? 1 : 0
    guard abs(word.count - name.count) <= limit else { return nil }
    if limit == 0 { return word == name ? 0 : nil }
    var row = Array(0...name.count)
    for (index, byte) in word.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      var smallest = row[0]
      for column in name.indices {
        let cost = byte == name[column] ? diagonal : min(diagonal, row[column], row[column + 1]) + 1
        diagonal = row[column + 1]
        row[column + 1] = cost
        smallest = min(smallest, cost)
      }
      if smallest > limit { return nil }
    }
    return row[name.count] <= limit ? row[name.count] : nil
  }
}
