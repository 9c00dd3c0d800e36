import Runbook
import Testing

/// What somebody does who records an incident for the first time, and what two people do at once.
@Suite struct RecordScenarioTests {
  private func newFolder() throws -> RecordFolder {
    let folder = try RecordFolder()
    let made = try folder.shell("git init -q -b main . && git add -A && git commit -qm start")
    #expect(made.status == 0, "\(made.errors)")
    return folder
  }

  @Test(
    "what was logged is known again by the same words, and by the same answer of AWS",
    arguments: [
      "exec /usr/local/bin/streamlit: exec format error\n(task exit 1, loop)",
      #"nginx: [emerg] host not found in upstream "app" in /etc/nginx/nginx.conf:24"#,
      "CannotPullContainerError: pull access denied for team/app",
      #"""
      {"tasks":[{"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef",
      "lastStatus":"STOPPED","stopCode":"EssentialContainerExited","stoppedReason":"Essential container in task exited",
      "containers":[{"name":"web","lastStatus":"STOPPED","exitCode":137,
      "reason":"OutOfMemoryError: Container killed due to memory usage"}]}]}
      """#,
    ])
  func knownAgain(symptom: String) throws {
    for words in [["--symptom", symptom, "one"], ["--from", "-", "two"]] {
      let folder = try RecordFolder()
      // A runbook that nothing but the failure itself leads to.
      let logged = try folder.runbook(
        ["log", "--no-input", "--runbook", "ecs-exec=fixed"] + words, input: symptom)
      #expect(logged.status == 0, "\(logged.errors)")
      let found = try folder.runbook(["search", "--json", "-"], input: symptom)
      #expect(found.output.contains(#""why":["fixed the same failure in "#), "\(words[0])")
    }
  }

  @Test("an incident goes from open to reviewed with a thread, notes, a step and an action item")
  func scenario() throws {
    let folder = try newFolder()
    let thread = """
      Ana Lopez
        10:31 AM
      rolled back, password=hunter2secretx
      10:40
      all green
      """
    try FileSystem.write(Array(thread.utf8), to: folder.path + "/thread.txt")
    func run(_ words: String...) throws -> RecordFolder.Outcome {
      let outcome = try folder.runbook(words)
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
      return outcome
    }
    let opened = try run(
      "log", "--open", "--no-input", "checkout is slow", "-s", "sev2", "--service", "checkout",
      "--started", "2026-11-03T10:08:00Z")
    let id = try #require(opened.lines.first)
    _ = try run("note", "back", "to", "normal", "--at", "10:45")
    _ = try run("note", "11", "errors,", "-20", "%", "--at", "10:46")
    #expect(try run("note", "--timeline", "../thread.txt").output == "\(id)  2 rows added\n")
    #expect(try run("note", "--timeline", "../thread.txt").output == "\(id)  0 rows added\n")
    _ = try run("link", "ecs-oom-killed#1=fixed")
    let added = try run("action", "add", "alarm on memory", "--owner", "ana", "--due", "2w")
    #expect(added.output.hasPrefix("\(id)#1  "))
    let closed = try run(
      "close", "--no-input", "--detected", "10:15", "--resolved", "10:50", "--resolution",
      "Raised the memory to 4 GB")
    #expect(closed.output == "\(id)  resolved after 42 min\n")
    #expect(closed.errors.contains("10:15 UTC = 2026-11-03T10:15:00Z, on the day of the incident"))
    #expect(try run("action").output.contains("@ana  alarm on memory"))
    _ = try run("action", "link", "checkout#1", "OPS-42")
    _ = try run("action", "done", "checkout#1")
    #expect(try run("review", "checkout").output == "\(id)  reviewed\n")
    #expect(try folder.runbook(["lint"]).status == 0)
    let page = try folder.text("Content/incidents/2026/\(id).md")
    #expect(!page.contains("hunter2secretx"))
    #expect(page.contains("\n- [x] alarm on memory (@ana, due "))
    #expect(
      page.contains(
        "| 2026-11-03T10:31:00Z | Ana Lopez: rolled back, password=[redacted:password] |"))
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| 2026") }
    #expect(rows.count == 6 && rows.sorted() == rows)
    #expect(try run("commit", "checkout").output.contains("Record \(id): checkout is slow"))
    #expect(try folder.shell("git status --short").output == "")
    _ = try run("reopen", "checkout", "it", "is", "back")
    #expect(try run("incidents", "--open", "--ids").lines == [id])
  }

  @Test("words of a note are text, whatever ids there are, and one of several is chosen")
  func notes() throws {
    let folder = try RecordFolder()
    _ = try folder.runbook(["log", "--open", "--no-input", "checkout is slow"])
    for text in ["back to normal", "checkout is back up", "2026 was the year", "done -- --fast"] {
      let noted = try folder.runbook(["note"] + text.split(separator: " ").map(String.init))
      #expect(noted.status == 0, "\(noted.errors)")
      #expect(noted.output.hasSuffix("  \(text)\n"))
    }
    _ = try folder.runbook(["log", "--open", "--no-input", "payments is down"])
    let refused = try folder.runbook(["note", "it's", "back"])
    #expect(refused.status == 64)
    let line = try #require(refused.errors.split(separator: "\n").last)
    #expect(try folder.shell(String(line)).output.hasSuffix("  it's back\n"))
  }

  @Test("the printed command and 'commit' take the evidence with the page, and nothing else")
  func evidence() throws {
    for usesCommit in [false, true] {
      let folder = try newFolder()
      try FileSystem.write(Array("x\n".utf8), to: folder.base + "/other.txt")
      _ = try folder.shell("git add other.txt")
      let logged = try folder.runbook(
        ["log", "--no-input", "--from", "-", "--resolved", "now", "killed"],
        input: "OutOfMemoryError: Container killed due to memory usage\n")
      #expect(logged.status == 0, "\(logged.errors)")
      let next = logged.errors.split(separator: "\n").filter { $0.hasPrefix("next: ") }
        .map { String($0.dropFirst("next: ".count)) }
      let line = try #require(
        next.first { $0.hasPrefix(usesCommit ? "runbook commit" : "git add") })
      let done = try folder.shell(line)
      #expect(done.status == 0, "\(done.errors)")
      #expect(try folder.shell("git status --short").lines == ["A  other.txt"])
      let lint = try folder.shell("git clone -q . ../clone && cd ../clone && runbook lint")
      #expect(lint.status == 0, "\(lint.output)")
    }
  }

  @Test("evidence without a word of an end is of what still burns, as diagnose records it")
  func evidenceState() throws {
    let text = "OutOfMemoryError: Container killed due to memory usage\n"
    for words in [
      ["log", "--no-input", "-"], ["log", "--no-input", "--from", "-"],
      ["diagnose", "--log", "-"],
    ] {
      let folder = try RecordFolder()
      _ = try folder.runbook(words, input: text)
      let page = try folder.text(try #require(folder.incidents.first))
      #expect(page.contains("\nstatus: open\n"), "\(words)")
      #expect(page.contains("\nstarted_at: 2"), "\(words)")
    }
  }

  @Test("one title on one day in two clones is two incidents")
  func clones() throws {
    let folder = try newFolder()
    let result = try folder.shell(
      """
      set -e
      git clone -q . ../a; git clone -q . ../b
      for clone in a b; do
        cd ../$clone
        runbook log --no-input --open --started 2026-11-03T10:00:00Z "api 5xx" >/dev/null 2>&1
        git add -A && git commit -qm $clone
      done
      cd ../kb && git pull -q --no-rebase --no-edit ../a main && git pull -q --no-rebase --no-edit ../b main
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let ids = try folder.runbook(["incidents", "--ids"]).lines
    #expect(ids.count == 2 && ids.allSatisfy { $0.hasPrefix("2026-11-03-api-5xx-") })
  }

  @Test("two incidents that a merge made one file of are recognised, with how to part them")
  func merged() throws {
    let folder = try newFolder()
    let path = "Content/incidents/2026/2026-11-03-same.md"
    let result = try folder.shell(
      """
      set -e
      git clone -q . ../a
      runbook log --no-input --open -s SEV1 --started 2026-11-03T10:00:00Z same >/dev/null 2>&1
      git add -A; GIT_COMMITTER_DATE=2026-11-03T10:05:00Z git commit -qm here
      cd ../a && git remote remove origin
      runbook log --no-input --open -s SEV3 --started 2026-11-03T11:00:00Z same >/dev/null 2>&1
      git add -A; GIT_COMMITTER_DATE=2026-11-03T11:05:00Z git commit -qm there
      cd ../kb; git pull -q --no-rebase --no-edit ../a main
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let lint = try folder.runbook(["lint", "--rule", "merged-incidents"])
    #expect(lint.status == 1)
    let command = try #require(
      lint.output.split(separator: "with: ").last?.split(separator: ", and").first)
    #expect(try folder.shell(String(command)).status == 0)
    #expect(try folder.text(path).contains("severity: SEV1"))
    #expect(
      try folder.text("Content/incidents/2026/2026-11-03-same-2.md").contains("severity: SEV3"))
  }

  @Test("a text that a merge made is committed")
  func mergedText() throws {
    let folder = try newFolder()
    let page = "Content/runbooks/ecs/ecs-exec.md"
    let result = try folder.shell(
      """
      set -e
      git clone -q . ../a
      sed -i 's/^reviewed_at:.*/reviewed_at: 2026-11-20/' \(page); git commit -qam here
      cd ../a; echo 'A line more.' >> \(page); git commit -qam there
      cd ../kb; git pull -q --no-rebase --no-edit ../a main
      runbook history ecs-exec
      """)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(!result.output.contains("not committed"))
    #expect(result.lines.contains { $0.contains("present text") }, "\(result.output)")
  }

  @Test("many complete incidents leave lint without an error")
  func lint() throws {
    let folder = try RecordFolder()
    let script = (1...20).map { number in
      "runbook log --no-input 'checkout is slow \(number)' --started -30m --detected -29m "
        + "--resolved now -s 3 -r ecs-health-elb=fixed >/dev/null 2>&1"
    }.joined(separator: "\n")
    _ = try folder.shell(
      script + "\nrunbook log --no-input quick -r ecs-oom-killed=fixed")
    let lint = try folder.runbook(["lint"])
    #expect(lint.status == 0, "\(lint.output)")
    #expect(lint.output.contains("warning: [missing-times]"))
    #expect(try folder.runbook(["lint", "--strict"]).status == 1)
  }

  @Test("a unique part of an id is enough for every command")
  func parts() throws {
    let folder = try RecordFolder()
    _ = try folder.runbook(["log", "--open", "--no-input", "checkout is slow"])
    for words in [
      ["show", "ecs-oom"], ["history", "ecs-oom"], ["follow", "ecs-oom"],
      ["link", "checkout", "ecs-oom"],
      ["incidents", "-r", "ecs-oom"], ["review", "ecs-oom"], ["show", "checkout"],
      ["note", "-i", "checkout-is", "x"], ["close", "checkout", "--no-input"],
    ] {
      let outcome = try folder.runbook(words)
      #expect(outcome.status == 0, "\(words): \(outcome.errors)")
    }
    let several = try folder.runbook(["show", "ecs-"])
    #expect(several.status == 64)
    #expect(several.errors.contains("is the beginning of"))
  }

  @Test("what a shell offers fits the place")
  func completions() throws {
    let folder = try RecordFolder()
    func words(_ kind: String, _ word: String = "") throws -> [String] {
      try folder.runbook(["completions", "--words", kind, "--word", word]).lines
    }
    #expect(try words("runbook").contains("ecs-oom-killed"))
    #expect(try words("link", "ecs-oom-killed#").allSatisfy { $0.hasPrefix("ecs-oom-killed#") })
    #expect(try words("link", "ecs-exec=").contains("ecs-exec=fixed"))
    #expect(try words("subcommand").contains("reopen"))
    #expect(try words("rule").contains("broken-link"))
    #expect(try !words("tag").isEmpty && !words("service").isEmpty && !words("category").isEmpty)
    let script = """
      source <(runbook completions bash)
      COMP_WORDS=(runbook log -r ecs-exec = f); COMP_CWORD=5; _runbook; echo "${COMPREPLY[@]}"
      COMP_WORDS=(runbook log --severity ""); COMP_CWORD=3; _runbook; echo "${COMPREPLY[@]}"
      COMP_WORDS=(runbook help reo); COMP_CWORD=2; _runbook; echo "${COMPREPLY[@]}"
      COMP_WORDS=(runbook note ""); COMP_CWORD=2; _runbook; echo "${COMPREPLY[@]}"
      """
    let bash = try folder.shell("bash -c '\(script)'")
    #expect(bash.output == "fixed\nSEV1 SEV2 SEV3 SEV4 SEV5\nreopen\n\n", "\(bash.errors)")
  }
}
