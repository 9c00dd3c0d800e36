import Glibc
import Runbook
import Testing

/// A stopped task with the same ARN but for its number.
private func task(_ number: Int, _ code: String, _ containers: String, reason: String? = nil)
  -> String
{
  let digits = String(number, radix: 16)
  let id = String(repeating: "0", count: 32 - digits.count) + digits
  let reason = reason.map { #""stoppedReason": "\#($0)", "# } ?? ""
  return """
    {"taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/shop/\(id)",
    "clusterArn": "arn:aws:ecs:eu-west-1:111122223333:cluster/shop", "lastStatus": "STOPPED",
    "desiredStatus": "STOPPED", "stopCode": "\(code)", \(reason)"group": "service:checkout",
    "containers": [\(containers)]}
    """
}

private let secret = """
  ResourceInitializationError: unable to pull secrets or registry auth: execution resource \
  retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): \
  AccessDeniedException
  """

@Suite struct DiagnoseCommandTests {
  @Test("many tasks are grouped by cause, with counts")
  func groups() throws {
    let tasks =
      (0..<11).map { task($0, "TaskFailedToStart", #"{"name": "app"}"#, reason: secret) }
      + [task(11, "EssentialContainerExited", #"{"name": "app", "exitCode": 139}"#)]
    let input = #"{"tasks": ["# + tasks.joined(separator: ",") + #"], "failures": []}"#
    let card = try DiagnoseProgram.run(["diagnose", "-"], input: input)
    #expect(card.status == 0)
    let lines = card.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("11 of 12 tasks: ecs-init-secrets") == true)
    #expect(lines.dropFirst().first?.hasPrefix("1 of 12 tasks: ecs-crash-signal") == true)
    #expect(card.output.contains("and 10 more"))

    let answer = try #require(
      Printed(try DiagnoseProgram.run(["diagnose", "--json"], input: input).output))
    #expect(answer["groups"]?[0]?["runbook"]?.text == "ecs-init-secrets")
    #expect(answer["groups"]?[0]?["count"]?.int == 11)
    #expect(answer["groups"]?[1]?["subjects"]?[0]?.int == 11)
    #expect(answer["subjects"]?.items.count == 12)
  }

  @Test("a task and its service are counted apart")
  func kinds() throws {
    let service = """
      {"services": [{"serviceName": "checkout", "desiredCount": 1, "runningCount": 0, "events": [
      {"id": "1", "createdAt": 1793700482, "message": "(service checkout) was unable to place a task. \
      Reason: Capacity is unavailable at this time."}]}]}
      """
    let tasks = #"{"tasks": ["# + task(1, "UserInitiated", #"{"name": "a", "exitCode": 0}"#) + "]}"
    let card = try DiagnoseProgram.run(["diagnose"], input: tasks + "\n" + service)
    let head = card.output.split(separator: "\n").prefix(2)
    #expect(head.contains { $0.hasPrefix("service checkout: ecs-placement-capacity") })
    #expect(
      head.contains {
        $0.hasPrefix("task 00000000000000000000000000000001")
          && $0.contains(": ecs-expected-stop")
      })
  }

  @Test("commands are filled from the input, and what is unknown stays a placeholder")
  func commands() throws {
    let input =
      #"{"tasks": ["# + task(5, "TaskFailedToStart", #"{"name": "a"}"#, reason: secret) + "]}"
    let answer = try #require(
      Printed(try DiagnoseProgram.run(["diagnose", "--json"], input: input).output))
    let commands = (answer["subjects"]?[0]?["diagnoses"]?[0]?["commands"]?.items ?? [])
      .compactMap { $0["text"]?.text }
    #expect(commands.contains { $0.contains("--cluster shop") })
    #expect(commands.contains { $0.contains("00000000000000000000000000000005") })
    #expect(!commands.contains { $0.contains("<cluster>") })
    #expect(commands.contains { $0.contains("<secret-") })
  }

  @Test("a value that a shell would read is not filled in")
  func hostile() throws {
    let input = """
      {"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/$(reboot)/0123456789abcdef",
      "clusterArn": "a;b`c`", "group": "service:x;y", "lastStatus": "STOPPED",
      "stopCode": "UserInitiated", "containers": [{"name": "a' b", "exitCode": 137}]}]}
      """
    let answer = try #require(
      Printed(try DiagnoseProgram.run(["diagnose", "--json"], input: input).output))
    for diagnosis in answer["subjects"]?[0]?["diagnoses"]?.items ?? [] {
      for command in diagnosis["commands"]?.items ?? [] {
        let text = command["text"]?.text ?? ""
        #expect(!text.contains("reboot") && !text.contains("a;b") && !text.contains("a' b"))
      }
    }
  }

  @Test("nothing from the input reaches the terminal as a control sequence")
  func controls() throws {
    let input =
      #"{"tasks": ["#
      + task(
        1, "TaskFailedToStart",
        #"{"name": "\u001b[2Japp\u202e", "reason": "CannotStartContainerError: \u001b]0;x\u0007 y"}"#
      )
      + "]}"
    for words in [["diagnose"], ["diagnose", "--explain"]] {
      let outcome = try DiagnoseProgram.run(words, input: input)
      #expect(
        !(outcome.output + outcome.errors).unicodeScalars.contains { scalar in
          scalar.value < 0x20 && scalar != "\n" || scalar == "\u{202E}"
        })
    }
  }

  @Test(
    "broken JSON is told with its place, and what its text says is shown",
    arguments: [
      (
        #"{"tasks": [{"stopCode" "UserInitiated"}]}"#,
        "1:24: expected `:` after a key, found `\"UserInitiat`"
      ),
      ("{\n  tasks\n}", "2:3: expected a key in quotes, found `tasks`"),
      ("{\"tasks\": [1, 2", "1:16: expected `,` or `]`, found the end of the input"),
      ("[{\"a\": 01}]", "1:8: expected a number without a leading zero, found `01}]`"),
    ])
  func broken(input: String, message: String) throws {
    let outcome = try DiagnoseProgram.run(["diagnose", "-"], input: input)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.contains("runbook: error: standard input:\(message)"), "\(outcome.errors)")
    #expect(!outcome.output.isEmpty)
  }

  @Test("broken JSON is still diagnosed by its text, with the error on the other stream")
  func brokenWithText() throws {
    let input =
      #"{"tasks": [{"stoppedReason": "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref x/y:1: not found"#
    let card = try DiagnoseProgram.run(["diagnose"], input: input)
    #expect(card.status == 65)
    #expect(card.output.contains("ecs-pull-image-source"))
    #expect(card.errors.contains("it was cut off"))
    let json = try DiagnoseProgram.run(["diagnose", "--json"], input: input)
    let answer = try #require(Printed(json.output))
    #expect(answer["input"]?.text == "text")
    let error = try #require(Printed(json.errors))
    #expect(error["error"]?["code"]?.int == 65)
  }

  @Test(
    "JSON of an unknown shape is told what would be known, and what stands there",
    arguments: [
      (#"{"StackName": "x", "Outputs": []}"#, "an object with `StackName`, `Outputs`"),
      (#"[["a"]]"#, "a list"), ("{}", "an empty object"),
    ])
  func unknown(input: String, found: String) throws {
    let outcome = try DiagnoseProgram.run(["diagnose"], input: input)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("1:1: expected the answer of describe-tasks"))
    #expect(outcome.errors.contains("found \(found)"), "\(outcome.errors)")
  }

  @Test(
    "what a query prints that found nothing is a task that is gone", arguments: ["[]", "null\n"])
  func nothingFound(input: String) throws {
    let outcome = try DiagnoseProgram.run(["diagnose", "--json"], input: input)
    #expect(outcome.status == 0)
    let subject = Printed(outcome.output)?["subjects"]?[0]
    #expect(subject?["diagnoses"]?[0]?["runbook"]?.text == "ecs-triage")
  }

  @Test("a list of tasks alone names none of their troubles")
  func listTasks() throws {
    let input = #"{"taskArns": ["arn:aws:ecs:eu-west-1:111122223333:task/shop/0123456789abcdef"]}"#
    let outcome = try DiagnoseProgram.run(["diagnose"], input: input)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("list-tasks only names tasks"))
  }

  @Test("an input that holds nothing is an error with what may have happened")
  func empty() throws {
    for input in ["", " \n\t\n"] {
      let outcome = try DiagnoseProgram.run(["diagnose"], input: input)
      #expect(outcome.status == 65 && outcome.output == "")
      #expect(outcome.errors.contains("standard input is empty"))
    }
  }

  @Test(
    "a command line that makes no sense is told so",
    arguments: [
      (["--watch"], "'--watch' needs '--service' or '--cluster'"),
      (["--watch", "--task", "x"], "'--watch' needs '--service'"),
      (["--cluster", "c", "--service", "s", "--task", "t"], "two questions"),
      (["--cluster", "--service", "--service", "s"], "invalid for '--cluster'"),
      (["--cluster", "file:///etc/passwd", "--task", "t"], "invalid for '--cluster'"),
      (["--region", "eu-west-1"], "'--region' needs '--service' or '--cluster'"),
      (["x.json", "--cluster", "c", "--task", "t"], "two inputs"),
      (["x.json", "y.json"], "unexpected argument 'y.json'"),
    ])
  func usage(words: [String], message: String) throws {
    let outcome = try DiagnoseProgram.run(["diagnose"] + words)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("a file that is not there, and a folder, are no input")
  func missing() throws {
    let absent = try DiagnoseProgram.run(["diagnose", "/nonexistent.json"])
    #expect(absent.status == 66 && absent.errors.contains("runbook search"))
    let folder = try DiagnoseProgram.run(["diagnose", "/tmp"])
    #expect(folder.status == 66 && folder.errors.contains("/tmp is a folder"))
  }

  @Test("nothing wrong is the exit code 1, and said")
  func healthy() throws {
    let input =
      #"{"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/c/1", "lastStatus": "RUNNING", "desiredStatus": "RUNNING", "containers": [{"name": "a", "lastStatus": "RUNNING"}]}]}"#
    let outcome = try DiagnoseProgram.run(["diagnose"], input: input)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("No diagnosis."))
  }

  @Test(
    "UTF-16 with a byte order mark, as PowerShell writes it, is read", arguments: [true, false])
  func utf16(isLittle: Bool) throws {
    let input =
      #"{"tasks": ["# + task(1, "EssentialContainerExited", #"{"name": "é", "exitCode": 139}"#)
      + "]}"
    let units = [0xFEFF] + Array(input.utf16)
    let bytes = units.flatMap { unit -> [UInt8] in
      let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
      return isLittle ? [low, high] : [high, low]
    }
    let outcome = try DiagnoseProgram.run(["diagnose", "-", "--json"], bytes: bytes)
    let answer = try #require(Printed(outcome.output))
    #expect(answer["subjects"]?[0]?["diagnoses"]?[0]?["runbook"]?.text == "ecs-crash-signal")
  }

  @Test("the walk names the rules that were tried up to the one that held")
  func explain() throws {
    let file = "\(DiagnoseProgram.fixtures)/08-user-stop-137-not-oom.json"
    let text = try DiagnoseProgram.run(["diagnose", file, "--explain"]).output
    #expect(text.contains("stop_code") && text.contains("tasks[0].stopCode"))
    #expect(text.contains("holds  stop-killed:"))
    #expect(!text.contains("exit-137"))
    let json = try DiagnoseProgram.run(["diagnose", file, "--explain", "--json"]).output
    let walk = try #require(Printed(json)?["subjects"]?[0]?["walk"]).items
    #expect(walk.last?["rule"]?.text == "stop-killed")
  }

  @Test("the table is drawn with every rule, as text and as JSON")
  func table() throws {
    let text = try DiagnoseProgram.run(["diagnose", "--table"]).output
    let json = try #require(
      Printed(try DiagnoseProgram.run(["diagnose", "--table", "--json"]).output))
    let rules = json["rules"]?.items ?? []
    let listed = (json["lists"]?.items ?? []).flatMap { $0["rules"]?.items ?? [] }
    #expect(rules.count > 40 && listed.count > 40)
    for rule in rules + listed {
      let id = try #require(rule["rule"]?.text)
      #expect(text.contains(id))
    }
  }

  @Test("the task definition says what is essential")
  func definition() throws {
    let path = "/tmp/runbook-diagnose-\(getpid())-definition.json"
    let definition = """
      {"taskDefinition": {"family": "f", "containerDefinitions": [
      {"name": "app", "essential": true, "logConfiguration": {"logDriver": "awslogs",
      "options": {"awslogs-group": "/ecs/f", "awslogs-stream-prefix": "web"}}},
      {"name": "helper", "essential": false}]}}
      """
    try FileSystem.write(Array(definition.utf8), to: path)
    defer { unlink(path) }
    let input =
      #"{"tasks": ["#
      + task(
        7, "EssentialContainerExited",
        #"{"name": "helper", "exitCode": 1}, {"name": "app", "exitCode": 139}"#) + "]}"
    let answer = try #require(
      Printed(
        try DiagnoseProgram.run(["diagnose", "--json", "--task-definition", path], input: input)
          .output))
    let diagnosis = try #require(answer["subjects"]?[0]?["diagnoses"]?[0])
    #expect(diagnosis["runbook"]?.text == "ecs-crash-signal")
    #expect(diagnosis["question"]?.text == nil)
    let commands = (diagnosis["commands"]?.items ?? []).compactMap { $0["text"]?.text }
    #expect(
      commands.contains { $0.contains("/ecs/f") },
      "the log group is filled in: \(commands)")
  }
}
