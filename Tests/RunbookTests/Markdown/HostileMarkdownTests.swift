import Testing

@testable import Runbook

/// Texts that keep cmark-gfm busy for seconds to hours when it gets them as they are.
@Suite struct HostileMarkdownTests {
  private static func many(_ text: String, _ bytes: Int = 400_000) -> String {
    String(repeating: text, count: bytes / text.utf8.count)
  }

  static let texts: [(name: String, text: String)] = [
    ("images in brackets", many("![[]()")),
    ("quotes in quotes", many("> ") + "a"),
    ("emphasis below quotes", many(">", 100_000) + many("a*", 100_000)),
    ("lists in lists, blank lines", many("- ", 200_000) + "x" + many("\n", 200_000)),
    ("300 lists, blank lines", many("- ", 600) + "x" + many("\n", 900_000)),
    ("lazy lines below quotes", many(">", 100_000) + "a\n" + many("b\n", 100_000)),
    ("lazy lines below lists", many("- ", 100_000) + "a\n" + many("b\n", 100_000)),
    ("declarations", "x" + many("<!A ")),
    ("instructions", "x" + many("<?")),
    ("character data", "x" + many("<![CDATA[")),
    ("a header that never is one", many("|a|b|\n|-|\n")),
    ("a wide table", many("|a", 300_000) + "\n" + many("|-", 300_000) + "\n"),
    ("a wide row", "|a|b|\n|-|-|\n" + many("|c")),
    (
      "a wide table with many rows", many("|a", 2000) + "\n" + many("|-", 2000) + "\n" + many("a\n")
    ),
    ("pipes over a rule", "a\n" + many("|", 100_000) + "\n-|-\n"),
    ("a long paragraph over a table", many("x\n") + "|a|b|\n|-|-|\n"),
    ("addresses in one word", many("www.a_")),
    ("closing parentheses", "http://a" + many(")")),
    ("mail addresses", many("a@a.a ")),
    ("at signs", many("a@")),
    ("openers", many("*a _b ")),
    ("link openers", many("[a")),
    ("unclosed links", many("[a](<b")),
    ("backticks", (0..<800).map { "e" + String(repeating: "`", count: $0) }.joined()),
    ("comment starts", "</" + many("<!--")),
    ("a fence that HTML hides", "<!--\n```\n-->\n" + many("|a|b|\n|-|\n")),
    ("a fence that a list hides", "- a\n  ```\n" + many("|a|b|\n|-|\n")),
    ("a fence that an info string prevents", "``` a`\n" + many("|a|b|\n|-|\n")),
    ("a fence that was closed", "```\n  ````  \n" + many("|a|b|\n|-|\n")),
    ("definitions", (0..<30_000).map { "[\($0)]: u\n" }.joined() + many("[0] ", 50_000)),
    ("deepening list", (0..<400).map { String(repeating: " ", count: 2 * $0) + "* a\n" }.joined()),
  ]

  @Test("no text keeps the parser busy", arguments: texts.indices)
  func bounded(index: Int) {
    let bytes = Array(Self.texts[index].text.utf8)
    let clock = ContinuousClock()
    let elapsed = clock.measure {
      let result = MarkdownParser.parse(bytes, path: "a.md")
      #expect(!result.blocks.isEmpty)
    }
    // The slowest takes 0.1 s in a release build; without the look beforehand, minutes.
    #expect(elapsed < .seconds(20), "\(Self.texts[index].name)")
  }

  @Test("a page that is too much keeps its text and says what to do")
  func fallback() {
    let text = "# Title\n\n" + Self.many("![[]()", 200_000) + "\n\nlast\n"
    let result = MarkdownParser.parse(Array(text.utf8), path: "a.md", firstLine: 4)
    #expect(
      result.findings.map(\.description) == [
        "a.md:6:1: warning: [markdown] too many [ in one paragraph; the page is shown as plain "
          + "text; put what was pasted in a code fence"
      ])
    #expect(result.blocks.count == 3)
    #expect(result.blocks.last?.location == SourceLocation(line: 8))
    #expect(result.blocks.last?.plainText == "last")
  }

  @Test("a long log in a fence is no excess, whatever stands in it")
  func logs() {
    let log = Self.many(
      "2026-11-03 | a@b.c | www.x.y [[ <!-- | - | http://a/b?c=d |\n|---|\n", 900_000)
    let result = MarkdownParser.parse(Array("```\n\(log)```\n\nx\n".utf8), path: "a.md")
    #expect(result.findings == [])
    #expect(result.blocks.count == 2)
  }

  @Test("a large page of ordinary text is no excess")
  func ordinary() throws {
    let page = try ProjectFolder.read("Content/runbooks/ecs/ecs-oom-killed.md")
    let text = String(decoding: page, as: UTF8.self).split(separator: "---\n", maxSplits: 1)[1]
    let bytes = Array(String(repeating: text + "\n", count: 40).utf8)
    #expect(MarkdownParser.parse(bytes, path: "a.md").findings == [])
  }
}
