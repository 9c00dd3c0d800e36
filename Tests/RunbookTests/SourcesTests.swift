import Testing

@testable import Runbook

/// One module cannot keep its rooms apart, so a test reads the sources.
@Suite struct SourcesTests {
  private static let root = FileSystem.parent(
    of: FileSystem.parent(of: FileSystem.parent(of: #filePath)))

  private static let files: [(path: String, text: String)] = {
    let folder = root + "/Sources"
    return FileSystem.files(below: folder).filter { $0.hasSuffix(".swift") }.map { path in
      let bytes = (try? FileSystem.read("\(folder)/\(path)")) ?? []
      return (path, String(decoding: bytes, as: UTF8.self))
    }
  }()

  /// The lines of a file without comments.
  private static func code(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      !line.drop { $0 == " " }.hasPrefix("//")
    }
  }

  private static func offenders(
    _ needles: [String], allowed: (String) -> Bool
  ) -> [String] {
    files.filter { !allowed($0.path) }.flatMap { file in
      code(file.text).filter { line in needles.contains { line.contains($0) } }
        .map { "\(file.path): \($0)" }
    }
  }

  @Test("the sources are there to be read")
  func found() {
    #expect(Self.files.count > 100)
    #expect(Self.files.allSatisfy { !$0.text.isEmpty })
  }

  @Test(
    "a C library comes in by one room",
    arguments: [
      ("import CSQLite", "Runbook/SQLite/"), ("import CCMarkGFM", "Runbook/Markdown/"),
      ("import CYAML", "Runbook/Markdown/"),
    ])
  func doors(statement: String, room: String) {
    #expect(Self.offenders([statement]) { $0.hasPrefix(room) }.isEmpty)
  }

  @Test("neither Foundation nor tasks slow the start")
  func light() {
    let found = Self.offenders([
      "import Foundation", "TaskGroup", "Task {", "NSRegularExpression", "try Regex(",
    ]) { _ in false }
    #expect(found == [])
  }

  @Test("git is started in one place")
  func git() {
    let found = Self.offenders([#""git""#, #"["git"#, "/git\""]) {
      // A word that names a field of a report, and one that search knows.
      [
        "Runbook/System/Git.swift", "runbook-cli/Record/VersionHistory.swift",
        "runbook-cli/Commands/HistoryCommand.swift", "Runbook/Symptom/Vocabulary.swift",
        "runbook-cli/Commands/DoctorCommand.swift",
        // A line to paste.
        "runbook-cli/Record/Recording+Commit.swift",
      ].contains($0)
    }
    #expect(found == [])
    let started = Self.offenders([#"["git""#, #"run(["git"#]) { $0 == "Runbook/System/Git.swift" }
    #expect(started == [])
  }

  @Test("data never traps")
  func traps() {
    #expect(Self.offenders(["try!", "as!", "fatalError("]) { _ in false } == [])
  }

  @Test("only the program prints and exits")
  func printing() {
    let found = Self.offenders([" print(", " exit(", "CommandLine.arguments"]) { path in
      path.hasPrefix("runbook-cli/") || path.hasPrefix("embed-tool/")
    }
    #expect(found == [])
  }

  @Test("tables are made in migrations/ only")
  func schema() {
    let found = Self.offenders(["CREATE TABLE", "CREATE VIRTUAL", "ALTER TABLE", "DROP TABLE"]) {
      // The migrator keeps its own record, which has to be there before the first migration.
      $0 == "Runbook/SQLite/Migrator.swift"
    }
    #expect(found == [])
  }

  @Test("a file stays under 400 lines")
  func length() {
    let long = Self.files.filter { $0.text.utf8.count { $0 == 0x0A } > 400 }.map(\.path)
    #expect(long == [])
  }

  @Test("the lower rooms know nothing of those above")
  func arrows() {
    // Names that only the room above has; a lower room that says one has turned an arrow round.
    let lower = ["Runbook/System/", "Runbook/Model/", "Runbook/Text/", "Runbook/SQLite/"]
    let above = ["KnowledgeBase", "DocumentParser", "DecisionTable", "SearchRequest", "Linter"]
    let found = Self.offenders(above) { path in !lower.contains { path.hasPrefix($0) } }
    #expect(found == [])
    let store = Self.offenders(["DecisionTable", "SearchRequest", "SearchIndex", "Linter."]) {
      !$0.hasPrefix("Runbook/Store/") && !$0.hasPrefix("Runbook/Markdown/")
    }
    #expect(store == [])
  }
}
