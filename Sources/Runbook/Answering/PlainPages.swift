/// The pages of which nothing but their words is known, beside what the taught ones answer.
///
/// Their words are weighed among themselves. What the taught pages say is known before, and is another
/// answer only where a page is named, or where its own name says what the text says and theirs does
/// not: neither the number of such pages nor a word that many of them share moves an answer.
struct PlainPages {
  /// A page, best first.
  struct Page {
    var hit: WordRanking.Hit
    /// An identifier of the text is in its title, or is an alert of it.
    var isNamed: Bool
    /// How sure an answer with the page is; none where it shares a few words only.
    var kind: Answer.Kind
  }

  /// What the taught pages answer.
  struct Taught {
    var kind: Answer.Kind
    var score: Double
    var coverage: Double
    var phrase: Double
    /// A rule or the very same failure names the first of them.
    var isTold: Bool
  }

  private(set) var pages: [Page] = []

  // The pages with a term in the title, where aliases and alerts are as well.
  private static let named = "SELECT rowid FROM page_fts WHERE page_fts MATCH ?"

  /// Looks for pages.
  ///
  /// - Parameters:
  ///   - query: the words, weighed among these pages.
  ///   - ranking: the ranking of these pages for it.
  ///   - connection: the index.
  ///   - weights: the numbers.
  /// - Throws: `SQLiteError`.
  init(
    _ query: SearchQuery, _ ranking: WordRanking, connection: Connection,
    weights: Weights = .current
  ) throws(SQLiteError) {
    var named: Set<Int> = []
    for whole in query.wholes.prefix(SearchQuery.limit)
    where whole.utf8.count >= weights.pageNameLength {
      let found = try connection.rows(Self.named, "title : \"\(whole)\"") { row in row.int(0) }
      // A word that stands in many titles names none of them.
      if found.count <= weights.pageNamesakes { named.formUnion(found) }
    }
    pages = ranking.hits.map { hit in
      let isNamed = named.contains(hit.document)
      return Page(hit: hit, isNamed: isNamed, kind: Self.kind(hit, isNamed, weights))
    }
    pages.sort { left, right in
      left.isNamed == right.isNamed ? left.hit.score > right.hit.score : left.isNamed
    }
  }

  private static func kind(
    _ hit: WordRanking.Hit, _ isNamed: Bool, _ weights: Weights
  ) -> Answer.Kind {
    if isNamed { return .match }
    if hit.coverage >= weights.pageMatch.coverage, hit.phrase >= weights.pageMatch.phrase {
      return .match
    }
    let isWeak = hit.coverage >= weights.pageWeak.coverage && hit.phrase >= weights.pageWeak.phrase
    return isWeak ? .weak : .none
  }

  /// Whether the first page stands before the taught ones.
  func leads(_ taught: Taught, weights: Weights = .current) -> Bool {
    guard let first = pages.first, first.kind != .none else { return false }
    if first.isNamed { return true }
    switch taught.kind {
    case .none: return true
    case .weak:
      return !taught.isTold
        && first.hit.coverage * first.hit.phrase > taught.coverage * taught.phrase
          + weights.pageLead
    case .match:
      return !taught.isTold && first.kind == .match
        && first.hit.phrase > taught.phrase + weights.pageLead
    }
  }

  /// What a page adds to its score: its own, above the taught ones where it leads, else below them.
  func weight(
    of page: Page, at place: Int, leads: Bool, _ taught: Taught, weights: Weights = .current
  ) -> Double {
    let first = pages[0].hit.score
    let share = first > 0 ? page.hit.score / first : 0
    if leads, place == 0 { return taught.score + max(page.hit.score, 1) }
    let most = taught.kind == .none ? pages[0].hit.score : taught.score * weights.pageBelow
    return most * min(1, share) * weights.pageBelow
  }
}
