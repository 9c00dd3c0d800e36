extension Facts {
  /// The facts that a rule may name.
  public enum Name: UInt8, CaseIterable, Sendable {
    // What was read.
    /// What kind of thing it is: `text`, `task`, `service`, `event`, `targets`, `state`, `log`,
    /// `scaling`, `definition`, `failures`.
    case input
    /// Words of this field in a text: `ecs`, `container`; `foreign` for another field's.
    case context
    /// `weak` where a text has an exit code but nothing that says whose.
    case exitContext

    // The task.
    case stopCode
    case lastStatus
    case desiredStatus
    /// Whether the task has stopped or was told to.
    case stopped
    case healthStatus
    case launchType
    /// `ElasticNetworkInterface` attachments: `PRECREATED` … `FAILED`.
    case eniStatus
    /// Volume attachments: `ATTACHED` … `FAILED`.
    case volumeStatus
    /// Attachments of Service Connect, in the same states.
    case serviceConnectStatus
    /// Whether the image pull began and has not ended.
    case pulling
    /// Seconds from the start to the end of the image pull.
    case pullSeconds
    /// The state of the ECS Exec agent where it was asked for.
    case execAgent
    /// A `startedAt` is present.
    case started
    /// `generic` where `stoppedReason` says no more than that the task failed to start.
    case stoppedReason
    /// How the task was started: `service`, or `standalone`.
    case origin
    /// Whether the CPU and memory of the task are a pair that Fargate offers.
    case fargateSize

    // Its containers.
    /// Every exit code, `none` for a stopped container without one.
    case exitCode
    /// The exit code of the container whose end ended the task; `none` where there is none.
    case culpritExitCode
    /// Exit codes that the other containers chose themselves: neither 0 nor those of a stop.
    case otherExitCode
    /// Who that container is: `main`, `sidecar`, `only`.
    case culprit
    /// Whether other containers ended because the culprit did.
    case victims
    /// How many containers the task has: `one`, `many`.
    case containers
    /// Where `OutOfMemory` was read: `essential`, `other` (a container that the task can lose), `text`.
    case oom
    /// Docker's own flag.
    case oomKilled
    /// Whether a container ended with 137 and nothing says out of memory.
    case killedWithoutOOM
    /// Whether the task definition was given, which says what is essential.
    case essentialKnown
    /// The names of signals.
    case signal

    // Text.
    /// Names of errors, as AWS spells them.
    case errorName

    // The service.
    case rolloutState
    /// `below` where fewer tasks run than are wanted.
    case runningCount
    /// `idle` where nothing is wanted, `draining`, `inactive`.
    case serviceStatus
    /// How many tasks of the current deployments failed: `some`.
    case failedTasks
    /// The status of the newest service deployment, such as `ROLLBACK_IN_PROGRESS`.
    case serviceDeployment
    case targetState
    case targetReason
    /// `flapping` where Auto Scaling goes up and down in turn, `failed` where it could not scale.
    case scaling

    // The container instance.
    /// Its state where it is not `ACTIVE`, such as `DRAINING`.
    case instanceStatus

    // EventBridge.
    case eventName
    case eventType
    case capacityProvider

    // Answers without a subject.
    /// Reasons in `failures[]`, such as `MISSING`; `EMPTY` where the answer holds nothing at all.
    case failure
    /// What the answer says beside such a reason.
    case failureDetail

    // Other accounts of what happened.
    /// A call that CloudTrail kept and that was not refused, such as `StopTask`.
    case call
    /// Who made it.
    case caller
    /// When something is to happen that AWS Health announces.
    case due
    /// `own` where the container that ended the task has a code of its own, and no 137 or 143.
    case exitOrigin
    /// Who was refused something: `task` where its session has the id of a task, else `caller`.
    case principal

    // What the account says beside a task.
    /// Whether ECR has the image: `present`, `no-image`, `no-repository`.
    case imageInRegistry
    /// What the default route of the subnet leads to, such as `nat-gateway`; `none` without one.
    case subnetRoute
    /// Where the way to ECR, logs and secrets is closed: `group-closed`, `endpoint-closed`,
    /// `no-default-route`, `blackhole`, `nat-failed`, `no-public-ip`, `no-endpoint`,
    /// `no-s3-endpoint`, `endpoint-not-in-route-table`, `private-dns-off`.
    case pathFault
    /// The endpoints that such a fault is about, as their names end: `ecr.api`, `s3`.
    case missingEndpoint
    /// `none` where no address of the subnet is left.
    case subnetFree
    /// The metric of an alarm that has gone off.
    case alarm
  }
}

extension Facts.Name {
  /// The name as the table writes it.
  public var word: String {
    switch self {
    case .input: "input"
    case .context: "context"
    case .exitContext: "exit_context"
    case .stopCode: "stop_code"
    case .lastStatus: "last_status"
    case .desiredStatus: "desired_status"
    case .stopped: "stopped"
    case .healthStatus: "health_status"
    case .launchType: "launch_type"
    case .eniStatus: "eni_status"
    case .volumeStatus: "volume_status"
    case .serviceConnectStatus: "service_connect_status"
    case .pulling: "pulling"
    case .pullSeconds: "pull_seconds"
    case .execAgent: "exec_agent"
    case .started: "started"
    case .stoppedReason: "stopped_reason"
    case .origin: "origin"
    case .fargateSize: "fargate_size"
    case .exitCode: "exit_code"
    case .culpritExitCode: "culprit_exit_code"
    case .otherExitCode: "other_exit_code"
    case .culprit: "culprit"
    case .victims: "victims"
    case .containers: "containers"
    case .oom: "oom"
    case .oomKilled: "oom_killed"
    case .killedWithoutOOM: "killed_without_oom"
    case .essentialKnown: "essential_known"
    case .signal: "signal"
    case .errorName: "error_name"
    case .rolloutState: "rollout_state"
    case .runningCount: "running_count"
    case .serviceStatus: "service_status"
    case .failedTasks: "failed_tasks"
    case .serviceDeployment: "service_deployment"
    case .targetState: "target_state"
    case .targetReason: "target_reason"
    case .scaling: "scaling"
    case .instanceStatus: "instance_status"
    case .eventName: "event_name"
    case .eventType: "event_type"
    case .capacityProvider: "capacity_provider"
    case .failure: "failure"
    case .failureDetail: "failure_detail"
    case .call: "call"
    case .caller: "caller"
    case .due: "due"
    case .exitOrigin: "exit_origin"
    case .principal: "principal"
    case .imageInRegistry: "image_in_registry"
    case .subnetRoute: "subnet_route"
    case .pathFault: "path_fault"
    case .missingEndpoint: "missing_endpoint"
    case .subnetFree: "subnet_free"
    case .alarm: "alarm"
    }
  }

  /// Reads a name of the table; nil for any other.
  public init?(word: String) {
    guard let name = Facts.Name.allCases.first(where: { $0.word == word }) else { return nil }
    self = name
  }
}
