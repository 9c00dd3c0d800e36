import Runbook
import Testing

/// `runbook diagnose --log`: what it was, and an incident to go on with.
@Suite struct DiagnoseLogTests {
  private static let fixture = DiagnoseProgram.fixtures + "/04-rie-secret-access-denied.json"

  @Test("a file is diagnosed and recorded, with itself beside the incident")
  func file() throws {
    let folder = try RecordFolder()
    let outcome = try folder.runbook(["diagnose", Self.fixture, "--log"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("ecs-init-secrets"))
    let path = try #require(folder.incidents.first)
    #expect(folder.incidents.count == 1)
    // The card first, then what was recorded: the id and its path end the output.
    #expect(outcome.lines.last == path)
    let text = try folder.text(path)
    #expect(text.contains("status: open"))
    #expect(text.contains("id: ecs-init-secrets"))
    #expect(text.contains("fingerprints:"))
    let kept = FileSystem.files(below: folder.base + "/Content/incidents").filter {
      $0.hasSuffix(".json")
    }
    #expect(kept.count == 1)
    #expect(outcome.errors.contains("next: runbook close"))
    #expect(try folder.problems() == [])
  }

  @Test("standard input is recorded, and the next time the incident is named")
  func standardInput() throws {
    let folder = try RecordFolder()
    let input = String(decoding: try FileSystem.read(Self.fixture), as: UTF8.self)
    for words in [["diagnose", "--log"], ["diagnose", "-", "--log"]] {
      let outcome = try folder.runbook(words, input: input)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
    #expect(folder.incidents.count == 2)
    let seen = try folder.runbook(["diagnose", "-", "--json"], input: input)
    #expect(Printed(seen.output)?["subjects"]?[0]?["seen_before"]?.items.count == 2)
  }

  @Test("text is recorded too, by its facts and by its words")
  func text() throws {
    let folder = try RecordFolder()
    let error =
      "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref x/y:1: not found"
    let facts = try folder.runbook(["diagnose", "--log"], input: error)
    #expect(facts.status == 0)
    #expect(
      try folder.text(try #require(folder.incidents.first)).contains("id: ecs-pull-image-source"))
    let words = try folder.runbook(
      ["diagnose", "--log"], input: "the ecs deployment never finishes and keeps the old tasks")
    #expect(words.status == 0)
    #expect(words.output.contains("goes by words"))
    #expect(folder.incidents.count == 2)
    // Words that are a sure match name the runbook; nobody has tried it yet.
    #expect(words.errors.contains("runbook   ecs-deployment-stuck@"), "\(words.errors)")
    #expect(words.errors.contains(": not-tried"))
  }

  @Test("what nothing is known of is recorded as well, and the exit code says so")
  func negative() throws {
    let folder = try RecordFolder()
    let outcome = try folder.runbook(
      ["diagnose", "--log"], input: "the coffee machine in the kitchen leaks")
    #expect(outcome.status == 1)
    #expect(folder.incidents.count == 1)
  }

  @Test("nothing is recorded of an answer in which nothing failed")
  func healthy() throws {
    let folder = try RecordFolder()
    let running =
      #"{"tasks":[{"lastStatus":"RUNNING","desiredStatus":"RUNNING","containers":[]}],"failures":[]}"#
    let outcome = try folder.runbook(["diagnose", "--log"], input: running)
    #expect(outcome.status == 1)
    #expect(folder.incidents.isEmpty)
    #expect(outcome.errors.contains("nothing was recorded"))
  }

  @Test("the title is the sentence that decided, and the evidence is named after what it is")
  func title() throws {
    let folder = try RecordFolder()
    let service =
      "{'services': [{'serviceName': 'web', 'desiredCount': 1, 'runningCount': 0, 'events': ["
      + "{'message': '(service web) has stopped 1 running tasks: (task x).'}, "
      + "{'message': '(service web) is unhealthy in (target-group x)'}]}]}"
    let outcome = try folder.runbook(["diagnose", "--log"], input: service)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let path = try #require(folder.incidents.first)
    let text = try folder.text(path)
    #expect(text.contains("title: \"web: (service web) is unhealthy in (target-group x)\""))
    #expect(text.contains("fingerprints: [f1-"))
    let kept = FileSystem.files(below: folder.base + "/Content/incidents")
    #expect(kept.contains { $0.hasSuffix(".evidence.txt") })
    #expect(!kept.contains { $0.hasSuffix(".json") })
  }

  @Test("broken JSON is recorded with what its text says, and the error comes last")
  func broken() throws {
    let folder = try RecordFolder()
    let outcome = try folder.runbook(
      ["diagnose", "--log"],
      input: #"{"tasks": [{"stoppedReason": "CannotPullContainerError: pull access denied for x"#)
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("ecs-pull-permissions"))
    #expect(folder.incidents.count == 1)
    #expect(outcome.errors.contains("it was cut off"))
  }

  @Test("an input over a mebibyte is diagnosed and recorded, and not kept beside the incident")
  func large() throws {
    let folder = try RecordFolder()
    let noise = String(
      repeating: "2026-11-03T10:00:00Z GET /health 200 0.4 ms\n", count: (1 << 20) / 40)
    let outcome = try folder.runbook(
      ["diagnose", "--log"],
      input: "CannotPullContainerError: pull access denied for x\n" + noise)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let path = try #require(folder.incidents.first)
    #expect(try folder.text(path).contains("id: ecs-pull-permissions"))
    #expect((outcome.errors + (try folder.text(path))).contains("over 1 MiB"))
    let files = FileSystem.files(below: folder.base + "/Content/incidents")
    #expect(files.filter { !$0.hasSuffix(".md") && !$0.hasSuffix(".gitkeep") } == [])
  }

  @Test("where nothing can be written the card is shown, then the error")
  func builtIn() throws {
    let outcome = try DiagnoseProgram.run(["diagnose", Self.fixture, "--log"])
    #expect(outcome.output.contains("ecs-init-secrets"))
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("runbook: error:"), "\(outcome.errors)")
    #expect(outcome.errors.contains("runbook init"), "\(outcome.errors)")
    let json = try DiagnoseProgram.run(["diagnose", Self.fixture, "--log", "--json"])
    #expect(json.status == outcome.status)
    #expect(Printed(json.output)?["subjects"]?[0]?["diagnoses"]?[0] != nil)
    #expect(Printed(json.errors)?["error"]?["code"]?.int == Int(outcome.status))
  }

  @Test("the JSON answer holds the report of the incident")
  func json() throws {
    let folder = try RecordFolder()
    let outcome = try folder.runbook(["diagnose", Self.fixture, "--log", "--json"])
    let answer = try #require(Printed(outcome.output))
    let logged = try #require(answer["logged"])
    #expect(logged["path"]?.text == folder.incidents.first)
    #expect(logged["status"]?.text == "open")
    #expect(logged["runbooks"]?[0]?["id"]?.text == "ecs-init-secrets")
    #expect(answer["subjects"]?[0]?["related"]?.texts.isEmpty == false)
  }

  @Test("secrets of the input reach neither the incident nor what is kept beside it")
  func secrets() throws {
    let folder = try RecordFolder()
    // Put together here, so that no scanner takes this file for a leak.
    let key = "AKIA" + "IOSFODNN7" + "TESTKEY"
    let input = """
      {"tasks":[{"lastStatus":"STOPPED","stopCode":"EssentialContainerExited","containers":[{"name":"a",
      "exitCode":1,"reason":"login with \(key) failed"}]}]}
      """
    let outcome = try folder.runbook(["diagnose", "--log"], input: input)
    #expect(outcome.status == 0)
    let found = try folder.shell("grep -rl \(key) Content || true")
    #expect(found.output == "")
    #expect(outcome.errors.contains("redacted"), "\(outcome.errors)")
  }
}

/// Text that no rule decides.
@Suite struct DiagnoseWordsTests {
  @Test(
    "text that no rule decides gets what search finds, as suspected",
    arguments: [
      "our ecs deployment never finishes and keeps the old tasks running",
      "where do the logs of a fargate task go",
      "fargate tasks take ten minutes to start",
    ])
  func words(text: String) throws {
    let diagnosed = try #require(
      Printed(
        try DiagnoseProgram.run(["diagnose", "-", "--json", "--explain"], input: text).output))
    let searched = try #require(
      Printed(try DiagnoseProgram.run(["search", "-", "--json", "-n", "3"], input: text).output))
    let found = diagnosed["subjects"]?[0]?["diagnoses"]?.items ?? []
    #expect(!found.isEmpty)
    #expect(
      found.map { $0["runbook"]?.text } == searched["results"]?.items.map { $0["runbook"]?.text })
    #expect(found.allSatisfy { $0["confidence"]?.text == "suspected" })
    #expect(found.allSatisfy { $0["rule"]?.text == "words" })
    #expect(found.first?["because"]?[0]?.text?.contains("goes by words") == true)
    let step = diagnosed["subjects"]?[0]?["walk"]?.items.last
    #expect(step?["rule"]?.text == "words")
  }

  @Test(
    "where search finds nothing, nothing is diagnosed",
    arguments: [
      "the coffee machine in the kitchen leaks", "npm ERR! code ERESOLVE",
      "kubectl get pods shows CrashLoopBackOff in payments",
    ])
  func none(text: String) throws {
    let searched = try DiagnoseProgram.run(["search", "-"], input: text)
    #expect(searched.status == 1)
    let diagnosed = try DiagnoseProgram.run(["diagnose", "-"], input: text)
    #expect(diagnosed.status == 1)
    #expect(diagnosed.output.contains("No diagnosis."))
  }

  @Test("related runbooks are named once, beside those that the rule names")
  func related() throws {
    let input = "CannotPullContainerError: pull access denied for x"
    let card = try DiagnoseProgram.run(["diagnose"], input: input)
    #expect(card.output.contains("\nOr    "))
    let subject = try #require(
      Printed(try DiagnoseProgram.run(["diagnose", "--json"], input: input).output)?["subjects"]?[0]
    )
    let named = (subject["diagnoses"]?.items ?? []).compactMap { $0["runbook"]?.text }
    let related = subject["related"]?.texts ?? []
    #expect(!related.isEmpty)
    #expect(related.allSatisfy { !named.contains($0) })
  }
}
