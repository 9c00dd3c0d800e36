/// A run of letters, digits and `_` in a folded text, or of characters outside ASCII.
struct Word {
  var start: Int32
  var end: Int32
  /// FNV-1a of its bytes.
  var hash: UInt32

  var range: Range<Int> { Int(start)..<Int(end) }
}

/// The words of a folded text and what each is known as.
struct WordScanner {
  let folded: [UInt8]
  private(set) var words: [Word] = []

  init(_ folded: [UInt8]) {
    self.folded = folded
    words.reserveCapacity(folded.count / 6)
    folded.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let first = WordScanner.kind(bytes[index])
        guard first != .gap else {
          index += 1
          continue
        }
        let start = index
        var hash: UInt32 = 2_166_136_261
        repeat {
          hash = (hash ^ UInt32(bytes[index])) &* 16_777_619
          index += 1
        } while index < bytes.count && WordScanner.kind(bytes[index]) == first
        words.append(Word(start: Int32(start), end: Int32(index), hash: hash))
      }
    }
  }

  private enum Kind { case gap, ascii, wide }

  @inline(__always)
  private static func kind(_ byte: UInt8) -> Kind {
    if byte >= 0x80 { return .wide }
    return byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F ? .ascii : .gap
  }

  /// The bytes between a word and the next one; empty at the ends.
  func gap(after index: Int) -> ArraySlice<UInt8> {
    guard index >= 0, index + 1 < words.count else { return [] }
    return folded[Int(words[index].end)..<Int(words[index + 1].start)]
  }

  func bytes(_ index: Int) -> ArraySlice<UInt8> {
    folded[words[index].range]
  }

  func text(_ index: Int) -> String {
    words.indices.contains(index) ? String(decoding: bytes(index), as: UTF8.self) : ""
  }

  func isWord(_ index: Int, _ text: String) -> Bool {
    words.indices.contains(index) && bytes(index).elementsEqual(text.utf8)
  }

  /// The number of at most three digits that a word is; nil for `1.2`, `1:2`, `1-2` and longer ones.
  func number(_ index: Int) -> Int? {
    guard words.indices.contains(index) else { return nil }
    let digits = bytes(index)
    guard digits.count <= 3, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    let after = gap(after: index)
    if let joint = after.first, after.count == 1, joint == 0x2E || joint == 0x3A || joint == 0x2D,
      let next = bytes(index + 1).first, next &- 0x30 < 10
    {
      return nil
    }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

/// What a known word is.
enum Keyword {
  case exit, weakExit, signal(Int), signalWord
  case stopCode(String), errorName(String), eventName(String)
  case key(Facts.Name), eniStatus
  case ecs, container, foreign
  case arn, registry, resourceID(String), named(String)

  /// The known words by hash; one word may be several things.
  static let table: KeywordTable = {
    var table = KeywordTable()
    for word in Vocabulary.exitWords { table.add(word, .exit) }
    for word in Vocabulary.weakExitWords { table.add(word, .weakExit) }
    for (index, signal) in Vocabulary.signals.enumerated() {
      table.add(signal.name, .signal(index))
    }
    table.add("signal", .signalWord)
    for name in Vocabulary.stopCodes { table.add(name, .stopCode(name)) }
    for (name, _) in Vocabulary.errorNames { table.add(name, .errorName(name)) }
    for name in Vocabulary.eventNames { table.add(name, .eventName(name)) }
    for (key, fact) in Vocabulary.keys { table.add(key, .key(fact)) }
    table.add("PRECREATED", .eniStatus)
    for word in Vocabulary.ecsWords { table.add(word, .ecs) }
    for word in Vocabulary.containerWords { table.add(word, .container) }
    for word in Vocabulary.foreignWords { table.add(word, .foreign) }
    table.add("arn", .arn)
    table.add("dkr", .registry)
    for (prefix, name) in PlaceholderText.resourceIDs { table.add(prefix, .resourceID(name)) }
    for (key, name) in PlaceholderText.namedValues { table.add(key, .named(name)) }
    return table
  }()
}

/// A small open hash table from words to what they are.
struct KeywordTable: Sendable {
  private var slots: [[(bytes: [UInt8], keyword: Keyword)]] = Array(repeating: [], count: 1024)

  mutating func add(_ word: String, _ keyword: Keyword) {
    let bytes = word.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    slots[KeywordTable.slot(KeywordTable.hash(bytes))].append((bytes, keyword))
  }

  /// Calls back with everything that a word is.
  @inline(__always)
  func look(_ word: Word, in folded: [UInt8], found: (Keyword) -> Void) {
    let slot = slots[KeywordTable.slot(word.hash)]
    guard !slot.isEmpty else { return }
    for (bytes, keyword) in slot where folded[word.range].elementsEqual(bytes) { found(keyword) }
  }

  private static func hash(_ bytes: [UInt8]) -> UInt32 {
    bytes.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }

  private static func slot(_ hash: UInt32) -> Int { Int((hash ^ hash >> 16) & 1023) }
}
