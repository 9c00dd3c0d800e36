import Testing

@testable import Runbook

@Suite struct PlaceholderTextTests {
  @Test(
    "a text fills the placeholders that it names",
    arguments: [
      (
        "arn:aws:ecs:eu-west-1:111122223333:task/prod/938db8c9f82c8cb58d3f3ef4fd250036.",
        [
          "region": "eu-west-1", "account-id": "111122223333", "cluster": "prod",
          "task-id": "938db8c9f82c8cb58d3f3ef4fd250036",
          "task-arn":
            "arn:aws:ecs:eu-west-1:111122223333:task/prod/938db8c9f82c8cb58d3f3ef4fd250036",
        ]
      ),
      (
        "(service web-api) (task 9d85800c30b349039d104d52b506b930) (port 8080) is unhealthy in "
          + "(target-group arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/ccb1c7ee670051a0)",
        [
          "service": "web-api", "task-id": "9d85800c30b349039d104d52b506b930", "port": "8080",
          "target-group-arn":
            "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/ccb1c7ee670051a0",
          "region": "us-east-1", "account-id": "111122223333",
        ]
      ),
      (
        "failed to resolve ref 111122223333.dkr.ecr.us-east-1.amazonaws.com/team/web-api:v42: not found",
        [
          "image": "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/web-api:v42",
          "repository": "team/web-api", "tag": "v42", "region": "us-east-1",
          "account-id": "111122223333",
        ]
      ),
      (
        "failed to resolve ref docker.io/library/nginx:1.27: dial tcp",
        ["image": "docker.io/library/nginx:1.27"]
      ),
      (
        "aws ecs describe-services --cluster prod --services web --region eu-central-1",
        ["cluster": "prod", "service": "web", "region": "eu-central-1"]
      ),
      (
        "AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/exec/1b77 is not authorized "
          + "to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:111122223333:secret:db-Ab12Cd",
        [
          "account-id": "111122223333", "region": "us-east-1",
          "secret-arn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-Ab12Cd",
        ]
      ),
      ("invalid ssm parameters: /api/license-key", ["parameter-name": "/api/license-key"]),
      (
        "in subnet 'subnet-0d0eab1bb38d5ca64' with sg-0123456789abcdef0",
        ["subnet-id": "subnet-0d0eab1bb38d5ca64", "security-group-id": "sg-0123456789abcdef0"]
      ),
      (
        #""awslogs-group": "/ecs/web", "awslogs-stream-prefix": "app""#,
        ["log-group": "/ecs/web", "stream-prefix": "app"]
      ),
      (
        "Failed to resolve \"fs-0e4a39a0b7bb8b885.efs.us-east-1\"",
        ["file-system-id": "fs-0e4a39a0b7bb8b885"]
      ),
      ("my service is down and the cluster looks fine", [:]),
      ("--cluster $(rm -rf ~) --service $(id)", [:]),
    ])
  func fills(text: String, expected: [String: String]) {
    let found = Facts(text: text).placeholders.values
    #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.value) }) == expected)
  }

  @Test("a command is filled where a value is known and keeps its placeholders elsewhere")
  func filling() {
    var values = Placeholders()
    values.add("cluster", "prod")
    #expect(
      values.fill("aws ecs describe-tasks --cluster <cluster> --tasks <task-id> < file <<EOF")
        == "aws ecs describe-tasks --cluster prod --tasks <task-id> < file <<EOF")
  }

  @Test(
    "a value that a shell would read is refused",
    arguments: ["a;b", "$(x)", "-rf", "a b", "a'b", "", "a\nb", "=x", "a|b", "`x`"])
  func refused(value: String) {
    var values = Placeholders()
    values.add("cluster", value)
    #expect(values.isEmpty)
  }

  @Test("the window is around the failure, an hour at most")
  func window() throws {
    var values = Placeholders()
    let end = try #require(Timestamp("2026-11-03T10:08:02Z"))
    values.setWindow(from: Timestamp("2026-11-03T10:00:44Z"), to: end)
    #expect(values["start-time"] == "2026-11-03T09:55:44Z")
    #expect(values["end-time"] == "2026-11-03T10:13:02Z")
    #expect(values["start-ms"] == "1793699744000")
  }

  @Test(
    "a name is never the address of something that the aws command would read",
    arguments: [
      "file:///etc/passwd", "fileb://x", "http://169.254.169.254/latest", "https://x/y", "s3://b/k",
      "svc:file://x", "FILE://x",
    ])
  func addresses(value: String) {
    var values = Placeholders()
    for name in ["service", "cluster", "task-id", "log-group", "bucket"] {
      let isTaken = values.set(name, to: value)
      #expect(!isTaken, "\(name)")
    }
    let isFile = values.set("image", to: "file:///etc/passwd")
    let isAddress = values.set("endpoint-url", to: "https://vpce-1.ecr.eu-west-1.amazonaws.com")
    let isImage = values.set("image", to: "https://registry.example.com/app:1")
    let isARN = values.set("target-group", to: "arn:aws:elasticloadbalancing:x:1:targetgroup/a/b")
    #expect([isFile, isAddress, isImage, isARN] == [false, true, true, true])
    #expect(values["service"] == nil)
  }
}
