import Testing

@testable import Runbook

@Suite struct JSONTests {
  @Test(
    "a text is written so that any reader of JSON and JavaScript takes it as it was",
    arguments: [
      ("plain", #""plain""#), ("", #""""#), ("a\"b\\c", #""a\"b\\c""#),
      ("line\nfeed\r\ttab", #""line\nfeed\r\ttab""#),
      ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
      ("\u{80}\u{9F}\u{A0}é", "\"\\u0080\\u009f\u{A0}é\""),
      ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\\u202a\""),
      ("日本語 🙂 “quoted”", "\"日本語 🙂 “quoted”\""),
    ])
  func escapes(text: String, written: String) {
    #expect(JSON.string(text).text() == written)
  }

  @Test("what is written is read again as it was", arguments: 0..<40)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    for _ in 0..<50 {
      var text = ""
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        let limits: [UInt32] = [0x20, 0x80, 0x100, 0x3000, 0x11_0000]
        let limit = limits[Int.random(in: 0..<limits.count, using: &random)]
        let value = UInt32.random(in: 0..<limit, using: &random)
        if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
      }
      let value: JSON = ["a": .array([.string(text), .null, .int(3)]), "b": [:]]
      for pretty in [false, true] {
        let (document, problem) = JSONDocument.read(value.bytes(pretty: pretty))
        #expect(problem == nil)
        #expect(document.roots.first?.members.first?.value.items.first?.string == text)
      }
    }
  }

  @Test("an indented value has one member in a line, and nothing in empty brackets")
  func pretty() {
    let value: JSON = ["a": [1, true], "b": [], "c": .double(.infinity)]
    #expect(
      value.text(pretty: true) == """
        {
          "a": [
            1,
            true
          ],
          "b": [],
          "c": null
        }
        """)
    #expect(value.text() == #"{"a":[1,true],"b":[],"c":null}"#)
  }
}
