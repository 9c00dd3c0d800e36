/// How far two words are apart, for "did you mean" and for misspelled symptoms.
public enum Spelling {
  /// The optimal string alignment distance: insertions, deletions, substitutions and swaps of
  /// neighbours, in bytes.
  ///
  /// - Parameters:
  ///   - left: one word.
  ///   - right: the other.
  ///   - limit: the largest distance of interest.
  /// - Returns: the distance, or nil where it is over the limit.
  public static func distance(_ left: String, _ right: String, limit: Int) -> Int? {
    let a = Array(left.utf8)
    let b = Array(right.utf8)
    guard abs(a.count - b.count) <= limit else { return nil }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    var row = last
    for i in 1...a.count {
      row[0] = i
      var best = i
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var value = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          value = min(value, beforeLast[j - 2] + 1)
        }
        row[j] = value
        best = min(best, value)
      }
      if best > limit { return nil }
      (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[b.count] <= limit ? last[b.count] : nil
  }

  /// How many mistakes a word may hold: none below four letters, one below eight, then two.
  public static func tolerance(of word: String) -> Int {
    let length = word.utf8.count
    return length < 4 ? 0 : length < 8 ? 1 : 2
  }

  /// The candidate nearest to a word that a person may have meant.
  ///
  /// - Parameters:
  ///   - word: what was typed.
  ///   - candidates: what exists; the first of equally near ones wins.
  /// - Returns: nil where nothing is near enough.
  public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let limit = max(1, min(3, word.utf8.count / 3))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      guard let distance = distance(word, candidate, limit: (best?.distance ?? limit + 1) - 1)
      else { continue }
      best = (candidate, distance)
    }
    if let best { return best.candidate }
    guard word.utf8.count >= 3 else { return nil }
    return candidates.first { $0.hasPrefix(word) } ?? candidates.first { $0.contains(word) }
  }
}
