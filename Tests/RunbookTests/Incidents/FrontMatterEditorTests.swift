import Testing

@testable import Runbook

@Suite struct FrontMatterEditorTests {
  private static let order = IncidentParser.keys

  private func edited(
    _ text: String, _ change: (inout FrontMatterEditor) throws -> Void
  ) throws -> String {
    var editor = FrontMatterEditor(Array(text.utf8), path: "i.md", order: Self.order)
    try change(&editor)
    return String(decoding: editor.bytes, as: UTF8.self)
  }

  private static let document = """
    ---
    # who wrote this
    id: 2026-11-03-x
    title:   "A: b"   # shown on the site
    status: open # soon over
    severity: 'SEV2'
    x-team: {channel: "#ops", on_call: [a, b]}
    services: [ecs,   fargate]
    started_at: 2026-11-03T10:00:00Z

    # what we used
    runbooks:
      - {id: ecs-oom-killed, version: 1, outcome: not-tried} # first
      - id: ecs-exec
        outcome: helped
    ---

    # A: b

    status: open
    """

  @Test(
    "a value changes where it stands, and nothing else does",
    arguments: [
      ("status", "resolved", "status: open # soon", "status: resolved # soon"),
      ("severity", "SEV1", "severity: 'SEV2'", "severity: SEV1"),
      ("title", "\"c\"", "title:   \"A: b\"   #", "title:   \"c\"   #"),
      ("services", "[web]", "services: [ecs,   fargate]", "services: [web]"),
      (
        "x-team", "text", "x-team: {channel: \"#ops\", on_call: [a, b]}", "x-team: text"
      ),
      (
        "resolved_at", "2026-11-03T11:00:00Z", "started_at: 2026-11-03T10:00:00Z\n",
        "started_at: 2026-11-03T10:00:00Z\nresolved_at: 2026-11-03T11:00:00Z\n"
      ),
      (
        "detected_at", "2026-11-03T10:01:00Z", "started_at: 2026-11-03T10:00:00Z\n",
        "started_at: 2026-11-03T10:00:00Z\ndetected_at: 2026-11-03T10:01:00Z\n"
      ),
      ("id", "i", "id: 2026-11-03-x\n", "id: i\n"),
      ("team", "a", "outcome: helped\n---", "outcome: helped\nteam: a\n---"),
    ])
  func set(key: String, yaml: String, old: String, new: String) throws {
    let expected = try #require(Self.document.replacing(old, with: new))
    #expect(try edited(Self.document) { try $0.set(key, to: yaml) } == expected)
    // The same with the line endings of Windows.
    #expect(try edited(Self.document.crlf) { try $0.set(key, to: yaml) } == expected.crlf)
  }

  @Test(
    "a value that spans lines is replaced as a whole",
    arguments: [
      "a: |\n  text\n  # no comment\n", "a: >-\n  folded\n\n  text\n", "a:\n  - x\n  - y\n",
      "a: \"two\n  lines\"\n", "a: plain\n  goes on\n", "a:\n  b: c\n", "a:\n- x\n",
      "a: [x,\n  y]\n", "a:\n", "a: # nothing yet\n", "a: ~\n", "\"a\": x\n", "'a' : x\n",
      "a: 'it''s'\n", "a: \"q\\\"q\" # c\n", "a: x#y\n",
    ])
  func replaceWhole(entry: String) throws {
    for tail in ["z: 1\n", "\n# a comment\nz: 1\n", ""] {
      let text = "---\nkind: incident\n\(entry)\(tail)---\nbody: | a\n"
      let result = try edited(text) { try $0.set("a", to: "new") }
      let front = try FrontMatterText(Array(result.utf8), path: "i.md")
      #expect(front.root["a"]?.string == "new")
      #expect(front.root["kind"]?.string == "incident")
      #expect(result.hasSuffix("\(tail)---\nbody: | a\n"), "\(result)")
      if entry.contains("#"), !entry.contains("|"), !entry.contains("x#y") {
        #expect(result.contains("# "), "the comment stays")
      }
    }
  }

  @Test(
    "an item is appended in the style of the list",
    arguments: [
      ("", "runbooks:\n  - {id: b}\n"),
      ("runbooks:\n", "runbooks:\n  - {id: b}\n"),
      ("runbooks: []\n", "runbooks:\n  - {id: b}\n"),
      ("runbooks: [] # none yet\n", "runbooks: # none yet\n  - {id: b}\n"),
      ("runbooks:\n  - {id: a}\n", "runbooks:\n  - {id: a}\n  - {id: b}\n"),
      ("runbooks:\n- id: a\n", "runbooks:\n- id: a\n- {id: b}\n"),
      (
        "runbooks:\n    - id: a\n      outcome: fixed\n",
        "runbooks:\n    - id: a\n      outcome: fixed\n    - {id: b}\n"
      ),
      ("runbooks: [{id: a}]\n", "runbooks: [{id: a}, {id: b}]\n"),
      ("runbooks: [{id: a}, ]\n", "runbooks: [{id: a}, {id: b} ]\n"),
      (
        "runbooks: [\n  {id: a},\n  {id: 'x]'},\n]\n",
        "runbooks: [\n  {id: a},\n  {id: 'x]'}, {id: b}\n]\n"
      ),
      ("runbooks: [a]\n", "runbooks: [a, {id: b}]\n"),
    ])
  func append(before: String, after: String) throws {
    for tail in ["", "zz: 1\n", "\n# comment\nzz: 1\n"] where !before.isEmpty || tail.isEmpty {
      let text = "---\nid: i\n\(before)\(tail)---\nbody\n"
      let result = try edited(text) { try $0.append("{id: b}", to: "runbooks") }
      #expect(result == "---\nid: i\n\(after)\(tail)---\nbody\n")
      let windows = try edited(text.crlf) { try $0.append("{id: b}", to: "runbooks") }
      #expect(windows == result.crlf)
    }
  }

  @Test(
    "an item's key changes in the style of the item",
    arguments: [
      ("  - {id: a, outcome: helped}\n", "  - {id: a, outcome: fixed}\n"),
      ("  - {id: a}\n", "  - {id: a, outcome: fixed}\n"),
      ("  - {id: a, note: 'x, y'} # c\n", "  - {id: a, note: 'x, y', outcome: fixed} # c\n"),
      ("  - id: a\n", "  - id: a\n    outcome: fixed\n"),
      ("  - id: a # c\n    outcome: helped\n", "  - id: a # c\n    outcome: fixed\n"),
      ("  -   outcome: no-help\n      id: a\n", "  -   outcome: fixed\n      id: a\n"),
      ("  - a\n", "  - {id: a, outcome: fixed}\n"),
      ("  - 'a'\n", "  - {id: 'a', outcome: fixed}\n"),
      ("  - {id: a, outcome: }\n", "  - {id: a, outcome: fixed }\n"),
    ])
  func update(before: String, after: String) throws {
    let text = "---\nid: i\nruns:\n  - {id: z}\n\(before)  - q\nlast: 1\n---\n"
    let result = try edited(text) {
      try $0.update(item: 1, of: "runs", values: [("outcome", "fixed")])
    }
    #expect(result == "---\nid: i\nruns:\n  - {id: z}\n\(after)  - q\nlast: 1\n---\n")
  }

  @Test(
    "a new key of an item stands where it usually does",
    arguments: [
      ("  - {id: a, c: 1}\n", "  - {id: a, b: x, c: 1}\n"),
      ("  - {c: 1, id: 'a, b'}\n", "  - {c: 1, id: 'a, b', b: x}\n"),
      ("  - {c: 1}\n", "  - {c: 1, b: x}\n"),
      ("  - id: a # who\n    c: 1\n", "  - id: a # who\n    b: x\n    c: 1\n"),
      ("  - id: a\n    c:\n      - 1\n", "  - id: a\n    b: x\n    c:\n      - 1\n"),
    ])
  func updateOrder(before: String, after: String) throws {
    let text = "---\nid: i\nruns:\n\(before)last: 1\n---\n"
    let result = try edited(text) {
      try $0.update(item: 0, of: "runs", values: [("b", "x")], order: ["id", "b", "c"])
    }
    #expect(result == "---\nid: i\nruns:\n\(after)last: 1\n---\n")
  }

  @Test("a key that usually comes first is put above the others, below comments at the top")
  func first() throws {
    let result = try edited("---\n# note\ntitle: x\nstatus: open\n---\n") {
      try $0.set("id", to: "2026-11-03-x")
    }
    #expect(result == "---\n# note\nid: 2026-11-03-x\ntitle: x\nstatus: open\n---\n")
  }

  @Test(
    "what cannot be edited in place is refused and says where",
    arguments: [
      "", "no front matter\n", "---\nid: i\n", "---\n{id: i, status: open}\n---\n",
      "---\n- a\n---\n",
      "---\nstatus: open\nstatus: open\n---\n", "---\nid: [\n---\n",
    ])
  func refused(text: String) {
    #expect(throws: IncidentError.self) { try edited(text) { try $0.set("status", to: "x") } }
  }

  @Test("a list that is a text is refused")
  func notAList() {
    let error = #expect(throws: IncidentError.self) {
      try edited("---\nid: i\nruns: a b\n---\n") { try $0.append("{id: b}", to: "runs") }
    }
    #expect(
      error?.description
        == "i.md:3:1: cannot change 'runs' without disturbing the lines around it; change it in an "
        + "editor")
  }

  @Test("any text survives being set, in a value and in a list", arguments: 0..<400)
  func property(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let text = HostileText.make(using: &generator)
    let quotes = Bool.random(using: &generator)
    var document = Self.document
    if Bool.random(using: &generator) { document = document.crlf }
    let result = try edited(document) {
      try $0.set("title", to: YAMLText.scalar(text, quotes: quotes))
      try $0.set("tags", to: YAMLText.list([text, "x", text]))
      try $0.append(YAMLText.mapping([("id", YAMLText.scalar(text))]), to: "runbooks")
    }
    let front = try FrontMatterText(Array(result.utf8), path: "i.md")
    let wanted = YAMLText.oneLine(text)
    #expect((front.root["title"]?.string ?? "") == wanted)
    #expect(front.root["tags"]?.items?.map { $0.string ?? "" } == [wanted, "x", wanted])
    #expect((front.root["runbooks"]?.items?.last?["id"]?.string ?? "") == wanted)
    #expect(result.contains("x-team: {channel: \"#ops\", on_call: [a, b]}"))
  }
}

extension String {
  /// With the line endings of Windows.
  var crlf: String {
    String(decoding: utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }, as: UTF8.self)
  }

  /// With the only occurrence of a text replaced; nil where there is none.
  func replacing(_ old: String, with new: String) -> String? {
    let (text, old) = (Array(utf8), Array(old.utf8))
    guard old.count <= text.count else { return nil }
    for start in 0...(text.count - old.count) where text[start...].starts(with: old) {
      return String(
        decoding: text[..<start] + Array(new.utf8) + text[(start + old.count)...], as: UTF8.self)
    }
    return nil
  }
}
