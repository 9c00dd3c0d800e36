import EmbeddedContent

/// The data with which a page of the site answers as `runbook search` does.
///
/// The page computes BM25 itself, with SQLite's operations in SQLite's order, from the number of hits
/// of each term in each column: the hits compress well, and no score is rounded. Logarithms are
/// written out, because two mathematics libraries may differ in the last digit.
struct SearchData {
  /// The file that the others are found by.
  let base: DataFile
  /// Every file, the base last.
  let files: [DataFile]

  /// How many bytes a file has, about: a search loads one for each of its terms.
  private static let shardSize = 2 * 1024
  private static let chunkSize = 6 * 1024

  /// What the data is made from, read out of the index at once, so that making it needs no database.
  struct Source: Sendable {
    let content: SiteContent
    let table: DecisionTable
    let documents: SearchDocuments
    let texts: SearchTexts
    let lexicon: LexiconData
    let model: ModelData

    init(
      _ content: SiteContent, base: KnowledgeBase, table: DecisionTable
    ) throws(SQLiteError) {
      self.content = content
      self.table = table
      documents = SearchDocuments(content)
      texts = try SearchTexts(of: documents, content, base)
      lexicon = try LexiconData(base.connection)
      model = try ModelData(
        base.connection, documents: documents, known: texts.features)
    }
  }

  init(_ source: Source) {
    let documents = source.documents
    let texts = source.texts.all
    var postings = Postings()
    for text in texts { postings.add(text.columns, in: text.collection) }
    let phrases = Phrases(texts.lazy.map(\.phrases), terms: postings.terms)
    let terms = TermEntries(postings, phrases)
    let shards = WordShards(
      terms, lexicon: source.lexicon.all, features: source.model.features,
      fingerprints: documents.fingerprints(of: source.content.incidents),
      size: SearchData.shardSize)
    let words = DataFile("words", terms.words[.taught] ?? [])
    let pageWords = DataFile("page-words", terms.words[.pages] ?? [])
    var chunks = DataChunks("d", size: SearchData.chunkSize)
    var cards = DataChunks("c", size: SearchData.chunkSize)
    for place in documents.all.indices {
      chunks.add(documents.json(at: place))
      cards.add(documents.all[place].card(texts[place]))
    }
    chunks.finish()
    cards.finish()
    func places(_ collection: WordCollection) -> [Int] {
      texts.indices.filter { texts[$0].collection == collection }
    }
    func weights(_ collection: WordCollection) -> JSON {
      SearchData.weights(
        Set(terms.counts[collection] ?? [0]).sorted(), of: places(collection).count)
    }
    let json: JSON = [
      "documents": .array(chunks.index), "cards": .array(cards.index),
      "shards": ["name": .string(shards.name), "count": .int(shards.files.count)],
      "words": .string(words.name), "pageWords": .string(pageWords.name),
      "lengths": .string(PackedNumbers.text(postings.lengths)),
      "phrases": .string(PackedNumbers.text(phrases.lengths.flatMap { [$0.count] + $0 })),
      "own": SearchDocuments.ranges(places(.incidents)),
      "pages": SearchDocuments.ranges(places(.pages)),
      "teams": SearchDocuments.ranges(
        documents.all.indices.filter { !EmbeddedFile.has(documents.all[$0].path) }),
      "incidents": SearchDocuments.ranges(documents.incidents),
      "deprecated": SearchDocuments.ranges(documents.deprecated), "hits": terms.hits,
      "collections": [
        "taught": weights(.taught), "own": weights(.incidents), "pages": weights(.pages),
      ],
      "weights": Weights.current.json, "gate": Gate.current.json, "model": source.model.json,
      "limits": [
        "words": .int(SearchQuery.mostWords), "concepts": .int(SearchQuery.limit),
        "spelled": .int(SearchQuery.mostSpelled), "features": .int(LineFeatures.limit),
        "results": .int(SearchRequest("").limit), "nearest": .int(Answer.nearestCount),
      ],
      "stopWords": .string("\(StopWords.list)"),
      "table": TableData(source.table, documents: documents, hidden: source.content.hidden).json,
      "vocabulary": VocabularyData.json,
    ]
    base = DataFile("base", json)
    files = shards.files + [words, pageWords] + chunks.files + cards.files + [base]
  }

  /// What the words of a collection weigh: for each number of documents its logarithms.
  private static func weights(_ counts: [Int], of count: Int) -> JSON {
    [
      "counts": .array(counts.map(JSON.int)),
      "idf": .array(
        counts.map {
          .double(PhraseFrequencies.rarity(holding: Double($0), of: Double(count)))
        }),
      "rarities": .array(counts.map { .double(TermCounts.weight(documents: $0, of: count)) }),
      "rarest": .double(Numbers.log(1 + Double(count) / 1.5)),
      "missing": .double(Numbers.log(1 + Double(count))),
    ]
  }
}
