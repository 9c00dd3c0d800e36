/// The distinct terms of all documents, each with a number.
///
/// A dictionary of strings would make one for every word of every document; this table compares
/// bytes where they are.
struct TermTable {
  /// The bytes of every term, one after the other.
  private var bytes: [UInt8] = []
  /// Where each term ends in `bytes`.
  private var ends: [Int] = []
  /// The hash of each term.
  private(set) var hashes: [UInt32] = []
  /// Open addressing; a free slot is -1.
  private var slots = [Int32](repeating: -1, count: 1 << 14)

  var count: Int { ends.count }

  /// The number of a term, which is new or known.
  mutating func number(of term: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = TermTable.hash(term)
    let (slot, known) = find(term, hash)
    if let known { return known }
    let number = ends.count
    slots[slot] = Int32(number)
    bytes.append(contentsOf: term)
    ends.append(bytes.count)
    hashes.append(hash)
    if ends.count * 2 > slots.count { grow() }
    return number
  }

  /// The number of a term that is known; nil for any other.
  func known(_ term: UnsafeBufferPointer<UInt8>) -> Int? {
    find(term, TermTable.hash(term)).number
  }

  /// The slot of a term, and its number; the slot is free where the term is not known.
  private func find(
    _ term: UnsafeBufferPointer<UInt8>, _ hash: UInt32
  ) -> (slot: Int, number: Int?) {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, isEqual(number, term) { return (slot, number) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return (slot, nil)
  }

  /// A term by its number.
  func text(_ number: Int) -> String {
    String(decoding: slice(number), as: UTF8.self)
  }

  /// The bytes of a term.
  func slice(_ number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }

  private func isEqual(_ number: Int, _ term: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = number == 0 ? 0 : ends[number - 1]
    guard ends[number] - start == term.count else { return false }
    for index in 0..<term.count where bytes[start + index] != term[index] { return false }
    return true
  }

  private mutating func grow() {
    var larger = [Int32](repeating: -1, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & (larger.count - 1)
      while larger[slot] >= 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = Int32(number)
    }
    slots = larger
  }

  /// FNV-1a (32 bit), by which the page finds the shard of a term; `LineFeatures` uses the same.
  static func hash(_ term: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in term { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return hash
  }
}
