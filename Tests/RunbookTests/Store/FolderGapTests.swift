import Glibc
import Testing

@testable import Runbook

@Suite struct FolderGapTests {
  @Test("links that leave the knowledge base are not read, those that stay are")
  func links() throws {
    let folder = try KnowledgeFolder()
    let private_ = try TemporaryFolder()
    try private_.write(runbookText("secret-plan"), to: "secret-plan.md")
    try folder.write(runbookText("inside"), to: "runbooks/ecs/inside.md")
    try FileSystem.makeDirectory("\(folder.root)/shared")
    try folder.folder.write(runbookText("shared-page"), to: "shared/shared-page.md")
    let runbooks = "\(folder.root)/Content/runbooks"
    #expect(symlink("\(private_.path)/secret-plan.md", "\(runbooks)/secret-plan.md") == 0)
    #expect(symlink(private_.path, "\(runbooks)/folder") == 0)
    #expect(symlink("../../../../../../../../..\(private_.path)", "\(runbooks)/climbing") == 0)
    #expect(symlink("folder/secret-plan.md", "\(runbooks)/through.md") == 0)
    #expect(symlink("../../shared", "\(runbooks)/shared") == 0)
    #expect(symlink("ecs/inside.md", "\(runbooks)/other.md") == 0)
    #expect(symlink("/dev/null/nowhere", "\(runbooks)/dangling.md") == 0)
    let (base, report) = try folder.refreshed()
    #expect(try base.runbooks.allIDs() == ["inside", "shared-page"])
    let refused = report.findings.filter { $0.rule == "link-outside" }.map(\.path)
    #expect(
      refused.sorted() == [
        "Content/runbooks/climbing", "Content/runbooks/folder", "Content/runbooks/secret-plan.md",
        "Content/runbooks/through.md",
      ])
    // Links that are not read hide nothing that was known.
    #expect(base.unread.isEmpty)
    #expect(try folder.refreshed().report.findings == report.findings)
  }

  @Test("a page that becomes a link to elsewhere is forgotten")
  func becomesLink() throws {
    let folder = try KnowledgeFolder()
    let outside = try TemporaryFolder()
    try outside.write(runbookText("page", title: "From elsewhere"), to: "page.md")
    try folder.write(runbookText("page"), to: "runbooks/page.md")
    _ = try folder.refreshed()
    folder.remove("runbooks/page.md")
    #expect(symlink("\(outside.path)/page.md", "\(folder.root)/Content/runbooks/page.md") == 0)
    #expect(try folder.refreshed().base.runbooks.allIDs() == [])
  }

  @Test("a content folder that is a link to elsewhere is not read, and nothing is exported over it")
  func contentLink() throws {
    let folder = try TemporaryFolder()
    let outside = try TemporaryFolder()
    try outside.write(runbookText("secret-plan"), to: "runbooks/secret-plan.md")
    #expect(symlink(outside.path, "\(folder.path)/Content") == 0)
    let base = try KnowledgeBase.open(.folder(folder.path), environment: [:])
    #expect(try base.refresh().findings.map(\.rule) == ["link-outside"])
    #expect(try base.runbooks.allIDs() == [])
    #expect(base.unread.count == 1)
  }

  @Test("evidence and pages are not read through links that leave")
  func evidence() throws {
    let folder = try KnowledgeFolder()
    let outside = try TemporaryFolder()
    try outside.write("secret", to: "x.evidence.txt")
    try FileSystem.makeDirectory("\(folder.root)/Content/incidents")
    #expect(
      symlink(
        "\(outside.path)/x.evidence.txt", "\(folder.root)/Content/incidents/x.evidence.txt") == 0)
    #expect(throws: IncidentError.self) {
      try IncidentFolder(root: folder.root).read("Content/incidents/x.evidence.txt")
    }
  }

  @Test("a folder that is nested too deep is said, and stops an export")
  func deep() throws {
    let folder = try KnowledgeFolder()
    let deep = (0..<40).map { "d\($0)" }.joined(separator: "/")
    try folder.write(runbookText("deep"), to: "runbooks/\(deep)/deep.md")
    try folder.write(runbookText("flat"), to: "runbooks/flat.md")
    let (base, report) = try folder.refreshed()
    #expect(try base.runbooks.allIDs() == ["flat"])
    #expect(report.findings.count == 1)
    #expect(report.findings[0].message.contains("nested too deep"))
    let site = try TemporaryFolder()
    #expect(throws: ExportError.self) {
      try SiteExport.run(base, to: "\(site.path)/site", options: SiteOptions(today: today))
    }
    #expect(FileSystem.status("\(site.path)/site") == nil)
  }

  private let today = CivilDate("2026-11-28") ?? CivilDate(daysSince1970: 0)
}
