/// The sequences by which a program colours text, moves the cursor or names the window, as they
/// stand in what is pasted from a terminal or a log (ECMA-48).
public enum EscapeSequences {
  /// The text without them; whole sequences go, so that nothing of them is taken for words.
  ///
  /// A sequence that never ends takes no more than its line, or what could be its parameters.
  public static func removed(from text: String) -> String {
    guard text.utf8.contains(0x1B) || text.unicodeScalars.contains("\u{9B}") else { return text }
    var result = ""
    var scalars = text.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\u{1B}" || scalar == "\u{9B}" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      if scalar == "\u{1B}" {
        guard let next = scalars.next() else { break }
        if next == "]" || next == "P" || next == "^" || next == "_" || next == "X" {
          skipString(&scalars)
          continue
        }
        guard next == "[" else { continue }
      }
      while let part = scalars.next(), !("\u{40}"..."\u{7E}").contains(part) {}
    }
    return result
  }

  /// Skips an operating system command and the like, up to BEL or ST; without an end, one line.
  private static func skipString(_ scalars: inout String.UnicodeScalarView.Iterator) {
    var escaped = false
    while let scalar = scalars.next() {
      if scalar == "\u{7}" || scalar == "\u{9C}" || scalar == "\n" || escaped && scalar == "\\" {
        return
      }
      escaped = scalar == "\u{1B}"
    }
  }
}
