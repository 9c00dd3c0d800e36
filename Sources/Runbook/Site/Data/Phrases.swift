/// The titles and symptoms of all documents by their terms: what makes a query like one of them.
///
/// The page finds with the terms of a query, without loading a document, which of its terms stand in
/// which symptom, and where. Repetitions and words without meaning are left out, as in the index.
struct Phrases {
  /// How many terms each title or symptom has, document by document.
  private(set) var lengths: [[Int]] = []
  private var termOf: [Int32] = []
  private var phraseOf: [Int32] = []
  private var positionOf: [Int32] = []

  /// Takes the phrases of the documents.
  ///
  /// - Parameters:
  ///   - texts: of each document a line for the title and for each symptom: a word that is no term,
  ///     then the terms.
  ///   - terms: the terms of all documents.
  init(_ texts: some Sequence<String>, terms: TermTable) {
    var count: Int32 = 0
    for text in texts {
      var lengths: [Int] = []
      for line in Array(text.utf8).split(separator: 0x0A) {
        var position: Int32 = 0
        for word in line.split(separator: 0x20).dropFirst() {
          if let term = word.withUnsafeBufferPointer({ terms.known($0) }) {
            termOf.append(Int32(term))
            phraseOf.append(count)
            positionOf.append(position)
          }
          position += 1
        }
        lengths.append(Int(position))
        count += 1
      }
      self.lengths.append(lengths)
    }
  }

  /// The places of each term, in order.
  func lists(of count: Int) -> TermLists { TermLists(termOf, count: count) }

  /// The number of the phrase of a place, counted over all documents.
  func phrase(_ entry: Int32) -> Int { Int(phraseOf[Int(entry)]) }

  /// The place of the term in the phrase, from 0.
  func position(_ entry: Int32) -> Int { Int(positionOf[Int(entry)]) }
}
