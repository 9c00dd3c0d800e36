import Testing

@testable import Runbook

@Suite struct StepMatchTests {
  private func steps(_ titles: [String]) throws -> [Step] {
    let headings = titles.map { "### \($0)\n\nWhen it is so, do that.\n" }.joined(separator: "\n")
    let text = "---\nid: a\ntitle: a\nkind: runbook\n---\n\n## Mitigation\n\n\(headings)"
    let (document, _) = DocumentParser.parse(bytes: Array(text.utf8), path: "Content/runbooks/a.md")
    guard case .runbook(let runbook)? = document else {
      throw IncidentError.changedMeanwhile(path: "a")
    }
    return runbook.steps
  }

  @Test(
    "a step is named by its anchor, its beginning, its title or its number",
    arguments: [
      ("raise-the-memory-of-the-task", 1), ("raise-the-m", 1), ("Raise the memory of the task", 1),
      ("raise the mem", 1), ("RAISE-THE-MEM", 1), ("2", 2), ("roll-back", 2),
      // The whole anchor of one step is the beginning of another.
      ("roll-back-to-1", 3), ("4", 4), ("設定", 5),
    ])
  func found(word: String, number: Int) throws {
    let steps = try steps([
      "Raise the memory of the task", "Roll back", "Roll back to 1", "Raise the CPU", "設定を戻す",
    ])
    guard case .one(let step) = steps.matching(word) else {
      Issue.record("\(word): \(steps.matching(word))")
      return
    }
    #expect(step.number == number)
  }

  @Test("the beginning of several names none of them")
  func several() throws {
    let steps = try steps(["Raise the memory", "Raise the CPU", "Roll back"])
    #expect(steps.matching("raise") == .several(Array(steps[..<2])))
    #expect(steps.matching("r") == .several(steps))
  }

  @Test(
    "what names no step has the nearest, by its letters or by most of its words",
    arguments: [
      ("raise-teh-memory-of-the-task", "raise-the-memory-of-the-task"),
      ("raise-memory-of-task", "raise-the-memory-of-the-task"),
      ("memory-of-the-task", "raise-the-memory-of-the-task"),
      ("grant-the-permission", nil), ("9", nil), ("0", nil), ("-1", nil), ("*", nil),
    ] as [(String, String?)])
  func none(word: String, nearest: String?) throws {
    let steps = try steps(["Raise the memory of the task", "Roll back to what ran before"])
    #expect(steps.matching(word) == .none(nearest: nearest))
    #expect([Step]().matching(word) == .none(nearest: nil))
  }
}
