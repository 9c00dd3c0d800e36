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
}
