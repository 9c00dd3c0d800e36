import Testing

@testable import Runbook

/// The answer to an input of one subject.
func diagnoses(_ json: String, definition: String? = nil) -> [Diagnosis] {
  let report = DiagnosisReport(
    Array(json.utf8), taskDefinition: definition.map { Array($0.utf8) },
    table: DiagnosisFixtures.table)
  return report.subjects.first?.diagnoses ?? []
}

func runbooks(_ json: String, definition: String? = nil) -> [String] {
  diagnoses(json, definition: definition).map(\.runbook)
}

/// Whether an answer is the first of the expected runbooks, and names the others beside it; empty
/// where none is expected.
func leads(_ found: [String], to expected: [String]) -> Bool {
  found.first == expected.first && expected.allSatisfy(found.contains)
}

/// A stopped task with these fields.
private func stopped(_ code: String, _ reason: String?, _ containers: String, _ more: String = "")
  -> String
{
  let reason = reason.map { #""stoppedReason": "\#($0)","# } ?? ""
  return """
    {"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/c/0123456789abcdef0123456789abcdef",
    "lastStatus": "STOPPED", "desiredStatus": "STOPPED", "stopCode": "\(code)", \(reason) \(more)
    "containers": [\(containers)]}], "failures": []}
    """
}

private let exited = "Essential container in task exited"
private let oom = "OutOfMemoryError: Container killed due to memory usage"

@Suite struct TaskDiagnosisTests {
  @Test(
    "out of memory is what the reason says, whatever the exit code",
    arguments: [0, 1, 137, 143, 255])
  func outOfMemory(code: Int) throws {
    let found = diagnoses(
      stopped(
        "EssentialContainerExited", exited,
        #"{"name": "app", "exitCode": \#(code), "reason": "\#(oom)"}"#))
    let first = try #require(found.first)
    #expect(first.runbook == "ecs-oom-killed" && first.confidence == .certain)
    #expect(first.because.contains("tasks[0].containers[0].reason = \"\(oom)\""))
    #expect(found.map(\.runbook).contains("ecs-exit-zero") == (code == 0))
  }

  @Test("137 without a reason is suspected, and both explanations are named")
  func suspected() throws {
    let found = diagnoses(
      stopped(
        "EssentialContainerExited", exited, #"{"name": "app", "exitCode": 137}"#,
        #""stoppedAt": 1793700482.184, "startedAt": 1793700200,"#))
    #expect(leads(found.map(\.runbook), to: ["ecs-oom-killed", "ecs-sigterm-sigkill"]))
    #expect(found.first?.confidence == .suspected)
    #expect(
      found.first?.question
        == "Look at MemoryUtilization between 2026-11-03T09:58:20Z and 2026-11-03T10:13:02Z: if it is "
        + "flat below 100 %, see ecs-sigterm-sigkill.")
    #expect(found.first?.because.contains("tasks[0].containers[0].exitCode = 137") == true)
  }

  @Test(
    "a stop that was asked for is not a failure of the container",
    arguments: [
      ("UserInitiated", "Task stopped by user", 0, ["ecs-expected-stop"]),
      ("UserInitiated", "stopped for the weekend", 143, ["ecs-expected-stop"]),
      ("UserInitiated", "", 137, ["ecs-sigterm-sigkill", "ecs-expected-stop"]),
      ("UserInitiated", "Task stopped by user", 1, ["ecs-expected-stop"]),
      (
        "ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/123)", 137,
        ["ecs-sigterm-sigkill", "ecs-expected-stop"]
      ),
      (
        "ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/123)", 143,
        ["ecs-expected-stop"]
      ),
      (
        "ServiceSchedulerInitiated",
        "ECS is performing maintenance on the underlying infrastructure hosting the task", 137,
        ["ecs-interruption", "ecs-sigterm-sigkill"]
      ),
      (
        "ServiceSchedulerInitiated", "Task failed container health checks", 137,
        ["ecs-health-container", "ecs-sigterm-sigkill"]
      ),
      (
        "ServiceSchedulerInitiated", "Task failed container health checks", 0,
        ["ecs-health-container"]
      ),
      (
        "ServiceSchedulerInitiated",
        "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:x)", 137,
        ["ecs-health-elb", "ecs-sigterm-sigkill"]
      ),
      (
        "SpotInterruption", "Your Spot Task was interrupted.", 137,
        ["ecs-interruption", "ecs-sigterm-sigkill"]
      ),
      ("SpotInterruption", "Your Spot Task was interrupted.", 0, ["ecs-interruption"]),
      ("InfrastructureHealth", "", 143, ["ecs-interruption"]),
      ("TerminationNotice", "Your Spot Task was interrupted.", 143, ["ecs-interruption"]),
    ])
  func stops(code: String, reason: String, exitCode: Int, expected: [String]) {
    #expect(
      leads(
        runbooks(stopped(code, reason, #"{"name": "app", "exitCode": \#(exitCode)}"#)), to: expected
      ))
  }

  @Test("out of memory beside a stop by the scheduler is a second finding, not the cause")
  func schedulerStopWithOutOfMemory() {
    let container = #"{"name": "app", "exitCode": 137, "reason": "\#(oom)"}"#
    #expect(
      leads(
        runbooks(
          stopped("ServiceSchedulerInitiated", "Task failed container health checks", container)),
        to: ["ecs-health-container", "ecs-oom-killed"]))
    #expect(
      leads(
        runbooks(
          stopped(
            "ServiceSchedulerInitiated", "Scaling activity initiated by (deployment x)", container)),
        to: ["ecs-expected-stop", "ecs-oom-killed"]))
  }

  @Test("the task definition says whether the container that ran out of memory matters")
  func essential() {
    let containers = """
      {"name": "app", "exitCode": 1},
      {"name": "log-router", "exitCode": 137, "reason": "\(oom)"}
      """
    let json = stopped("EssentialContainerExited", exited, containers)
    let definition = #"""
      {"taskDefinition": {"family": "web", "containerDefinitions": [
      {"name": "app", "essential": true}, {"name": "log-router", "essential": false}]}}
      """#
    #expect(runbooks(json).first == "ecs-oom-killed")
    #expect(runbooks(json).contains("ecs-app-exit"))
    #expect(leads(runbooks(json, definition: definition), to: ["ecs-app-exit", "ecs-oom-killed"]))
    #expect(diagnoses(json, definition: definition).first?.question == nil)
  }

  @Test(
    "the culprit is the container that ended by itself",
    arguments: [
      (
        #"{"name":"app","exitCode":143},{"name":"otel","exitCode":1}"#,
        ["ecs-dependency-sidecar", "ecs-app-exit"]
      ),
      (
        #"{"name":"otel","exitCode":1},{"name":"app","exitCode":143}"#,
        ["ecs-dependency-sidecar", "ecs-app-exit"]
      ),
      (
        #"{"name":"app","exitCode":0},{"name":"datadog-agent","exitCode":2}"#,
        ["ecs-dependency-sidecar", "ecs-app-exit"]
      ),
      (#"{"name":"app","exitCode":1},{"name":"envoy","exitCode":143}"#, ["ecs-app-exit"]),
      (#"{"name":"envoy","exitCode":0},{"name":"app","exitCode":1}"#, ["ecs-app-exit"]),
      (#"{"name":"envoy","exitCode":137},{"name":"app","exitCode":139}"#, ["ecs-crash-signal"]),
      (
        #"{"name":"app","exitCode":143},{"name":"xray-daemon","exitCode":139}"#,
        ["ecs-crash-signal", "ecs-dependency-sidecar"]
      ),
      (
        #"{"name":"app","exitCode":137},{"name":"nginx","exitCode":0}"#,
        ["ecs-exit-zero", "ecs-dependency-sidecar"]
      ),
      (#"{"name":"app","exitCode":0},{"name":"fluent-bit","exitCode":137}"#, ["ecs-exit-zero"]),
      (
        #"{"name":"app","exitCode":137},{"name":"fluent-bit","exitCode":143}"#,
        ["ecs-oom-killed", "ecs-sigterm-sigkill"]
      ),
      (
        #"{"name":"app","exitCode":143},{"name":"web","exitCode":143}"#,
        ["ecs-sigterm-sigkill", "ecs-expected-stop"]
      ),
      (
        #"{"name":"app","lastStatus":"STOPPED"},{"name":"agent","exitCode":1,"lastStatus":"STOPPED"}"#,
        ["ecs-dependency-sidecar", "ecs-app-exit"]
      ),
      (
        #"{"name":"app"},{"name":"init","exitCode":0}"#,
        ["ecs-exit-zero", "ecs-dependency-sidecar"]
      ),
      (#"{"name":"app","exitCode":134}"#, ["ecs-crash-signal", "ecs-oom-killed"]),
      (#"{"name":"app","exitCode":126}"#, ["ecs-cannot-start", "ecs-app-exit"]),
      (#"{"name":"app","exitCode":3}"#, ["ecs-app-exit"]),
      (#"{"name":"app","exitCode":130}"#, ["ecs-sigterm-sigkill", "ecs-expected-stop"]),
      (#"{"name":"app"}"#, ["ecs-runtime-internal", "ecs-cannot-start", "ecs-triage"]),
      (
        #"{"name":"app","exitCode":null,"reason":null}"#,
        ["ecs-runtime-internal", "ecs-cannot-start", "ecs-triage"]
      ),
    ])
  func culprits(containers: String, expected: [String]) {
    #expect(leads(runbooks(stopped("EssentialContainerExited", exited, containers)), to: expected))
  }

  @Test("a container named like the service is the application, whatever it is called")
  func namedLikeTheService() {
    let containers = #"{"name":"front","exitCode":143},{"name":"data-proxy","exitCode":1}"#
    #expect(
      leads(
        runbooks(
          stopped(
            "EssentialContainerExited", exited, containers, #""group": "service:data-proxy","#)),
        to: ["ecs-app-exit"]))
    #expect(
      runbooks(stopped("EssentialContainerExited", exited, containers)).first
        == "ecs-dependency-sidecar")
  }

  @Test("a failed dependency with its assigned 143 leads to the dependency")
  func dependency() {
    let containers = #"""
      {"name": "app", "exitCode": 143, "reason": "CannotStartContainerError: dependency graph: failed to resolve container ordering dependency [migrate] for target [app] as dependency did not exit successfully."},
      {"name": "migrate", "exitCode": 1}
      """#
    let found = runbooks(stopped("EssentialContainerExited", exited, containers))
    #expect(leads(found, to: ["ecs-dependency-sidecar", "ecs-app-exit", "ecs-sigterm-sigkill"]))
  }

  @Test("what the dependency itself says comes before the words of the one that waited")
  func dependencyCause() {
    let containers = #"""
      {"name": "app", "reason": "CannotStartContainerError: dependency graph: container ordering dependency [db] for target [app] because dependency will never start"},
      {"name": "db", "reason": "CannotPullContainerError: ref pull has been retried 1 time(s): failed to resolve ref x.test/db:1: not found"}
      """#
    #expect(
      runbooks(stopped("TaskFailedToStart", "Task failed to start", containers)).first
        == "ecs-pull-image-source")
  }

  @Test("the reason of an attachment is read where nothing else says more")
  func attachmentReason() throws {
    let json = stopped(
      "TaskFailedToStart", "Task failed to start", #"{"name": "app"}"#,
      #"""
      "attachments": [{"type": "AmazonElasticBlockStorage", "status": "FAILED", "details": [
      {"name": "statusReason", "value": "ECS was unable to assume the configured infrastructure role"}]}],
      """#)
    let found = diagnoses(json)
    #expect(leads(found.map(\.runbook), to: ["ecs-volume-mount", "ecs-role-trust"]))
    #expect(
      found.first?.because.last
        == #"tasks[0].attachments[0].details[0].value = "ECS was unable to assume the configured infrastructure role""#
    )
  }

  @Test(
    "the error decides, in the container or in the task",
    arguments: [
      ("InternalError: failed to provision the task", "ecs-runtime-internal"),
      ("Timeout waiting for network interface provisioning to complete.", "ecs-eni-subnet-ip"),
      (
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1': InsufficientFreeAddressesInSubnet",
        "ecs-eni-subnet-ip"
      ),
      (
        "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/x' that was provided for this task.",
        "ecs-role-trust"
      ),
      (
        "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
        "ecs-image-platform-mismatch"
      ),
      (
        "ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed",
        "ecs-network-path"
      ),
      (
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User is not authorized to perform: ecr:GetAuthorizationToken",
        "ecs-pull-permissions"
      ),
      (
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed caused by: Post",
        "ecs-network-path"
      ),
      ("CannotPullContainerError: context canceled", "ecs-network-path"),
      (
        "CannotPullContainerError: API error (404): repository x/y not found",
        "ecs-pull-image-source"
      ),
      (
        "CannotPullContainerError: failed to register layer: ApplyLayer exit status 1 stdout: stderr: no space left on device",
        "ecs-pull-image-source"
      ),
      (
        "CannotCreateContainerError: API error (500): devmapper: Thin Pool has 4350 free data blocks",
        "ecs-container-instance"
      ),
      (
        "CannotStartContainerError: API error (500): driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated",
        "ecs-container-instance"
      ),
      (
        "TaskStoppedBeforePullBeginError: Task stopped before image pull could begin for task: x",
        "ecs-expected-stop"
      ),
      (
        "ResourceInitializationError: failed to download env files: file download command: non empty error stream: AccessDenied",
        "ecs-init-secrets"
      ),
      (
        "CannotStartContainerError: ResourceInitializationError: unable to create new container: mount callback failed on /tmp/x: no users found",
        "ecs-cannot-start"
      ),
      ("Host EC2 (instance i-0123456789abcdef0) terminated.", "ecs-container-instance"),
    ])
  func errors(reason: String, runbook: String) {
    let escaped = reason.split(separator: "\"").joined(separator: "\\\"")
    let inTask = stopped("TaskFailedToStart", escaped, #"{"name": "app"}"#)
    let inContainer = stopped(
      "TaskFailedToStart", "Task failed to start", #"{"name": "app", "reason": "\#(escaped)"}"#)
    #expect(runbooks(inTask).first == runbook)
    #expect(runbooks(inContainer).first == runbook)
  }

  @Test("a deliberate stop with an error of the agent leads to the error")
  func stopWithError() {
    let container =
      #"{"name": "app", "reason": "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref a/b: not found"}"#
    #expect(
      runbooks(stopped("UserInitiated", "Task stopped by user", container)).first
        == "ecs-pull-image-source")
  }

  @Test("a task that failed to start without any reason leads to the triage")
  func noReason() {
    #expect(
      runbooks(stopped("TaskFailedToStart", "Task failed to start", #"{"name": "app"}"#)).first
        == "ecs-triage")
    #expect(
      runbooks(stopped("TaskFailedToStart", nil, #"{"name": "app", "lastStatus": "PENDING"}"#))
        .first == "ecs-triage")
  }

  @Test(
    "a task that has not stopped is diagnosed by what it waits for",
    arguments: [
      (#""lastStatus":"RUNNING","healthStatus":"UNHEALTHY""#, ["ecs-health-container"]),
      (#""lastStatus":"RUNNING","healthStatus":"HEALTHY""#, []),
      (#""lastStatus":"PROVISIONING""#, ["ecs-eni-subnet-ip", "ecs-placement-capacity"]),
      (#""lastStatus":"PENDING""#, ["ecs-placement-capacity", "ecs-eni-subnet-ip"]),
      (
        #""lastStatus":"PENDING","pullStartedAt":1793700000"#,
        ["ecs-performance-scaling", "ecs-network-path"]
      ),
      (
        #""lastStatus":"PENDING","attachments":[{"type":"eni","status":"ATTACHING"}]"#,
        ["ecs-eni-subnet-ip", "ecs-placement-capacity"]
      ),
      (
        #""lastStatus":"PENDING","attachments":[{"type":"ElasticNetworkInterface","status":"FAILED"}]"#,
        ["ecs-eni-subnet-ip", "ecs-placement-capacity"]
      ),
      (#""lastStatus":"ACTIVATING""#, ["ecs-health-elb", "ecs-service-connectivity"]),
      (
        #""lastStatus":"RUNNING","enableExecuteCommand":true,"containers":[{"name":"app","managedAgents":[{"name":"ExecuteCommandAgent","lastStatus":"STOPPED"}]}]"#,
        ["ecs-exec"]
      ),
      (
        #""lastStatus":"RUNNING","enableExecuteCommand":true,"containers":[{"name":"app","managedAgents":[{"name":"ExecuteCommandAgent","lastStatus":"RUNNING"}]}]"#,
        []
      ),
      (
        #""lastStatus":"RUNNING","containers":[{"name":"app","lastStatus":"RUNNING"},{"name":"x","lastStatus":"STOPPED","exitCode":137,"reason":"OutOfMemoryError: Container killed due to memory usage"}]"#,
        ["ecs-oom-killed"]
      ),
      (
        #""lastStatus":"RUNNING","containers":[{"name":"app","lastStatus":"RUNNING"},{"name":"x","lastStatus":"STOPPED","exitCode":0}]"#,
        []
      ),
      (
        #""lastStatus":"RUNNING","containers":[{"name":"app","lastStatus":"RUNNING"},{"name":"x","lastStatus":"STOPPED","exitCode":1}]"#,
        ["ecs-dependency-sidecar", "ecs-app-exit"]
      ),
    ])
  func running(fields: String, expected: [String]) {
    #expect(leads(runbooks(#"{"tasks":[{"desiredStatus":"RUNNING",\#(fields)}]}"#), to: expected))
  }

  @Test("a Spot notice is an interruption while the task still runs")
  func notice() {
    #expect(
      leads(
        runbooks(
          #"{"tasks":[{"lastStatus":"RUNNING","desiredStatus":"STOPPED","stopCode":"TerminationNotice","stoppedReason":"Your Spot Task was interrupted.","containers":[{"name":"w","lastStatus":"RUNNING"}]}]}"#
        ), to: ["ecs-interruption"]))
  }

  @Test(
    "a projection is read as the whole",
    arguments: [
      #"{"lastStatus":"STOPPED","stoppedReason":"Essential container in task exited","stopCode":"EssentialContainerExited","containers":[{"name":"app","lastStatus":"STOPPED","exitCode":1,"reason":""}]}"#,
      #"{"StopCode":"EssentialContainerExited","StopReason":"Essential container in task exited","Containers":[{"Name":"app","ExitCode":1,"Reason":null}]}"#,
      #"{"status":"STOPPED","reason":"Essential container in task exited","containers":[{"name":"app","reason":null,"exitCode":1}]}"#,
      #"{"StoppedCode":"EssentialContainerExited","containers":[{"name":"app","exitCode":1}]}"#,
      #"[{"stop_code":"EssentialContainerExited","containers":[{"exit_code":"1"}]}]"#,
      #"[{"name":"app","exitCode":1}]"#, #"[[{"name":"app","exitCode":1}]]"#,
    ])
  func projections(json: String) {
    #expect(leads(runbooks(json), to: ["ecs-app-exit"]))
  }
}
