import Testing

@testable import Runbook

/// For every rule an input that it decides, and a neighbour that it must leave to another.
@Suite struct RuleExampleTests {
  private static let container = #""lastStatus":"STOPPED","containers":[{"name":"a"}]"#

  static func task(_ fields: String) -> String { #"{"tasks":[{\#(fields)}]}"# }
  static func reason(_ text: String) -> String {
    task(
      #""lastStatus":"STOPPED","stopCode":"TaskFailedToStart","stoppedReason":"\#(text)","containers":[{"name":"a"}]"#
    )
  }
  static func exit(_ code: Int, _ more: String = "") -> String {
    task(
      #""lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"a","exitCode":\#(code)}]\#(more)"#
    )
  }
  static func volume(_ text: String, type: String = "AmazonElasticBlockStorage") -> String {
    task(
      #""lastStatus":"STOPPED","stopCode":"TaskFailedToStart","attachments":[{"type":"\#(type)","status":"FAILED","details":[{"name":"statusReason","value":"\#(text)"}]}],"containers":[{"name":"a"}]"#
    )
  }
  static func action(_ name: String, _ reason: String = "") -> String {
    #"{"detail-type":"ECS Service Action","detail":{"eventName":"\#(name)","reason":"\#(reason)"}}"#
  }
  static func service(_ fields: String) -> String {
    #"{"services":[{"serviceName":"s",\#(fields)}]}"#
  }

  static func serviceDeployment(hook status: String) -> String {
    #"{"serviceDeployments":[{"status":"IN_PROGRESS","lifecycleHookDetails":[{"hookId":"h","targetType":"PAUSE","status":"\#(status)"}]}]}"#
  }

  static func instance(_ status: String) -> String {
    #"{"containerInstances":[{"containerInstanceArn":"x","agentConnected":true,"status":"\#(status)"}]}"#
  }
  static func definition(cpu: Int, memory: Int) -> String {
    #"{"taskDefinition":{"family":"f","cpu":"\#(cpu)","memory":"\#(memory)","requiresCompatibilities":["FARGATE"],"containerDefinitions":[{"name":"a"}]}}"#
  }
  static func scaling(_ counts: [Int], _ status: String = "Successful") -> String {
    let activities = counts.map { count in
      #"{"ScalableDimension":"ecs:service:DesiredCount","Description":"Setting desired count to \#(count).","StatusCode":"\#(status)"}"#
    }
    return #"{"ScalingActivities":[\#(activities.joined(separator: ","))]}"#
  }

  /// A task whose subnet has no way out.
  static func closedWay(_ reason: String, status: String = "STOPPED", more: String = "") -> String {
    let code = status == "STOPPED" ? "TaskFailedToStart" : ""
    return SurroundingsTests.task(reason, code: code, status: status, more: more)
      + SurroundingsTests.routes("") + SurroundingsTests.endpoints([])
  }

  static func alarm(_ metric: String, _ state: String = "ALARM") -> String {
    #"{"MetricAlarms":[{"AlarmName":"a","StateValue":"\#(state)","MetricName":"\#(metric)"}]}"#
  }

  static let examples: [(rule: String, fires: String, leaves: String)] = [
    (
      "dependency-graph",
      "dependency graph: container ordering dependency [a] for target [b] has timed out.",
      "our dependency graph is broken"
    ),
    (
      "image-platform", "no matching manifest for linux/arm64/v8",
      "the manifest is on the platform team's board"
    ),
    (
      "image-reference", "invalid reference format: repository name must be lowercase",
      "a reference in the format of the image"
    ),
    (
      "volume-role", volume("ECS was unable to assume the infrastructure role"),
      volume("the volume could not be created")
    ),
    ("volume", "mount.nfs4: access denied by server", "the mount of the volume"),
    (
      "volume-attachment", volume("Invalid volume configuration"),
      volume("Invalid configuration", type: "Service Connect")
    ),
    (
      "pull-timeout",
      "DockerTimeoutError: Could not transition to pulled; timed out after waiting 2h0m0s",
      "DockerTimeoutError: Could not transition to stopped; timed out after waiting 30s"
    ),
    ("instance-storage", "devmapper: Thin Pool has 163 free data blocks", "thin pool of talent"),
    (
      "runtime-internal",
      "CannotInspectContainerError: Could not transition to inspecting; timed out",
      "the runtime is internal"
    ),
    (
      "internal-error", reason("InternalError: provisioning failed"),
      "S3 InternalError: please try again"
    ),
    (
      "logging-network",
      "ResourceInitializationError: failed to validate logger args: create stream: RequestCanceled",
      "log stream: RequestCanceled"
    ),
    (
      "logging", "failed to initialize logging driver: awslogs-region is required",
      "the logging driver of the car"
    ),
    (
      "registry-auth-network",
      "unable to retrieve ecr registry auth: dial tcp 10.0.0.1:443: i/o timeout",
      "registry: dial tcp 10.0.0.1:443: i/o timeout"
    ),
    (
      "registry-auth-denied", "unable to retrieve ecr registry auth: AccessDeniedException",
      "unable to pull secrets or registry auth: AccessDeniedException"
    ),
    (
      "registry-auth-format",
      "unable to retrieve registry auth from asm: invalid character 'd' looking for beginning of value",
      "unable to retrieve registry auth from asm: invalid parameter"
    ),
    (
      "registry-auth",
      "ResourceInitializationError: unable to get registry auth from asm: service call",
      "ResourceInitializationError: registry auth"
    ),
    (
      "wrapper-timeout",
      "unable to pull secrets or registry auth: pull command failed: : signal: killed",
      "unable to pull secrets or registry auth"
    ),
    (
      "queue-denied", "Access to the resource https://sqs.eu-west-1.amazonaws.com/ is denied.",
      "access to the queue is denied"
    ),
    (
      "queue", "com.amazonaws.services.sqs.model.QueueDoesNotExistException: The specified queue",
      "Lambda trigger: the receipt handle has expired"
    ),
    (
      "secrets-network", "failed to fetch secret x from secrets manager: context deadline exceeded",
      "context deadline exceeded"
    ),
    (
      "secrets", "retrieved secret from Secrets Manager did not contain json key password",
      "the secret did not contain a key"
    ),
    (
      "pull-rate-limit", "CannotPullContainerError: toomanyrequests: Rate exceeded",
      "Too Many Requests"
    ),
    (
      "rate-limit", "You have reached your unauthenticated pull rate limit.",
      "rate limit of our API"
    ),
    (
      "pull-disk", "CannotPullContainerError: failed to register layer: no space left on device",
      "no space left on device"
    ),
    (
      "pull-no-image",
      "CannotPullContainerError: denied: requested access to the resource is denied",
      "access to the resource is denied"
    ),
    (
      "pull-denied", "CannotPullContainerError: pull access denied for x",
      "pull access denied for x"
    ),
    ("pull-not-found", "CannotPullContainerError: manifest unknown", "manifest unknown"),
    (
      "pull-network", "CannotPullContainerError: net/http: TLS handshake timeout",
      "TLS handshake timeout"
    ),
    (
      "pull-reference",
      "CannotPullContainerError: failed to copy: httpReadSeeker: unexpected status code 500",
      "failed to copy the file"
    ),
    ("pull-other", "CannotPullContainerError: something new", "something new"),
    (
      "host-port",
      "CannotStartContainerError: Bind for 0.0.0.0:80 failed: port is already allocated",
      "port is already allocated"
    ),
    (
      "cannot-start", "OCI runtime create failed: exec: x: executable file not found in $PATH",
      "executable file"
    ),
    (
      "shell-command-code", "sh: gunicorn: not found, the container exited with 127",
      "sh: gunicorn: not found, the container exited with 1"
    ),
    (
      "shell-command", "/bin/sh: 1: gunicorn: not found", "gunicorn was not found"
    ),
    (
      "network-interface",
      "Unexpected EC2 error while attempting to attach network interface to instance",
      "an unexpected EC2 error"
    ),
    (
      "network-interface-reason", reason("The network interface eni-1 went away"),
      "the network interface went away"
    ),
    (
      "role-trust", "ECS was unable to assume the role of the task",
      "was unable to assume the role"
    ),
    (
      "role-trust-reason", reason("Unable to assume what was given"),
      "unable to assume what was given"
    ),
    (
      "ecs-role-text", "IAM: ECS can no longer maintain your service",
      "the service can no longer be maintained"
    ),
    (
      "initialization-network", "ResourceInitializationError: something: dial tcp: i/o timeout",
      "something: dial tcp: i/o timeout"
    ),
    (
      "initialization-denied", "ResourceInitializationError: something: AccessDeniedException",
      "something: AccessDeniedException"
    ),
    (
      "initialization", "ResourceInitializationError: something",
      "an initialization error of a resource"
    ),
    (
      "resource-not-found", reason("ResourceNotFoundException: x"),
      "ResourceNotFoundException: table not found"
    ),
    (
      "stopped-before-pull", "Task stopped before image pull could begin for task: x",
      "the pull could begin"
    ),
    (
      "exec", "SessionManagerPlugin is not found. Please refer to the documentation",
      "session manager"
    ),
    ("service-connect", "nginx: [emerg] host not found in upstream \"app\"", "host not found"),
    (
      "event-container-health",
      service(#""events":[{"message":"(service s) (task 1) failed container health checks."}]"#),
      "container health check"
    ),
    (
      "event-target-group-missing",
      "not healthy in target-group (x) due to TARGET GROUP IS NOT FOUND.", "target group"
    ),
    (
      "event-elb-health",
      "(service s) (port 80) is unhealthy in (target-group x) due to (reason Health checks failed)",
      "the target group is unhealthy"
    ),
    (
      "event-target-group-type",
      "The provided target group x has target type instance, which is incompatible with the awsvpc network mode",
      "the target type is instance"
    ),
    (
      "event-deployment-configuration",
      "Update the minimumHealthyPercent or maximumPercent value and try again.",
      "minimumHealthyPercent 100"
    ),
    ("event-agent", "ecs agent disconnected", "kubernetes agent disconnected"),
    (
      "failed-to-start-agent", reason("TaskFailedToStart: AGENT"),
      reason("TaskFailedToStart: RESOURCE:CPU")
    ),
    (
      "failed-to-start-provider", reason("TaskFailedToStart: EMPTY CAPACITY PROVIDER"),
      "the capacity provider is not empty"
    ),
    (
      "failed-to-start-attribute",
      reason("TaskFailedToStart: MemberOf placement constraint unsatisfied."),
      "a placement constraint"
    ),
    (
      "hook-waits", serviceDeployment(hook: "AWAITING_ACTION"),
      serviceDeployment(hook: "IN_PROGRESS")
    ),
    ("hook-failed", serviceDeployment(hook: "TIMED_OUT"), serviceDeployment(hook: "SUCCEEDED")),
    (
      "event-instance-gone", reason("Host EC2 (instance i-1) stopped."),
      "the EC2 instance i-1 stopped"
    ),
    (
      "event-placement-instance",
      "The closest matching (container-instance 1) is already using a port required by your task.",
      "port 8080 is already in use"
    ),
    ("event-placement", "RESOURCE:MEMORY", "the memory resource"),
    (
      "verdict-deployment", "(service s) rolling back to deployment ecs-svc/1.",
      "we roll back the deployment"
    ),
    (
      "verdict-wait", "Waiter ServicesStable failed: Max attempts exceeded", "Max attempts exceeded"
    ),
    ("missing", #"{"tasks":[],"failures":[]}"#, exit(1)),
    (
      "failure-protection", #"{"failures":[{"reason":"DEPLOYMENT_BLOCKED"}]}"#,
      #"{"failures":[{"reason":"MISSING"}]}"#
    ),
    (
      "failure-no-instances", #"{"failures":[{"reason":"NO ACTIVE INSTANCES"}]}"#,
      #"{"failures":[{"reason":"AGENT"}]}"#
    ),
    (
      "failure-agent", #"{"failures":[{"reason":"AGENT"}]}"#,
      #"{"failures":[{"reason":"MISSING"}]}"#
    ),
    (
      "failure-placement-instance", #"{"failures":[{"reason":"RESOURCE:GPU"}]}"#,
      #"{"failures":[{"reason":"RESOURCE:CPU"}]}"#
    ),
    (
      "failure-placement", #"{"failures":[{"reason":"RESOURCE:CPU"}]}"#,
      #"{"failures":[{"reason":"INACTIVE"}]}"#
    ),
    (
      "running-unhealthy", task(#""lastStatus":"RUNNING","healthStatus":"UNHEALTHY""#),
      task(#""lastStatus":"STOPPED","healthStatus":"UNHEALTHY","containers":[{"exitCode":1}]"#)
    ),
    (
      "running-exec-agent",
      task(
        #""lastStatus":"RUNNING","enableExecuteCommand":true,"containers":[{"managedAgents":[{"lastStatus":"STOPPED"}]}]"#
      ),
      task(
        #""lastStatus":"RUNNING","enableExecuteCommand":false,"containers":[{"managedAgents":[{"lastStatus":"STOPPED"}]}]"#
      )
    ),
    (
      "running-oom",
      task(
        #""lastStatus":"RUNNING","containers":[{"lastStatus":"STOPPED","exitCode":1,"reason":"OutOfMemoryError: x"}]"#
      ), exit(137)
    ),
    (
      "running-container-ended",
      task(
        #""lastStatus":"RUNNING","desiredStatus":"RUNNING","containers":[{"lastStatus":"STOPPED","exitCode":1},{"lastStatus":"RUNNING"}]"#
      ), exit(1)
    ),
    (
      "volume-pending",
      task(
        #""lastStatus":"PENDING","attachments":[{"type":"AmazonElasticBlockStorage","status":"FAILED"}]"#
      ),
      task(
        #""lastStatus":"PENDING","attachments":[{"type":"AmazonElasticBlockStorage","status":"ATTACHED"}]"#
      )
    ),
    (
      "eni-pending",
      task(#""lastStatus":"PENDING","attachments":[{"type":"eni","status":"PRECREATED"}]"#),
      task(#""lastStatus":"PENDING","attachments":[{"type":"eni","status":"ATTACHED"}]"#)
    ),
    ("provisioning", task(#""lastStatus":"PROVISIONING""#), task(#""lastStatus":"PENDING""#)),
    (
      "slow-pull",
      task(#""lastStatus":"RUNNING","startedAt":700,"pullStartedAt":1,"pullStoppedAt":560"#),
      task(#""lastStatus":"RUNNING","startedAt":90,"pullStartedAt":1,"pullStoppedAt":60"#)
    ),
    (
      "pulling", task(#""lastStatus":"PENDING","pullStartedAt":1"#),
      task(#""lastStatus":"PENDING","pullStartedAt":1,"pullStoppedAt":2"#)
    ),
    ("activating", task(#""lastStatus":"ACTIVATING""#), task(#""lastStatus":"RUNNING""#)),
    ("pending", task(#""lastStatus":"PENDING""#), task(#""lastStatus":"RUNNING""#)),
    ("running", task(#""lastStatus":"RUNNING""#), exit(1)),
    ("interruption", exit(1).replacing(with: "SpotInterruption"), exit(1)),
    (
      "interruption-text",
      "ECS is performing maintenance on the underlying infrastructure hosting the task.",
      "maintenance of the infrastructure"
    ),
    (
      "retirement", "Your Fargate task is scheduled for retirement",
      "the retirement of a task force"
    ),
    (
      "health-elb", "Task failed ELB health checks in (target-group x)",
      "the task failed its checks"
    ),
    ("health-container", "Task failed container health checks", "the task failed its checks"),
    (
      "stop-killed", exit(137).replacing(with: "UserInitiated"),
      exit(143).replacing(with: "UserInitiated")
    ),
    ("stop-killed-text", "UserInitiated exit 137", "UserInitiated exit 143"),
    ("stop-expected", exit(0).replacing(with: "ServiceSchedulerInitiated"), exit(0)),
    ("stop-killed-words", "Task stopped by user, exit 137", "task stopped, exit 137"),
    (
      "stop-expected-words", "Scaling activity initiated by (deployment ecs-svc/1)",
      "scaling activity"
    ),
    (
      "oom",
      task(
        #""lastStatus":"STOPPED","containers":[{"exitCode":0,"reason":"OutOfMemoryError: Container killed due to memory usage"}]"#
      ), exit(137)
    ),
    ("oom-text", "Container killed due to memory usage", "container killed"),
    ("oom-flag", #"{"OOMKilled":true,"ExitCode":137}"#, #"{"OOMKilled":false,"ExitCode":137}"#),
    ("oom-name", "it says OutOfMemoryError", "java.lang.OutOfMemoryError: Java heap space"),
    ("name-pull", "canot pul container on ecs", "cannot pull"),
    ("name-start", "can not start container", "cannot start"),
    ("name-runtime", "cannot stop container error", "cannot stop"),
    ("name-initialization", "resource initialisation error", "initialisation error"),
    ("name-volume", "cannot remove volume error", "cannot remove"),
    ("name-exec", "target not connected exception", "not connected"),
    (
      "event-task-placement", action("SERVICE_TASK_PLACEMENT_FAILURE"),
      action("SERVICE_TASK_PLACEMENT_FAILURE", "CannotPullContainerError: x")
    ),
    (
      "event-daemon-placement", action("SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED"),
      action("SERVICE_STEADY_STATE")
    ),
    ("event-throttled", action("ECS_OPERATION_THROTTLED"), action("TASKS_STARTED")),
    (
      "event-discovery-throttled", action("SERVICE_DISCOVERY_OPERATION_THROTTLED"),
      action("ECS_OPERATION_THROTTLED")
    ),
    (
      "event-managed-daemon", action("DAEMON_TASK_START_IMPAIRED"),
      action("SERVICE_TASK_START_IMPAIRED")
    ),
    (
      "event-task-configuration", action("SERVICE_TASK_CONFIGURATION_FAILURE"),
      action("SERVICE_TASK_CONFIGURATION_FAILURE", "unable to assume the role")
    ),
    ("event-start-impaired", action("SERVICE_TASK_START_IMPAIRED"), action("TASKS_STOPPED")),
    (
      "event-discovery-unhealthy", action("SERVICE_DISCOVERY_INSTANCE_UNHEALTHY"),
      action("SERVICE_REBALANCING_STARTED")
    ),
    (
      "event-lattice-unhealthy", action("VPC_LATTICE_TARGET_UNHEALTHY"),
      action("TASKSET_STEADY_STATE")
    ),
    (
      "event-deployment-failed", action("SERVICE_DEPLOYMENT_FAILED"),
      action("SERVICE_DEPLOYMENT_COMPLETED")
    ),
    (
      "target-unhealthy",
      #"{"TargetHealthDescriptions":[{"TargetHealth":{"State":"unhealthy","Reason":"Target.Timeout"}}]}"#,
      #"{"TargetHealthDescriptions":[{"TargetHealth":{"State":"initial","Reason":"Elb.RegistrationInProgress"}}]}"#
    ),
    (
      "target-waiting",
      #"{"TargetHealthDescriptions":[{"TargetHealth":{"State":"initial","Reason":"Elb.InitialHealthChecking"}}]}"#,
      #"{"TargetHealthDescriptions":[{"TargetHealth":{"State":"initial"}},{"TargetHealth":{"State":"healthy"}}]}"#
    ),
    (
      "target-none", #"{"TargetHealthDescriptions":[]}"#,
      #"{"TargetHealthDescriptions":[{"TargetHealth":{"State":"healthy"}}]}"#
    ),
    ("scaling-flapping", scaling([2, 8, 2, 8]), scaling([8, 6, 4])),
    ("scaling-failed", scaling([2], "Failed"), scaling([2])),
    (
      "deployment-failed", service(#""deployments":[{"rolloutState":"FAILED"}]"#),
      service(#""deployments":[{"rolloutState":"COMPLETED"}]"#)
    ),
    (
      "service-deployment-failed", #"{"serviceDeployments":[{"status":"ROLLBACK_FAILED"}]}"#,
      #"{"serviceDeployments":[{"status":"SUCCESSFUL"}]}"#
    ),
    (
      "service-below-desired",
      service(#""desiredCount":2,"runningCount":1,"deployments":[{"failedTasks":3}]"#),
      service(#""desiredCount":2,"runningCount":1"#)
    ),
    (
      "deployment-losing-tasks",
      #"{"deployments":[{"status":"PRIMARY","rolloutState":"IN_PROGRESS","failedTasks":9}]}"#,
      #"{"deployments":[{"status":"PRIMARY","rolloutState":"IN_PROGRESS","failedTasks":0}]}"#
    ),
    (
      "service-waiting", service(#""desiredCount":2,"runningCount":1"#),
      service(#""desiredCount":2,"runningCount":2"#)
    ),
    ("exit-code-of-something-else", "npm ERR! exit code 1", "exit code 1"),
    ("failed-to-start", reason("Task failed to start"), exit(1)),
    (
      "no-exit-code",
      task(
        #""lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"a"}]"#
      ), exit(0)
    ),
    ("exit-0", exit(0), exit(1)), ("exit-crash", exit(139), exit(137)),
    ("exit-not-executable", exit(127), exit(128)),
    ("exit-137-not-oom", "exit 137, OOMKilled: false", "exit 137"),
    ("exit-137", exit(137), exit(143)),
    ("exit-stopped", exit(143), exit(141)),
    ("signal-stop", "SIGKILL after 30 seconds", "SIGSEGV after 30 seconds"),
    ("exit-sidecar-text", "sidecar exit 1, app exit 143", "web exit 1, app exit 143"),
    (
      "exit-sidecar", exit(143).replacing("}]", with: "},{\"name\":\"envoy\",\"exitCode\":1}]"),
      exit(1)
    ),
    ("exit-255", exit(255), exit(254)), ("exit-other", exit(3), exit(0)),
    ("missing-text", "it printed \"tasks\": []", "the tasks are many"),
    ("text-unhealthy", "\"healthStatus\": \"UNHEALTHY\"", "the status of its health is UNHEALTHY"),
    ("text-failed-to-start", "Stopped reason: Task failed to start", "my task failed to start"),
    ("logging-words", "ecs: the log group does not exist", "the log group does not exist"),
    (
      "logging-definition",
      "a firelens configuration object must be configured in one of the containers",
      "the firelens configuration"
    ),
    (
      "pipeline-identity",
      "Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
      "WebIdentityErr: not authorized to perform: sts:AssumeRoleWithWebIdentity"
    ),
    (
      "push-denied",
      "denied: User: arn:aws:sts::111122223333:assumed-role/ci/x is not authorized to perform: ecr:InitiateLayerUpload",
      "not authorized to perform: ecr:BatchGetImage"
    ),
    (
      "push-immutable",
      "tag invalid: The image tag 'v1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
      "the image tag 'v1' already exists"
    ),
    (
      "pipeline-action", "Primary taskset target group must be behind listener arn:aws:x",
      "the target group is behind the listener"
    ),
    ("registry-denied", "no basic auth credentials", "no credentials"),
    ("registry-not-found", "manifest for a/b:c not found", "the manifest was lost"),
    (
      "own-call-denied",
      "botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the GetSecretValue operation: User: arn:aws:sts::111122223333:assumed-role/web/x is not authorized to perform: secretsmanager:GetSecretValue",
      reason(
        "ResourceInitializationError: unable to retrieve secret from asm: AccessDeniedException: is not authorized to perform: secretsmanager:GetSecretValue"
      )
    ),
    (
      "task-role-denied",
      "fargate: arn:aws:sts::1:assumed-role/app/0 is not authorized to perform: s3:GetObject",
      "arn:aws:sts::1:assumed-role/app/0 is not authorized to perform: s3:GetObject"
    ),
    ("crash-text", "Segmentation fault (core dumped)", "a fault of segmentation"),
    ("oom-kernel", "docker: app invoked oom-killer", "app invoked oom-killer"),
    (
      "java-heap", "task died: java.lang.OutOfMemoryError: Java heap space",
      "java.lang.OutOfMemoryError"
    ),
    (
      "own-heap", "container: System.OutOfMemoryException was thrown",
      "the memory of the container"
    ),
    (
      "database-connections", "psycopg2.OperationalError: FATAL: sorry, too many clients already",
      "kubectl logs pod/web: FATAL: sorry, too many clients already"
    ),
    (
      "certificate", "tls: failed to verify certificate: x509: certificate has expired",
      "certbot says that the certificate has expired"
    ),
    (
      "load-balancer-reason", "error_reason AuthTokenEpRequestTimeout",
      "the token of the request timed out"
    ),
    (
      "aws-event", "eventTypeCode: AWS_ECS_OPERATIONAL_ISSUE",
      "an operational issue of our own"
    ),
    (
      "go-panic", "the task wrote panic: runtime error: index out of range [3]",
      "the task was in a panic"
    ),
    (
      "disk-full", "fargate: write /tmp/cache: no space left on device",
      "write /tmp/cache: no space left on device"
    ),
    (
      "log-uncaught",
      #"{"events":[{"timestamp":1,"message":"Traceback (most recent call last):"}]}"#,
      "Traceback (most recent call last):"
    ),
    (
      "service-connect-failed",
      task(
        #""lastStatus":"STOPPED","stopCode":"TaskFailedToStart","attachments":[{"type":"Service Connect","status":"FAILED"}]"#
      ),
      task(
        #""lastStatus":"STOPPED","stopCode":"TaskFailedToStart","attachments":[{"type":"Service Connect","status":"DELETED"}]"#
      )
    ),
    (
      "instance-status", instance("DRAINING"), instance("ACTIVE")
    ),
    (
      "definition-size", definition(cpu: 512, memory: 512), definition(cpu: 512, memory: 1024)
    ),
    (
      "task-size", "ClientException: No Fargate configuration exists for given values.",
      "the configuration"
    ),
    ("scaling-activity", "Successfully set desired count to 10.", "the desired count is 10"),
    ("instance-agent", "ecs.service: Main process exited, code=exited", "the main process exited"),
    (
      "caller-pass-role",
      "User: arn:aws:sts::111122223333:assumed-role/ci/run-1 is not authorized to perform: "
        + "iam:PassRole when calling the RunTask operation",
      "User: arn:aws:sts::111122223333:assumed-role/app/0123456789abcdef0123456789abcdef is not "
        + "authorized to perform: iam:PassRole, says the ECS task"
    ),
    (
      "caller-denied",
      "User: arn:aws:iam::111122223333:user/ci is not authorized to perform: ecs:UpdateService",
      "User: arn:aws:iam::111122223333:user/ci is not authorized to perform: s3:GetObject"
    ),
    (
      "oom-cgroup", "Memory cgroup out of memory: Killed process 23440 (celery)",
      "the memory of the cgroup"
    ),
    (
      "disk-full-instance", "write /var/lib/docker/tmp/x: no space left on device",
      "write /var/log/x: no space left on device"
    ),
    (
      "verdict-start-impaired", "(service web) is unable to consistently start tasks successfully.",
      "(service web) deployment failed: is unable to consistently start tasks successfully."
    ),
    (
      "verdict-task-waiter", "Waiter TasksRunning failed: matched expected path",
      "Waiter failed: matched expected path"
    ),
    (
      "cli-credentials",
      "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
      "Unable to locate credentials"
    ),
    (
      "cli-region", "You must specify a region. You can also configure your region by running x",
      "You must specify a region"
    ),
    (
      "cli-cluster",
      "An error occurred (ClusterNotFoundException) when calling the DescribeTasks operation",
      "An error occurred (ClusterNotFoundException) when calling the RunTask operation"
    ),
    (
      "cli-denied",
      "User: arn:aws:iam::111122223333:user/a is not authorized to perform: ecs:ListTasks",
      "User: arn:aws:iam::111122223333:user/a is not authorized to perform: ecs:RunTask"
    ),
    (
      "oom-flag-running", #"{"State":{"OOMKilled":true,"Running":true,"ExitCode":0}}"#,
      #"{"State":{"OOMKilled":true,"Running":false,"ExitCode":137}}"#
    ),
    (
      "call-stop",
      #"{"eventName":"StopTask","eventSource":"ecs.amazonaws.com","requestParameters":{}}"#,
      #"{"eventName":"RunTask","eventSource":"ecs.amazonaws.com","requestParameters":{}}"#
    ),
    (
      "exit-0-standalone", exit(0, #","group":"family:job""#), exit(0, #","group":"service:web""#)
    ),
    (
      "exec-checker", "Managed Agent Status\n 1. STOPPED (Reason: null) for \"api\"",
      "Managed Agent Status\n 1. RUNNING for \"api\""
    ),
    ("essential-exited", "EssentialContainerExited", "EssentialContainerExited exit 1"),
    (
      "image-not-in-registry",
      SurroundingsTests.task("CannotPullContainerError: x")
        + #"{"imageDetails":[],"repositoryName":"shop/web","imageTag":"v9","errorCode":"ImageNotFoundException"}"#,
      SurroundingsTests.task("CannotPullContainerError: x")
    ),
    ("path-closed", closedWay(SurroundingsTests.timeout), closedWay("no reason of a network")),
    (
      "path-closed-waiting",
      closedWay("", status: "PENDING", more: #","pullStartedAt":1700000000"#),
      closedWay("", status: "PENDING")
    ),
    ("path-closed-silent", closedWay("Task failed to start"), reason("Task failed to start")),
    (
      "subnet-full",
      #"{"Subnets":[{"SubnetId":"subnet-0a","VpcId":"vpc-0a","AvailableIpAddressCount":0}]}"#,
      #"{"Subnets":[{"SubnetId":"subnet-0a","VpcId":"vpc-0a","AvailableIpAddressCount":9}]}"#
    ),
    (
      "subnet-closed", SurroundingsTests.routes("") + SurroundingsTests.endpoints([]),
      SurroundingsTests.routes("")
    ),
    ("alarm-memory", alarm("MemoryUtilization"), alarm("MemoryUtilization", "OK")),
    ("alarm-load", alarm("CPUUtilization"), alarm("CPUUtilization", "OK")),
    ("alarm-targets", alarm("UnHealthyHostCount"), alarm("UnHealthyHostCount", "OK")),
    ("alarm-answers", alarm("HTTPCode_Target_5XX_Count"), alarm("NewConnectionCount")),
    ("alarm-queue", alarm("ApproximateAgeOfOldestMessage"), alarm("NumberOfMessagesSent")),
    ("alarm-tasks", alarm("RunningTaskCount"), alarm("RunningTaskCount", "OK")),
    (
      "retirement-dated",
      #"{"events":[{"eventTypeCode":"AWS_ECS_TASK_PATCHING_RETIREMENT","startTime":1700000000}]}"#,
      #"{"events":[{"eventTypeCode":"AWS_ECS_TASK_PATCHING_RETIREMENT"}]}"#
    ),
    (
      "definition-inactive",
      "An error occurred (ClientException) when calling the RunTask operation: TaskDefinition is inactive",
      "the service is inactive"
    ),
    (
      "arn-format",
      "The new ARN and resource ID format must be enabled to add tags to the service",
      "the new ARN is in another format"
    ),
    (
      "job-done", "outcome: success | reason: Essential container in task exited",
      "outcome: failed after success | reason: Essential container in task exited"
    ),
  ]

  /// The rule that ended the walk.
  private func decided(_ input: String) -> String? {
    let report = DiagnosisReport(Array(input.utf8), table: DiagnosisFixtures.table)
    return report.subjects.first?.explain(DiagnosisFixtures.table).last { $0.matched }?.rule
  }

  @Test("every rule decides its example and leaves its neighbour", arguments: examples)
  func example(rule: String, fires: String, leaves: String) {
    #expect(decided(fires) == rule)
    #expect(decided(leaves) != rule)
  }

  @Test("no rule is without an example")
  func complete() {
    let table = DiagnosisFixtures.table
    let rules = (table.ruleList + table.ruleLists.flatMap(\.rules)).filter { rule in
      if case .list = rule.outcome { false } else { true }
    }
    let known = Set(Self.examples.map(\.rule))
    #expect(rules.map(\.id).filter { !known.contains($0) } == [])
    #expect(Self.examples.map(\.rule).filter { id in !rules.contains { $0.id == id } } == [])
  }
}

extension String {
  /// The text with another stop code, or with another text.
  fileprivate func replacing(_ old: String = "EssentialContainerExited", with new: String) -> String
  {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.indices.first(where: { rest[$0...].hasPrefix(old) }) {
      parts.append(rest[..<range])
      rest = rest[rest.index(range, offsetBy: old.count)...]
    }
    return (parts + [rest]).joined(separator: new)
  }
}
