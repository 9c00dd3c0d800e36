import Testing

@testable import Runbook

@Suite struct IncidentLinkTests {
  private func parsed(_ runbooks: String) -> (targets: [String], messages: [String]) {
    let text = "---\nid: 2026-11-03-a\ntitle: T\nkind: incident\nrunbooks: [\(runbooks)]\n---\n"
    let (document, findings) = DocumentParser.parse(
      bytes: Array(text.utf8), path: "Content/incidents/2026/2026-11-03-a.md")
    guard case .incident(let incident)? = document else { return ([], findings.map(\.message)) }
    return (incident.runbooks.map(\.target), findings.map { "\($0.message); \($0.fix ?? "")" })
  }

  @Test("an incident may name several steps of a page, each once")
  func steps() {
    let (targets, messages) = parsed(
      "{id: a, step: s, outcome: no-help}, {id: a, step: t, outcome: fixed}, "
        + "{id: a, outcome: helped}, {id: a, step: t, outcome: helped}")
    #expect(targets == ["a#s", "a#t", "a"])
    #expect(
      messages == [
        "'a#t' is linked twice, first on line 5; keep the one with the better outcome"
      ])
  }

  @Test("a link is understood as the command line takes it, and a step in an id told its place")
  func inID() {
    let (targets, messages) = parsed("{id: 'a#raise-it', outcome: fixed}, b#step")
    #expect(targets == ["b#step"])
    #expect(
      messages == [
        "'a#raise-it' is not an id; write {id: a, step: raise-it}",
        "'b#step' is read as a runbook with its outcome; "
          + "write {id: b, step: step, outcome: not-tried}",
      ])
  }

  @Test("a step is one word", arguments: ["'two words'", "''", "'a#b'", "[a]", "{a: b}"])
  func wrong(step: String) {
    let (targets, messages) = parsed("{id: a, step: \(step), outcome: fixed}")
    #expect(targets == ["a"])
    #expect(messages.count == 1)
  }
}
