/// English words that carry no symptom; a query leaves them out, the index keeps them.
///
/// Negations, `without`, `not` and the like, are in the list too: a search engine that sums words
/// cannot read them, and counting them would only blur the coverage.
enum StopWords {
  /// All of them, for the index, which asks of millions of terms.
  static let all = Set(
    list.withUTF8Buffer { $0.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) } })

  /// Whether a term, through `Terms`, is one of them; for a query, which asks of a few.
  static func contains(_ term: String) -> Bool {
    var term = term
    return term.withUTF8 { term in
      list.withUTF8Buffer { list in
        var start = 0
        while start < list.count {
          var end = start
          while end < list.count, list[end] != 0x20 { end += 1 }
          if end - start == term.count, list[start..<end].elementsEqual(term) { return true }
          start = end + 1
        }
        return false
      }
    }
  }

  /// The words, separated by spaces.
  ///
  /// Both the words and their stems, since a short word has no stem of its own; one literal, because
  /// a set of them would be built by every process.
  static let list: StaticString = """
    a about after again all also alway always am an and any anyon anyone are as at be becaus \
    because been befor before being between both but by can constantly correctly could did \
    do doe does doing dur during each etc even every few for from further get gets getting \
    go goe goes going got had happen happening happens has hav have having he help her here \
    him his how i if in into is issu issue issues it its itself just know let lets lik like \
    look looking looks lot mad made mak make many me mor more most much my need never new no \
    nor not now of off on onc once one only or other our out over own per pleas please \
    possibl possible problem problems properly question really said sam same say says see \
    seem seems seen she should sinc since so som some someon someone someth something \
    sometim sometimes still such suddenly than that the their them then ther there thes \
    these they thing this thos those though through to too tri tried troubleshoot \
    troubleshooting try trying two under until up upon us use used using very via want was \
    way we wer were what when wher where which whil while who why will with within without \
    would yet you your 原因 問題 対処 対策 方法 確認 解決 調査
    """
}
