import Testing

@testable import Runbook

@Suite struct JSONReaderTests {
  private func read(_ text: String) -> (document: JSONDocument, problem: JSONProblem?) {
    JSONDocument.read(Array(text.utf8))
  }

  @Test(
    "what RFC 8259 allows is read",
    arguments: [
      "{}", "[]", "null", "true", "-0", "0.5", "1E-2", "1e400", #""""#, #"{"":{"":[{}]}}"#,
      " [1 , 2]\r\n", "\u{FEFF}[1]",
      #""\" \\ \/ \b \f \n \r \t é 😀""#, #"{"a":1,"a":2}"#, "\"\u{7f}\u{2028}é\"", "[[[[]]]]",
      "123456789012345678901234567890", "",
    ])
  func valid(text: String) {
    #expect(read(text).problem == nil)
  }

  @Test(
    "what it does not allow is refused with its place",
    arguments: [
      ("[1,]", "1:4: expected a value, found `]`"),
      ("{\"a\":1,}", "1:8: expected a key in quotes, found `}`"),
      ("{a:1}", "1:2: expected a key in quotes, found `a:1}`"),
      ("['a']", "1:2: expected a value, found `'a']`"),
      ("[1 2]", "1:4: expected `,` or `]`, found `2]`"),
      ("{\"a\" 1}", "1:6: expected `:` after a key, found `1}`"),
      ("[01]", "1:2: expected a number without a leading zero, found `01]`"),
      ("[-]", "1:3: expected a digit, found `]`"),
      ("[1.]", "1:4: expected a digit after the point, found `]`"),
      ("[1e]", "1:4: expected a digit in the exponent, found `]`"),
      ("[+1]", "1:2: expected a value, found `+1]`"),
      ("[NaN]", "1:2: expected a value, found `NaN]`"),
      ("[tru]", "1:2: expected a value, found `tru]`"),
      ("[1", "1:3: expected `,` or `]`, found the end of the input"),
      ("{\"a\":", "1:6: expected a value, found the end of the input"),
      (
        "[\n\"a\nb\"]",
        "2:3: expected the end of the string that starts at 2:1, or an escape, found the end of the line"
      ),
      (
        "\"abc",
        "1:5: expected the end of the string that starts at 1:1, found the end of the input"
      ),
      ("[\"\\x\"]", "1:4: expected one of \" \\ / b f n r t u after a backslash, found `x\"]`"),
      ("[\"\\u12g4\"]", "1:7: expected four hexadecimal digits after \\u, found `g4\"]`"),
      ("]", "1:1: expected a value, found `]`"), ("{}\n\nx", "3:1: expected a value, found `x`"),
      ("[/* c */1]", "1:2: expected a value, found `/*`"),
      (
        "[\"a\u{1}\"]",
        "1:4: expected the end of the string that starts at 1:2, or an escape, found a control character"
      ),
      ("é", "1:1: expected a value, found `é`"),
    ])
  func invalid(text: String, expected: String) {
    #expect(read(text).problem?.description == expected)
  }

  @Test("documents in a row are read, those before a problem too")
  func documents() {
    let (document, problem) = read("{\"a\":1}{\"a\":2}\n[3]\n4 \"5\"\n{")
    #expect(document.roots.count == 5)
    #expect(problem?.location == SourceLocation(line: 4, column: 2))
    #expect(document.roots.map(\.path) == ["[0]", "[1]", "[2]", "[3]", "[4]"])
  }

  @Test("depth is limited, not by the program's stack")
  func depth() {
    #expect(
      read(String(repeating: "[", count: 512) + String(repeating: "]", count: 512)).problem == nil)
    #expect(
      read(String(repeating: "[", count: 100_000)).problem?.description
        == "1:513: expected at most 512 levels, found `[[[[[[[[[[[[`")
    let deep = read(
      String(repeating: "{\"a\":", count: 511) + "1" + String(repeating: "}", count: 511))
    #expect(deep.document.roots.count == 1)
  }

  @Test("a value knows the way to itself")
  func paths() throws {
    let (document, _) = read(
      #"{"tasks":[{},{"containers":[{"x":[]},{"exit code":1,"a\"b":[[7]]}]}]}"#)
    let root = try #require(document.roots.first)
    #expect(root.path == "$")
    let tasks = try #require(root.members.first?.value)
    let container = try #require(tasks.items.last?.members.first?.value.items.last)
    #expect(container.path == "tasks[1].containers[1]")
    #expect(
      container.members.map { $0.value.path } == [
        "tasks[1].containers[1].exit code", #"tasks[1].containers[1].a"b"#,
      ])
    #expect(
      container.members.last?.value.items.first?.items.first?.path
        == #"tasks[1].containers[1].a"b[0][0]"#)
  }

  @Test(
    "numbers are kept as far as they go",
    arguments: [
      ("137", 137 as Int?, 137 as Double?), ("137.0", 137, 137), ("1.5", nil, 1.5),
      ("1e2", 100, 100), ("1e400", nil, nil),
      ("-1", -1, -1), ("99999999999999999999", nil, 100_000_000_000_000_000_000),
      ("\"1\"", nil, nil), ("null", nil, nil),
    ])
  func numbers(text: String, int: Int?, double: Double?) throws {
    let value = try #require(read("[\(text)]").document.roots.first?.items.first)
    #expect(value.int == int)
    #expect(value.double == double)
  }

  @Test("escapes are undone, halves of pairs are marked")
  func strings() throws {
    let value = try #require(
      read(#"["a\"\\\/\b\f\n\r\té😀\ud83dx\ude00", "plain"]"#).document.roots.first)
    #expect(value.items.first?.string == "a\"\\/\u{8}\u{C}\n\r\té😀\u{FFFD}x\u{FFFD}")
    #expect(value.items.last?.string == "plain")
  }

  @Test(
    "a field of the wrong type is absent and noted; of two the last counts; case does not matter")
  func fields() throws {
    let (document, _) = read(
      #"{"StopCode":5,"stopCode":"A","stop_code":"B","n":"7","t":1793700482.184,"ms":1793700482184,"iso":"2026-11-03T10:08:02Z","bad":"soon","o":[],"l":[{},1],"b":"TRUE","nothing":null}"#
    )
    let notes = InputNotes()
    let fields = try #require(document.roots.first.flatMap { Fields($0, notes) })
    #expect(fields.string("stopCode")?.value == "B")
    #expect(fields.int("n")?.value == 7)
    for name in ["t", "ms", "iso"] {
      #expect(fields.time(name)?.value.description == "2026-11-03T10:08:02Z")
    }
    #expect(fields.time("bad") == nil && fields.object("o") == nil)
    #expect(fields.objects("l").count == 1)
    #expect(fields.bool("b")?.value == true)
    #expect(fields.string("nothing") == nil && fields.has("nothing") && !fields.has("nowhere"))
    #expect(
      notes.list == [
        "stopCode: the key stands twice; the last value counts",
        "stop_code: the key stands twice; the last value counts",
        "bad: expected a time, found a text; left out",
        "o: expected an object, found a list; left out",
        "l[1]: expected an object, found a number; left out",
      ])
  }

  @Test("a large input is read in linear time and little memory")
  func large() {
    let one = #"{"a":[1,2,{"b":"c,:[{"}],"d":null},"#
    let text = "[" + String(repeating: one, count: 20_000) + "1]"
    let (document, problem) = read(text)
    #expect(problem == nil)
    #expect(document.nodes.capacity * 8 < 9 * text.utf8.count)
    #expect(document.roots.first?.items.count == 20_001)
  }
}

@Suite struct JSONFuzzTests {
  private static let fixtures: [[UInt8]] = DiagnosisFixtures.rows("EXPECTED.tsv").map {
    Array(DiagnosisFixtures.text($0[0]).utf8)
  }

  /// Pieces that are right in one place and wrong in most.
  private static let pieces = [
    "null", "true", "-1", "1e999", "[]", "{}", "\"\"", "\"\\u0000\"", "[[[[[[", "{\"a\":", "}", "]",
    ",", ":",
    "\"exitCode\":\"x\",", "\"tasks\":5,", "\"containers\":{},", "\"reason\":[1],",
    "\"stoppedAt\":-1e300,",
    "\"attachments\":\"eni\",", "\"events\":[{\"message\":7}],", "\"detail\":[],",
    "99999999999999999999999", "\"\\ud800\"",
  ]

  @Test("damaged input never stops the program", arguments: 0..<8)
  func damaged(seed: Int) {
    var generator = SeededGenerator(state: UInt64(seed))
    for _ in 0..<30 {
      guard var bytes = Self.fixtures.randomElement(using: &generator), !bytes.isEmpty else {
        continue
      }
      for _ in 0..<Int.random(in: 1...5, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.removeLast(bytes.count - place)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2:
          bytes.insert(
            contentsOf: (Self.pieces.randomElement(using: &generator) ?? "").utf8, at: place)
        case 3:
          bytes.removeSubrange(
            place..<min(bytes.count, place + Int.random(in: 1...40, using: &generator)))
        default: bytes += bytes[place...]
        }
      }
      let report = DiagnosisReport(bytes, taskDefinition: bytes, table: DiagnosisFixtures.table)
      for subject in report.subjects {
        _ = subject.facts.json.text()
        _ = subject.diagnoses.map(\.because)
      }
    }
  }

  /// Where a value stands in the text, for every scalar and container of a fixture.
  private func values(_ value: JSONValue) -> [JSONValue] {
    [value] + value.items.flatMap(values) + value.members.flatMap { values($0.value) }
  }

  @Test(
    "every field may have any type", arguments: DiagnosisFixtures.rows("EXPECTED.tsv").map { $0[0] }
  )
  func wrongTypes(file: String) {
    let bytes = Array(DiagnosisFixtures.text(file).utf8)
    let (document, _) = JSONDocument.read(bytes)
    var generator = SeededGenerator(state: UInt64(bytes.count))
    for value in document.roots.flatMap(values).shuffled(using: &generator).prefix(25) {
      let start = Int(document.nodes[Int(value.node)].start)
      let after = Int(document.nodes[Int(value.node)].next)
      // To the next node or the end: the comma or bracket before it stays.
      var end = after < document.nodes.count ? Int(document.nodes[after].start) : bytes.count
      while end > start + 1, !",]}".utf8.contains(bytes[end - 1]) { end -= 1 }
      let replacement =
        ["5", "\"x\"", "[]", "{}", "null", "true", "[{}]"].randomElement(using: &generator) ?? "5"
      let damaged = bytes[..<start] + Array(replacement.utf8) + bytes[(end - 1)...]
      let report = DiagnosisReport(Array(damaged), table: DiagnosisFixtures.table)
      _ = report.subjects.map(\.diagnoses)
    }
  }

  @Test("broken JSON says where it breaks, and its text still counts")
  func broken() throws {
    let whole = DiagnosisFixtures.text("04-rie-secret-access-denied.json")
    let cut = String(whole.prefix(whole.count - 900))
    let report = DiagnosisReport(Array(cut.utf8), table: DiagnosisFixtures.table)
    #expect(report.input == "text")
    let problem = try #require(report.problem)
    #expect(problem.found == "the end of the input")
    #expect(report.subjects.first?.primary?.runbook == "ecs-init-secrets")
  }

  @Test("JSON of another shape is read as text and says so")
  func otherShape() {
    let report = DiagnosisReport(
      Array(#"{"error":"CannotPullContainerError: x: not found"}"#.utf8),
      table: DiagnosisFixtures.table)
    #expect(report.problem?.found == "an object with `error`" && report.input == "text")
    #expect(report.subjects.first?.primary?.runbook == "ecs-pull-image-source")
    let log = DiagnosisReport(Array("[INFO] exit 139".utf8), table: DiagnosisFixtures.table)
    #expect(log.problem == nil && log.subjects.first?.primary?.runbook == "ecs-crash-signal")
  }
}
