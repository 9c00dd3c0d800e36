import Testing

@testable import Runbook

/// What an account says beside a task: its network, its images, its log, alarms and the stack.
@Suite struct SurroundingsTests {
  /// A task that did not start, in a subnet, with an image of ECR.
  static func task(
    _ reason: String, code: String = "TaskFailedToStart", status: String = "STOPPED",
    more: String = ""
  ) -> String {
    #"""
    {"tasks":[{"taskArn":"arn:aws:ecs:eu-west-1:123456789012:task/shop/0123456789abcdef0123456789abcdef","group":"service:web","lastStatus":"\#(status)","desiredStatus":"\#(status)","stopCode":"\#(code)","stoppedReason":"\#(reason)"\#(more),"attachments":[{"type":"ElasticNetworkInterface","status":"DELETED","details":[{"name":"subnetId","value":"subnet-0a"}]}],"containers":[{"name":"app","image":"123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v9"}]}]}

    """#
  }

  static let service =
    #"{"services":[{"serviceName":"web","desiredCount":1,"runningCount":1,"networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-0a"],"securityGroups":["sg-0a"],"assignPublicIp":"DISABLED"}}}]}"#
    + "\n"
  static let timeout =
    "ResourceInitializationError: unable to pull secrets or registry auth: Post https://api.ecr.eu-west-1.amazonaws.com/: dial tcp 10.0.0.9:443: i/o timeout"

  static func routes(_ route: String) -> String {
    #"{"RouteTables":[{"RouteTableId":"rtb-0a","VpcId":"vpc-0a","Associations":[{"SubnetId":"subnet-0a"}],"Routes":[{"DestinationCidrBlock":"10.0.0.0/16","GatewayId":"local","State":"active"}\#(route)]}]}"#
      + "\n"
  }
  static let nat =
    #",{"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-0a","State":"active"}"#

  static func endpoints(
    _ services: [String], dns: Bool = true, table: String = "rtb-0a", group: String = "sg-0b"
  ) -> String {
    let items = services.map { service in
      service == "s3"
        ? #"{"VpcEndpointId":"vpce-s3","VpcEndpointType":"Gateway","VpcId":"vpc-0a","ServiceName":"com.amazonaws.eu-west-1.s3","State":"available","RouteTableIds":["\#(table)"]}"#
        : #"{"VpcEndpointId":"vpce-\#(service)","VpcEndpointType":"Interface","VpcId":"vpc-0a","ServiceName":"com.amazonaws.eu-west-1.\#(service)","State":"available","PrivateDnsEnabled":\#(dns),"Groups":[{"GroupId":"\#(group)"}]}"#
    }
    return #"{"VpcEndpoints":[\#(items.joined(separator: ","))]}"# + "\n"
  }

  /// The group of the task and that of the endpoints.
  static func groups(out: Bool = true, inbound: String = "sg-0a") -> String {
    let egress = out ? #"{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}"# : ""
    let ingress =
      #"{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"\#(inbound)"}]}"#
    return
      #"{"SecurityGroups":[{"GroupId":"sg-0a","IpPermissions":[],"IpPermissionsEgress":[\#(egress)]},{"GroupId":"sg-0b","IpPermissions":[\#(ingress)],"IpPermissionsEgress":[]}]}"#
      + "\n"
  }

  private static let every = ["ecr.api", "ecr.dkr", "s3", "logs"]

  static let networks: [(fault: String, step: String, input: String)] = [
    (
      "no-default-route", "route-the-private-subnet-to-a-nat-gateway",
      routes("") + endpoints([])
    ),
    (
      "blackhole", "repair-the-nat-gateway",
      routes(
        #",{"DestinationCidrBlock":"0.0.0.0/0","NatGatewayId":"nat-0a","State":"blackhole"}"#)
        + endpoints([])
    ),
    (
      "nat-failed", "repair-the-nat-gateway",
      routes(nat) + endpoints([])
        + #"{"NatGateways":[{"NatGatewayId":"nat-0a","State":"failed"}]}"#
    ),
    (
      "no-public-ip", "give-the-task-a-public-ip-address",
      routes(#",{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"igw-0a","State":"active"}"#)
        + endpoints([])
    ),
    ("no-endpoint", "create-the-missing-interface-endpoints", routes("") + endpoints(["s3"])),
    (
      "no-s3-endpoint", "create-the-s3-gateway-endpoint",
      routes("") + endpoints(["ecr.api", "ecr.dkr", "logs"])
    ),
    (
      "endpoint-not-in-route-table", "add-the-route-table-to-the-s3-endpoint",
      routes("") + endpoints(every, table: "rtb-other")
    ),
    (
      "private-dns-off", "turn-on-private-dns-of-the-endpoint",
      routes("") + endpoints(every, dns: false)
    ),
    ("group-closed", "let-the-security-group-out", routes(nat) + groups(out: false)),
    (
      "endpoint-closed", "admit-the-task-at-the-endpoint",
      routes(nat) + endpoints(["ecr.api"]) + groups(inbound: "sg-other")
    ),
  ]

  private func report(_ input: String) -> DiagnosisReport {
    DiagnosisReport(Array(input.utf8), table: DiagnosisFixtures.table)
  }

  private func task(in report: DiagnosisReport) throws -> DiagnosisReport.Subject {
    try #require(report.subjects.first { $0.name.hasPrefix("task ") })
  }

  // MARK: Network

  @Test(
    "where the way is closed names the step, and the closed place is the reason",
    arguments: networks)
  func closed(fault: String, step: String, input: String) throws {
    let subject = try task(in: report(Self.task(Self.timeout) + Self.service + input))
    #expect(subject.facts.values(.pathFault) == [fault])
    let primary = try #require(subject.primary)
    #expect(primary.runbook == "ecs-network-path")
    #expect(primary.rule == "path-closed")
    #expect(primary.step == step)
    #expect(primary.isStepByFact)
    #expect(primary.because.contains { $0.contains(fault) })
  }

  static let open: [String] = [
    routes(nat) + endpoints([]) + groups(),
    routes("") + endpoints(every) + groups(),
    routes(#",{"DestinationCidrBlock":"0.0.0.0/0","TransitGatewayId":"tgw-0a","State":"active"}"#)
      + endpoints([]),
    // Endpoints were not asked for: whether there are any is not known.
    routes(""),
  ]

  @Test("an open way, and one of which too little is known, is no fault", arguments: open)
  func openWay(input: String) throws {
    let subject = try task(in: report(Self.task(Self.timeout) + Self.service + input))
    #expect(subject.facts.values(.pathFault) == [])
    #expect(subject.primary?.runbook == "ecs-network-path")
    #expect(subject.primary?.rule != "path-closed")
  }

  @Test("a task that runs, or that says another reason, is not diagnosed by its network")
  func unrelated() throws {
    let network = Self.service + Self.routes("") + Self.endpoints([])
    let running = Self.task("", code: "", status: "RUNNING", more: #","startedAt":1700000000"#)
    #expect(report(running + network).subjects.allSatisfy { $0.primary == nil })
    let other = try task(
      in: report(
        Self.task("CannotStartContainerError: exec: \\\"x\\\": executable file not found") + network
      ))
    #expect(other.primary?.runbook == "ecs-cannot-start")
  }

  @Test("a failed start without a word is explained by a closed way")
  func silent() throws {
    let subject = try task(
      in: report(
        Self.task("Task failed to start") + Self.service + Self.routes("") + Self.endpoints([])))
    #expect(subject.primary?.rule == "path-closed-silent")
    #expect(subject.primary?.confidence == .likely)
  }

  @Test("an image of a public registry needs the Internet, whatever the endpoints")
  func publicImage() throws {
    let input =
      Self.task(Self.timeout) + Self.service + Self.routes("") + Self.endpoints(Self.every)
    let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v9"
    let parts = input.split(separator: image, maxSplits: 1)
    let subject = try task(in: report(parts.joined(separator: "nginx:1.27")))
    #expect(subject.facts.values(.pathFault) == ["no-default-route"])
  }

  @Test("a subnet alone is suspected, a VPC is none")
  func alone() throws {
    let found = report(Self.routes("") + Self.endpoints([]))
    #expect(found.subjects.map(\.name) == ["subnet subnet-0a"])
    #expect(found.subjects.first?.primary?.confidence == .suspected)
    #expect(report(Self.routes(Self.nat) + Self.endpoints([])).subjects.first?.primary == nil)
    let full =
      #"{"Subnets":[{"SubnetId":"subnet-0a","VpcId":"vpc-0a","AvailableIpAddressCount":0}]}"#
    #expect(report(full).subjects.first?.primary?.runbook == "ecs-eni-subnet-ip")
  }

  // MARK: Images

  private static let pull =
    "CannotPullContainerError: pull image manifest has been retried 1 time(s)"

  @Test(
    "an image that ECR does not have is certain, and the repository apart from the tag",
    arguments: [
      ("ImageNotFoundException", "push-the-missing-tag"),
      ("RepositoryNotFoundException", "create-the-missing-repository"),
    ])
  func missingImage(error: String, step: String) throws {
    let answer =
      #"{"imageDetails":[],"repositoryName":"shop/web","imageTag":"v9","errorCode":"\#(error)"}"#
    let primary = try #require(try task(in: report(Self.task(Self.pull) + answer)).primary)
    #expect((primary.rule, primary.step) == ("image-not-in-registry", step))
    #expect(primary.confidence == .certain)
    let batch =
      #"{"images":[],"failures":[{"imageId":{"imageTag":"v9"},"failureCode":"ImageNotFound","failureReason":"Requested image not found"}]}"#
    #expect(report(batch).problem == nil)
  }

  @Test("an image that is there, or another one, leaves the text to decide")
  func presentImage() throws {
    for (repository, tag) in [("shop/web", "v9"), ("shop/other", "v9"), ("shop/web", "v8")] {
      let answer =
        #"{"imageDetails":[{"repositoryName":"\#(repository)","imageTags":["\#(tag)"],"imageDigest":"sha256:1"}]}"#
      let subject = try task(in: report(Self.task(Self.pull) + answer))
      #expect(subject.primary?.rule != "image-not-in-registry")
    }
  }

  @Test(
    "references of every form are taken apart",
    arguments: [
      ("nginx", nil, "nginx", nil), ("library/nginx:1.27", nil, "library/nginx", "1.27"),
      ("localhost:5000/app:x", nil, "localhost:5000/app", "x"),
      ("123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b@sha256:1", "123456789012", "a/b", nil),
    ] as [(String, String?, String, String?)])
  func reference(text: String, account: String?, repository: String, tag: String?) throws {
    let read = try #require(ImageReference(text))
    #expect(read.account == account)
    #expect(read.repository == repository)
    #expect(read.tag == tag)
  }

  // MARK: Logs, alarms, stacks

  @Test("the log of that very task names the step of an exit that says nothing")
  func log() throws {
    let task =
      #"{"tasks":[{"taskArn":"arn:aws:ecs:eu-west-1:1:task/shop/0123456789abcdef0123456789abcdef","lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"app","exitCode":1}]}]}"#
    func log(_ id: String) -> String {
      #"{"logGroupName":"/ecs/web","logStreamName":"web/app/\#(id)","events":[{"timestamp":1,"message":"Error: Cannot find module 'express'"}]}"#
    }
    let own = try self.task(in: report(task + log("0123456789abcdef0123456789abcdef")))
    #expect(own.primary?.step == "install-the-missing-package")
    #expect(own.primary?.because.contains { $0.contains("Cannot find module") } == true)
    let other = try self.task(in: report(task + log("fedcba9876543210fedcba9876543210")))
    #expect(other.primary?.step != "install-the-missing-package")
  }

  @Test("only an alarm that has gone off, of that service, is a subject")
  func alarms() {
    func alarm(_ name: String, _ service: String, _ state: String = "ALARM") -> String {
      #"{"AlarmName":"\#(name)","StateValue":"\#(state)","MetricName":"CPUUtilization","StateReason":"Threshold Crossed","Dimensions":[{"Name":"ServiceName","Value":"\#(service)"}]}"#
    }
    let list =
      #"{"MetricAlarms":[\#(alarm("a", "web")),\#(alarm("b", "other")),\#(alarm("c", "web", "OK"))]}"#
    let names = report(Self.service + list).subjects.filter { $0.primary != nil }.map(\.name)
    #expect(names == ["alarm a"])
    #expect(report(list).subjects.map(\.name) == ["alarm a", "alarm b"])
  }

  @Test("a stack that was completed, and what failed before its last update, is no failure")
  func stacks() {
    func event(_ status: String, _ type: String = "AWS::CloudFormation::Stack") -> String {
      let id = type == "AWS::CloudFormation::Stack" ? "arn:s" : "x"
      return
        #"{"StackId":"arn:s","PhysicalResourceId":"\#(id)","ResourceType":"\#(type)","ResourceStatus":"\#(status)","ResourceStatusReason":"ECS Deployment Circuit Breaker was triggered"}"#
    }
    func found(_ events: [String]) -> String? {
      report(#"{"StackEvents":[\#(events.joined(separator: ","))]}"#).subjects.first?.primary?
        .runbook
    }
    let failed = event("UPDATE_FAILED", "AWS::ECS::Service")
    #expect(
      found([event("UPDATE_ROLLBACK_COMPLETE"), failed, event("UPDATE_IN_PROGRESS")])
        == "ecs-deployment-stuck")
    #expect(found([event("UPDATE_COMPLETE"), failed, event("UPDATE_IN_PROGRESS")]) == nil)
    #expect(
      found([
        event("UPDATE_ROLLBACK_COMPLETE"), event("UPDATE_IN_PROGRESS"), failed,
        event("UPDATE_IN_PROGRESS"),
      ]) == nil)
  }
}
