import Testing

@testable import Runbook

@Suite struct LinterKnowledgeBaseTests {
  private func page(_ version: Int, _ body: String) -> String {
    """
    ---
    id: a
    title: T
    kind: runbook
    version: \(version)
    status: draft
    ---
    \(body)
    """
  }

  @Test("a folder is checked as its files are now, against what the index saw before")
  func folder() throws {
    let folder = try TemporaryFolder()
    try folder.write(page(1, "old ![x](image.png) [y](../note.txt)"), to: "Content/runbooks/a.md")
    try folder.write("x", to: "Content/runbooks/image.png")
    try folder.write("x", to: "Content/note.txt")
    let base = try KnowledgeBase.open(
      .folder(folder.path), environment: ["HOME": folder.path])
    try base.refresh()
    let options = LintOptions(today: CivilDate(daysSince1970: 20_778))
    #expect(Linter.run(base, options: options) == [])

    try folder.write(page(1, "new [x](b.md)"), to: "Content/runbooks/a.md")
    #expect(
      Linter.run(base, options: options).map(\.description) == [
        "Content/runbooks/a.md:5:10: warning: [same-version] the text changed under version 1; "
          + "write version: 2",
        "Content/runbooks/a.md:8:9: error: [broken-link] the link 'b.md' leads to no file; "
          + "did you mean 'a'?",
      ])

    try folder.write(page(2, "new"), to: "Content/runbooks/a.md")
    #expect(Linter.run(base, options: options) == [])
  }

  @Test("what the program carries is checked like a folder")
  func embedded() throws {
    let folder = try TemporaryFolder()
    let base = try KnowledgeBase.open(.embedded, environment: ["HOME": folder.path])
    let options = LintOptions(today: CivilDate(daysSince1970: 20_778), rules: ["broken-link"])
    #expect(Linter.context(of: base, options: options).files.count == ProjectFolder.documents.count)
    #expect(Linter.run(base, options: options) == [])
  }
}
