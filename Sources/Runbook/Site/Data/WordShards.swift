/// Everything that a search looks up by a word, in files by the hash of the word.
///
/// A file is `[terms, lexicon, features, fingerprints]`. `terms` has for each term its postings, as
/// steps between documents and numbers of combinations of hits, and behind a space its places in
/// phrases, as steps between phrases and positions; both as packed numbers. `lexicon` has the phrases
/// that begin with a term. `features` is what the classifier knows of features with a word:
/// for each, by hash, the step from the hash before and its text. `fingerprints` has the incidents that
/// left one.
struct WordShards {
  /// What the names of the files begin with, before their numbers.
  ///
  /// A file has no digest of its own: with
  /// any page the weights of all words change, and thousands of names would weigh more than a search.
  let name: String
  let files: [DataFile]

  /// What one file holds, until it is written.
  private struct Shard {
    var terms: [UInt8] = []
    var lexicon: [UInt8] = []
    var features: [UInt8] = []
    var fingerprints: [UInt8] = []
    var lastFeature = 0

    static func add(_ key: String, _ value: JSON, to list: inout [UInt8]) {
      if !list.isEmpty { list.append(UInt8(ascii: ",")) }
      list += JSON.string(key).bytes()
      list.append(UInt8(ascii: ":"))
      list += value.bytes()
    }

    var json: [UInt8] {
      var text = Array("[{".utf8)
      text += terms
      text += "},{".utf8
      text += lexicon
      text += "},\"".utf8
      text += features
      text += "\",{".utf8
      text += fingerprints
      text += "}]".utf8
      return text
    }
  }

  /// Writes the files.
  ///
  /// - Parameters:
  ///   - words: the terms of all documents.
  ///   - lexicon: what begins with a term.
  ///   - features: of the classifier.
  ///   - fingerprints: of incidents.
  ///   - size: about how many bytes a file has at most.
  init(
    _ words: TermEntries, lexicon: [(first: String, entries: JSON)],
    features: [ModelData.Feature], fingerprints: [(fingerprint: String, incidents: JSON)], size: Int
  ) {
    let whole =
      words.all.reduce(0) { $0 + $1.text.count + 16 } + lexicon.count * 48
      + features.reduce(0) { $0 + $1.text.count + 5 } + fingerprints.count * 64
    var count = 1
    while whole > count * size { count *= 2 }
    var shards = [Shard](repeating: Shard(), count: count)
    func place(_ word: String) -> Int { Int(LineFeatures.hash(word)) % count }
    for (term, hash, text) in words.all {
      let shard = Int(hash) % count
      Shard.add(term, .string(String(decoding: text, as: UTF8.self)), to: &shards[shard].terms)
    }
    for (first, entries) in lexicon {
      Shard.add(first, entries, to: &shards[place(first)].lexicon)
    }
    for feature in features {
      let shard = Int(feature.word) % count
      let step = Int(feature.hash) - shards[shard].lastFeature
      PackedNumbers.append(step, to: &shards[shard].features)
      shards[shard].features += feature.text
      shards[shard].lastFeature = Int(feature.hash)
    }
    for (fingerprint, incidents) in fingerprints {
      Shard.add(fingerprint, incidents, to: &shards[place(fingerprint)].fingerprints)
    }
    let texts = shards.map(\.json)
    let name = "t-\(DataFile.digest(of: Array(texts.map(DataFile.digest).joined().utf8)))-"
    files = texts.enumerated().map { DataFile(name: "\(name)\($0.offset)", $0.element) }
    self.name = name
  }
}

/// The terms of all documents with what is written of each, in their order.
struct TermEntries {
  private(set) var all: [(term: String, hash: UInt32, text: [UInt8])] = []
  /// The combinations of hits that the postings refer to.
  let hits: JSON
  /// Every number of documents of each collection that a term stands in, and 0.
  private(set) var counts: [WordCollection: Set<Int>] = [:]
  /// Terms of letters by how many documents hold them, rarest first, for spelling.
  private(set) var words: [WordCollection: JSON] = [:]

  init(_ postings: Postings, _ phrases: Phrases) {
    let combinations = postings.combinations()
    hits = .array(combinations.map { .array(Postings.counts($0).map(JSON.int)) })
    let numbers = Dictionary(
      combinations.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let order = (0..<postings.terms.count).sorted {
      postings.terms.slice($0).lexicographicallyPrecedes(postings.terms.slice($1))
    }
    let lists = postings.lists()
    let places = phrases.lists(of: postings.terms.count)
    var groups: [WordCollection: [Int: [String]]] = [:]
    for collection in WordCollection.allCases { counts[collection] = [0] }
    all.reserveCapacity(order.count)
    for term in order {
      let entries = lists.entries(term)
      let text = postings.terms.text(term)
      let isWord = !text.utf8.contains { 0x30...0x39 ~= $0 }
      for collection in WordCollection.allCases {
        let count = postings.count(entries, in: collection)
        counts[collection]?.insert(count)
        if isWord, count > 0 { groups[collection, default: [:]][count, default: []].append(text) }
      }
      var bytes: [UInt8] = []
      var last = 0
      for entry in entries {
        PackedNumbers.append(postings.document(entry) - last, to: &bytes)
        PackedNumbers.append(numbers[postings.hits(entry)] ?? 0, to: &bytes)
        last = postings.document(entry)
      }
      let found = places.entries(term)
      if !found.isEmpty { bytes.append(UInt8(ascii: " ")) }
      last = 0
      for entry in found {
        PackedNumbers.append(phrases.phrase(entry) - last, to: &bytes)
        PackedNumbers.append(phrases.position(entry), to: &bytes)
        last = phrases.phrase(entry)
      }
      all.append((text, postings.terms.hashes[term], bytes))
    }
    words = groups.mapValues { groups in
      .array(
        groups.sorted { $0.key < $1.key }.map { count, words in
          [.int(count), .string(words.joined(separator: " "))]
        })
    }
  }
}
