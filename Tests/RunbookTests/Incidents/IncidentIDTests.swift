import Testing

@testable import Runbook

@Suite struct IncidentIDTests {
  @Test(
    "the slug keeps the words of a title that a path and a shell take as they are",
    arguments: [
      ("Checkout OOM after deploy", "checkout-oom-after-deploy"),
      ("  exit 137 -- again?! ", "exit-137-again"),
      ("Don’t pull image's latest", "dont-pull-images-latest"),
      ("Überlast: Zahlungen für Café fallen aus", "uberlast-zahlungen-fur-cafe-fallen-aus"),
      ("Cafe\u{301} down", "cafe-down"),
      ("Straße łódź smørrebrød", "strasse-lodz-smorrebrod"),
      ("決済サービスで OOM が発生", "oom-3a809c43"),
      ("ＥＣＳ タスク ４０４", "ecs-404-6ceabc02"),
      ("決済サービスが停止", "incident-ceb20874"),
      ("🔥🔥🔥", "incident-a978bce5"),
      ("", "incident"),
      ("../../etc/passwd", "etc-passwd"),
      ("$(rm -rf /); `reboot`", "rm-rf-reboot"),
      ("a\u{0}b\nc", "a-b-c"),
    ])
  func slug(title: String, expected: String) throws {
    let day = try #require(CivilDate("2026-11-03"))
    #expect(IncidentID(day: day, title: title).description == "2026-11-03-\(expected)")
  }

  @Test("a name is cut at a word and, with its number, fits a document id")
  func length() throws {
    let day = try #require(CivilDate("2026-11-03"))
    let words = String(repeating: "replication ", count: 20)
    let id = IncidentID(day: day, title: words)
    #expect(id.slug.hasSuffix("replication"))
    #expect(id.numbered(IncidentID.numberLimit).description.utf8.count <= 80)
    let long = IncidentID(day: day, title: String(repeating: "x", count: 500))
    #expect(long.numbered(IncidentID.numberLimit).description.utf8.count == 64)
    #expect(id.numbered(2).description == id.description + "-2")
    #expect(id.numbered(2).stem == "incidents/2026/\(id)-2")
  }

  @Test("any text makes a name that documents accept", arguments: 0..<200)
  func property(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let day = try #require(CivilDate("2026-11-03"))
    let id = IncidentID(day: day, title: HostileText.make(using: &generator))
    #expect(DocumentID.isValid(id.description), "\(id)")
    #expect(!id.description.hasSuffix("-") && !id.description.dropFirst(11).hasPrefix("-"))
  }
}

/// Text that breaks careless writers.
enum HostileText {
  private static let pieces = [
    "a", "B", "word", " ", "  ", "\t", "\n", "\r\n", "\r", "\u{0}", "\u{1B}[31m", "\u{7F}",
    "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{200B}", "\u{202E}", "\u{FFFE}", "\u{FFFF}",
    "\u{FFFD}", "é", "e\u{301}", "日本", "😀", "👩‍👩‍👧", ":", ": ", " #", "#", "- ", "-", "---", "...", "'",
    "\"",
    "\\", "\\n", "{", "}", "[", "]", ",", "&", "*", "!", "|", "||", ">", "<", "<b>", "<!--", "-->",
    "%", "@", "`", "```", "~~~", "~", "null", "true", "yes", "2026-11-03", "12:30:45", "0x1F",
    "1e5", "=", "?", "? ", "$(x)", "; rm", "$&", "](", "![", "**", "__", "_", "|---|", "| a | b |",
    "\\|",
    "## Timeline", "# h", "1. ", "- [ ] ", "&amp;", "&#0;", "<script>", "https://x.io/a|b",
  ]

  static func make(using generator: inout SeededGenerator, atMost count: Int = 12) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...count, using: &generator) {
      text += pieces.randomElement(using: &generator) ?? ""
    }
    return text
  }
}
