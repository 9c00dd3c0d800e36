/// Changes the destinations of links in Markdown and leaves every other byte as it is.
enum MarkdownLinks {
  /// The text with each destination that the closure knows replaced.
  ///
  /// Inline links and definitions (`[name]: there`) are found; code, fenced, indented by a fence or in
  /// backticks, is left alone.
  static func rewritten(_ text: String, _ replacement: (String) -> String?) -> String {
    var result: [String] = []
    var fence: Substring?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let mark = line.drop { $0 == " " }.prefix { $0 == "`" || $0 == "~" }
      let isFence = mark.count >= 3 && Set(mark).count == 1
      if let open = fence {
        let rest = line.drop { $0 == " " }.dropFirst(mark.count)
        if isFence, mark.first == open.first, mark.count >= open.count,
          rest.allSatisfy(\.isWhitespace)
        {
          fence = nil
        }
        result.append(String(line))
      } else if isFence {
        fence = mark
        result.append(String(line))
      } else {
        result.append(rewrittenLine(line, replacement))
      }
    }
    return result.joined(separator: "\n")
  }

  private static func rewrittenLine(
    _ line: Substring, _ replacement: (String) -> String?
  ) -> String {
    var result = ""
    var rest = line
    if let definition = definition(line), let new = replacement(String(definition.destination)) {
      return definition.before + new + definition.after
    }
    while let character = rest.first {
      if character == "`" {
        // A code span ends at the next run of as many backticks.
        let ticks = rest.prefix { $0 == "`" }
        result += ticks
        rest = rest.dropFirst(ticks.count)
        if let end = closing(ticks, in: rest) {
          result += rest[..<end]
          rest = rest[end...]
        }
      } else if character == "\\" {
        result += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("](") {
        result += "]("
        rest = rest.dropFirst(2)
        let destination = rest.prefix { $0 != ")" && $0 != " " }
        result += replacement(String(destination)) ?? String(destination)
        rest = rest.dropFirst(destination.count)
      } else {
        result.append(character)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// Where a run of exactly as many backticks ends.
  private static func closing(_ ticks: Substring, in text: Substring) -> Substring.Index? {
    var rest = text
    while let start = rest.firstIndex(of: "`") {
      let run = rest[start...].prefix { $0 == "`" }
      if run.count == ticks.count { return run.endIndex }
      rest = rest[run.endIndex...]
    }
    return nil
  }

  /// `[name]: destination "title"`.
  private static func definition(
    _ line: Substring
  ) -> (before: String, destination: Substring, after: String)? {
    let text = line.drop { $0 == " " }
    guard text.hasPrefix("["), let end = text.firstRange(ofText: "]: ") else { return nil }
    let rest = text[end.upperBound...]
    let destination = rest.prefix { $0 != " " }
    guard !destination.isEmpty else { return nil }
    return (
      String(line[..<destination.startIndex]), destination, String(line[destination.endIndex...])
    )
  }
}
