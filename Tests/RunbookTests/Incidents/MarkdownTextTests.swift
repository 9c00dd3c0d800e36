import Testing

@testable import Runbook

@Suite struct MarkdownTextTests {
  @Test(
    "text that Markdown already shows as it is stays as typed",
    arguments: [
      "rolled back to v41", "ECS_CLUSTER was wrong", "see https://example.org/a?b=c", "`aws ecs`",
      "10:31 – p95 > 2 s", "exit 137 (OOM), 3 of 4 tasks", "メモリ不足", "me@example.org knows",
      "snake_case_names stay", "50% of 2 * 3", "a & b",
    ])
  func untouched(text: String) {
    #expect(MarkdownText.paragraph(text) == text)
    #expect(MarkdownText.cell(text) == text)
    #expect(MarkdownText.heading(text) == text)
  }

  @Test(
    "text that Markdown would swallow is escaped",
    arguments: [
      ("restart <cluster>", "restart \\<cluster\\>"), ("*all* of it", "\\*all\\* of it"),
      ("a|b", "a|b"), ("# no heading", "\\# no heading"), ("[x](http://y)", "\\[x\\](http://y)"),
      ("- no item", "\\- no item"), ("1. no step", "1\\. no step"), ("&amp;", "\\&amp;"),
    ])
  func escaped(text: String, paragraph: String) {
    #expect(MarkdownText.paragraph(text) == paragraph)
  }

  @Test("a pipe does not end a cell")
  func pipe() {
    #expect(MarkdownText.cell("a | b || c") == "a \\| b \\|\\| c")
  }

  @Test("a code block cannot be ended by its text")
  func fence() {
    let code = MarkdownText.code("a\n````\nb", info: "text")
    #expect(code == "`````text\na\n````\nb\n`````")
  }

  @Test("any line shows as it was typed, wherever it is put", arguments: 0..<400)
  func property(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let line = MarkdownText.line(of: HostileText.make(using: &generator))
    guard !line.isEmpty else { return }
    func blocks(_ text: String) -> [Block] {
      MarkdownParser.parse(Array((text + "\n").utf8), path: "").blocks
    }
    let paragraph = blocks("x\n\n\(MarkdownText.paragraph(line))\n\ny")
    if paragraph.count == 3, case .paragraph(let inlines) = paragraph[1].content {
      #expect(MarkdownText.shown(inlines) == line)
    } else {
      Issue.record("\(line.debugDescription) is no paragraph")
    }
    let heading = blocks("x\n\n# \(MarkdownText.heading(line))\n\ny")
    if heading.count == 3, case .heading(1, let inlines) = heading[1].content {
      #expect(MarkdownText.shown(inlines) == line)
    } else {
      Issue.record("\(line.debugDescription) is no heading")
    }
    let table = blocks("| a | b |\n|---|---|\n| \(MarkdownText.cell(line)) | z |\n| 1 | 2 |")
    if table.count == 1, case .table(_, _, let rows) = table[0].content, rows.count == 2 {
      #expect(MarkdownText.shown(rows[0].cells[0]) == line)
      #expect(MarkdownText.shown(rows[0].cells[1]) == "z")
    } else {
      Issue.record("\(line.debugDescription) is no cell")
    }
  }
}
