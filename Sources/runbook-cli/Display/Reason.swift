import Runbook

/// Why an answer is what it is, on a card.
enum Reason {
  /// One line of whole words: as many sentences as fit, or else the beginning of the first.
  static func line(_ reason: String, width: Int) -> String {
    let text = Console.safe(reason).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .filter { $0 != "`" }
    // Reasons that are no sentences: the symptom, or the words, that a page has in common with a text.
    if let symptom = text.split(after: "symptom: ") {
      let (before, after) = ("It reads like \"", "\"")
      return before + Layout.clipped(symptom, to: width - before.count - after.count) + after
    }
    if let words = text.split(after: "words: ") {
      let noun = words.contains(",") ? "words" : "word"
      return Layout.clipped("It shares the \(noun) \(words)", to: width)
    }
    guard Layout.width(text) > width else { return text }
    var whole = ""
    for sentence in sentences(of: text) {
      let next = whole.isEmpty ? sentence : "\(whole) \(sentence)"
      guard Layout.width(next) <= width else { break }
      whole = next
    }
    if !whole.isEmpty { return whole }
    // A clause that says enough alone is better than half of the next one.
    if let end = text.firstRange(of: "; ") {
      let clause = String(text[..<end.lowerBound])
      if Layout.width(clause) < width - 2 { return clause + " …" }
    }
    return Layout.clipped(text, to: width)
  }

  /// The sentences of a text; a full stop before a small letter ends none.
  static func sentences(of text: String) -> [String] {
    var sentences: [String] = []
    var sentence = ""
    for word in text.split(separator: " ") {
      let isNew = sentence.last.map { ".!?".contains($0) } ?? false
      if isNew, word.first?.isLowercase == false {
        sentences.append(sentence)
        sentence = ""
      }
      sentence += (sentence.isEmpty ? "" : " ") + word
    }
    return sentence.isEmpty ? sentences : sentences + [sentence]
  }
}

extension String {
  /// What follows a beginning; nil where the text begins otherwise.
  fileprivate func split(after beginning: String) -> String? {
    hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
  }
}
