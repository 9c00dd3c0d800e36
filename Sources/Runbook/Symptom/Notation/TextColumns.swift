/// The keys of objects that `--output text` prints without them, in their order.
///
/// That is the order of the alphabet. Source: the botocore model of ECS.
enum TextColumns {
  /// A key and what its values look like.
  struct Column: Sendable {
    var key: String
    var kind: Kind
  }

  /// What a value looks like.
  enum Kind: Sendable {
    case arn(String)
    case oneOf([String])
    case number, time, truth, id
    /// A name without blanks.
    case name
    /// A name with this beginning.
    case prefixed([String])
    case sentence

    /// How much it says that a value fits.
    var weight: Int {
      switch self {
      case .arn, .time, .oneOf, .prefixed: 4
      case .number, .truth, .id: 3
      case .name, .sentence: 2
      }
    }

    func takes(_ value: String) -> Bool {
      switch self {
      case .arn(let kind): value.hasPrefix("arn:") && value.contains(kind)
      case .oneOf(let values): values.contains(value)
      case .number: !value.isEmpty && value.utf8.count < 10 && value.utf8.allSatisfy(ASCII.isDigit)
      case .time: TextColumns.isTime(value)
      case .truth: value == "True" || value == "False"
      case .id:
        value.utf8.count >= 8
          && value.utf8.allSatisfy { ASCII.isDigit($0) || ($0 | 0x20) &- 0x61 < 6 || $0 == 0x2D }
      case .name:
        !value.utf8.contains(0x20) && !value.hasPrefix("arn:") && !TextColumns.isTime(value)
      case .prefixed(let starts): starts.contains { value.hasPrefix($0) }
      case .sentence: !value.hasPrefix("arn:") && !TextColumns.isTime(value) && Int(value) == nil
      }
    }
  }

  private static func isTime(_ value: String) -> Bool {
    if value.utf8.count >= 19, Timestamp(value) != nil { return true }
    // Seconds since 1970, as version 1 of the CLI prints them.
    return value.utf8.count > 9 && value.utf8.contains(0x2E) && Double(value) != nil
  }

  private static let health = Kind.oneOf(["HEALTHY", "UNHEALTHY", "UNKNOWN"])
  private static let states = Kind.oneOf([
    "PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING",
    "DEPROVISIONING", "STOPPED", "DELETED",
  ])
  private static let launchTypes = Kind.oneOf(["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"])
  private static let platforms = Kind.prefixed(["1.", "LATEST"])

  /// The lists by the name that stands in front of a row.
  static let lists: [String: (name: String, columns: [Column])] = [
    "TASKS": ("tasks", task), "TASK": ("tasks", task), "CONTAINERS": ("containers", container),
    "ATTACHMENTS": ("attachments", attachment), "DETAILS": ("details", detail),
    "SERVICES": ("services", service), "SERVICE": ("services", service),
    "EVENTS": ("events", event), "DEPLOYMENTS": ("deployments", deployment),
    "LOADBALANCERS": ("loadBalancers", balancer),
  ]

  private static let task: [Column] = [
    Column(
      key: "availabilityZone",
      kind: .prefixed(["us-", "eu-", "ap-", "sa-", "ca-", "me-", "af-", "il-", "cn-", "mx-"])),
    Column(key: "capacityProviderName", kind: .name),
    Column(key: "clusterArn", kind: .arn(":cluster/")),
    Column(key: "connectivity", kind: .oneOf(["CONNECTED", "DISCONNECTED"])),
    Column(key: "connectivityAt", kind: .time),
    Column(key: "containerInstanceArn", kind: .arn(":container-instance/")),
    Column(key: "cpu", kind: .number), Column(key: "createdAt", kind: .time),
    Column(key: "desiredStatus", kind: states), Column(key: "enableExecuteCommand", kind: .truth),
    Column(key: "executionStoppedAt", kind: .time),
    Column(key: "group", kind: .prefixed(["service:", "family:"])),
    Column(key: "healthStatus", kind: health), Column(key: "lastStatus", kind: states),
    Column(key: "launchType", kind: launchTypes), Column(key: "memory", kind: .number),
    Column(key: "platformFamily", kind: .prefixed(["Linux", "LINUX", "Windows", "WINDOWS"])),
    Column(key: "platformVersion", kind: platforms), Column(key: "pullStartedAt", kind: .time),
    Column(key: "pullStoppedAt", kind: .time), Column(key: "startedAt", kind: .time),
    Column(key: "startedBy", kind: .name),
    Column(key: "stopCode", kind: .oneOf(Vocabulary.stopCodes)),
    Column(key: "stoppedAt", kind: .time), Column(key: "stoppedReason", kind: .sentence),
    Column(key: "stoppingAt", kind: .time), Column(key: "taskArn", kind: .arn(":task/")),
    Column(key: "taskDefinitionArn", kind: .arn(":task-definition/")),
    Column(key: "version", kind: .number),
  ]

  private static let container: [Column] = [
    Column(key: "containerArn", kind: .arn(":container/")), Column(key: "cpu", kind: .number),
    Column(key: "exitCode", kind: .number), Column(key: "healthStatus", kind: health),
    Column(key: "image", kind: .name), Column(key: "imageDigest", kind: .prefixed(["sha256:"])),
    Column(key: "lastStatus", kind: states), Column(key: "memory", kind: .number),
    Column(key: "memoryReservation", kind: .number), Column(key: "name", kind: .name),
    Column(key: "reason", kind: .sentence), Column(key: "runtimeId", kind: .id),
    Column(key: "taskArn", kind: .arn(":task/")),
  ]

  private static let attachment: [Column] = [
    Column(key: "id", kind: .id),
    Column(
      key: "status",
      kind: .oneOf([
        "PRECREATED", "CREATED", "ATTACHING", "ATTACHED", "DETACHING", "DETACHED", "DELETED",
        "FAILED",
      ])),
    Column(key: "type", kind: .name),
  ]

  private static let detail: [Column] = [
    Column(key: "name", kind: .name), Column(key: "value", kind: .sentence),
  ]

  private static let service: [Column] = [
    Column(key: "clusterArn", kind: .arn(":cluster/")), Column(key: "createdAt", kind: .time),
    Column(key: "createdBy", kind: .arn(":iam:")), Column(key: "desiredCount", kind: .number),
    Column(key: "enableECSManagedTags", kind: .truth),
    Column(key: "enableExecuteCommand", kind: .truth),
    Column(key: "healthCheckGracePeriodSeconds", kind: .number),
    Column(key: "launchType", kind: launchTypes), Column(key: "pendingCount", kind: .number),
    Column(key: "platformFamily", kind: .prefixed(["Linux", "LINUX", "Windows", "WINDOWS"])),
    Column(key: "platformVersion", kind: platforms),
    Column(key: "propagateTags", kind: .oneOf(["NONE", "SERVICE", "TASK_DEFINITION"])),
    Column(key: "roleArn", kind: .arn(":role/")), Column(key: "runningCount", kind: .number),
    Column(key: "schedulingStrategy", kind: .oneOf(["REPLICA", "DAEMON"])),
    Column(key: "serviceArn", kind: .arn(":service/")), Column(key: "serviceName", kind: .name),
    Column(key: "status", kind: .oneOf(["ACTIVE", "DRAINING", "INACTIVE"])),
    Column(key: "taskDefinition", kind: .arn(":task-definition/")),
  ]

  private static let event: [Column] = [
    Column(key: "createdAt", kind: .time), Column(key: "id", kind: .id),
    Column(key: "message", kind: .sentence),
  ]

  private static let deployment: [Column] = [
    Column(key: "createdAt", kind: .time), Column(key: "desiredCount", kind: .number),
    Column(key: "failedTasks", kind: .number), Column(key: "id", kind: .prefixed(["ecs-svc/"])),
    Column(key: "launchType", kind: launchTypes), Column(key: "pendingCount", kind: .number),
    Column(key: "platformFamily", kind: .prefixed(["Linux", "LINUX", "Windows", "WINDOWS"])),
    Column(key: "platformVersion", kind: platforms),
    Column(key: "rolloutState", kind: .oneOf(["COMPLETED", "FAILED", "IN_PROGRESS"])),
    Column(key: "rolloutStateReason", kind: .sentence),
    Column(key: "runningCount", kind: .number),
    Column(key: "status", kind: .oneOf(["PRIMARY", "ACTIVE", "INACTIVE"])),
    Column(key: "taskDefinition", kind: .arn(":task-definition/")),
    Column(key: "updatedAt", kind: .time),
  ]

  private static let balancer: [Column] = [
    Column(key: "containerName", kind: .name), Column(key: "containerPort", kind: .number),
    Column(key: "loadBalancerName", kind: .name),
    Column(key: "targetGroupArn", kind: .arn(":targetgroup/")),
  ]
}
