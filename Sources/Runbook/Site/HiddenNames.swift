/// Takes the ids of documents that are left out of a text of one that is not.
enum HiddenNames {
  static let replacement = "(not published)"

  /// The text with each of the names replaced, where it stands as a word of its own.
  static func removed(_ names: Set<String>, from text: String) -> String {
    guard !names.isEmpty else { return text }
    var result = ""
    var word = ""
    var changed = false
    func endWord() {
      if names.contains(word) {
        result += replacement
        changed = true
      } else {
        result += word
      }
      word = ""
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", "-": word.unicodeScalars.append(scalar)
      default:
        if !word.isEmpty { endWord() }
        result.unicodeScalars.append(scalar)
      }
    }
    if !word.isEmpty { endWord() }
    return changed ? result : text
  }
}
