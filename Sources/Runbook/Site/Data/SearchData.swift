/// The data with which a page of the site answers as `runbook search` does.
///
/// The page computes BM25 itself, with SQLite's operations in SQLite's order, from the number of hits
/// of each term in each column: the hits compress well, and no score is rounded. Logarithms are
/// written out, because two mathematics libraries may differ in the last digit.
struct SearchData {
  /// The file that the others are found by.
  private(set) var base: DataFile
  /// Every file, the base last.
  private(set) var files: [DataFile] = []

  /// The weights of the columns in the ranking: title, symptoms, headings, body.
  static let columns = [4.0, 4.0, 1.5, 0.6]
  /// How many bytes a file has, about: a search loads one for each of its terms.
  private static let shardSize = 12 * 1024
  private static let chunkSize = 6 * 1024

  /// What the data is made from, read out of the index at once, so that making it needs no database.
  struct Source: Sendable {
    let content: SiteContent
    let table: DecisionTable
    let documents: SearchDocuments
    let texts: SearchTexts
    let lexicon: JSON

    init(
      _ content: SiteContent, base: KnowledgeBase, table: DecisionTable
    ) throws(SQLiteError) {
      self.content = content
      self.table = table
      documents = SearchDocuments(content)
      texts =
        content.hidden.isEmpty
        ? try SearchTexts(of: documents, base.connection)
        : try SearchTexts(of: documents, content, base)
      lexicon = try LexiconData(base.connection).json
    }
  }

  init(_ source: Source) {
    let documents = source.documents
    var postings = Postings()
    for columns in source.texts.columns { postings.add(columns) }
    var files: [DataFile] = []
    let shards = TermShards(postings, size: SearchData.shardSize)
    files += shards.files
    let words = DataFile("words", shards.words)
    files.append(words)
    var chunks = DataChunks("d", size: SearchData.chunkSize)
    var cards = DataChunks("c", size: SearchData.chunkSize)
    for (place, document) in documents.all.enumerated() {
      chunks.add(document.json(symptoms: source.texts.symptoms[place]))
      cards.add(document.card(commands: source.texts.commands[place]))
    }
    chunks.finish()
    cards.finish()
    files += chunks.files + cards.files
    let count = documents.all.count
    let counts = shards.counts
    let hidden = source.content.hidden.ids
    let json: JSON = [
      "documents": .array(chunks.index), "cards": .array(cards.index),
      "terms": JSON(shards.files.map(\.name)), "words": .string(words.name),
      "lengths": .array(postings.lengths.map(JSON.int)),
      "incidents": documents.json(of: source.content.incidents),
      "deprecated": documents.deprecated, "hits": shards.hits,
      "columns": .array(SearchData.columns.map(JSON.double)),
      "counts": .array(counts.map(JSON.int)),
      "idf": .array(counts.map { .double(SearchData.idf(documents: $0, of: count)) }),
      "weights": .array(counts.map { .double(TermCounts.weight(documents: $0, of: count)) }),
      "rarest": .double(Numbers.log(1 + Double(count) / 1.5)),
      "missing": .double(Numbers.log(1 + Double(count))),
      "stopWords": .string("\(StopWords.list)"), "lexicon": source.lexicon,
      "table": TableData(source.table, documents: documents, hidden: hidden).json,
      "vocabulary": VocabularyData.json,
    ]
    base = DataFile("base", json)
    files.append(base)
    self.files = files
  }

  /// FTS5's own: `ln((N - n + 0.5) / (n + 0.5))`, never below a millionth.
  private static func idf(documents: Int, of count: Int) -> Double {
    let idf = Numbers.log(
      (Double(count) - Double(documents) + 0.5) / (Double(documents) + 0.5))
    return idf <= 0 ? 1e-6 : idf
  }
}

/// The postings of all terms in files by the hash of the term.
struct TermShards {
  private(set) var files: [DataFile] = []
  /// The combinations of hits that the postings refer to.
  private(set) var hits: JSON = []
  /// Every number of documents that a term stands in, and 0.
  private(set) var counts: [Int] = []
  /// Terms of letters by how many documents hold them, for spelling.
  private(set) var words: JSON = []

  /// Writes the postings.
  ///
  /// - Parameters:
  ///   - postings: of all documents.
  ///   - size: about how many bytes a file has.
  init(_ postings: Postings, size: Int) {
    let lists = postings.lists()
    let combinations = postings.combinations()
    hits = .array(combinations.map { .array(Postings.counts($0).map(JSON.int)) })
    let numbers = Dictionary(
      combinations.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let order = (0..<postings.terms.count).sorted {
      postings.terms.slice($0).lexicographicallyPrecedes(postings.terms.slice($1))
    }
    counts = Set(order.map(lists.count)).union([0]).sorted()
    words = TermShards.words(order, postings, lists)
    var texts: [[UInt8]] = []
    texts.reserveCapacity(order.count)
    for term in order {
      var text: [UInt8] = [UInt8(ascii: "\"")]
      text += postings.terms.slice(term)
      text += "\":[".utf8
      var last = 0
      for entry in lists.entries(term) {
        if text.last != UInt8(ascii: "[") { text.append(UInt8(ascii: ",")) }
        TermShards.append(postings.document(entry) - last, to: &text)
        text.append(UInt8(ascii: ","))
        TermShards.append(numbers[postings.hits(entry)] ?? 0, to: &text)
        last = postings.document(entry)
      }
      text.append(UInt8(ascii: "]"))
      texts.append(text)
    }
    var count = 1
    while texts.reduce(0, { $0 + $1.count }) > count * size { count *= 2 }
    var shards = [[UInt8]](repeating: [UInt8(ascii: "{")], count: count)
    for (term, text) in zip(order, texts) {
      let shard = Int(postings.terms.hashes[term]) % count
      if shards[shard].count > 1 { shards[shard].append(UInt8(ascii: ",")) }
      shards[shard] += text
    }
    files = shards.enumerated().map { DataFile("t\($0.offset)", $0.element + [UInt8(ascii: "}")]) }
  }

  private static func append(_ number: Int, to text: inout [UInt8]) {
    if number < 10 {
      text.append(UInt8(0x30 + number))
    } else {
      text += String(number).utf8
    }
  }

  /// Terms without digits, grouped by the number of documents, rarest first.
  private static func words(_ order: [Int], _ postings: Postings, _ lists: Postings.Lists) -> JSON {
    var groups: [Int: [String]] = [:]
    for term in order {
      let bytes = postings.terms.slice(term)
      guard !bytes.contains(where: { 0x30...0x39 ~= $0 }) else { continue }
      groups[lists.count(term), default: []].append(postings.terms.text(term))
    }
    return .array(
      groups.sorted { $0.key < $1.key }.map { count, words in
        [.int(count), .string(words.joined(separator: " "))]
      })
  }
}
