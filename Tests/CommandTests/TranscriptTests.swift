import Runbook
import Testing

@Suite struct TranscriptTests {
  private static let folder = Program.root + "/Tests/CommandTests/Fixtures/transcripts"

  @Test("a session goes as its transcript says", arguments: FileSystem.names(in: folder))
  func session(name: String) throws {
    let bytes = try FileSystem.read("\(Self.folder)/\(name)")
    let transcript = Transcript(String(decoding: bytes, as: UTF8.self))
    #expect(!transcript.steps.isEmpty)
    for difference in try transcript.differences() {
      Issue.record("\(name) \(difference)")
    }
  }
}
