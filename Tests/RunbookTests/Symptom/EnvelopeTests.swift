import Testing

@testable import Runbook

/// A failed task is found in whatever carries it.
@Suite struct EnvelopeTests {
  private static let task = """
    {"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef",\
    "lastStatus":"STOPPED","stopCode":"EssentialContainerExited","group":"service:web",\
    "containers":[{"name":"app","exitCode":1},{"name":"envoy","exitCode":143}]}
    """
  private static let quoted = JSON.string(task).text()
  private static let twice = JSON.string(#"{"Message":\#(quoted)}"#).text()

  static let envelopes = [
    task, #"{"tasks":[\#(task)],"failures":[]}"#, #"{"data":{"tasks":[\#(task)]}}"#,
    #"{"Error":"States.TaskFailed","Cause":\#(quoted)}"#,
    #"{"events":[{"type":"TaskFailed","taskFailedEventDetails":{"cause":\#(quoted)}}]}"#,
    #"{"ecsResult":\#(task)}"#, #"{"Records":[{"Sns":{"Message":\#(quoted)}}]}"#,
    #"{"Records":[{"body":\#(twice)}]}"#, #"{"task":\#(task),"events":[]}"#,
    #"{"events":[{"timestamp":1,"message":\#(quoted)}]}"#,
    #"{"results":[[{"field":"@message","value":\#(quoted)}]],"statistics":{}}"#,
    #"{"detail-type":"ECS Task State Change","source":"aws.ecs","detail":\#(task)}"#,
    "INFO request \(task)", "2025-11-25T03:07:25Z id INFO \(task)\nnext line",
    "```json\n\(task)\n```", quoted, "{\"version\":1}\n2015-12-04T05:41:19Z hello\n\(task)",
  ]

  @Test("every envelope gives the one task and the same conclusion", arguments: envelopes)
  func found(envelope: String) throws {
    let report = DiagnosisReport(Array(envelope.utf8), table: DiagnosisFixtures.table)
    #expect(report.problem == nil)
    let subject = try #require(report.subjects.first)
    #expect(report.subjects.count == 1)
    #expect(subject.name == "task 0123456789abcdef0123456789abcdef of service web")
    #expect(subject.primary?.rule == "exit-other")
  }

  @Test(
    "what the runbooks tell people to fetch is understood",
    arguments: [
      (
        #"{"events":[{"service":"ECS","eventTypeCode":"AWS_ECS_TASK_PATCHING_RETIREMENT"}]}"#,
        "ecs-interruption"
      ),
      (
        #"{"Events":[{"EventName":"StopTask","CloudTrailEvent":"{\"eventName\":\"StopTask\",\"eventSource\":\"ecs.amazonaws.com\",\"userIdentity\":{\"arn\":\"arn:aws:iam::111122223333:user/alice\"},\"requestParameters\":{\"cluster\":\"prod\"}}"}]}"#,
        "ecs-expected-stop"
      ),
      (
        #"{"status":"PRIMARY","desiredCount":1,"runningCount":0,"failedTasks":27,"rolloutState":"IN_PROGRESS","taskDefinition":"arn:aws:ecs:us-east-1:111122223333:task-definition/web:3"}"#,
        "ecs-deployment-stuck"
      ),
      (
        #"{"StackEvents":[{"ResourceStatus":"CREATE_FAILED","ResourceStatusReason":"ECS Service Linked Role does not exist"}]}"#,
        "ecs-role-trust"
      ),
    ])
  func answers(input: String, runbook: String) {
    let report = DiagnosisReport(Array(input.utf8), table: DiagnosisFixtures.table)
    #expect(report.problem == nil)
    #expect(report.subjects.first?.primary?.runbook == runbook)
  }

  @Test("who called is told where CloudTrail says so")
  func trail() {
    let input =
      #"{"eventName":"StopTask","eventSource":"ecs.amazonaws.com","userIdentity":{"arn":"arn:aws:iam::111122223333:user/alice"},"requestParameters":{"cluster":"prod"}}"#
    let report = DiagnosisReport(Array(input.utf8), table: DiagnosisFixtures.table)
    let because = report.subjects.first?.primary?.because.first ?? ""
    #expect(because.contains("user/alice called StopTask"))
  }

  @Test("containers without their task are one task")
  func containers() {
    let input =
      #"[{"name":"app","exitCode":137,"reason":"OutOfMemoryError: Container killed due to memory usage"},{"name":"datadog-agent","exitCode":0}]"#
    let report = DiagnosisReport(Array(input.utf8), table: DiagnosisFixtures.table)
    #expect(report.subjects.count == 1)
    #expect(report.subjects.first?.primary?.runbook == "ecs-oom-killed")
    #expect(report.subjects.first?.facts.value(.culpritExitCode) == "137")
  }

  @Test("a path starts at what was pasted, whatever stood around it")
  func paths() {
    let pasted = "$ aws ecs describe-tasks\n{\"tasks\":[\(Self.task)]}\n$ exit"
    let report = DiagnosisReport(Array(pasted.utf8), table: DiagnosisFixtures.table)
    #expect(report.subjects.first?.path == "tasks[0]")
    let carried = #"{"events":[{"timestamp":1,"message":\#(Self.quoted)}]}"#
    let kept = DiagnosisReport(Array(carried.utf8), table: DiagnosisFixtures.table)
    #expect(kept.subjects.first?.path == "events[0].message")
  }
}
