import Testing

@testable import Runbook

@Suite struct SearchRulesTests {
  private func findings(_ searches: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      ---
      id: oom
      title: Killed by the memory limit
      kind: runbook
      status: active
      symptoms:
        - "the gadget eats all the memory -> #raise-the-memory"
        - "the gadget is broken since the release -> #roll-back"
      ---

      # Killed by the memory limit

      ## Mitigation

      ### Roll back

      If the release broke the gadget, put the revision before it back.

      ### Raise the memory

      If the gadget eats all the memory, give it more memory.
      """, to: "Content/runbooks/oom.md")
    try folder.write("searches:\n\(searches)", to: "Content/searches.yml")
    let base = try KnowledgeBase.open(.folder(folder.path), environment: ["HOME": folder.path])
    try base.refresh()
    return try SearchRules.run(base).map(\.description).filter { !$0.contains("[decision-table]") }
  }

  @Test("a search that is met has no finding, with its step or without")
  func met() throws {
    let found = try findings(
      """
        - query: "the gadget eats all the memory"
          expect: oom
          step: raise-the-memory
        - query: "the gadget is broken since the release"
          expect: oom
      """)
    #expect(found == [])
  }

  @Test("another step first, a step that does not exist, and a page that does not are found")
  func unmet() throws {
    let found = try findings(
      """
        - query: "the gadget eats all the memory"
          expect: oom
          step: roll-back
        - query: "the gadget eats all the memory"
          expect: oom
          step: raise-the-memry
        - query: "the gadget eats all the memory"
          expect: oo
      """)
    let explain = "; see why with 'runbook search --explain'"
    #expect(
      found == [
        "Content/searches.yml:2:5: error: [search] \"the gadget eats all the memory\" answers the "
          + "step #raise-the-memory of oom, expected #roll-back\(explain)",
        "Content/searches.yml:5:5: error: [unknown-step] no step '#raise-the-memry' on oom; "
          + "did you mean 'raise-the-memory'?",
        "Content/searches.yml:8:5: error: [unknown-runbook] no runbook 'oo'; did you mean 'oom'?",
        "Content/searches.yml:8:5: error: [search] \"the gadget eats all the memory\" answers oom, "
          + "expected oo\(explain)",
      ])
  }
}
