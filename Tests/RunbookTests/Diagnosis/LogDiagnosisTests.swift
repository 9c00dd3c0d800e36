import Testing

@testable import Runbook

/// What containers wrote, given alone or beside the tasks that wrote it.
@Suite struct LogDiagnosisTests {
  private static let first = "0123456789abcdef0123456789abcdef"
  private static let second = "fedcba9876543210fedcba9876543210"

  private func task(_ id: String, code: Int, stopCode: String = "EssentialContainerExited")
    -> String
  {
    """
    {"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/shop/\(id)","lastStatus":"STOPPED",
    "stopCode":"\(stopCode)","containers":[{"name":"app","exitCode":\(code)}]}
    """
  }

  private func tasks(_ tasks: String...) -> String {
    #"{"tasks":[\#(tasks.joined(separator: ","))],"failures":[]}"#
  }

  private func log(_ messages: String..., stream: String? = nil) -> String {
    let name = stream.map { #","logStreamName":"web/app/\#($0)""# } ?? ""
    let events = messages.enumerated().map { index, message in
      #"{"timestamp":\#(1_793_700_000_000 + index),"message":"\#(message)"\#(name)}"#
    }
    return #"{"events":[\#(events.joined(separator: ","))]}"#
  }

  private func report(_ parts: String...) -> DiagnosisReport {
    DiagnosisReport(
      Array(parts.joined(separator: "\n").utf8), table: DiagnosisFixtures.table)
  }

  @Test("a log of work that went well is no symptom, one that sounds like trouble is")
  func healthyLog() {
    func lines(_ message: String) -> [String] {
      let text = #"{"events":[{"timestamp":1,"message":"\#(message)"}]}"#
      return DiagnosisReport(Array(text.utf8), table: DiagnosisFixtures.table).subjects
        .flatMap(\.facts.reasons)
    }
    #expect(lines("Listening on 0.0.0.0:8080") == [])
    #expect(lines("GET /health 200 3ms") == [])
    #expect(lines("upstream refused the connection") == ["upstream refused the connection"])
  }

  @Test(
    "what the log says explains a bare exit code beside it, in whatever order both came",
    arguments: [
      (255, "exec /app/run: exec format error", "ecs-image-platform-mismatch"),
      (134, "FATAL ERROR: Reached heap limit - JavaScript heap out of memory", "ecs-crash-signal"),
      (127, "/bin/sh: 1: gunicorn: not found", "ecs-cannot-start"),
      (1, "nginx: [emerg] host not found in upstream \\\"api\\\"", "ecs-service-connectivity"),
      (2, "panic: runtime error: invalid memory address [signal SIGSEGV]", "ecs-app-exit"),
    ])
  func explains(code: Int, message: String, expected: String) {
    let task = tasks(task(Self.first, code: code))
    for parts in [[task, log("starting", message)], [log("starting", message), task]] {
      let found = report(parts.joined(separator: "\n"))
      #expect(found.subjects.map { $0.primary?.runbook } == [expected])
      #expect(found.subjects.first?.name == "task \(Self.first)")
      #expect(found.problem == nil && found.notes.isEmpty)
    }
  }

  @Test("a log that says nothing leaves the exit code, and is no subject of its own")
  func silent() {
    let found = report(tasks(task(Self.first, code: 1)), log("listening on 8080", "bye"))
    #expect(found.subjects.map { $0.primary?.runbook } == ["ecs-app-exit"])
  }

  @Test("what a platform says of a task is nearer to the cause than its log")
  func platformFirst() {
    let reason =
      #""stoppedReason":"Task failed ELB health checks in (target-group x)","stopCode":"ServiceSchedulerInitiated""#
    let task =
      #"{"tasks":[{"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/shop/\#(Self.first)","lastStatus":"STOPPED",\#(reason),"containers":[{"name":"app","exitCode":143}]}]}"#
    let found = report(task, log("nginx: [emerg] host not found in upstream"))
    #expect(found.groups.first?.runbook == "ecs-health-elb")
  }

  @Test("a stop that was asked for stays one, whatever the log holds")
  func deliberate() {
    let found = report(
      tasks(task(Self.first, code: 143, stopCode: "UserInitiated")),
      log("FATAL: failed to fetch secret x from secrets manager: AccessDenied"))
    #expect(
      found.subjects.first { $0.name.hasPrefix("task") }?.primary?.runbook == "ecs-expected-stop")
  }

  @Test("a stream speaks for its own task only")
  func streams() {
    let both = tasks(task(Self.first, code: 1), task(Self.second, code: 1))
    let found = report(both, log("exec /app/run: exec format error", stream: Self.second))
    let causes = Dictionary(
      uniqueKeysWithValues: found.subjects.map { ($0.name, $0.primary?.runbook) })
    #expect(causes["task \(Self.first)"] == "ecs-app-exit")
    #expect(causes["task \(Self.second)"] == "ecs-image-platform-mismatch")
    #expect(found.subjects.count == 2)
  }

  @Test(
    "logs are read in each of the forms that AWS gives them",
    arguments: [
      #"{"events":[{"timestamp":1,"message":"exec /a: exec format error"}],"nextForwardToken":"f/1"}"#,
      #"[{"timestamp":1,"message":"exec /a: exec format error"}]"#,
      #"["starting up","exec /a: exec format error"]"#,
      #"{"results":[[{"field":"@timestamp","value":"2026-11-03 10:00:00.000"},{"field":"@message","value":"exec /a: exec format error"},{"field":"@ptr","value":"C"}]],"statistics":{"recordsMatched":1.0},"status":"Complete"}"#,
    ])
  func forms(json: String) {
    let found = report(json)
    #expect(found.input == "log-events")
    #expect(found.subjects.map { $0.primary?.runbook } == ["ecs-image-platform-mismatch"])
  }

  @Test("a list of ARNs is what list-tasks gives, not a log")
  func arns() {
    let found = report(#"["arn:aws:ecs:eu-west-1:111122223333:task/shop/\#(Self.first)"]"#)
    #expect(found.subjects.allSatisfy { $0.primary == nil })
    #expect(found.notes.contains { $0.contains("list-tasks only names tasks") })
  }
}

/// What a task definition beside the tasks says of their containers.
@Suite struct InitContainerTests {
  private func containers(_ first: Int, _ second: Int) -> String {
    #"{"tasks":[{"lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"prepare","exitCode":\#(first)},{"name":"api","exitCode":\#(second)}]}]"#
  }

  private let definition =
    #""taskDefinition":{"family":"f","containerDefinitions":[{"name":"prepare","essential":false},{"name":"api","essential":true,"portMappings":[{"containerPort":80}],"dependsOn":[{"containerName":"prepare","condition":"SUCCESS"}]}]}"#

  @Test("a step that was done is not to blame for the application that failed after it")
  func finished() {
    #expect(runbooks("\(containers(0, 1)),\(definition)}").first == "ecs-app-exit")
    #expect(runbooks("\(containers(0, 139)),\(definition)}").first == "ecs-crash-signal")
    #expect(runbooks("\(containers(0, 0)),\(definition)}").first == "ecs-exit-zero")
    // Without the definition a 0 beside a failure is a step as well.
    #expect(runbooks("\(containers(0, 1))}").first == "ecs-app-exit")
  }

  @Test("an application that ended in order after its companion failed is a victim")
  func companion() {
    let task =
      #"{"tasks":[{"lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"app","exitCode":0},{"name":"envoy","exitCode":1}]}]}"#
    #expect(runbooks(task).first == "ecs-dependency-sidecar")
  }

  @Test("a container that the task can lose is named where it failed, and no cause")
  func spared() {
    let task =
      #"{"tasks":[{"lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"prepare","exitCode":1},{"name":"api","exitCode":0}]}],\#(definition)}"#
    #expect(leads(runbooks(task), to: ["ecs-exit-zero", "ecs-app-exit"]))
  }
}

@Suite struct TerminalSessionTests {
  private let task = #"""
    {"tasks":[{"lastStatus":"STOPPED","stopCode":"EssentialContainerExited",
    "stoppedReason":"Essential container in task exited","containers":[{"name":"a","exitCode":255}]}]}
    """#

  private func primaries(of text: String) -> [String?] {
    let report = DiagnosisReport(Array(text.utf8), table: DiagnosisFixtures.table)
    #expect(report.problem == nil)
    return report.groups.map(\.runbook)
  }

  @Test("lines of a log around the JSON explain it, commands of the terminal say nothing")
  func session() {
    let command = "$ aws ecs describe-tasks --cluster edge --tasks 1\n"
    let log = "\n$ aws logs tail /ecs/a\n2026-06-11T07:41:18 a/1 exec /run.sh: exec format error\n"
    #expect(primaries(of: command + task) == ["ecs-app-exit"])
    #expect(primaries(of: command + task + log) == ["ecs-image-platform-mismatch"])
    #expect(primaries(of: task + log) == ["ecs-image-platform-mismatch"])
    #expect(primaries(of: log + task) == ["ecs-image-platform-mismatch"])
  }

  @Test("a long log with JSON on every other line stays a text, and is soon seen to be one")
  func log() {
    let lines = String(repeating: "ready\n{\"level\":\"error\"}\n[broken\n", count: 40_000)
    let report = DiagnosisReport(Array(lines.utf8), table: DiagnosisFixtures.table)
    #expect(report.input == "text")
    #expect(report.problem == nil)
  }

  @Test("a task definition that is none is told, beside an input of an unknown shape as well")
  func definition() {
    let report = DiagnosisReport(
      Array(#"{"a":1}"#.utf8), taskDefinition: Array("none".utf8), table: DiagnosisFixtures.table)
    #expect(report.problem != nil)
    #expect(report.notes.contains { $0.hasPrefix("the task definition is not JSON") })
  }

  @Test("a log whose lines are JSON of another shape is a text")
  func noSession() {
    let lines = "ready\n" + String(repeating: #"{"level":"error","msg":"down"}"# + "\n", count: 3)
    for text in [lines, "started\nstopped\n"] {
      let report = DiagnosisReport(Array(text.utf8), table: DiagnosisFixtures.table)
      #expect(report.input == "text")
    }
  }

  @Test("what is left of JSON that was cut off is read, and that is said")
  func cutOff() {
    let text = String(task.dropLast(40))
    let report = DiagnosisReport(Array(text.utf8), table: DiagnosisFixtures.table)
    #expect(report.subjects.first?.primary?.runbook == "ecs-app-exit")
    #expect(report.notes.contains { $0.contains("cut off at line") })
  }
}
