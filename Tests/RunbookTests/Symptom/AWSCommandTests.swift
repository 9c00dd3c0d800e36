import Testing

@testable import Runbook

@Suite struct AWSCommandTests {
  @Test(
    "the Region goes into every command that asks in one and names none",
    arguments: [
      (
        "aws ecs describe-services --cluster prod --services web",
        "aws ecs describe-services --region eu-west-1 --cluster prod --services web"
      ),
      (
        "aws ecs wait services-stable \\\n  --cluster prod",
        "aws ecs wait services-stable --region eu-west-1 \\\n  --cluster prod"
      ),
      (
        "aws ecs list-tasks --cluster prod | xargs -n1 echo; aws logs tail /ecs/web",
        "aws ecs list-tasks --region eu-west-1 --cluster prod | xargs -n1 echo; "
          + "aws logs tail --region eu-west-1 /ecs/web"
      ),
      (
        "id=$(aws ecs list-tasks --cluster prod --query 'taskArns[0]')",
        "id=$(aws ecs list-tasks --region eu-west-1 --cluster prod --query 'taskArns[0]')"
      ),
      (
        "aws ecs list-clusters",
        "aws ecs list-clusters --region eu-west-1"
      ),
    ])
  func region(command: String, expected: String) {
    #expect(AWSCommand.adding(region: "eu-west-1", to: command) == expected)
  }

  @Test(
    "commands that ask in no Region, or in one that they name, stay as they are",
    arguments: [
      "aws iam get-role --role-name x", "aws sts get-caller-identity",
      "aws ecs list-clusters --region us-east-1",
      "aws ecs list-clusters \\\n  --region us-east-1", "echo 'use aws ecs list-tasks here'",
      "jq . file.json", "aws s3 cp a b", "", "aws",
    ])
  func untouched(command: String) {
    #expect(AWSCommand.adding(region: "eu-west-1", to: command) == command)
  }

  @Test("the Region of a registry goes into no other command, and that of a task replaces it")
  func registry() {
    let image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1"
    var values = Facts(text: "cannot pull \(image) for service: web").placeholders
    let command = "aws ecs describe-services --services <service>"
    #expect(values.fill(command) == "aws ecs describe-services --services web")
    var task = Placeholders()
    task.take(arn: "arn:aws:ecs:eu-west-1:444455556666:cluster/prod")
    values.merge(task)
    #expect(values.fill(command).contains("--region eu-west-1"))
  }

  @Test("the account of a registry is that of the image, never that of the task")
  func registryAccount() {
    var values = Placeholders()
    values.take(arn: "arn:aws:ecs:eu-west-1:444455556666:cluster/prod")
    values.take(image: "quay.io/biocontainers/star:2")
    let command = "aws ecr describe-images --registry-id <account-id> --region <region>"
    #expect(values.fill(command).contains("--registry-id <account-id>"))
    values.take(image: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1")
    #expect(values.fill(command).contains("--registry-id 111122223333"))
  }
}
