import Testing

@testable import Runbook

@Suite struct LineMergeTests {
  private func merge(_ base: String, _ left: String, _ right: String) -> String? {
    let merged = LineMerge.merge(
      base: Array(base.utf8), left: Array(left.utf8), right: Array(right.utf8))
    return merged.hasConflict ? nil : String(decoding: merged.bytes, as: UTF8.self)
  }

  @Test(
    "edits of different places are put together",
    arguments: [
      ("a\nb\nc\n", "x\nb\nc\n", "a\nb\ny\n", "x\nb\ny\n"),
      ("a\nb\nc\n", "a\nb\nc\n", "a\nc\n", "a\nc\n"),
      ("a\nb\n", "a\nb\n1\n", "a\nb\n2\n", "a\nb\n2\n1\n"),
      ("a\nb\n", "a\nx\n", "a\nx\n", "a\nx\n"),
      ("a\nb", "a\nb\nc", "z\na\nb", "z\na\nb\nc"),
      ("", "a\n", "", "a\n"),
      ("a\nb\nc\nd\n", "a\nd\n", "a\nb\nc\nd\ne\n", "a\nd\ne\n"),
    ])
  func merged(base: String, left: String, right: String, expected: String) {
    #expect(merge(base, left, right) == expected)
  }

  @Test(
    "edits of one place are refused",
    arguments: [
      ("a\nb\n", "a\nx\n", "a\ny\n"), ("a\nb\nc\n", "a\nc\n", "a\nx\nc\n"),
      ("a\nb\nc\n", "a\n", "a\nx\nc\n"), ("a\nb\nc\n", "a\nx\ny\n", "a\nb\nz\n"),
    ])
  func refused(base: String, left: String, right: String) {
    #expect(merge(base, left, right) == nil)
    #expect(merge(base, right, left) == nil)
  }

  @Test("where both changed the same lines, both stand between marks")
  func marks() {
    let merged = LineMerge.merge(
      base: Array("a\nb\nc\n".utf8), left: Array("a\nx\nc\n".utf8),
      right: Array("a\ny\nc\nd\n".utf8), labels: ("mine", "theirs"))
    #expect(merged.hasConflict)
    #expect(
      String(decoding: merged.bytes, as: UTF8.self)
        == "a\n<<<<<<< mine\nx\n=======\ny\n>>>>>>> theirs\nc\nd\n")
  }

  @Test("one edit alone is taken whole", arguments: 0..<100)
  func property(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    func text() -> String {
      (0..<Int.random(in: 0...8, using: &generator)).map { _ in
        ["a", "b", "c", ""].randomElement(using: &generator) ?? ""
      }.joined(separator: "\n")
    }
    let (base, edited) = (text(), text())
    #expect(merge(base, edited, base) == edited)
    #expect(merge(base, base, edited) == edited)
    #expect(merge(base, edited, edited) == edited)
  }
}
