import Testing

@testable import Runbook

/// A value is filled in only when it was read as that field, and whole.
@Suite struct FilledValueTests {
  private func values(_ text: String) -> Placeholders {
    let report = DiagnosisReport(Array(text.utf8), table: DiagnosisFixtures.table)
    return report.subjects[0].placeholders
  }

  @Test(
    "whoever was refused something is the caller, and no role of the task",
    arguments: [
      "assumed-role/GitHubActionsDeploy/GitHubActions is not authorized to perform: "
        + "ecs:RegisterTaskDefinition on resource: *",
      "assumed-role/deploy/i-0123456789abcdef0 is not authorized to perform: iam:PassRole on "
        + "resource: arn:aws:iam::111122223333:role/ecsTaskExecutionRole for ECS",
      "user/ci is not authorized to perform: iam:PassRole on resource: "
        + "arn:aws:iam::111122223333:role/ecsTaskExecutionRole when calling RunTask of ECS",
      "assumed-role/app/botocore-session-1 is not authorized to perform: s3:GetObject, says ECS",
    ])
  func caller(rest: String) {
    let kind = rest.hasPrefix("user") ? "iam" : "sts"
    let found = values("AccessDenied: User: arn:aws:\(kind)::111122223333:\(rest)")
    for name in ["role-name", "role-arn", "execution-role-name", "execution-role-arn"] {
      #expect(found[name] == nil)
    }
  }

  @Test("a session that has the id of a task names a role of that task")
  func task() {
    let found = values(
      "User: arn:aws:sts::111122223333:assumed-role/app/0123456789abcdef0123456789abcdef is not "
        + "authorized to perform: s3:GetObject, says the ECS container")
    #expect(found["role-name"] == "app")
  }

  @Test("a role that ECS is to assume is the role in question")
  func trusted() {
    let found = values(
      "ECS was unable to assume the role 'arn:aws:iam::111122223333:role/exec' that was provided")
    #expect(found["role-name"] == "exec")
  }

  @Test(
    "words that only stand behind a key are no value of it",
    arguments: [
      ("maintain your tasks in the environment cluster [update in progress] ECS", "cluster"),
      ("Deleting ECS cluster: deleted", "cluster"), ("ECS service: was not ACTIVE", "service"),
      ("ECS service: unhealthy", "service"),
      ("{'services': [{'serviceArn': 'arn:aws", "service"), ("(service was not found)", "service"),
      ("ECS task arn:aws:ecs:eu-west-1:111122223333:task/web", "task-id"),
      ("arn:aws:ecs:eu-west-1:111122223333:task/prod/37cfd5664ae947fabf6c5f91770", "task-id"),
      (
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/ccb1c7ee",
        "target-group-arn"
      ),
      ("deployment ecs-svc/5211643699352071000 in progress", "deployment-id"),
    ])
  func prose(text: String, name: String) {
    #expect(values(text)[name] == nil)
  }

  @Test(
    "what the input names is filled",
    arguments: [
      ("service web-api (port 8080) is unhealthy in target-group tg", "service", "web-api"),
      ("service web-api was unable to place a task because of ECS", "service", "web-api"),
      ("cluster: prod service: web", "cluster", "prod"),
      ("cluster=prod, service=web", "service", "web"),
      (
        "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web/health?region=eu-west-1",
        "cluster", "prod"
      ),
      (
        "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/prod/services/web/health?region=eu-west-1",
        "region", "eu-west-1"
      ),
      (
        #"{"serviceDeployments":[{"serviceDeploymentArn":"arn:aws:ecs:us-east-1:123456789012:service-deployment/prod/web/8O8S6eX8bRRNUbJgSm1lS","status":"PENDING"}]}"#,
        "deployment-id", "8O8S6eX8bRRNUbJgSm1lS"
      ),
      (
        #"[{"Name":"/x","Config":{"Labels":{"com.amazonaws.ecs.cluster":"prod","com.amazonaws.ecs.container-name":"web"}},"State":{"ExitCode":1}}]"#,
        "cluster", "prod"
      ),
      (
        #"{"stoppedReason":"Task failed ELB health checks","clusterName":"prod","serviceName":"web"}"#,
        "service", "web"
      ),
      (
        #"{"eventSource":"ecs.amazonaws.com","eventName":"StopTask","awsRegion":"eu-west-1","userIdentity":{"arn":"arn:aws:iam::111122223333:user/a"},"requestParameters":{"cluster":"prod","task":"0123456789abcdef0123456789abcdef"}}"#,
        "task-id", "0123456789abcdef0123456789abcdef"
      ),
      (
        #"{"detail-type":"AWS Health Event","source":"aws.health","detail":{"eventTypeCode":"AWS_ECS_TASK_PATCHING_RETIREMENT","affectedEntities":[{"entityValue":"prod|web-api"}]}}"#,
        "service", "web-api"
      ),
    ])
  func named(text: String, name: String, expected: String) {
    #expect(values(text)[name] == expected)
  }
}
