import Testing

@testable import Runbook

@Suite struct SearchTests {
  @Test(
    "the commonest symptoms have the right runbook first",
    arguments: [
      ("exit 137", "ecs-oom-killed"),
      ("exit 139", "ecs-crash-signal"),
      ("CannotPullContainerError", "ecs-pull-image-source"),
      ("cannot pull the image, manifest unknown", "ecs-pull-image-source"),
      ("containr kiled out of memry", "ecs-oom-killed"),
      ("no basic auth credentials", "ecs-pull-permissions"),
      ("ECS タスクが OOM で落ちる", "ecs-oom-killed"),
      ("タスクが PENDING のまま起動しない", "ecs-placement-capacity"),
      ("logs endpoint", "ecs-init-logging"),
    ])
  func rightFirst(symptom: String, runbook: String) throws {
    let answer = try ShippedContent.answer(symptom)
    #expect(answer.results.first?.id == runbook)
    #expect(answer.kind == .match)
  }

  @Test("a pasted stoppedReason with ARNs is found and fills the commands")
  func pastedReason() throws {
    let answer = try ShippedContent.answer(
      """
      stopped 2026-11-03T10:08:02Z arn:aws:ecs:eu-west-1:111122223333:task/prod/\
      0123456789abcdef0123456789abcdef
      ResourceInitializationError: unable to pull secrets or registry auth: execution resource
      retrieval failed: unable to retrieve secret from asm: AccessDeniedException: User:
      arn:aws:sts::111122223333:assumed-role/web/1b77 is not authorized to perform:
      secretsmanager:GetSecretValue
      """)
    let first = try #require(answer.results.first)
    #expect(first.id == "ecs-init-secrets")
    #expect(first.commands.contains { $0.text.contains("--cluster prod") })
    #expect(!first.commands.contains { $0.text.contains("<cluster>") })
  }

  @Test("137 alone is said to be no proof, and the other cause of it is second")
  func caveat() throws {
    let answer = try ShippedContent.answer("exit 137")
    #expect(answer.results.first?.why.joined().contains("not proof") == true)
    #expect(answer.results.dropFirst().first?.id == "ecs-sigterm-sigkill")
  }

  @Test(
    "a symptom of another system has no answer",
    arguments: [
      "ERROR: duplicate key value violates unique constraint \"users_email_key\"",
      "npm ERR! code ERESOLVE could not resolve dependency tree",
      "payments-7d9f-xk2lp 0/1 CrashLoopBackOff 12 38m",
      "git push rejected non-fast-forward",
      "ERROR: relation \"users\" does not exist", "the printer is out of paper", "xyzzy", "",
      "   \n\t ",
    ])
  func none(symptom: String) throws {
    let answer = try ShippedContent.answer(symptom)
    #expect(answer.kind == .none)
    #expect(answer.results.isEmpty)
  }

  @Test(
    "hostile text is answered like any other",
    arguments: [
      "\"", "AND OR NOT NEAR(", "title:exit", "exit*", "a\"b\"\"c", "(((((", "-137", "^exit",
      "exit\u{0}137", "{exit 137}", "'; DROP TABLE document; --", "\u{1B}[31mexit 137\u{1B}[0m",
      "\u{202E}731 tixe", "exit + 137", "NEAR(exit 137, 2)", "\u{FFFD}\u{FFFD}", "%s%n",
    ])
  func hostile(symptom: String) throws {
    let answer = try ShippedContent.answer(symptom)
    #expect(answer.results.count <= 5)
  }

  @Test("a mebibyte of log lines around a known error finds it")
  func long() throws {
    let noise = String(
      repeating: "2026-11-03T10:08:02Z INFO handled request 4711 in 12 ms\n", count: 9000)
    let text = noise + "CannotPullContainerError: no basic auth credentials\n" + noise
    let answer = try ShippedContent.answer(text)
    #expect(answer.results.first?.id == "ecs-pull-permissions")
  }

  @Test("every entry of searches.yml is met")
  func expectedSearches() throws {
    let base = try ShippedContent.open()
    let search = try Search(base)
    let file = try #require(base.auxiliary(ExpectedSearch.path))
    let expected = try ExpectedSearch.all(in: file.bytes)
    #expect(expected.count >= 120)
    for entry in expected {
      let answer = try search.answer(SearchRequest(entry.query))
      #expect(entry.problem(with: answer) == nil, "\(entry.query)")
    }
  }
}

@Suite struct SearchLearningTests {
  @Test("words that no runbook has lead to the runbook that fixed an incident with them")
  func learned() throws {
    let team = try TeamContent()
    let symptom = "flimsy widgets wobble on the zanzibar carousel"
    #expect(try team.answer(symptom).kind == .none)
    try team.log(
      "2026-10-01-widgets", symptoms: "The \(symptom).", runbook: "ecs-interruption",
      outcome: "fixed")
    let answer = try team.answer("zanzibar carousel widgets wobble")
    #expect(answer.results.first?.id == "ecs-interruption")
    #expect(answer.results.first?.why.joined().contains("2026-10-01-widgets") == true)
  }

  @Test("a runbook that did not help with the same symptoms falls behind the one that did")
  func noHelp() throws {
    let team = try TeamContent()
    let symptom = "flimsy widgets wobble on the zanzibar carousel"
    try team.log(
      "2026-10-01-first", symptoms: symptom, runbook: "ecs-exit-zero", outcome: "no-help")
    try team.log(
      "2026-10-02-second", symptoms: symptom, runbook: "ecs-interruption", outcome: "fixed")
    let answer = try team.answer(symptom)
    #expect(answer.results.first?.id == "ecs-interruption")
    #expect(!answer.results.contains { $0.id == "ecs-exit-zero" && $0.score > 0.5 })
  }

  @Test("counts and medians are of own incidents; public examples are apart")
  func ownAndPublic() throws {
    let team = try TeamContent()
    try team.log(
      "2026-10-01-a", symptoms: "killed", runbook: "ecs-oom-killed", outcome: "fixed", minutes: 20)
    try team.log(
      "2026-10-02-b", symptoms: "killed", runbook: "ecs-oom-killed", outcome: "fixed", minutes: 40)
    try team.log(
      "2026-10-03-c", symptoms: "killed", runbook: "ecs-oom-killed", outcome: "no-help")
    let history = try #require(try team.answer("exit 137").results.first?.history)
    #expect(history.seen == 3)
    #expect(history.fixed == 2)
    #expect(history.last == "2026-10-03")
    #expect(history.medianMinutes == 30)
    #expect(history.incidents.contains { $0.origin == .public })
    #expect(history.incidents.count > history.seen)
  }

  @Test("the fingerprint of an earlier incident decides before the table does")
  func fingerprint() throws {
    let text = "CannotStartContainerError: OCI runtime create failed: exec: \"bad\": not found"
    let fingerprint = try #require(Fingerprint.of(Facts(text: text)))
    let team = try TeamContent()
    try team.log(
      "2026-10-01-a", symptoms: "It did not start.", runbook: "ecs-role-trust", outcome: "fixed",
      fingerprint: fingerprint)
    let first = try #require(try team.answer(text).results.first)
    #expect(first.id == "ecs-role-trust")
    #expect(first.why.first?.contains("same failure") == true)
  }

  @Test("incidents are found on their own, and since a day")
  func incidents() throws {
    let team = try TeamContent()
    try team.log(
      "2026-10-01-a", symptoms: "The zanzibar queue wobbles.", runbook: "ecs-exec",
      outcome: "helped")
    var request = SearchRequest("zanzibar queue wobbles")
    request.kind = .incidents
    #expect(try team.answer(request).results.first?.id == "2026-10-01-a")
    request.since = CivilDate("2026-10-02")
    #expect(try team.answer(request).results.first?.id != "2026-10-01-a")
  }

  @Test("category, tag and service limit what is answered")
  func filters() throws {
    let team = try TeamContent()
    var request = SearchRequest("exit 137")
    request.categories = ["stop"]
    #expect(try team.answer(request).results.first?.id == "ecs-sigterm-sigkill")
    request.categories = []
    request.services = ["no-such-service"]
    #expect(try team.answer(request).results.isEmpty)
  }
}
