import Runbook
import Testing

/// Every way by which text comes in, and what is done about files that nobody redacted.
@Suite struct RedactCommandTests {
  private static let secret = "hunter2xyz9"
  private static let line = "DB_PASSWORD=\(secret)"

  private static func utf16(_ text: String) -> String {
    text.map { "\($0)\u{0}" }.joined()
  }

  private static func leaks(_ folder: RecordFolder) throws -> [String] {
    let root = folder.path
    return FileSystem.files(below: root).filter { name in
      guard let bytes = try? FileSystem.read("\(root)/\(name)") else { return false }
      return String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self).contains(secret)
    }
  }

  /// The flags of a command that take a value, from its help, which is made from the flag table.
  private static func flags(of command: String) throws -> [(name: String, placeholder: String)] {
    let help = try RecordFolder().runbook([command, "--help"]).output
    return help.split(separator: "\n").compactMap { line in
      guard let start = line.firstRange(of: "--"), line.hasPrefix("  "), !line.hasPrefix("      ")
      else { return nil }
      let words = line[start.upperBound...].split(separator: " ")
      guard words.count > 1, words[1].hasPrefix("<"), words[1].hasSuffix(">") else { return nil }
      return (String(words[0]), String(words[1].dropFirst().dropLast()))
    }
  }

  @Test("every flag that takes text is known here, so that a new one is redacted or says why not")
  func channels() throws {
    let known: Set<String> = [
      "runbook", "severity", "service", "environment", "started", "detected", "acknowledged",
      "mitigated", "resolved", "symptom", "summary", "impact", "resolution", "action", "tag",
      "detected-by", "owner", "author", "from", "at", "outcome", "incident", "set", "section",
      "title", "area", "category", "dir", "color", "timeline",
    ]
    for command in ["log", "note", "close", "link", "follow", "new", "edit"] {
      for flag in try Self.flags(of: command) {
        #expect(known.contains(flag.name), "\(command) --\(flag.name) is not tested")
      }
    }
  }

  @Test("no flag of log leaves a secret on the disk")
  func log() throws {
    let flags = try Self.flags(of: "log").filter { flag in
      ["text", "name", "line", "team", "what"].contains(flag.placeholder)
    }
    #expect(flags.count >= 10)
    for flag in flags {
      let folder = try RecordFolder()
      _ = try folder.runbook(["log", "--no-input", "--\(flag.name)", Self.line, "a title"])
      #expect(try Self.leaks(folder) == [], "--\(flag.name)")
    }
  }

  @Test("UTF-16 goes through the redactor by every way that reads a stream or a file")
  func encodings() throws {
    let folder = try RecordFolder()
    let text = Self.utf16("\(Self.line) exit 137\n")
    _ = try folder.runbook(["log", "--no-input", "--open", "burning", "-"], input: text)
    _ = try folder.runbook(["note", "-"], input: text)
    let file = try folder.script("paste", text)
    _ = try folder.runbook(["log", "--no-input", "--from", file, "other"])
    _ = try Subprocess.run(["rm", file])
    #expect(try Self.leaks(folder) == [])
  }

  @Test("a value that looks secret is not kept by follow")
  func follow() throws {
    let folder = try RecordFolder()
    _ = try folder.runbook(
      ["follow", "ecs-oom-killed", "--set", "db-password=\(Self.secret)"], input: "q\n")
    #expect(try Self.leaks(folder) == [])
  }

  @Test("an editor that fails leaves a draft without secrets, and no copy of its own")
  func editor() throws {
    let folder = try RecordFolder()
    let editor = try folder.script(
      "ed",
      "#!/bin/sh\ncp \"$1\" \"$1~\"\necho '\(Self.line)' | tee -a \"$1~\" >> \"$1\"\nexit 1\n")
    _ = try folder.runbook(["edit", "ecs-oom-killed"], variables: ["EDITOR": "sh \(editor)"])
    _ = try Subprocess.run(["rm", editor])
    #expect(try Self.leaks(folder) == [])
  }

  @Test("lint names a secret that was written by hand, export refuses it, and redact mends it")
  func byHand() throws {
    let folder = try RecordFolder()
    let path = "\(folder.base)/Content/runbooks/x.md"
    let page = "# X\n\nTry it.\n\nthen \(Self.line)\n"
    try FileSystem.write(Array(page.utf8), to: path)
    let lint = try folder.runbook(["lint", "--rule", "secret"])
    #expect(lint.output.contains("Content/runbooks/x.md:5:18: error: [secret]"))
    let site = "\(folder.path)/site"
    let export = try folder.runbook(["export", site])
    #expect(export.errors.contains("nothing is published"))
    #expect(FileSystem.status(site) == nil)
    let redact = try folder.runbook(["redact", path])
    #expect(redact.output.contains("removed password (1), line 5"))
    #expect(redact.errors.contains("git filter-repo"))
    #expect(try Self.leaks(folder) == [])
    #expect(try folder.runbook(["lint", "--rule", "secret"]).output.isEmpty)
    let allowed = "# X\n\n\(Self.line) <!-- runbook: allow-secret -->\n"
    try FileSystem.write(Array(allowed.utf8), to: path)
    #expect(try folder.runbook(["lint", "--rule", "secret"]).output.isEmpty)
  }

  @Test("a wrong value that is a key is not echoed")
  func echo() throws {
    let folder = try RecordFolder()
    let key = "AK" + "IAQWERTYUIOPASDFGH"
    #expect(!(try folder.runbook(["log", "--severity", key, "x"]).errors.contains(key)))
    #expect(!(try folder.runbook(["close", key]).errors.contains(key)))
  }
}
