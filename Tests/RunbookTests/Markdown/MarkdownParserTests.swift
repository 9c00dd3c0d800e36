import Dispatch
import Testing

@testable import Runbook

@Suite struct MarkdownParserTests {
  private func blocks(_ text: String, firstLine: Int = 1) -> [Block] {
    MarkdownParser.parse(Array(text.utf8), path: "a.md", firstLine: firstLine).blocks
  }

  /// The kind and place of every block, item and row.
  private func outline(_ blocks: [Block]) -> [String] {
    blocks.flatMap { block -> [String] in
      let place = "\(block.location.line):\(block.location.column)"
      switch block.content {
      case .heading(let level, let inlines): return ["\(place) h\(level) \(inlines.plainText)"]
      case .paragraph(let inlines): return ["\(place) p \(inlines.plainText)"]
      case .code(let info, let text): return ["\(place) code[\(info)] \(text)"]
      case .list(let start, let items):
        return ["\(place) \(start.map { "ol\($0)" } ?? "ul")"]
          + items.flatMap { item in
            let mark = item.checked.map { $0 ? " [x]" : " [ ]" } ?? ""
            return ["\(item.location.line):\(item.location.column) li\(mark)"]
              + outline(item.blocks)
          }
      case .quote(let blocks): return ["\(place) quote"] + outline(blocks)
      case .table(let alignments, let header, let rows):
        return ["\(place) table\(alignments.count)"]
          + ([header] + rows).map { row in
            "\(row.location.line):\(row.location.column) row \(row.plainText)"
          }
      case .thematicBreak: return ["\(place) hr"]
      case .html(let text): return ["\(place) html \(text)"]
      }
    }
  }

  @Test("every block has its place in the file")
  func places() {
    let text = """
      # Title
      para
      two

      > quote
      >
      > ```sh safety=read-only
      > code
      > ```

      1. one
         - nested
      3. two

      | a | b |
      |---|:-:|
      | 1 | 2 |
      | 3 |

      ***
      <div>
      x
      </div>

          indented
      """
    #expect(
      outline(blocks(text, firstLine: 11)) == [
        "11:1 h1 Title", "12:1 p para two", "15:1 quote", "15:3 p quote",
        "17:3 code[sh safety=read-only] code\n", "21:1 ol1", "21:1 li", "21:4 p one", "22:4 ul",
        "22:4 li", "22:6 p nested", "23:1 li", "23:4 p two", "25:1 table2", "25:1 row a | b",
        "27:1 row 1 | 2", "28:1 row 3", "30:1 hr", "31:1 html <div>\nx\n</div>\n",
        "35:5 code[] indented\n",
      ])
  }

  @Test(
    "what cmark places wrongly is put right",
    arguments: [
      ("[a]: http://x\n[b]: http://y\ntext", ["3:1 p text"]),
      ("[a]: http://x\ntext\nmore\n===", ["2:1 h1 text more"]),
      ("[a] is no definition:\ntext", ["1:1 p [a] is no definition: text"]),
      (
        "text\nmore\n| a |\n|---|\n| b |",
        ["1:1 p text more", "3:1 table1", "3:1 row a", "5:1 row b"]
      ),
      ("text\n| a |\n|---|\n", ["1:1 p text", "2:1 table1", "2:1 row a"]),
      ("| a |\n|---|\n\nx", ["1:1 table1", "1:1 row a", "4:1 p x"]),
    ])
  func repairs(text: String, expected: [String]) {
    #expect(outline(blocks(text)) == expected)
  }

  @Test(
    "a task is a task wherever its list stands",
    arguments: [
      ("- [ ] a\n- [x] b\n- [X] `c`\n- d", ["[ ] a", "[x] b", "[x] c", "d"]),
      ("> - [ ] a", ["[ ] a"]),
      ("1. [x] a", ["[x] a"]),
      ("- - [ ] a", ["", "[ ] a"]),
      ("- [y] a\n- [ ]a\n- a [ ] b", ["[y] a", "[ ]a", "a [ ] b"]),
      ("- [ ] [link](x)", ["[ ] link"]),
    ])
  func tasks(text: String, expected: [String]) {
    var found: [String] = []
    blocks(text).walk { block in
      guard case .list(_, let items) = block.content else { return }
      found += items.map { ($0.checked.map { $0 ? "[x] " : "[ ] " } ?? "") + $0.ownText }
    }
    #expect(found == expected)
  }

  @Test("inlines are read with their markup, adjacent text as one")
  func inlines() {
    let text = "a *b **c*** `d|e` ~~f~~ <https://x.y> www.z.w ![i](s \"t\")  \n&amp; <b>g</b>\\*"
    guard case .paragraph(let inlines)? = blocks(text).first?.content else {
      Issue.record("no paragraph")
      return
    }
    #expect(
      inlines == [
        .text("a "), .emphasis([.text("b "), .strong([.text("c")])]), .text(" "), .code("d|e"),
        .text(" "), .strikethrough([.text("f")]), .text(" "),
        .link(destination: "https://x.y", title: "", [.text("https://x.y")]), .text(" "),
        .link(destination: "http://www.z.w", title: "", [.text("www.z.w")]), .text(" "),
        .image(source: "s", title: "t", [.text("i")]), .lineBreak, .text("& "), .rawHTML("<b>"),
        .text("g"), .rawHTML("</b>"), .text("*"),
      ])
  }

  @Test("the carriage returns of a progress bar do not shift the lines below")
  func carriageReturns() {
    let text = "```\n10%\r20%\r100%\r\n```\r\n\r\nx\r\n"
    #expect(outline(blocks(text)) == ["1:1 code[] 10% 20% 100%\n", "5:1 p x"])
  }

  @Test("alignment and missing cells of a table")
  func table() {
    guard
      case .table(let alignments, let header, let rows)? =
        blocks("|a|b|c|d|\n|:-|-:|:-:|-|\n|1|\n|1|2|3|4|5|").first?.content
    else {
      Issue.record("no table")
      return
    }
    #expect(alignments == [.left, .right, .center, .none])
    #expect(header.cells.count == 4)
    #expect(rows.map(\.cells.count) == [4, 4])
  }

  @Test("what is nested too deeply is kept as plain text")
  func depth() throws {
    for text in [
      String(repeating: "> ", count: 60) + "deep `text`",
      String(repeating: "- ", count: 60) + "deep `text`",
      String(repeating: "*a **a ", count: 60) + "deep" + String(repeating: "** a*", count: 60),
    ] {
      let result = MarkdownParser.parse(Array(text.utf8), path: "a.md")
      #expect(result.blocks.plainText.contains("deep"))
      var levels = 0
      var block = result.blocks.first
      while let next = block {
        switch next.content {
        case .quote(let blocks): block = blocks.first
        case .list(_, let items): block = items.first?.blocks.first
        default: block = nil
        }
        levels += 1
      }
      #expect(levels <= MarkdownParser.depthLimit + 1)
    }
    let quotes = String(repeating: "> ", count: 60) + "deep"
    let result = MarkdownParser.parse(Array(quotes.utf8), path: "a.md", firstLine: 5)
    #expect(
      result.findings.map(\.description) == [
        "a.md:5:65: warning: [markdown] nested deeper than 32 levels; shown as plain text; "
          + "flatten it"
      ])
  }

  @Test("threads do not disturb each other")
  func threads() {
    let text = Array("~~a~~ www.b.c ~~d~~ https://e.f\n\n".utf8)
    let one = Array(repeating: text, count: 5).flatMap { $0 }
    let expected = MarkdownParser.parse(one, path: "a.md").blocks
    let wrong = Collected<Int>()
    DispatchQueue.concurrentPerform(iterations: 300) { index in
      if MarkdownParser.parse(one, path: "a.md").blocks != expected { wrong.append(index) }
    }
    #expect(wrong.values == [])
  }
}
