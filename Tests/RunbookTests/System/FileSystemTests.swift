import Testing

@testable import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct FileSystemTests {
  @Test("only a folder of this user that nobody else can look into is private, a link to it is not")
  func isPrivate() throws {
    let folder = try TemporaryFolder()
    let (own, open, link) = ("\(folder.path)/own", "\(folder.path)/open", "\(folder.path)/link")
    try FileSystem.makeDirectory(own, mode: 0o700)
    try FileSystem.makeDirectory(open, mode: 0o700)
    chmod(open, 0o755)
    #expect(symlink(own, link) == 0)
    #expect(FileSystem.isPrivate(own))
    #expect(!FileSystem.isPrivate(open))
    #expect(!FileSystem.isPrivate(link))
    #expect(!FileSystem.isPrivate("\(folder.path)/missing"))
    #expect(FileSystem.isLink(link) && !FileSystem.isLink(own))
    #expect(FileSystem.resolved(link) == FileSystem.resolved(own))
    #expect(FileSystem.resolved("\(folder.path)/missing") == nil)
  }
}
