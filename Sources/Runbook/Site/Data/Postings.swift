/// Which terms stand in which documents, and how often in each of their four columns.
struct Postings {
  /// How often a term stands in the columns of one document, packed into one number.
  typealias Hits = UInt64

  private(set) var terms = TermTable()
  /// The number of terms of each document, repetitions included.
  private(set) var lengths: [Int] = []
  private var termOf: [Int32] = []
  private var documentOf: [Int32] = []
  private var hitsOf: [Hits] = []
  /// Where the present document's entry of each term is.
  private var places: [Int32] = []

  /// Among which documents the words of each are weighed.
  private(set) var collections: [WordCollection] = []

  /// Counts the next document.
  ///
  /// - Parameters:
  ///   - columns: its title, symptoms, headings and body, terms joined by spaces.
  ///   - collection: among which documents its words are weighed.
  mutating func add(_ columns: [String], in collection: WordCollection) {
    collections.append(collection)
    let first = termOf.count
    let document = Int32(lengths.count)
    var length = 0
    for (column, text) in columns.enumerated() {
      var text = text
      text.withUTF8 { buffer in
        var start = 0
        for index in 0...buffer.count where index == buffer.count || buffer[index] == 0x20 {
          if index > start {
            let term = terms.number(of: UnsafeBufferPointer(rebasing: buffer[start..<index]))
            take(term, document: document, first: first, hits: Postings.one(in: column))
            length += 1
          }
          start = index + 1
        }
      }
    }
    lengths.append(length)
  }

  private mutating func take(_ term: Int, document: Int32, first: Int, hits: Hits) {
    if term == places.count { places.append(-1) }
    let place = Int(places[term])
    if place >= first {
      hitsOf[place] += hits
    } else {
      places[term] = Int32(termOf.count)
      termOf.append(Int32(term))
      documentOf.append(document)
      hitsOf.append(hits)
    }
  }

  /// One hit in a column: 12 bits for the title, 16 for symptoms and headings each, 20 for the body.
  private static func one(in column: Int) -> Hits {
    switch column {
    case 0: 1 << 52
    case 1: 1 << 36
    case 2: 1 << 20
    default: 1
    }
  }

  /// The number of hits in each column.
  static func counts(_ hits: Hits) -> [Int] {
    [Int(hits >> 52), Int(hits >> 36 & 0xFFFF), Int(hits >> 20 & 0xFFFF), Int(hits & 0xFFFFF)]
  }

  /// The combinations of hits, the commonest first.
  func combinations() -> [Hits] {
    var counts: [Hits: Int] = [:]
    for hits in hitsOf { counts[hits, default: 0] += 1 }
    return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map(\.key)
  }

  /// The entries of each term, in the order of the documents.
  func lists() -> TermLists { TermLists(termOf, count: terms.count) }

  /// In how many documents of a collection a term stands.
  func count(_ entries: ArraySlice<Int32>, in collection: WordCollection) -> Int {
    entries.count { collections[document($0)] == collection }
  }

  func document(_ entry: Int32) -> Int { Int(documentOf[Int(entry)]) }

  func hits(_ entry: Int32) -> Hits { hitsOf[Int(entry)] }
}

/// Entries grouped by their term.
struct TermLists {
  private let starts: [Int]
  private let order: [Int32]

  /// - Parameters:
  ///   - termOf: the term of each entry.
  ///   - count: how many terms there are.
  init(_ termOf: [Int32], count: Int) {
    var starts = [Int](repeating: 0, count: count + 1)
    for term in termOf { starts[Int(term) + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var next = starts
    var order = [Int32](repeating: 0, count: termOf.count)
    for (entry, term) in termOf.enumerated() {
      order[next[Int(term)]] = Int32(entry)
      next[Int(term)] += 1
    }
    self.starts = starts
    self.order = order
  }

  /// The entries of a term, in their order.
  func entries(_ term: Int) -> ArraySlice<Int32> { order[starts[term]..<starts[term + 1]] }
}
