import Testing

@testable import Runbook

@Suite struct HiddenNamesTests {
  private let hidden = HiddenNames(
    ids: ["secret-plan", "published"], aliases: ["plan"],
    paths: ["Content/runbooks/secret-plan.md"],
    titles: ["The Secret Plan: part 2", "Short"])

  @Test(
    "the anchor of a heading is made as of the heading that may be seen",
    arguments: [
      "Follow secret-plan first", "secret-plan", "As in The secret plan: part 2", "secret-plan-b",
      "First The Secret Plan: part 2 then secret-plan secret-plan", "Nothing of it", "published",
      "not published", "日本 secret-plan 語",
    ])
  func anchors(heading: String) {
    let anchor = Anchors.slug(heading)
    let removed = hidden.removed(fromAnchor: anchor)
    if heading.hasSuffix("-b") {
      // The text keeps a word that only begins like an id; its anchor does not tell the two apart.
      #expect(removed == "not-published-b")
    } else {
      #expect(removed == Anchors.slug(hidden.removed(from: heading)))
    }
  }

  @Test("links keep to what may be seen, and so do the links of incidents to steps")
  func links() {
    let hidden = HiddenNames(ids: ["secret-plan"], titles: ["The Secret Plan: part 2"])
    let text = "[a](#follow-secret-plan-first) [b](other.md#the-secret-plan-part-2) [c](#plain)"
    #expect(
      hidden.removed(fromMarkdown: text, in: "Content/runbooks/x.md")
        == "[a](#follow-not-published-first) [b](other.md#not-published) [c](#plain)")
    let links = [
      RunbookLink(id: "secret-plan", step: "a", version: nil, revision: nil, outcome: .fixed),
      RunbookLink(
        id: "open", step: "follow-secret-plan", version: nil, revision: nil, outcome: .fixed),
    ]
    let kept = hidden.removed(from: links)
    #expect(kept.map(\.id) == ["open"])
    #expect(kept.map(\.step) == ["follow-not-published"])
  }
}
