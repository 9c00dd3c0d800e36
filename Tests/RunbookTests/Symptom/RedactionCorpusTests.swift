import Testing

@testable import Runbook

/// Two corpora that were written before the rules they test: lines of task definitions, logs,
/// commands and headers with a secret in each, and lines that only look like it.
///
/// A fixture line is one entry: `␤` is a line break, `«…»` the secret, and `¦` stands inside each so
/// that no scanner takes the file for a leak.
@Suite struct RedactionCorpusTests {
  private static func entries(_ name: String) throws -> [String] {
    let bytes = try ProjectFolder.read("Tests/RunbookTests/Fixtures/redaction/\(name)")
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: "␤", omittingEmptySubsequences: false).joined(separator: "\n")
        .split(separator: "¦").joined()
    }
  }

  @Test("no piece of a secret is left")
  func secrets() throws {
    let entries = try Self.entries("secrets.txt")
    #expect(entries.count >= 120)
    for entry in entries {
      let parts = entry.split(separator: "«", omittingEmptySubsequences: false)
      let secrets = parts.dropFirst().compactMap { $0.split(separator: "»").first }
      let around =
        parts.map { $0.split(separator: "»").dropFirst().joined() }.joined(separator: "\n")
        + parts[0]
      let plain = entry.split(whereSeparator: { "«»".contains($0) }).joined()
      // The marks name kinds, such as a password.
      let text = Redactor().redact(plain).text.split(separator: "[redacted:").enumerated().map {
        $0.offset == 0 ? $0.element : $0.element.drop { $0 != "]" }
      }.joined()
      for secret in secrets {
        // A piece of a third is a leak as well.
        let length = max(4, secret.count / 3)
        let pieces = stride(from: 0, through: secret.count - length, by: 1).map {
          secret.dropFirst($0).prefix(length)
        }
        let left = pieces.first { text.contains($0) && !around.contains($0) }
        #expect(left == nil, "left: \(text)")
      }
    }
  }

  @Test("nor where all of them stand in one text, forwards and backwards")
  func together() throws {
    let entries = try Self.entries("secrets.txt")
    // Pieces of keys that were cut off have no end but the next text.
    for entries in [entries, entries.reversed()] {
      let marked = entries.joined(separator: "\n")
      let plain = marked.split(whereSeparator: { "«»".contains($0) }).joined()
      let text = Redactor().redact(plain).text
      for part in marked.split(separator: "«").dropFirst() {
        guard let secret = part.split(separator: "»").first, secret.count >= 9 else { continue }
        #expect(!text.contains(secret), "\(secret)")
      }
    }
  }

  @Test("what only looks like a secret stays as it is")
  func lookAlikes() throws {
    let entries = try Self.entries("look-alikes.txt")
    #expect(entries.count >= 120)
    for entry in entries {
      let text = Redactor().redact(entry).text
      #expect(text == entry, "\(text)")
    }
  }

  @Test("nothing of the shipped content and of the symptoms that search is judged by is a secret")
  func shipped() throws {
    for folder in [
      "Content", "Tests/RunbookTests/Fixtures/diagnose", "Tests/RunbookTests/Fixtures/eval",
    ] {
      for name in FileSystem.files(below: "\(ProjectFolder.path)/\(folder)") {
        let text = String(decoding: try ProjectFolder.read("\(folder)/\(name)"), as: UTF8.self)
        #expect(Redactor().redact(text).removed == [], "\(name)")
      }
    }
  }
}
