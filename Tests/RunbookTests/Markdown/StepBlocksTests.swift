import Runbook
import Testing

/// What belongs to a step, and what fills its commands.
struct StepBlocksTests {
  private static func runbook(_ mitigation: String) throws -> Runbook {
    let text =
      "---\nid: x\ntitle: X\nkind: runbook\n---\n\n## Mitigation\n\n\(mitigation)\n\n## Impact\n\nno\n"
    let document = DocumentParser.parse(bytes: Array(text.utf8), path: "x.md").document
    guard case .runbook(let runbook)? = document else { throw Problem() }
    return runbook
  }

  private struct Problem: Error {}

  @Test("a step has what stands below its heading, smaller headings included")
  func headed() throws {
    let runbook = try Self.runbook(
      "Before.\n\n### One\n\nDo it.\n\n#### More\n\nIt helped.\n\n### Two\n\nOr that.")
    #expect(
      runbook.blocks(of: runbook.steps[0]).map(\.plainText) == ["Do it.", "More", "It helped."])
    #expect(runbook.blocks(of: runbook.steps[1]).map(\.plainText) == ["Or that."])
  }

  @Test("a step of a list has what its item holds")
  func listed() throws {
    let runbook = try Self.runbook("1. Do it. Now.\n\n   More of it.\n2. Or that.")
    #expect(
      runbook.blocks(of: runbook.steps[0]).map(\.plainText) == ["Do it. Now.", "More of it."])
  }

  @Test("a heading is found by its anchor, with what stands below it")
  func passage() throws {
    let document = Document.runbook(
      try Self.runbook("### One of two\n\nDo it.\n\n### Two\n\nOr that."))
    #expect(document.passage(at: "one-of-two")?.blocks.map(\.plainText) == ["Do it."])
    #expect(document.passage(at: "impact")?.plainText == "no")
    #expect(document.passage(at: "one") == nil)
  }

  @Test("what filled a command is named, once and in order")
  func names() {
    var values = Placeholders()
    _ = values.set("cluster", to: "prod")
    _ = values.set("service", to: "web")
    _ = values.set("task-id", to: "1")
    let command = Command(
      text: "x <service> <cluster> <service> <port> <<EOF", safety: nil, section: "",
      location: SourceLocation(line: 1)
    ).filled(values)
    #expect(command.text == "x web prod web <port> <<EOF")
    #expect(command.filledPlaceholders == ["service", "cluster"])
  }

  @Test("what a person gives outweighs what a text says, and that what an incident says")
  func order() {
    var (typed, other) = (Placeholders(), Placeholders())
    _ = typed.set("cluster", to: "a")
    _ = other.set("cluster", to: "b")
    _ = other.set("service", to: "c")
    let all = typed.merging(other)
    #expect(all["cluster"] == "a")
    #expect(all["service"] == "c")
  }
}
