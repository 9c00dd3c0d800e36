extension LiveCollector {
  /// Asks what the failed tasks make worth asking: the image and the network of those that did not
  /// start, the log of those that ended by themselves, and what else tells of the service.
  mutating func askAround() throws(LiveError) {
    try askAroundTasks()
    guard let service = services.first else { return }
    if asks(.alarms) { try askForAlarms(of: service) }
    if asks(.stacks) { try askForStack(of: service) }
  }

  /// The same, about the tasks alone.
  mutating func askAroundTasks() throws(LiveError) {
    let unstarted = tasks.filter(\.failedToStart)
    if !unstarted.isEmpty {
      if asks(.images) { try askForImages(of: unstarted) }
      if asks(.network) { try askForNetwork(of: unstarted) }
    }
    if asks(.logs) { try askForLogs() }
  }

  private func asks(_ group: LiveTarget.Group) -> Bool { !target.without.contains(group) }

  // MARK: Images

  /// Images of ECR are asked for; more different ones say nothing new.
  private static let mostImages = 3

  private mutating func askForImages(of tasks: [TaskDescription]) throws(LiveError) {
    var asked: [ImageReference] = []
    for text in tasks.flatMap(\.containers).compactMap({ $0.image?.value }) {
      guard let image = ImageReference(text), let account = image.account,
        !asked.contains(image), asked.count < LiveCollector.mostImages,
        LiveTarget.isName(image.repository)
      else { continue }
      asked.append(image)
      let name = image.digest.map { "imageDigest=\($0)" } ?? "imageTag=\(image.tag ?? "latest")"
      let reply = try aws.call(
        "ecr", "describe-images",
        [
          "--registry-id", account, "--repository-name", image.repository, "--image-ids", name,
        ], expecting: ["ImageNotFoundException", "RepositoryNotFoundException"],
        region: image.region)
      switch reply {
      case .answer(let bytes): keep(bytes, "describe-images")
      case .refused(let error, _) where error.hasSuffix("NotFoundException"):
        // The error is the answer, so it is kept in the shape of one.
        let answer: JSON = [
          "imageDetails": [], "registryId": .string(account),
          "repositoryName": .string(image.repository), "imageTag": JSON(image.tag),
          "imageDigest": JSON(image.digest), "errorCode": .string(error),
        ]
        keep(answer.bytes(), "describe-images")
      case .refused, .nothing: continue
      }
    }
  }

  // MARK: Network

  private mutating func askForNetwork(of tasks: [TaskDescription]) throws(LiveError) {
    let service = services.first
    var subnets: [String] = []
    for task in tasks {
      for subnet in NetworkNeed(task, nil, service).subnets
      where !subnets.contains(subnet) && LiveTarget.isName(subnet) {
        subnets.append(subnet)
      }
    }
    guard !subnets.isEmpty,
      let found = try ask("ec2", "describe-subnets", ["--subnet-ids"] + subnets.prefix(16))
    else { return }
    let network = SymptomInput(found).network
    var vpcs: [String] = []
    for vpc in network.subnets.compactMap(\.vpc) where !vpcs.contains(vpc) { vpcs.append(vpc) }
    guard !vpcs.isEmpty else { return }
    let filter = ["--filters", "Name=vpc-id,Values=\(vpcs.joined(separator: ","))"]
    let tables = try ask("ec2", "describe-route-tables", filter).map { SymptomInput($0).network }
    let endpoints = try ask("ec2", "describe-vpc-endpoints", filter)
      .map { SymptomInput($0).network }
    let gateways = (tables?.routeTables.flatMap(\.routes) ?? [])
      .filter { $0.target == .natGateway }.map(\.targetID)
    if let first = gateways.first(where: LiveTarget.isName) {
      let ids = Set(gateways.filter(LiveTarget.isName)).union([first]).sorted()
      _ = try ask(
        "ec2", "describe-nat-gateways",
        ["--filter", "Name=nat-gateway-id,Values=\(ids.joined(separator: ","))"])
    }
    var groups = service?.securityGroups.map(\.value) ?? []
    for group in endpoints?.endpoints.flatMap(\.groups) ?? [] where !groups.contains(group) {
      groups.append(group)
    }
    groups = groups.filter(LiveTarget.isName)
    guard !groups.isEmpty else { return }
    _ = try ask("ec2", "describe-security-groups", ["--group-ids"] + groups.prefix(50))
  }

  // MARK: Logs

  /// Logs of so many tasks, and so many lines of each, are read.
  private static let mostLogs = 3
  private static let mostLines = 100

  /// The log of the container whose end ended the task, of the newest task with each way to end.
  private mutating func askForLogs() throws(LiveError) {
    let newest = tasks.filter { $0.endedByItself }.sorted {
      ($0.stoppedAt?.value.seconds ?? 0) > ($1.stoppedAt?.value.seconds ?? 0)
    }
    var seen: [String] = []
    for task in newest {
      guard seen.count < LiveCollector.mostLogs else { return }
      guard let definition = definitions.first(where: { $0.fits(task) }),
        let culprit = ContainerFacts(task: task, definition: definition, sidecars: sidecars).culprit
      else { continue }
      let container = task.containers[culprit]
      let end = "\(container.name?.value ?? "") \(container.exitCode?.value ?? -1)"
      guard !seen.contains(end), let own = definition.container(container.name?.value),
        let group = own.logGroup, let prefix = own.streamPrefix,
        let id = task.taskArn?.value.lastPart,
        LiveTarget.isName(group), LiveTarget.isName(id)
      else { continue }
      seen.append(end)
      try askForLog(group, "\(prefix)/\(own.name)/\(id)", own.logRegion)
    }
  }

  private mutating func askForLog(
    _ group: String, _ stream: String, _ region: String?
  ) throws(LiveError) {
    let words = [
      "--log-group-name", group, "--log-stream-name", stream, "--limit",
      "\(LiveCollector.mostLines)",
    ]
    let reply = try aws.call("logs", "get-log-events", words, region: region)
    guard case .answer(let bytes) = reply else { return }
    // The answer does not say whose lines these are; the call does.
    var answer = Array("{\"logGroupName\":".utf8)
    answer += JSON.string(group).bytes()
    answer += ",\"logStreamName\":".utf8
    answer += JSON.string(stream).bytes()
    guard let start = bytes.firstIndex(of: UInt8(ascii: "{")) else { return }
    let rest = bytes[(start + 1)...]
    let isEmpty = rest.first { $0 > 0x20 } == UInt8(ascii: "}")
    answer += isEmpty ? Array(rest) : [UInt8(ascii: ",")] + rest
    keep(answer, "get-log-events")
  }

  // MARK: Alarms and stacks

  private mutating func askForAlarms(of service: ServiceDescription) throws(LiveError) {
    _ = try ask(
      "cloudwatch", "describe-alarms", ["--state-value", "ALARM", "--max-items", "500"])
  }

  /// A stack that was last touched earlier is not what is wrong now.
  private static let stackAge: Int64 = 86400

  private mutating func askForStack(of service: ServiceDescription) throws(LiveError) {
    guard let arn = service.serviceArn?.value, LiveTarget.isName(arn) else { return }
    let tags = try ask(
      "ecs", "list-tags-for-resource", ["--resource-arn", arn], isDiagnosed: false)
    let stack = tags?.roots.first?[key: "tags"]?.items.first {
      $0[key: "key"]?.string == "aws:cloudformation:stack-name"
    }
    guard let name = stack?[key: "value"]?.string, LiveTarget.isName(name) else { return }
    let reply = try aws.call(
      "cloudformation", "describe-stack-events", ["--stack-name", name, "--max-items", "100"])
    guard case .answer(let bytes) = reply else { return }
    let events = JSONDocument.read(bytes).document.roots.first?[key: "StackEvents"]?.items
    let newest = events?.first?[key: "Timestamp"]?.time
    let isRecent = newest.map { now.seconds - $0.seconds < LiveCollector.stackAge } ?? false
    keep(bytes, "describe-stack-events", isDiagnosed: isRecent)
  }
}
