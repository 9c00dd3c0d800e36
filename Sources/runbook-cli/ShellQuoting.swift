/// Words as a shell reads them.
enum ShellQuoting {
  /// The text as one word: in double quotes, or in single ones where a shell would read it.
  static func quoted(_ text: String) -> String {
    let text = Console.safe(text)
    if !text.contains(where: { "\"$`\\!".contains($0) }) { return "\"\(text)\"" }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// The text as one word, bare where a shell takes every character of it as it stands.
  static func word(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "-_./:@+,%".utf8.contains(byte)
    }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }

  /// The path as one word that no program takes for an option.
  static func path(_ path: String) -> String { word(path.hasPrefix("-") ? "./" + path : path) }
}
