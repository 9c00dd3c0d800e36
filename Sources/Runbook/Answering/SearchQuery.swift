/// What a text asks for, as concepts: each a term and what may stand for it.
struct SearchQuery {
  /// A term of the query with its alternatives.
  struct Concept {
    /// The term as typed, through `Terms`.
    var term: String
    /// In how many documents the term stands.
    var documents: Int
    /// The term itself, then synonyms and corrections; never empty.
    var alternatives: [Alternative]
  }

  /// Terms that must all be in a document to count for a concept.
  struct Alternative {
    /// Why it may stand for the term.
    enum Reason: Equatable { case typed, synonym, spelling }

    var terms: [String]
    var reason: Reason

    /// How much it counts beside the term itself.
    var weight: Double {
      switch reason {
      case .typed: 1
      case .synonym, .spelling: Weights.current.alternative
      }
    }
  }

  var concepts: [Concept] = []
  /// Whether a word marks the symptom as one of this field; a word that other fields use too does so
  /// only where nothing speaks for them.
  var isOurs: Bool { hasOurs || hasShared && foreignWords.isEmpty }
  private(set) var hasOurs = false
  private(set) var hasShared = false
  /// Words that mark it as another system's.
  var foreignWords: [String] = []

  /// Identifiers of several parts, each as one term.
  private(set) var wholes: [String] = []

  /// The words of the text by the terms they are cut into.
  private var spellings: [String: String] = [:]

  /// What words that nothing knows were probably meant to be.
  var corrections: [String: String] {
    var corrections: [String: String] = [:]
    for concept in concepts {
      let correction = concept.alternatives.first { $0.reason == .spelling }
      if let correction { corrections[concept.term] = correction.terms[0] }
    }
    return corrections
  }

  /// The terms of all concepts and of what may stand for them, as hashes.
  var hashes: Set<UInt64> {
    Set(concepts.flatMap { $0.alternatives.flatMap { $0.terms.map(TermHash.of) } })
  }

  /// The rarest of some concepts as they were typed, at most `mostSpelled`, in the order of the text.
  ///
  /// - Parameter places: the places of the concepts.
  /// - Returns: their words, each once.
  func spelled(_ places: [Int]) -> [String] {
    let kept = places.sorted {
      (concepts[$0].documents, $0) < (concepts[$1].documents, $1)
    }.prefix(SearchQuery.mostSpelled).sorted()
    var seen: Set<String> = []
    return kept.map { spellings[concepts[$0].term] ?? concepts[$0].term }
      .filter { seen.insert($0.lowercased()).inserted }
  }

  /// The most distinct terms a query keeps; the rarest are the telling ones of a long paste.
  static let limit = 48
  /// As many different words are looked up.
  static let mostWords = 400
  /// As many words are named where they are the reason.
  static let mostSpelled = 5

  /// Reads a text; it is total: any text gives a query, perhaps an empty one.
  init(_ text: String, lexicon: Lexicon, counts: TermCounts) throws(SQLiteError) {
    let clean = Noise.removed(from: text)
    let words = Terms.words(in: clean)
    let flat = words.flatMap(\.parts)
    let wholes = words.compactMap(\.whole)
    var synonyms: [String: [[String]]] = [:]
    try read(flat, lexicon: lexicon, synonyms: &synonyms)
    for whole in SearchQuery.unique(wholes) {
      try read([whole], lexicon: lexicon, synonyms: &synonyms)
    }
    self.wholes = SearchQuery.unique(wholes)
    try collect(flat: flat, wholes: wholes, synonyms: synonyms, counts: counts)
    readSpellings(clean)
  }

  private mutating func readSpellings(_ text: String) {
    let kept = Set(concepts.map(\.term))
    // By bytes: a mark that follows a space is no part of it.
    for bytes in text.utf8.split(separator: 0x20).prefix(SearchQuery.mostWords) {
      let word = String(Substring(bytes))
      for term in Terms.list(in: word) where kept.contains(term) && spellings[term] == nil {
        spellings[term] = word
      }
    }
  }

  /// Finds the phrases of the lexicon in the terms.
  private mutating func read(
    _ terms: [String], lexicon: Lexicon, synonyms: inout [String: [[String]]]
  ) throws(SQLiteError) {
    var known: [String: [Lexicon.Entry]] = [:]
    for (index, term) in terms.enumerated() {
      if known[term] == nil {
        // A paste of a whole log has no more to say after this many different words.
        guard known.count < SearchQuery.mostWords else { continue }
        known[term] = try lexicon.entries(startingWith: term)
      }
      for entry in known[term] ?? [] where terms[index...].starts(with: entry.terms) {
        switch entry.kind {
        case .ours: hasOurs = true
        case .shared: hasShared = true
        case .elsewhere:
          let word = entry.terms.joined(separator: " ")
          if !foreignWords.contains(word) { foreignWords.append(word) }
        case .synonym:
          let others = try lexicon.phrases(ofFamily: entry.family).filter { $0 != entry.terms }
          for term in entry.terms {
            for other in others where synonyms[term]?.contains(other) != true {
              synonyms[term, default: []].append(other)
            }
          }
        }
      }
    }
  }

  private mutating func collect(
    flat: [String], wholes: [String], synonyms: [String: [[String]]], counts: TermCounts
  ) throws(SQLiteError) {
    let terms = SearchQuery.unique(flat).filter {
      !StopWords.contains($0) && !Terms.isLongNumber($0)
    }
    if terms.count > SearchQuery.mostWords { try counts.readAll() }
    for term in terms {
      var alternatives = [Alternative(terms: [term], reason: .typed)]
      alternatives += (synonyms[term] ?? []).map { Alternative(terms: $0, reason: .synonym) }
      let documents = try counts.documents(with: term)
      concepts.append(Concept(term: term, documents: documents, alternatives: alternatives))
    }
    // An identifier that the index knows counts once more as a whole.
    for whole in SearchQuery.unique(wholes) {
      let documents = try counts.documents(with: whole)
      if documents > 0, Double(documents) <= Double(counts.count) * 0.5 {
        concepts.append(
          Concept(
            term: whole, documents: documents,
            alternatives: [Alternative(terms: [whole], reason: .typed)]))
      }
    }
    if concepts.count > SearchQuery.limit { keepRarest(counts) }
    // Only words that are kept: a long paste has thousands that nothing knows.
    for place in concepts.indices where concepts[place].documents == 0 {
      guard let correction = try counts.correction(of: concepts[place].term) else { continue }
      concepts[place].alternatives.append(Alternative(terms: [correction], reason: .spelling))
    }
  }

  /// Keeps the rarest known terms; unknown ones fill what is left.
  private mutating func keepRarest(_ counts: TermCounts) {
    let order = concepts.indices.sorted { left, right in
      let (a, b) = (concepts[left].documents, concepts[right].documents)
      return a == b ? left < right : (a == 0 ? Int.max : a) < (b == 0 ? Int.max : b)
    }
    let kept = Set(order.prefix(SearchQuery.limit))
    concepts = concepts.indices.filter(kept.contains).map { concepts[$0] }
  }

  private static func unique(_ terms: [String]) -> [String] {
    var seen: Set<String> = []
    return terms.filter { seen.insert($0).inserted }
  }
}
