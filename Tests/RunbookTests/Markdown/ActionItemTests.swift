import Testing

@testable import Runbook

@Suite struct ActionItemTests {
  private func item(_ line: String) -> (item: ActionItem?, findings: [String]) {
    let text = "---\nid: 2026-11-03-a\ntitle: T\nkind: incident\n---\n## Action items\n\n\(line)\n"
    let result = DocumentParser.parse(bytes: Array(text.utf8), path: "2026-11-03-a.md")
    guard case .incident(let incident)? = result.document else { return (nil, []) }
    return (incident.actionItems.first, result.findings.map(\.message))
  }

  @Test(
    "owner, date and link are found in any order, and only where they are meant",
    arguments: [
      ("- [ ] a b (@ann, due 2026-12-04, OPS-1)", "a b", "ann", "2026-12-04", "OPS-1"),
      ("- [x] a (https://x.y/z, 2026-12-04, @ann)", "a", "ann", "2026-12-04", "https://x.y/z"),
      ("- [ ] a (due: 2026-12-04)", "a", nil, "2026-12-04", nil),
      ("- [ ] a (Due 2026-12-04, #12).", "a", nil, "2026-12-04", "#12"),
      ("- [ ] a (@ann, [OPS-2](https://x.y))", "a", "ann", nil, "https://x.y"),
      ("- [ ] a (org/repo#3)", "a", nil, nil, "org/repo#3"),
      ("- [ ] a (see (the) plan)", "a (see (the) plan)", nil, nil, nil),
      ("- [ ] a (@ann, after the move)", "a (after the move)", "ann", nil, nil),
      ("- [ ] a (UTF-8)", "a (UTF-8)", nil, nil, nil),
      ("- [ ] a (f(x), @ann)", "a (f(x))", "ann", nil, nil),
      ("- [ ] `code` (@ann)\n  more", "code (@ann) more", nil, nil, nil),
      ("- [ ] a\n  (@ann)", "a", "ann", nil, nil),
      ("- plain (@ann)", "plain", "ann", nil, nil),
      ("- [ ] (@ann)", "", "ann", nil, nil),
      ("- [ ] a )", "a )", nil, nil, nil),
    ] as [(String, String, String?, String?, String?)])
  func parts(line: String, text: String, owner: String?, due: String?, link: String?) throws {
    let result = item(line)
    let item = try #require(result.item)
    #expect(item.text == text)
    #expect(item.owner == owner)
    #expect(item.due == due)
    #expect(item.link == link)
    #expect(item.done == line.hasPrefix("- [x]"))
    #expect(result.findings == [])
  }

  @Test("a due date that is no day is a finding", arguments: ["tomorrow", "2026-02-30", "4.12."])
  func badDates(date: String) throws {
    let result = item("- [ ] a (@ann, due \(date))")
    #expect(result.findings == ["'\(date)' is not a due date"])
    #expect(result.item?.text == "a")
    #expect(result.item?.due == nil)
  }
}
