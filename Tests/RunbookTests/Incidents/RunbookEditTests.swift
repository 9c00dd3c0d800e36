import Testing

@testable import Runbook

@Suite struct RunbookEditTests {
  private static let today = CivilDate("2026-11-21") ?? CivilDate(daysSince1970: 0)

  private func saved(_ new: String, over old: String) throws -> String {
    String(
      decoding: try RunbookEdit.saved(
        Array(new.utf8), over: Array(old.utf8), path: "a.md", today: Self.today), as: UTF8.self)
  }

  private static let old = "---\nid: a\nversion: 2 # count\nowner: x\n---\n\ntext\n"

  @Test("another text is another version, with the day")
  func bump() throws {
    let new = "---\nid: a\nversion: 2 # count\nowner: x\n---\n\nother\n"
    #expect(
      try saved(new, over: Self.old)
        == "---\nid: a\nversion: 3 # count\nowner: x\nlastmod: 2026-11-21\n---\n\nother\n")
  }

  @Test("a version that the person changed stays, and one that is missing was 1")
  func versions() throws {
    let new = "---\nid: a\nversion: 7\nlastmod: 2020-01-01\n---\n\nother\n"
    #expect(
      try saved(new, over: Self.old)
        == "---\nid: a\nversion: 7\nlastmod: 2026-11-21\n---\n\nother\n")
    let none = "---\nid: a\n---\n\n"
    #expect(
      try saved(none + "b\n", over: none + "a\n")
        == "---\nid: a\nversion: 2\nlastmod: 2026-11-21\n---\n\nb\n")
    let last = "---\nid: a\nversion: \(Int.max)\n---\n\n"
    #expect(try saved(last + "b\n", over: last + "a\n").contains("version: \(Int.max)\n"))
  }

  @Test("front matter, line ends and outer blank lines are no other text")
  func unchanged() throws {
    let new = "---\r\nid: a\r\nversion: 2\r\nreviewed_at: 2026-11-21\r\n---\r\n\r\n\r\ntext\r\n\r\n"
    #expect(try saved(new, over: Self.old) == new)
  }
}
