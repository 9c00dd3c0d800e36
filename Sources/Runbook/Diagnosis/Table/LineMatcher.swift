/// Finds the pieces of all patterns in one pass over a line.
struct LineMatcher: Sendable {
  /// How many bytes a `*` may stand for: a stopped reason has 1024 at most, and in a long log
  /// pieces that are further apart have nothing to do with each other.
  static let gap = 1000
  /// The shortest piece that a pattern may have.
  static let shortestPiece = 4

  /// The bytes of every piece, one after the other.
  private let bytes: [UInt8]
  /// Where each piece ends in `bytes`.
  private let ends: [Int32]
  /// The first piece of each hash of four leading bytes, and the next one with the same hash.
  private var heads = [Int32](repeating: -1, count: 1024)
  private var next: [Int32] = []

  init(pieces: [String]) {
    var bytes: [UInt8] = []
    var ends: [Int32] = []
    for piece in pieces {
      bytes += piece.utf8
      ends.append(Int32(bytes.count))
    }
    self.init(bytes: bytes, ends: ends)
  }

  init(bytes: [UInt8], ends: [Int32]) {
    self.bytes = bytes
    self.ends = ends
    next = Array(repeating: -1, count: ends.count)
    for piece in ends.indices.reversed() {
      let start = self.start(piece)
      guard Int(ends[piece]) - start >= LineMatcher.shortestPiece else { continue }
      let slot = bytes.withUnsafeBufferPointer { LineMatcher.slot($0, start) }
      next[piece] = heads[slot]
      heads[slot] = Int32(piece)
    }
  }

  var count: Int { ends.count }

  private func start(_ piece: Int) -> Int { piece == 0 ? 0 : Int(ends[piece - 1]) }

  func length(_ piece: Int) -> Int { Int(ends[piece]) - start(piece) }

  @inline(__always)
  private static func slot(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let word =
      UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
      | UInt32(bytes[index + 3]) << 24
    return Int((word &* 2_654_435_761) >> 22)
  }

  /// Every place where a piece stands, in order.
  func hits(in text: SymptomText) -> LineHits {
    var hits = LineHits(pieces: count)
    scan(LineMatcher.padded(text.folded), into: &hits.found, &hits.present)
    if !text.glued.isEmpty {
      // Places in the glued text come after those of the other, too far for any gap.
      let offset = Int32(text.folded.count + 2 * LineMatcher.gap)
      var glued: [LineHits.Hit] = []
      scan(LineMatcher.padded(text.glued), into: &glued, &hits.present)
      hits.found += glued.map { LineHits.Hit(piece: $0.piece, place: $0.place + offset) }
    }
    return hits
  }

  /// A blank at both ends lets a pattern ask for the end of a word.
  private static func padded(_ text: [UInt8]) -> [UInt8] {
    var padded: [UInt8] = []
    padded.reserveCapacity(text.count + 2)
    padded.append(0x20)
    padded += text
    padded.append(0x20)
    return padded
  }

  private func scan(_ text: [UInt8], into found: inout [LineHits.Hit], _ present: inout [Bool]) {
    guard text.count >= LineMatcher.shortestPiece else { return }
    text.withUnsafeBufferPointer { text in
      bytes.withUnsafeBufferPointer { bytes in
        for place in 0...(text.count - LineMatcher.shortestPiece) {
          var piece = Int(heads[LineMatcher.slot(text, place)])
          while piece >= 0 {
            let start = start(piece)
            let length = Int(ends[piece]) - start
            if place + length <= text.count, isEqual(text, place, bytes, start, length) {
              found.append(LineHits.Hit(piece: Int32(piece), place: Int32(place)))
              present[piece] = true
            }
            piece = Int(next[piece])
          }
        }
      }
    }
  }

  @inline(__always)
  private func isEqual(
    _ text: UnsafeBufferPointer<UInt8>, _ place: Int, _ bytes: UnsafeBufferPointer<UInt8>,
    _ start: Int, _ length: Int
  ) -> Bool {
    for offset in 0..<length where text[place + offset] != bytes[start + offset] { return false }
    return true
  }
}

/// Where the pieces of the patterns stand in one line.
struct LineHits: Sendable {
  struct Hit: Sendable {
    var piece: Int32
    /// A place in the padded text; the place in the text is one less.
    var place: Int32
  }

  var found: [Hit] = []
  var present: [Bool]

  init(pieces: Int) {
    present = Array(repeating: false, count: pieces)
  }

  /// Whether of each group of choices one pattern stands here.
  func hasAll(_ row: [Int32], _ matcher: LineMatcher) -> Bool {
    row.withUnsafeBufferPointer { row in
      var index = 0
      while index < row.count {
        if firstPattern(row, &index, matcher) == nil { return false }
      }
      return true
    }
  }

  /// Whether one pattern of the row stands here.
  func hasAny(_ row: [Int32], _ matcher: LineMatcher) -> Bool {
    guard !row.isEmpty else { return false }
    return row.withUnsafeBufferPointer { row in
      var index = 0
      return firstPattern(row, &index, matcher) != nil
    }
  }

  /// Where the first fitting pattern of each group of choices stands.
  func places(of row: [Int32], _ matcher: LineMatcher) -> [Range<Int>] {
    row.withUnsafeBufferPointer { row in
      var places: [Range<Int>] = []
      var index = 0
      while index < row.count {
        guard let pattern = firstPattern(row, &index, matcher) else { continue }
        if let place = place(of: row[pattern], matcher) { places.append(place) }
      }
      return places
    }
  }

  /// The first pattern of a group of choices that stands here; the index moves past the group.
  private func firstPattern(
    _ row: UnsafeBufferPointer<Int32>, _ index: inout Int, _ matcher: LineMatcher
  ) -> Range<Int>? {
    var found: Range<Int>?
    while index < row.count, row[index] != CompiledRule.Text.endOfChoices {
      let start = index
      var isPresent = found == nil
      while index < row.count, row[index] >= 0 {
        if isPresent, !present[Int(row[index])] { isPresent = false }
        index += 1
      }
      if isPresent, index > start,
        index == start + 1 || place(of: row[start..<index], matcher) != nil
      {
        found = start..<index
      }
      index += 1
    }
    index += 1
    return found
  }

  /// Where a pattern stands first; nil where it does not.
  private func place(
    of pattern: Slice<UnsafeBufferPointer<Int32>>, _ matcher: LineMatcher
  ) -> Range<Int>? {
    guard let first = pattern.first else { return nil }
    if pattern.count == 1 {
      return found.first { $0.piece == first }.map {
        Int($0.place)..<(Int($0.place) + matcher.length(Int(first)))
      }
    }
    // Spans that the pieces so far can have: where they began and where they end.
    var spans = found.filter { $0.piece == first }.map {
      Int($0.place)..<(Int($0.place) + matcher.length(Int(first)))
    }
    for piece in pattern.dropFirst() {
      var longer: [Range<Int>] = []
      var index = 0
      for hit in found where hit.piece == piece {
        let place = Int(hit.place)
        while index < spans.count, spans[index].upperBound + LineMatcher.gap < place { index += 1 }
        guard index < spans.count, spans[index].upperBound <= place else { continue }
        longer.append(spans[index].lowerBound..<(place + matcher.length(Int(piece))))
      }
      spans = longer
      if spans.isEmpty { return nil }
    }
    return spans.first
  }
}
