import Testing

@testable import Runbook

@Suite struct RevisionTests {
  @Test(
    "the blob id equals git hash-object",
    arguments: [
      ("", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"),
      ("hello\n", "ce013625030ba8dba906f756967f9e9ca394464a"),
    ])
  func blobID(text: String, expected: String) {
    #expect(Revision.blobID(of: Array(text.utf8)) == expected)
  }
}
