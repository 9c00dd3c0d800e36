import Runbook
import Testing

/// The card of every symptom that the content names, as a person at an 80 by 24 terminal reads it.
struct CardTests {
  /// A symptom that a failure can name.
  struct Query: CustomTestStringConvertible, Sendable {
    var text: String
    var isAnswered: Bool
    var testDescription: String { text.split(separator: "\n").first.map(String.init) ?? "" }
  }

  static let queries: [Query] = {
    let bytes = (try? FileSystem.read("\(Program.root)/\(ExpectedSearch.path)")) ?? []
    return ((try? ExpectedSearch.all(in: bytes)) ?? []).map {
      Query(text: $0.query, isAnswered: $0.expect != "none")
    }
  }()

  /// One in eight.
  static let some = queries.enumerated().filter { $0.offset % 8 == 0 }.map(\.element)

  private static let labels = ["Do", "Run", "Past", "Ask", "Else", "Why", "Or"]

  @Test("there are symptoms to try")
  func count() {
    #expect(Self.queries.count > 300)
  }

  @Test("a card fits 80 by 24 and begins with what to do", arguments: queries)
  func fits(query: Query) throws {
    let lines = try card(query.text, ["--color", "never"])
    let rows = lines.reduce(0) { $0 + max(1, (columns($1) + 79) / 80) }
    #expect(rows <= 23, "\(lines.joined(separator: "\n"))")
    var labels: [String] = []
    var isCommand = false
    for line in lines {
      let word = String(line.prefix { $0 != " " })
      if Self.labels.contains(word) { labels.append(word) }
      // A command, and the hint at the end, are whole so that they can be copied.
      if word == "Run" || line.hasPrefix("runbook show ") {
        isCommand = true
      } else if !line.hasPrefix(" ") || line.hasPrefix("      Changes:") {
        isCommand = false
      }
      if !isCommand { #expect(columns(line) <= 80, "\(line)") }
    }
    guard query.isAnswered else { return }
    #expect(labels.first == "Do")
    #expect(labels == Self.labels.filter(labels.contains), "in the order of the card")
    #expect(labels.contains("Past"))
  }

  @Test("colours change no word of a card", arguments: some)
  func colours(query: Query) throws {
    let plain = try card(query.text, ["--color", "never"])
    let coloured = try card(query.text, ["--color", "always"])
    #expect(coloured.contains { $0.contains("\u{1B}[") })
    #expect(coloured.map(EscapeSequences.removed) == plain)
  }

  private func card(_ symptom: String, _ words: [String]) throws -> [String] {
    let result = try Program.run(["search"] + words + ["-"], input: Array(symptom.utf8))
    #expect(result.status == 0 || result.status == 1)
    var lines = String(decoding: result.output, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// How many columns a text takes.
  private func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (0x2E80...0xFFEF ~= $1.value ? 2 : 1) }
  }
}
