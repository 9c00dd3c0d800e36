import Testing

@testable import Runbook

@Suite struct YAMLTests {
  private func parse(_ text: String, firstLine: Int = 1) throws(YAMLError) -> YAMLNode {
    try YAML.parse(Array(text.utf8), path: "a.yml", firstLine: firstLine)
  }

  private func description(of text: String, firstLine: Int = 1) -> String? {
    do throws(YAMLError) {
      _ = try parse(text, firstLine: firstLine)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("values are found by key, in file order, with their own places")
  func values() throws {
    let root = try parse(
      """
      title: "a: b"
      codes: [137, 143]
      tags:
        - one
        - 'two'
      empty:
      """, firstLine: 2)
    #expect(root.entries?.map(\.key) == ["title", "codes", "tags", "empty"])
    #expect(root["title"]?.string == "a: b")
    #expect(root["title"]?.location == SourceLocation(line: 2, column: 8))
    #expect(root.entry("codes")?.keyLocation == SourceLocation(line: 3, column: 1))
    #expect(root["codes"]?.items?.map(\.int) == [137, 143])
    #expect(root["tags"]?.strings == ["one", "two"])
    #expect(root["tags"]?.items?.last?.location == SourceLocation(line: 6, column: 5))
    #expect(root["empty"]?.isNull == true)
    #expect(root["empty"]?.strings == [])
    #expect(root["nothing"] == nil)
  }

  @Test(
    "a plain scalar may be a number or nothing, a quoted one is always text",
    arguments: [
      ("3", 3, "3", nil), ("'3'", nil, "3", nil), ("-7", -7, "-7", nil), ("+7", nil, "+7", nil),
      ("1.5", nil, "1.5", nil), ("0x10", nil, "0x10", nil), ("no", nil, "no", nil),
      ("true", nil, "true", true), ("'true'", nil, "true", nil), ("null", nil, nil, nil),
      ("'null'", nil, "null", nil), ("~", nil, nil, nil), ("''", nil, "", nil),
      ("2026-11-21", nil, "2026-11-21", nil),
      ("99999999999999999999", nil, "99999999999999999999", nil),
    ] as [(String, Int?, String?, Bool?)])
  func scalars(text: String, int: Int?, string: String?, bool: Bool?) throws {
    let node = try #require(try parse("k: \(text)")["k"])
    #expect(node.int == int)
    #expect(node.string == string)
    #expect(node.bool == bool)
  }

  @Test("columns count bytes, also after text that is not ASCII")
  func columns() throws {
    let root = try parse("a: [é, 日本, b]\r\nc: d\r\n")
    #expect(
      root["a"]?.items?.map(\.location)
        == [4, 5, 9, 17].dropFirst().map { SourceLocation(line: 1, column: $0) })
    #expect(root.entry("c")?.keyLocation == SourceLocation(line: 2, column: 1))
  }

  @Test("a line is what editors call a line, whatever YAML makes of U+2028")
  func separators() throws {
    let root = try parse("a: 'x\u{2028}y'\nb: z\n")
    #expect(root.entry("b")?.keyLocation == SourceLocation(line: 2, column: 1))
  }

  @Test(
    "an error shows the place, the reason, the way out, the line and a caret",
    arguments: [
      (
        "title: a: b",
        """
        a.yml:1:9: error: mapping values are not allowed in this context; quote a value that \
        holds a colon and a space
        title: a: b
                ^
        """
      ),
      (
        "a: 1\nb: 2\na: 3",
        """
        a.yml:3:1: error: key 'a' stands twice, first on line 1; keep one of the two
        a: 3
        ^
        """
      ),
      (
        "a: &x [1]",
        """
        a.yml:1:4: error: anchors are not supported; remove it, or quote a text that starts with &
        a: &x [1]
           ^
        """
      ),
      (
        "a: *x",
        """
        a.yml:1:4: error: aliases are not supported; write the value out, or quote a text that \
        starts with *
        a: *x
           ^
        """
      ),
      (
        "a: !!int 3",
        """
        a.yml:1:4: error: tags are not supported; remove it, or quote a text that starts with !
        a: !!int 3
           ^
        """
      ),
      (
        "日本: @x",
        """
        a.yml:1:9: error: found character that cannot start any token while scanning for the \
        next token; quote a value that starts with ` or @ or %, and indent with spaces, not tabs
        日本: @x
              ^
        """
      ),
      (
        "a: 1\n---\nb: 2",
        """
        a.yml:2:1: error: a second document in one file; remove it, and the --- before it
        ---
        ^
        """
      ),
      (
        "? [a]\n: b",
        """
        a.yml:1:3: error: a key must be one text; quote it if it holds brackets or braces
        ? [a]
          ^
        """
      ),
      (
        "a: x\u{0}y",
        """
        a.yml:1:5: error: a NUL byte in the text; remove it
        a: x?y
            ^
        """
      ),
      (
        "a: x\u{1B}[31my",
        """
        a.yml:1:5: error: control characters are not allowed; remove it
        a: x?[31my
            ^
        """
      ),
      (
        "a: \"x\nb: 1",
        """
        a.yml:1:4: error: found unexpected end of stream while scanning a quoted scalar; close \
        the quote
        a: "x
           ^
        """
      ),
      (
        "%TAG ! tag:x,2000:\n---\na: 1",
        """
        a.yml:1:1: error: a %TAG directive is not supported; remove it
        %TAG ! tag:x,2000:
        ^
        """
      ),
    ])
  func errors(text: String, expected: String) throws {
    let message = try #require(description(of: text))
    #expect(message.hasPrefix(expected))
  }

  @Test("an error in front matter has the line number of the file")
  func offset() throws {
    #expect(try #require(description(of: "a: b: c", firstLine: 2)).hasPrefix("a.yml:2:5: error:"))
  }

  @Test("bytes that are not UTF-8 are refused with their place")
  func notUTF8() {
    #expect(throws: YAMLError.self) { try YAML.parse([0x61, 0x3A, 0x20, 0xFF], path: "a.yml") }
    do throws(YAMLError) {
      _ = try YAML.parse(Array("a: é\nb: ".utf8) + [0xE9, 0x0A], path: "a.yml")
    } catch {
      #expect(error.location == SourceLocation(line: 2, column: 4))
      #expect(error.message == "not valid UTF-8")
    }
  }

  @Test("sixteen levels are read, a seventeenth is refused", arguments: [(16, true), (17, false)])
  func depth(levels: Int, isRead: Bool) {
    let text = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    #expect((description(of: text) == nil) == isRead)
  }

  @Test("deep nesting ends in an error, not in a hang", arguments: ["[", "- ", "{a: ", "? "])
  func bomb(opening: String) {
    let text = String(repeating: opening, count: 100_000)
    #expect(description(of: text) != nil)
  }

  @Test("nothing is a null root", arguments: ["", "\n", "# a comment\n", "---\n", "\u{FEFF}"])
  func empty(text: String) throws {
    #expect(try parse(text).isNull)
  }

  @Test("a list of scalars or one scalar gives texts; a mapping does not")
  func strings() throws {
    let root = try parse("a: x\nb: [x, 1]\nc: {d: e}\nd: [[x]]\ne: [x, ~]")
    #expect(root["a"]?.strings == ["x"])
    #expect(root["b"]?.strings == ["x", "1"])
    #expect(root["c"]?.strings == nil)
    #expect(root["d"]?.strings == nil)
    #expect(root["e"]?.strings == nil)
  }

  @Test("a long line is cut around the place")
  func longLine() throws {
    let text = try #require(description(of: String(repeating: "x", count: 500) + ": a: b"))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.utf8.count < 160 })
  }

  @Test("keys that a merge left twice are joined where that is asked for, at the top only")
  func joined() throws {
    let text = "a:\nb: 1\nc: [x]\na: 2\nb: 3\nc: [x, y]\n"
    let (root, repeats) = try YAML.parseJoined(Array(text.utf8), path: "a.yml")
    #expect(root.entries?.map(\.key) == ["a", "b", "c"])
    #expect(root["a"]?.int == 2)
    #expect(root["b"]?.int == 1)
    #expect(root["c"]?.strings == ["x", "y"])
    #expect(repeats.map(\.location.line) == [4, 5, 6])
    #expect(throws: YAMLError.self) {
      try YAML.parseJoined(Array("a:\n  b: 1\n  b: 2\n".utf8), path: "a.yml")
    }
  }
}
