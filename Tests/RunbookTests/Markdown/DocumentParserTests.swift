import Testing

@testable import Runbook

@Suite struct DocumentParserTests {
  @Test("every shipped document is read without a finding", arguments: ProjectFolder.documents)
  func content(path: String) throws {
    let result = DocumentParser.parse(bytes: try ProjectFolder.read(path), path: path)
    #expect(result.findings.map(\.description) == [])
    #expect(result.document != nil)
  }
}
