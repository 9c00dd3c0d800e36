/// The names of this field that text is read for, as data: AWS's own spelling, and what each means.
///
/// Sources: the botocore model of ECS, the error types of amazon-ecs-agent, and the list of stopped
/// task error codes in the ECS developer guide.
enum Vocabulary {
  /// Error names; `true` where the words alone, with blanks between, mean nothing else.
  static let errorNames: [(name: String, spaced: Bool)] = [
    ("CannotPullContainerError", true), ("CannotPullECRContainerError", true),
    ("CannotPullContainerAuthError", true), ("CannotPullImageManifestError", true),
    ("CannotCreateContainerError", true), ("CannotStartContainerError", true),
    ("CannotStopContainerError", true), ("CannotInspectContainerError", true),
    ("CannotDescribeContainerError", true), ("CannotListContainersError", true),
    ("CannotRemoveContainerError", true), ("CannotGetContainerTopError", true),
    ("CannotStartManagedAgentError", true), ("CannotCreateVolumeError", true),
    ("CannotInspectVolumeError", true), ("CannotRemoveVolumeError", true),
    ("CannotListPluginsError", false), ("CannotGetDockerclientError", false),
    ("CannotGetDockerClientVersionError", false), ("CannotCreateContainerExecError", false),
    ("CannotStartContainerExecError", false), ("CannotInspectContainerExecError", false),
    ("ContainerRuntimeTimeoutError", true), ("DockerTimeoutError", true),
    ("ContainerRuntimeError", true), ("ResourceInitializationError", true),
    ("OutOfMemoryError", false), ("DockerStateError", false), ("NoSuchContainerError", false),
    ("ContainerVanishedError", false), ("ImpossibleStateTransitionError", false),
    ("TaskDependencyError", false), ("TaskStoppedBeforePullBeginError", false),
    ("ContainerNetworkingError", false), ("TaskStateError", false), ("InvalidVolumeError", false),
    ("HostConfigError", false), ("DockerClientConfigError", false),
    ("UnrecognizedTransportProtocol", false), ("UnparsablePort", false), ("InternalError", false),
    ("SpotInterruptionError", false), ("ResourceNotFoundException", false),
    ("TargetNotConnectedException", true), ("AccessDeniedException", false),
    ("InvalidParameterException", false), ("ClientException", false), ("ServerException", false),
    ("ClusterNotFoundException", false), ("ServiceNotFoundException", false),
    ("ServiceNotActiveException", false), ("PlatformTaskDefinitionIncompatibilityException", false),
    ("PlatformUnknownException", false), ("UnsupportedFeatureException", false),
    ("BlockedException", false), ("ThrottlingException", false),
  ]

  /// The errors among them that an agent or a platform gives as the reason of a task.
  static var agentErrors: [String] {
    errorNames.map(\.name).filter { !$0.hasSuffix("Exception") } + ["TargetNotConnectedException"]
  }

  /// Values of `stopCode`.
  static let stopCodes = [
    "TaskFailedToStart", "EssentialContainerExited", "UserInitiated", "ServiceSchedulerInitiated",
    "SpotInterruption", "TerminationNotice", "InfrastructureHealth",
  ]

  /// Signals that end a process, with their numbers on Linux.
  static let signals: [(name: String, number: Int)] = [
    ("SIGHUP", 1), ("SIGINT", 2), ("SIGQUIT", 3), ("SIGILL", 4), ("SIGTRAP", 5), ("SIGABRT", 6),
    ("SIGBUS", 7), ("SIGFPE", 8), ("SIGKILL", 9), ("SIGSEGV", 11), ("SIGPIPE", 13),
    ("SIGTERM", 15), ("SIGSYS", 31),
  ]

  /// Words that say that a number is an exit code if one follows.
  static let exitWords = [
    "exit", "exits", "exited", "exiting", "exitcode", "exit_code", "exitcodes", "exit_status",
    "exitstatus", "exit_value", "returncode", "return_code", "exitval",
  ]
  /// Words that say so only in the right company: `returned 1`, `code 139`, `died with 137`.
  static let weakExitWords = [
    "returned", "code", "died", "terminated", "crashed", "killed", "stopped", "failed", "rc",
  ]
  /// Words that may stand between such a word and the number.
  static let exitFillers = [
    "code", "codes", "status", "with", "value", "a", "an", "the", "of", "is", "was", "non", "zero",
    "nonzero", "error", "by", "using", "from", "and", "container", "returned", "number", "reason",
    "exit", "exitcode", "exit_code", "process",
  ]
  /// Words before `code` that make it another field's.
  static let otherCodes = [
    "status", "http", "response", "zip", "country", "area", "qr", "source", "promo", "statuscode",
    "oracle", "sql", "sqlstate", "reason", "vs", "visual",
  ]

  /// Words that show that a text is about ECS, about containers, or about something else.
  static let ecsWords = [
    "ecs", "fargate", "awsvpc", "stopcode", "stoppedreason", "stoppedat", "awslogs", "copilot",
    "stopped_reason", "taskdefinition", "task_definition", "taskdef", "ecr",
  ]
  static let containerWords = [
    "container", "containers", "docker", "dockerd", "task", "tasks", "sidecar",
    "oomkilled", "essential", "entrypoint",
  ]
  static let foreignWords = [
    "kubectl", "kubernetes", "kubelet", "k8s", "eks", "gke", "aks", "pod", "pods", "helm",
    "crashloopbackoff", "imagepullbackoff", "npm", "yarn", "pnpm", "gradle", "gradlew", "maven",
    "mvn", "lambda", "postgres", "postgresql", "mysql", "mongodb", "kafka", "elasticsearch",
    "systemd", "systemctl", "cargo", "rustc", "webpack", "eslint", "pytest", "jest", "xcodebuild",
    "xcode", "swiftc", "clang", "gcc", "makefile", "cmake", "ansible", "vagrant", "heroku",
    "cloudrun", "appengine", "nomad", "git", "bazel", "msbuild", "dotnet", "rspec", "tox",
  ]

  /// JSON keys and column heads whose value is a fact, with the fact.
  static let keys: [(key: String, fact: Facts.Name)] = [
    ("stopcode", .stopCode), ("stoppedcode", .stopCode), ("stop_code", .stopCode),
    ("laststatus", .lastStatus), ("last_status", .lastStatus),
    ("desiredstatus", .desiredStatus), ("desired_status", .desiredStatus),
    ("healthstatus", .healthStatus), ("health_status", .healthStatus),
    ("rolloutstate", .rolloutState), ("rollout_state", .rolloutState),
    ("launchtype", .launchType), ("launch_type", .launchType), ("oomkilled", .oomKilled),
    ("eventname", .eventName), ("reason", .failure),
  ]

  /// Values that count for such a fact, in AWS's spelling.
  static func values(of fact: Facts.Name) -> [String] {
    switch fact {
    case .stopCode: stopCodes
    case .lastStatus, .desiredStatus: taskStates
    case .healthStatus: healthStates
    case .rolloutState: rolloutStates
    case .launchType: launchTypes
    case .eniStatus: attachmentStates
    case .oomKilled: truthValues
    case .eventName: eventNames
    case .failure: failures
    default: []
    }
  }

  private static let taskStates = [
    "PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING",
    "DEPROVISIONING", "STOPPED", "DELETED",
  ]
  private static let healthStates = ["HEALTHY", "UNHEALTHY", "UNKNOWN"]
  private static let rolloutStates = ["COMPLETED", "FAILED", "IN_PROGRESS"]
  private static let launchTypes = ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]
  private static let attachmentStates = [
    "PRECREATED", "CREATED", "ATTACHING", "ATTACHED", "DETACHING", "DETACHED", "DELETED", "FAILED",
  ]
  private static let truthValues = ["true", "false"]
  /// Reasons in `failures[]`, apart from `RESOURCE:…`.
  private static let failures = [
    "MISSING", "INACTIVE", "DRAINING", "AGENT", "ATTRIBUTE", "LOCATION", "EMPTY CAPACITY PROVIDER",
    "NO ACTIVE INSTANCES", "DEPLOYMENT_BLOCKED", "TASK_NOT_VALID",
  ]

  /// How reasons begin that have no error name.
  static let reasonStarts = [
    "task failed elb health checks", "task failed container health checks",
    "your spot task was interrupted", "scaling activity initiated by", "task stopped by user",
    "ecs is performing maintenance", "was unable to place a task", "is unhealthy in (",
    "failed container health checks", "unexpected ec2 error", "timeout waiting for ",
    "ecs was unable to assume the role", "is unable to consistently start tasks",
    "deployment failed: ", "operations are being throttled", "failed to launch a task",
  ]

  /// Values of `eventName` in the events of ECS: service actions, deployments, hooks and daemons.
  static let eventNames = [
    "SERVICE_STEADY_STATE", "TASKSET_STEADY_STATE", "CAPACITY_PROVIDER_STEADY_STATE",
    "SERVICE_DESIRED_COUNT_UPDATED", "TASKS_STARTED", "TASKS_STOPPED",
    "SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED", "SERVICE_DEPLOYMENT_FAILED",
    "SERVICE_REBALANCING_STARTED", "SERVICE_REBALANCING_COMPLETED", "SERVICE_TASK_START_IMPAIRED",
    "SERVICE_DISCOVERY_INSTANCE_UNHEALTHY", "VPC_LATTICE_TARGET_UNHEALTHY",
    "SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED", "ECS_OPERATION_THROTTLED",
    "SERVICE_DISCOVERY_OPERATION_THROTTLED", "SERVICE_TASK_PLACEMENT_FAILURE",
    "SERVICE_TASK_CONFIGURATION_FAILURE", "HOOK_AWAITING_ACTION", "DAEMON_TASK_START_IMPAIRED",
  ]
}
