/// Words as a shell reads them.
enum ShellQuoting {
  /// The text as one word, without quotes where it needs none.
  static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      Character(Unicode.Scalar(byte)).isLetter && byte < 0x80
        || 0x30...0x39 ~= byte || "-_./:@+,%".utf8.contains(byte)
    }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  /// The text as one word: in double quotes, or in single ones where a shell would read it.
  static func quoted(_ text: String) -> String {
    let text = Console.safe(text)
    if !text.contains(where: { "\"$`\\!".contains($0) }) { return "\"\(text)\"" }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
