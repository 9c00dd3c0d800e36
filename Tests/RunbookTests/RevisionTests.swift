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

  @Test(
    "the blob id is right around the ends of blocks",
    arguments: [
      (55, "bf2c21e539cb2a6222d1d83e9588852fe3d94b4b"),
      (56, "0776ec67df3422dab84854388bee8530c4d8589e"),
      (63, "395ce59d9cfb604329205cac947caac9a296bf4d"),
      (64, "e965d15e332278ccee01cf28e4868f973545c187"),
      (65, "60d0cab3fcb67a29198029324b6ede84e3473f6b"),
      (119, "95947b22443ba4e2b95c72f9c36d1e0b6604cff7"),
      (120, "5aee9674cce349f078b223405b40eb34005f31bb"),
      (128, "849f6f1a89238fbedb5541bad23ab73a55a9eb12"),
      (1000, "52aa7abab5423764069a5122f70cfe74d2383c03"),
    ])
  func blocks(count: Int, expected: String) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
    #expect(Revision.blobID(of: bytes) == expected)
  }
}
