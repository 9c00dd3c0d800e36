import Testing

@testable import Runbook

/// Whatever bytes come in, an answer comes out, and every place lies inside the file.
@Suite struct DocumentParserPropertyTests {
  private static let path = "Content/runbooks/ecs/ecs-a.md"

  private func check(
    _ bytes: [UInt8], _ what: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    func isInside(_ location: FilePlace) -> Bool {
      lines.indices.contains(location.line - 1) && location.column >= 1
        && location.column <= lines[location.line - 1].count + 1
    }
    let result = DocumentParser.parse(bytes: bytes, path: Self.path)
    var places = result.findings.map(\.location)
    if let document = result.document {
      #expect(DocumentID.isValid(document.id), sourceLocation: sourceLocation)
      places += document.sections.map(\.location)
      places += document.commands.map(\.location)
      places += document.passages.map { FilePlace(line: $0.line) }
      places += document.source.places.values.flatMap { [$0.key] + $0.values }
      for section in document.sections {
        section.blocks.walk { block in
          places.append(block.location)
          if case .list(_, let items) = block.content { places += items.map(\.location) }
          if case .table(_, let header, let rows) = block.content {
            places += ([header] + rows).map(\.location)
          }
        }
      }
      if case .runbook(let runbook) = document { places += runbook.steps.map(\.location) }
    } else {
      #expect(result.findings.contains { $0.severity == .error }, "\(what): no document, no error")
    }
    let outside = places.filter { !isInside($0) }
    #expect(outside == [], "\(what): \(bytes)", sourceLocation: sourceLocation)
    #expect(
      result.document == nil || !result.findings.contains { $0.severity == .error },
      "\(what): an error, and yet a document", sourceLocation: sourceLocation)
  }

  private static let head = Array("---\nid: ecs-a\ntitle: T\nkind: runbook\n---\n".utf8)

  @Test("random bytes", arguments: [1, 2, 3] as [UInt64])
  func randomBytes(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    for round in 0..<100 {
      let count = Int.random(in: 0...200, using: &random)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      check(bytes, "seed \(seed) round \(round)")
      check(Self.head + bytes, "seed \(seed) round \(round) body")
      check(Array("---\n".utf8) + bytes + Array("\n---\n".utf8), "seed \(seed) round \(round) yaml")
    }
  }

  private static let yamlPieces = [
    "id", "title", "kind: runbook", "version", "exit_codes", "symptoms", "runbooks", ": ", ":",
    "- ",
    "\n", "\n  ", "[", "]", "{", "}", ",", "\"", "'", "|", ">", "#", "&a", "*a", "!t", "?", "%",
    "@",
    "~", "null", "1", "-7", "a b", "é", "日本", "\t", "\\", "2026-11-03", "---", "...", "\u{2028}",
    "\r\n", "\r", "\u{0}", "\u{7f}", "<<", "ecs-a",
  ]

  private static let markdownPieces = [
    "# ", "## Mitigation\n", "## Symptoms\n", "\n", "\n\n", "- ", "- [ ] ", "1. ", "> ", "  ",
    "    ", "\t", "```", "```sh safety=mutating\n", "~~~", "|", "|---|\n", "|:-:|", "a", "b. C",
    "`", "*", "**", "_", "~~", "[", "]", "(", ")", "[a]: b\n", "![", "<", ">", "<b>", "</b>",
    "<!--", "-->", "<div>\n", "&amp;", "&#0;", "\\", "www.a.b", "http://a", "a@b.c", "日本", "é",
    "\r\n", "\r", "\u{0}", "===\n", "---\n", "***\n", "(@a, due 2026-01-01)", "$ x\n",
  ]

  @Test("text made of the pieces of YAML and Markdown", arguments: [11, 12, 13, 14] as [UInt64])
  func pieces(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    func text(_ pieces: [String], _ limit: Int) -> String {
      (0..<Int.random(in: 0...limit, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
    }
    for round in 0..<250 {
      let body = text(Self.markdownPieces, 40)
      check(Self.head + Array(body.utf8), "seed \(seed) round \(round) body")
      let kind = Bool.random(using: &random) ? "runbook" : "incident"
      let yaml = "---\nid: ecs-a\ntitle: T\nkind: \(kind)\n\(text(Self.yamlPieces, 12))\n---\n"
      check(Array((yaml + body).utf8), "seed \(seed) round \(round) both")
    }
  }

  @Test("a shipped document cut anywhere", arguments: [21, 22] as [UInt64])
  func truncations(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    for path in ProjectFolder.documents {
      let bytes = try ProjectFolder.read(path)
      for _ in 0..<3 {
        check(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random))), path)
      }
    }
  }

  @Test("a shipped document with some bytes changed", arguments: [31, 32] as [UInt64])
  func mutations(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let pieces = Self.yamlPieces + Self.markdownPieces
    for path in ProjectFolder.documents {
      var bytes = try ProjectFolder.read(path)
      for _ in 0..<8 {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, at + Int.random(in: 0...20, using: &random))
        bytes.replaceSubrange(at..<end, with: (pieces.randomElement(using: &random) ?? "").utf8)
      }
      check(bytes, path)
    }
  }

  @Test("thousands of levels, keys, items and cells")
  func large() {
    let head = "---\nid: ecs-a\ntitle: T\nkind: runbook\n"
    let texts = [
      head + "x: " + String(repeating: "[", count: 50_000) + "\n---\n",
      head + "x: " + String(repeating: "{a: ", count: 50_000) + "\n---\n",
      head + (0..<5000).map { "k\($0): v\n" }.joined() + "---\n",
      head + "symptoms:\n" + (0..<5000).map { "  - s\($0)\n" }.joined() + "---\n",
      head + "exit_codes: [" + (0..<5000).map { "\($0 % 300)" }.joined(separator: ", ")
        + "]\n---\n",
      head + "---\n" + (0..<5000).map { "## H\($0)\n" }.joined(),
      head + "---\n|a|b|\n|-|-|\n" + String(repeating: "|c|d|\n", count: 5000),
      head + "---\n" + String(repeating: "- [ ] a\n\n", count: 5000),
    ]
    for text in texts { check(Array(text.utf8), String(text.prefix(80))) }
  }
}
