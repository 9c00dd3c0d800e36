/// English words that carry no symptom; a query leaves them out, the index keeps them.
///
/// Negations, `without`, `not` and the like, are in the list too: a search engine that sums words
/// cannot read them, and counting them would only blur the coverage.
enum StopWords {
  static func contains(_ term: String) -> Bool { contains(TermHash.of(term)) }

  static func contains(_ hash: UInt64) -> Bool { all.contains(hash) }

  private static let all: Set<UInt64> = {
    let words =
      """
      a an and are as at be been being but by can could did do does doing for from get gets getting \
      had has have having he her here him his how i if in into is it its itself just like me more \
      most my no nor not now of off on once only or other our out over own please same she should so \
      some such than that the their them then there these they this those through to too under \
      until up us very was we were what when where which while who why will with would you your \
      about after again all also am any because before between both each few further during via \
      etc try tried trying help need want know see seen one two new use using used anyone someone \
      something thing way make made since still even though yet really much many lot upon within \
      without per let lets got go goes going say says said look looks looking seem seems happen \
      happens happening troubleshoot troubleshooting problem problems issue issues question possible \
      correctly properly suddenly sometimes constantly always never every \
      原因 方法 対処 対策 確認 問題 調査 解決
      """
    return Set(
      words.split(separator: " ").flatMap {
        [TermHash.of(String($0)), TermHash.of(Stem.of(String($0)))]
      })
  }()
}
