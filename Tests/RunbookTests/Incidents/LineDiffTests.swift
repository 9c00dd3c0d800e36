import Testing

@testable import Runbook

@Suite struct LineDiffTests {
  private func unified(_ old: String, _ new: String) -> String {
    LineDiff(Array(old.utf8), Array(new.utf8)).hunks().map { hunk in
      ([hunk.header]
        + hunk.lines.map { line in
          (line.change == .same ? " " : line.change == .added ? "+" : "-") + line.text
        }).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  @Test(
    "changes are shown as the unified format has them",
    arguments: [
      ("a\nb\nc\n", "a\nb\nc\n", ""),
      ("a\nb\nc\n", "a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c"),
      ("", "a\n", "@@ -0,0 +1,1 @@\n+a"),
      ("a\n", "", "@@ -1,1 +0,0 @@\n-a"),
      ("a", "a\n", "@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a"),
      (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n",
        "@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-10\n+ten"
      ),
      (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "one\n2\n3\n4\n5\n6\n7\n8\nnine\n",
        "@@ -1,4 +1,4 @@\n-1\n+one\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+nine"
      ),
    ])
  func format(old: String, new: String, expected: String) {
    #expect(unified(old, new) == expected)
  }

  @Test("both texts can be read back, and no shorter edit exists", arguments: 0..<200)
  func property(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    func text() -> [String] {
      (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        ["a", "b", "c", ""].randomElement(using: &generator) ?? ""
      }
    }
    let (old, new) = (text(), text())
    func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array("\($0)\n".utf8) } }
    let diff = LineDiff(bytes(old), bytes(new))
    #expect(diff.lines.filter { $0.change != .added }.map(\.text) == old)
    #expect(diff.lines.filter { $0.change != .removed }.map(\.text) == new)
    #expect(diff.lines.count { $0.change == .same } == Self.longestCommon(old, new))
    #expect(diff.isEmpty == (old == new))
  }

  private static func longestCommon(_ left: [String], _ right: [String]) -> Int {
    var row = [Int](repeating: 0, count: right.count + 1)
    for a in left {
      var diagonal = 0
      for (index, b) in right.enumerated() {
        let above = row[index + 1]
        row[index + 1] = a == b ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[right.count]
  }

  @Test("texts with nothing in common are replaced in bounded time")
  func large() {
    let old = (0..<20_000).flatMap { Array("old \($0)\n".utf8) }
    let new = (0..<20_000).flatMap { Array("new \($0)\n".utf8) }
    let diff = LineDiff(old, new)
    #expect(diff.lines.count == 40_000)
  }
}
