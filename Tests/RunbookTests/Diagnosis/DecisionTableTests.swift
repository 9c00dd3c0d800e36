import Testing

@testable import Runbook

/// The table that ships, and files of `Fixtures/diagnose/`.
enum DiagnosisFixtures {
  private static let tests = FileSystem.parent(of: FileSystem.parent(of: #filePath))
  static let root = FileSystem.parent(of: FileSystem.parent(of: tests))
  static let folder = "\(tests)/Fixtures/diagnose"

  static let parsed: (table: DecisionTable, findings: [Finding]) = {
    let path = "Content/diagnosis/ecs.yml"
    let bytes = (try? FileSystem.read("\(root)/\(path)")) ?? []
    return DecisionTable.parse(bytes, path: path)
  }()
  static var table: DecisionTable { parsed.table }

  static let blind = "\(tests)/Fixtures/diagnose-blind"
  static let second = "\(tests)/Fixtures/diagnose-blind2"
  static let tricky = "\(tests)/Fixtures/diagnose-tricky"

  static func text(_ name: String, in folder: String = folder) -> String {
    String(decoding: (try? FileSystem.read("\(folder)/\(name)")) ?? [], as: UTF8.self)
  }

  static func rows(_ name: String, in folder: String = folder) -> [[String]] {
    text(name, in: folder).split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The ids of a column that may hold several.
  static func ids(_ column: String) -> [String] { column.split(separator: ",").map(String.init) }

  static func report(_ name: String, in folder: String) throws -> DiagnosisReport {
    DiagnosisReport(try FileSystem.read("\(folder)/\(name)"), table: table)
  }
}

@Suite struct DecisionTableTests {
  @Test("the table that ships has no mistake")
  func ships() {
    #expect(DiagnosisFixtures.parsed.findings == [])
    #expect(DiagnosisFixtures.table.ruleList.count > 50)
    #expect(DiagnosisFixtures.table.ruleLists.map(\.name) == ["signatures", "events", "verdicts"])
  }

  @Test(
    "every recorded reason leads to its runbook as text",
    arguments: DiagnosisFixtures.rows("SIGNATURES.tsv"))
  func signatures(row: [String]) {
    #expect(DiagnosisFixtures.table.decide(Facts(text: row[0])).first?.runbook == row[1])
  }

  @Test(
    "an exit code alone leads to its runbook, as sure as it can be",
    arguments: [
      ("exit 137", ["ecs-oom-killed", "ecs-sigterm-sigkill"], Diagnosis.Confidence.suspected),
      ("exit 139", ["ecs-crash-signal"], .likely), ("exit code 0", ["ecs-exit-zero"], .likely),
      ("exit 143", ["ecs-sigterm-sigkill", "ecs-expected-stop"], .likely),
      ("exit 127", ["ecs-cannot-start", "ecs-app-exit"], .likely),
      ("exitCode: 1", ["ecs-app-exit"], .likely),
      ("exit 255", ["ecs-app-exit", "ecs-image-platform-mismatch"], .likely),
      ("ExitCode: 137, OOMKilled: false", ["ecs-sigterm-sigkill", "ecs-oom-killed"], .likely),
      ("ExitCode: 1, OOMKilled: true", ["ecs-oom-killed"], .certain),
      ("exit 137 UserInitiated", ["ecs-sigterm-sigkill", "ecs-expected-stop"], .certain),
      ("exit 137 SpotInterruption", ["ecs-interruption", "ecs-sigterm-sigkill"], .certain),
      ("exitCode null", ["ecs-runtime-internal", "ecs-cannot-start", "ecs-triage"], .likely),
    ])
  func exitCodes(text: String, runbooks: [String], confidence: Diagnosis.Confidence) {
    let found = DiagnosisFixtures.table.decide(Facts(text: text))
    #expect(leads(found.map(\.runbook), to: runbooks))
    #expect(found.first?.confidence == confidence)
  }

  @Test("137 alone says that it is no proof, and asks what would settle it")
  func doubt() throws {
    let first = try #require(DiagnosisFixtures.table.decide(Facts(text: "exit code 137")).first)
    #expect(first.because.first?.hasPrefix("137 alone is not proof of OOM") == true)
    #expect(first.because.contains("\"exit code 137\" = 137"))
    #expect(first.question?.contains("<start-time>") == true)
  }

  @Test(
    "prose without a signature leads nowhere",
    arguments: [
      "health check", "the health check of our service fails",
      "my service restarts again and again",
      "old tasks still running", "npm ERR! code ERESOLVE", "kafka leader not available",
      "cpu throttling",
      "Task timed out after 6.01 seconds", "CrashLoopBackOff exit code 1 in pod payments",
      "our container cannot reach the database", "log group", "secret rotation", "image", "memory",
      "deployment", "how do I scale a service", "target group", "postgres: connection refused", "",
      "make: *** [all] Error 1", "Execution failed for task ':app:test'", "permission denied",
      "dial tcp 10.0.0.1:5432: i/o timeout", "ROLLBACK; transaction aborted", "disk full",
    ])
  func prose(text: String) {
    #expect(DiagnosisFixtures.table.decide(Facts(text: text)) == [])
  }

  @Test("the bytes of the compiled table read back to the same rules")
  func roundTrip() throws {
    let table = DiagnosisFixtures.table
    let copy = try #require(DecisionTable(compiled: table.compiled))
    #expect(copy.ruleList == table.ruleList)
    #expect(copy.ruleLists.map(\.rules) == table.ruleLists.map(\.rules))
    #expect(copy.alwaysList == table.alwaysList)
    #expect(copy.sidecars == table.sidecars)
    #expect(copy.consequences == table.consequences)
    #expect(copy.compiled == table.compiled)
  }

  @Test("bytes that are damaged are refused or read, never trusted")
  func damaged() {
    let compiled = DiagnosisFixtures.table.compiled
    var generator = SeededGenerator(state: 11)
    #expect(DecisionTable(compiled: []) == nil)
    for _ in 0..<60 {
      var bytes = compiled
      if Bool.random(using: &generator) {
        bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
        #expect(DecisionTable(compiled: bytes) == nil)
      } else {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
        if let table = DecisionTable(compiled: bytes) { _ = table.decide(Facts(text: "exit 137")) }
      }
    }
  }

  @Test("the walk names every rule that was tried, and why it failed")
  func explain() throws {
    let (diagnoses, steps) = DiagnosisFixtures.table.explain(Facts(text: "exit 139"))
    #expect(diagnoses.first?.rule == "exit-crash")
    let last = try #require(steps.last)
    #expect(last.rule == "exit-crash" && last.matched)
    #expect(steps.dropLast().allSatisfy { !$0.matched })
    let exitZero = try #require(steps.first { $0.rule == "exit-0" })
    #expect(exitZero.detail == "culprit_exit_code is 0 but it is 139")
  }
}
