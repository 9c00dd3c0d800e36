import Testing

@testable import Runbook

@Suite struct StepTests {
  @Test(
    "a symptom may name the step that it means",
    arguments: [
      ("killed -> #raise", "killed", "raise"), ("killed", "killed", nil),
      ("a -> b", "a -> b", nil), ("a -> #b -> #c", "a -> #b", "c"), ("a -> #b c", "a -> #b c", nil),
      ("a -> #", "a -> #", nil), ("a->#b", "a->#b", nil),
    ] as [(String, String, String?)])
  func signs(written: String, text: String, step: String?) {
    let sign = Sign(written: written)
    #expect(sign == Sign(text, step: step))
    #expect(sign.written == written)
  }

  @Test(
    "the name of a step is cut at the first #",
    arguments: [("a#b", "a", "b"), ("a#", "a", nil), ("a", "a", nil), ("a#b#c", "a", "b#c")]
      as [(String, String, String?)])
  func names(text: String, runbook: String, step: String?) {
    let name = StepReference.split(text)
    #expect(name.runbook == runbook)
    #expect(name.step == step)
  }

  @Test(
    "a link leads to a step of its page or of another, and else to none",
    arguments: [
      ("#step", "page#step"), ("b.md#step", "b#step"), ("../x/b.md#step", "b#step"),
      ("b.md", nil), ("b.md#", nil), ("#", nil), ("https://a.b/c.md#d", nil), ("b.txt#step", nil),
      (".md#step", nil), ("mailto:a@b.c", nil),
    ] as [(String, String?)])
  func links(link: String, target: String?) {
    #expect(StepReference(link: link, on: "page")?.description == target)
  }
}
