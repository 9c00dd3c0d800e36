import Testing

@testable import Runbook

/// A service with these events, newest first, a minute apart.
private func service(_ events: [String], _ more: String = #""desiredCount":2,"runningCount":2"#)
  -> String
{
  let list = events.enumerated().map { index, message in
    #"{"id":"\#(index)","createdAt":"2026-11-03T10:\#(50 - index):00Z","message":"(service web) \#(message)"}"#
  }
  return
    #"{"services":[{"serviceName":"web",\#(more),"events":[\#(list.joined(separator: ","))]}]}"#
}

private let steady = "has reached a steady state."
private let noise = [
  "registered 1 targets in (target-group arn:aws:elasticloadbalancing:x)",
  "has started 1 tasks: (task 0123456789abcdef0123456789abcdef).",
  "deregistered 1 targets in (target-group arn:aws:elasticloadbalancing:x)",
  "has begun draining connections on 1 tasks.", "has stopped 1 running tasks: (task 0123).",
  "(deployment ecs-svc/1) deployment completed.", "stopped 1 pending tasks.",
  "has started 1 tasks: (task 1). Amazon ECS replaced 1 tasks due to an unhealthy status.",
  "is not AZ balanced with 2 tasks in eu-west-1a, 0 in eu-west-1b. AZ Rebalancing in progress.",
]

@Suite struct ServiceDiagnosisTests {
  @Test(
    "an event leads to its runbook, below noise too",
    arguments: [
      (
        "was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later",
        ["ecs-placement-capacity"]
      ),
      (
        "was unable to place a task. Reason: You've reached the limit on the number of tasks you can run concurrently",
        ["ecs-placement-capacity"]
      ),
      (
        "was unable to place a task. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently",
        ["ecs-placement-capacity"]
      ),
      (
        "was unable to place a task. Reason: The requested MEMORY configuration is above your limit.",
        ["ecs-placement-capacity"]
      ),
      ("was unable to place a task. Reason: Internal error.", ["ecs-placement-capacity"]),
      ("operations are being throttled. Will try again later.", ["ecs-placement-capacity"]),
      (
        "was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0123) has insufficient CPU units available.",
        ["ecs-placement-capacity", "ecs-container-instance"]
      ),
      (
        "was unable to place a task. Reason: ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: AccessDeniedException",
        ["ecs-init-secrets", "ecs-role-trust"]
      ),
      (
        "was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 5 time(s): dial tcp 10.0.0.1:443: i/o timeout",
        ["ecs-network-path", "ecs-pull-image-source"]
      ),
      ("(task 0123) failed container health checks.", ["ecs-health-container"]),
      (
        "(task 0123) (port 80) is unhealthy in (target-group arn:x) due to (reason Request timed out).",
        ["ecs-health-elb", "ecs-network-path"]
      ),
      (
        "(instance i-0123) (port 80) is unhealthy in (target-group arn:x) due to (reason Health checks failed with these codes: [503]).",
        ["ecs-health-elb"]
      ),
      (
        "(instance i-0123) is unhealthy in (elb web) due to (reason Instance has failed at least the UnhealthyThreshold number of health checks consecutively.)",
        ["ecs-health-elb"]
      ),
      (
        "(task 0123) is not healthy in target-group (arn:x) due to TARGET GROUP IS NOT FOUND.",
        ["ecs-health-elb"]
      ),
      (
        "was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.",
        ["ecs-deployment-stuck"]
      ),
      (
        "was unable to reach steady state because (taskSet ecs-svc/1) was unable to scale in due to (reason 2 tasks under protection)",
        ["ecs-deployment-stuck"]
      ),
      (
        "is unable to consistently start tasks successfully.",
        ["ecs-deployment-stuck", "ecs-triage"]
      ),
      (
        "(deployment ecs-svc/1) deployment failed: tasks failed to start.",
        ["ecs-deployment-stuck", "ecs-triage"]
      ),
      ("rolling back to deployment ecs-svc/1.", ["ecs-deployment-stuck", "ecs-triage"]),
      (
        "failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::111122223333:role/x' that was provided for this task.)",
        ["ecs-role-trust"]
      ),
      (
        "failed to launch a task with (error Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1': InsufficientFreeAddressesInSubnet)",
        ["ecs-eni-subnet-ip", "ecs-placement-capacity"]
      ),
    ])
  func events(message: String, expected: [String]) {
    #expect(leads(runbooks(service([message])), to: expected))
    #expect(leads(runbooks(service(noise + [message] + noise)), to: expected))
    #expect(
      leads(
        runbooks(#"[{"createdAt":1793700000,"message":"(service web) \#(message)"}]"#), to: expected
      ))
    #expect(
      leads(
        DiagnosisFixtures.table.decide(Facts(text: "(service web) \(message)")).map(\.runbook),
        to: expected))
  }

  @Test("a service without trouble has no diagnosis")
  func healthy() {
    #expect(leads(runbooks(service(noise)), to: []))
    #expect(leads(runbooks(service([steady] + noise)), to: []))
    #expect(
      leads(runbooks(service([], #""desiredCount":0,"runningCount":0,"status":"ACTIVE""#)), to: []))
  }

  @Test("trouble from before the service was steady is suspected only")
  func earlier() throws {
    let found = diagnoses(service([steady, "(task 0) failed container health checks."]))
    let first = try #require(found.first)
    #expect(first.runbook == "ecs-health-container" && first.confidence == .suspected)
    #expect(first.because.last == "Since then the service has reached a steady state.")
  }

  @Test("the newest cause wins over an older one of the same kind; a verdict is never the cause")
  func newest() {
    #expect(
      runbooks(
        service([
          "(deployment ecs-svc/1) deployment failed: tasks failed to start.",
          "(task 0) (port 80) is unhealthy in (target-group x) due to (reason Health checks failed).",
          "(task 0) failed container health checks.",
        ])
      ).first == "ecs-health-elb")
  }

  private let failed = #"""
    "desiredCount":2,"runningCount":0,"deployments":[{"status":"PRIMARY","rolloutState":"FAILED","failedTasks":4,
    "createdAt":"2026-11-03T10:00:00Z","rolloutStateReason":"ECS deployment circuit breaker: tasks failed to start."}]
    """#

  @Test("a failed deployment with a cause in its events names the cause, and itself beside it")
  func failedWithCause() {
    #expect(
      leads(
        runbooks(
          service(
            [
              steady, "rolling back to deployment ecs-svc/0.",
              "was unable to place a task. Reason: CannotPullContainerError: x: not found",
            ],
            failed)), to: ["ecs-pull-image-source", "ecs-deployment-stuck"]))
    #expect(leads(runbooks(service(noise, failed)), to: ["ecs-deployment-stuck", "ecs-triage"]))
  }

  @Test("an order of events other than the newest first is put right")
  func order() {
    let json = #"""
      {"services":[{"serviceName":"web","events":[
      {"createdAt":1793700000,"message":"(service web) (task 0) failed container health checks."},
      {"createdAt":1793700900.5,"message":"(service web) (task 0) (port 80) is unhealthy in (target-group x) due to (reason Health checks failed)."}]}]}
      """#
    #expect(runbooks(json).first == "ecs-health-elb")
  }

  @Test(
    "fewer tasks than wanted lead to the deployment",
    arguments: [
      #""desiredCount":2,"runningCount":0,"pendingCount":0"#,
      #""desired":2,"running":1"#, #""DesiredCount":3,"RunningCount":0,"Deployments":[]"#,
    ])
  func below(counts: String) {
    #expect(
      runbooks(#"{"status":"ACTIVE",\#(counts),"events":[]}"#).first == "ecs-deployment-stuck")
  }

  @Test("task sets and a lone deployment are read")
  func taskSets() {
    #expect(
      runbooks(
        #"{"services":[{"serviceName":"web","taskSets":[{"id":"ecs-svc/1","status":"PRIMARY","rolloutStateReason":"CannotPullContainerError: x: not found"}]}]}"#
      ).first
        == "ecs-pull-image-source")
    #expect(
      runbooks(#"{"id":"ecs-svc/1","rolloutState":"FAILED"}"#).first == "ecs-deployment-stuck")
    #expect(leads(runbooks(#"{"id":"ecs-svc/1","rolloutState":"COMPLETED"}"#), to: []))
  }

  @Test(
    "a service deployment is read by its state and its monitors",
    arguments: [
      (
        #""status":"ROLLBACK_SUCCESSFUL","statusReason":"Service deployment rolled back because the circuit breaker threshold was exceeded.""#,
        "ecs-deployment-stuck"
      ),
      (
        #""status":"IN_PROGRESS","deploymentCircuitBreaker":{"status":"TRIGGERED","failureCount":3}"#,
        "ecs-deployment-stuck"
      ),
      (
        #""status":"ROLLBACK_FAILED","statusReason":"(task 0) failed container health checks""#,
        "ecs-health-container"
      ),
      (#""status":"STOPPED""#, "ecs-deployment-stuck"), (#""status":"SUCCESSFUL""#, nil),
    ])
  func serviceDeployments(fields: String, expected: String?) {
    let json =
      #"{"serviceDeployments":[{"serviceDeploymentArn":"arn:aws:ecs:eu-west-1:111122223333:service-deployment/prod/web/abc",\#(fields)}]}"#
    let report = DiagnosisReport(Array(json.utf8), table: DiagnosisFixtures.table)
    #expect(report.subjects.first?.primary?.runbook == expected)
    #expect(report.subjects.first?.placeholders["service"] == "web")
  }
}

@Suite struct EventDiagnosisTests {
  private func event(_ type: String, _ detail: String) -> String {
    #"{"detail-type":"\#(type)","source":"aws.ecs","region":"eu-west-1","account":"111122223333","time":"2026-11-03T10:00:00Z","resources":["arn:aws:ecs:eu-west-1:111122223333:service/prod/web"],"detail":{\#(detail)}}"#
  }

  @Test(
    "the name of a service event leads to its runbook",
    arguments: [
      ("SERVICE_TASK_PLACEMENT_FAILURE", "RESOURCE:CPU", "ecs-placement-capacity"),
      (
        "SERVICE_TASK_PLACEMENT_FAILURE", "CannotPullContainerError: x: not found",
        "ecs-pull-image-source"
      ),
      (
        "SERVICE_TASK_CONFIGURATION_FAILURE", "ECS was unable to assume the role 'x'",
        "ecs-role-trust"
      ),
      ("SERVICE_TASK_CONFIGURATION_FAILURE", "", "ecs-role-trust"),
      ("SERVICE_TASK_START_IMPAIRED", "", "ecs-deployment-stuck"),
      ("SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED", "", "ecs-container-instance"),
      ("ECS_OPERATION_THROTTLED", "", "ecs-placement-capacity"),
      ("SERVICE_DISCOVERY_OPERATION_THROTTLED", "", "ecs-service-connectivity"),
      ("SERVICE_DISCOVERY_INSTANCE_UNHEALTHY", "", "ecs-health-container"),
      ("VPC_LATTICE_TARGET_UNHEALTHY", "", "ecs-health-elb"),
      ("SERVICE_STEADY_STATE", "", nil),
      ("SERVICE_DEPLOYMENT_COMPLETED", "ECS deployment ecs-svc/1 completed.", nil),
      ("SERVICE_DESIRED_COUNT_UPDATED", "", nil), ("TASKS_STOPPED", "", nil),
    ])
  func actions(name: String, reason: String, expected: String?) {
    let json = event(
      "ECS Service Action", #""eventType":"ERROR","eventName":"\#(name)","reason":"\#(reason)""#)
    #expect(runbooks(json).first == expected)
  }

  @Test(
    "a deployment that failed or rolls back leads to the deployment",
    arguments: [
      (
        "SERVICE_DEPLOYMENT_FAILED", "ECS deployment circuit breaker: task failed to start.",
        "ecs-deployment-stuck"
      ),
      (
        "SERVICE_DEPLOYMENT_FAILED", "ECS deployment ecs-svc/1 failed: alarm detected.",
        "ecs-deployment-stuck"
      ),
      (
        "SERVICE_DEPLOYMENT_IN_PROGRESS",
        "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1.",
        "ecs-deployment-stuck"
      ),
      ("SERVICE_DEPLOYMENT_IN_PROGRESS", "ECS deployment ecs-svc/1 in progress.", nil),
    ])
  func deployments(name: String, reason: String, expected: String?) {
    let json = event(
      "ECS Deployment State Change",
      #""eventType":"ERROR","eventName":"\#(name)","deploymentId":"ecs-svc/1","reason":"\#(reason)""#
    )
    let report = DiagnosisReport(Array(json.utf8), table: DiagnosisFixtures.table)
    #expect(report.subjects.first?.primary?.runbook == expected)
    #expect(report.input == "event")
    // The old form of the id is no part of the ARN that commands ask for.
    #expect(report.subjects.first?.placeholders["deployment-id"] == nil)
    #expect(report.subjects.first?.placeholders["service"] == "web")
  }

  private func event(task: Int, version: Int, _ fields: String) -> String {
    """
    {"detail-type":"ECS Task State Change","detail":{"taskArn":\
    "arn:aws:ecs:eu-west-1:111122223333:task/c/\(task)","version":\(version),\(fields)}}
    """
  }

  @Test("task events of a line each, in a queue's envelope too, are one subject for each task")
  func lines() {
    let stopped =
      #""lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"a","exitCode":1}]"#
    let task = event(task: 0, version: 1, stopped)
    let envelope = JSON.object([
      (key: "Message", value: .string(event(task: 2, version: 1, stopped)))
    ])
    let report = DiagnosisReport(
      Array(
        "\(task)\n\(event(task: 1, version: 1, stopped))\n\n{\"Records\":[\(envelope.text())]}".utf8
      ),
      table: DiagnosisFixtures.table)
    #expect(report.problem == nil)
    #expect(
      report.subjects.map { $0.primary?.runbook } == [
        "ecs-app-exit", "ecs-app-exit", "ecs-app-exit",
      ])
    #expect(report.subjects.map(\.path).first == "[0].detail")
  }

  @Test("of one task's life the newest event counts, in whatever order the lines came")
  func life() {
    let events = [
      event(
        task: 0, version: 1,
        #""lastStatus":"PROVISIONING","attachments":[{"type":"eni","status":"PRECREATED"}]"#),
      event(
        task: 0, version: 5,
        #""lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"a","exitCode":139}]"#
      ),
      event(
        task: 0, version: 3,
        #""lastStatus":"RUNNING","containers":[{"name":"a","lastStatus":"RUNNING"}]"#),
    ]
    for order in [[0, 1, 2], [0, 2, 1], [1, 2, 0]] {
      let lines = order.map { events[$0] }.joined(separator: "\n")
      let report = DiagnosisReport(Array(lines.utf8), table: DiagnosisFixtures.table)
      #expect(report.subjects.map { $0.primary?.runbook } == ["ecs-crash-signal"])
    }
  }

  @Test(
    "docker inspect is read as a state",
    arguments: [
      (
        #"[{"Id":"0","Name":"/app","State":{"Status":"exited","OOMKilled":true,"ExitCode":137}}]"#,
        "ecs-oom-killed"
      ),
      (#"{"State":{"OOMKilled":false,"ExitCode":137}}"#, "ecs-sigterm-sigkill"),
      (#"{"OOMKilled":false,"ExitCode":139,"Error":""}"#, "ecs-crash-signal"),
      (
        #"{"OOMKilled":false,"ExitCode":127,"Error":"OCI runtime create failed: exec: \"x\": executable file not found in $PATH"}"#,
        "ecs-cannot-start"
      ),
      (
        #"[{"State":{"Status":"running","Running":true,"ExitCode":0,"OOMKilled":false,"Health":{"Status":"unhealthy"}}}]"#,
        "ecs-health-container"
      ),
      (#"[{"State":{"Status":"running","Running":true,"ExitCode":0,"OOMKilled":false}}]"#, nil),
    ])
  func docker(json: String, expected: String?) {
    #expect(runbooks(json).first == expected)
  }

  @Test(
    "targets of a load balancer are read",
    arguments: [
      (
        #"{"State":"unhealthy","Reason":"Target.ResponseCodeMismatch","Description":"Health checks failed with these codes: [502]"}"#,
        ["ecs-health-elb"]
      ),
      (
        #"{"State":"unhealthy","Reason":"Target.Timeout","Description":"Request timed out"}"#,
        ["ecs-health-elb", "ecs-network-path"]
      ),
      (
        #"{"State":"unhealthy","Reason":"Target.FailedHealthChecks","Description":"Health checks failed"}"#,
        ["ecs-health-elb"]
      ),
      (
        #"{"State":"unused","Reason":"Target.NotInUse","Description":"Target group is not configured to receive traffic from the load balancer"}"#,
        ["ecs-health-elb", "ecs-deployment-stuck"]
      ),
      (
        #"{"State":"unused","Reason":"Target.NotRegistered","Description":"Target is not registered to the target group"}"#,
        ["ecs-health-elb", "ecs-deployment-stuck"]
      ),
      (
        #"{"State":"unused","Reason":"Target.InvalidState","Description":"Target is in the stopped state"}"#,
        ["ecs-health-elb", "ecs-container-instance"]
      ),
      (
        #"{"State":"unused","Reason":"Target.IpUnusable","Description":"The target IP address is reserved for use by a load balancer"}"#,
        ["ecs-health-elb", "ecs-eni-subnet-ip"]
      ),
      (
        #"{"State":"unavailable","Reason":"Target.HealthCheckDisabled","Description":"Health checks are disabled for this target group"}"#,
        ["ecs-health-elb"]
      ),
      (
        #"{"State":"unavailable","Reason":"Elb.InternalError","Description":"Health checks failed due to an internal error"}"#,
        ["ecs-health-elb"]
      ),
      (#"{"State":"initial","Reason":"Elb.RegistrationInProgress"}"#, ["ecs-health-elb"]),
      (#"{"State":"initial","Reason":"Elb.InitialHealthChecking"}"#, ["ecs-health-elb"]),
      (
        #"{"State":"draining","Reason":"Target.DeregistrationInProgress"}"#,
        ["ecs-health-elb", "ecs-deployment-stuck"]
      ),
      (#"{"State":"healthy"}"#, []),
    ])
  func targets(health: String, expected: [String]) {
    #expect(
      leads(
        runbooks(
          #"{"TargetHealthDescriptions":[{"Target":{"Id":"10.0.0.1","Port":80},"TargetHealth":\#(health)}]}"#
        ), to: expected))
  }

  private func health(_ state: String, _ reason: String) -> String {
    #"{"Target":{"Id":"10.0.0.1","Port":80},"TargetHealth":{"State":"\#(state)","Reason":"\#(reason)"}}"#
  }

  @Test(
    "a target that comes or goes is no trouble where another serves, and no excuse where one fails")
  func targetsInPassing() {
    let passing = [
      health("initial", "Elb.RegistrationInProgress"),
      health("draining", "Target.DeregistrationInProgress"),
    ].joined(separator: ",")
    let answer = { (targets: String) in #"{"TargetHealthDescriptions":[\#(targets)]}"# }
    #expect(runbooks(answer("\(passing),\(health("healthy", ""))")).isEmpty)
    let found = diagnoses(answer("\(passing),\(health("unhealthy", "Target.Timeout"))"))
    #expect(found.first?.runbook == "ecs-health-elb" && found.first?.confidence == .certain)
    #expect(found.first?.because.contains { $0.contains("initial") } == false)
    #expect(diagnoses(answer(passing)).first?.confidence == .suspected)
    #expect(runbooks(answer("")).first == "ecs-health-elb", "a group without targets")
    #expect(runbooks("[\(health("unhealthy", "Target.Timeout"))]").first == "ecs-health-elb")
  }

  private func scaling(_ counts: [Int], status: String = "Successful") -> String {
    let activities = counts.map { count in
      """
      {"ActivityId":"0","ServiceNamespace":"ecs","ResourceId":"service/shop/web",\
      "ScalableDimension":"ecs:service:DesiredCount","Description":"Setting desired count to \(count).",\
      "StatusCode":"\(status)","StatusMessage":""}
      """
    }
    return #"{"ScalingActivities":[\#(activities.joined(separator: ","))]}"#
  }

  @Test("scaling that turns round again and again is told from a day's load")
  func scalingActivities() {
    #expect(diagnoses(scaling([4, 12, 4, 12])).first?.rule == "scaling-flapping")
    #expect(diagnoses(scaling([4, 12, 12, 4])).first?.rule != "scaling-flapping")
    #expect(diagnoses(scaling([2, 4, 6, 8])).isEmpty, "steps down alone")
    #expect(diagnoses(scaling([4], status: "Failed")).first?.rule == "scaling-failed")
    let report = DiagnosisReport(
      Array(scaling([4, 12, 4]).utf8), table: DiagnosisFixtures.table)
    #expect(report.input == "describe-scaling-activities")
    #expect(report.subjects.first?.placeholders["cluster"] == "shop")
    #expect(report.subjects.first?.placeholders["service"] == "web")
  }

  @Test(
    "docker events tell how a container ended",
    arguments: [
      (
        #"{"Type":"container","Action":"oom","Actor":{"ID":"0","Attributes":{"name":"app"}}}"#,
        "ecs-oom-killed"
      ),
      (
        #"{"Type":"container","Action":"die","Actor":{"ID":"0","Attributes":{"exitCode":"139","name":"app"}}}"#,
        "ecs-crash-signal"
      ),
      (
        #"{"Type":"container","Action":"health_status: unhealthy","Actor":{"ID":"0","Attributes":{"name":"app"}}}"#,
        "ecs-health-container"
      ),
      (
        #"{"Type":"container","Action":"start","Actor":{"ID":"0","Attributes":{"name":"app"}}}"#,
        nil
      ),
      (
        #"{"Status":"unhealthy","FailingStreak":4,"Log":[{"ExitCode":1,"Output":"curl: (7) Failed to connect"}]}"#,
        "ecs-health-container"
      ),
      (#"{"Status":"healthy","FailingStreak":0,"Log":[]}"#, nil),
    ])
  func dockerEvents(json: String, expected: String?) {
    #expect(runbooks(json).first == expected)
  }

  @Test(
    "a list without end is read as far as real ones go, and that is said",
    arguments: [("{\"tasks\":[", "{},", "{}]}"), ("[", "{},", "{}]"), ("", "{}\n", "{}")])
  func endless(head: String, item: String, tail: String) {
    let count = Fields.listLimit + 5
    let text = head + String(repeating: item, count: count) + tail
    let report = DiagnosisReport(Array(text.utf8), table: DiagnosisFixtures.table)
    #expect(report.subjects.count <= Fields.listLimit)
    #expect(
      report.notes.contains { $0.contains("only the first \(Fields.listLimit)") }
        || report.problem != nil)
  }

  @Test("a task that is missing is told beside the one that is there, and after it")
  func partlyMissing() {
    let report = DiagnosisReport(
      Array(
        #"{"tasks":[{"lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"a","exitCode":3}]}],"failures":[{"arn":"x","reason":"MISSING"}]}"#
          .utf8), table: DiagnosisFixtures.table)
    #expect(report.groups.map(\.runbook) == ["ecs-app-exit", "ecs-triage"])
  }

  @Test(
    "an answer without a subject says so",
    arguments: [
      (#"{"tasks":[],"failures":[]}"#, "ecs-triage"),
      (#"{"services":[],"failures":[{"reason":"MISSING"}]}"#, "ecs-triage"),
      (
        #"{"tasks":[],"failures":[{"arn":"x","reason":"RESOURCE:MEMORY"}]}"#,
        "ecs-placement-capacity"
      ),
      (#"{"tasks":[],"failures":[{"arn":"x","reason":"AGENT"}]}"#, "ecs-container-instance"),
      (#"{"failures":[{"arn":"x","reason":"ATTRIBUTE"}]}"#, "ecs-container-instance"),
    ])
  func failures(json: String, expected: String) {
    #expect(runbooks(json).first == expected)
  }
}
