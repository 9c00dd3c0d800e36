import Runbook
import Testing

/// What a person sees on a terminal; the screens are kept in `Fixtures/terminal`.
///
/// A key is sent once the screen shows what it answers, so a busy machine only makes them slower.
@Suite(.serialized, .enabled(if: Terminal.isPossible, "install tmux and vi"))
struct RecordTerminalTests {
  private static let fixtures = Program.root + "/Tests/CommandTests/Fixtures/terminal"

  /// Compares a screen with the stored one; `[...]` stands for any text, alone for any lines.
  ///
  /// With `RUNBOOK_UPDATE_SCREENS` set, the screen is stored instead, to be looked at by a person.
  private func compare(_ screen: [String], _ name: String) throws {
    let path = "\(Self.fixtures)/\(name).txt"
    if ProcessEnvironment.variables["RUNBOOK_UPDATE_SCREENS"] != nil {
      try FileSystem.write(Array((screen.joined(separator: "\n") + "\n").utf8), to: path)
      return
    }
    var expected = String(decoding: try FileSystem.read(path), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    if expected.last == "" { expected.removeLast() }
    #expect(
      Transcript.match(screen[...], expected[...]),
      "\(name) is now\n\(screen.joined(separator: "\n"))")
  }

  @Test("log opens an editor on a page with prompts, then asks which runbook it was")
  func editor() throws {
    let folder = try RecordFolder()
    let terminal = try Terminal(folder)
    try terminal.type("runbook log")
    try compare(try terminal.wait(for: "## Detection", "drafts/log-"), "log-editor")
    try terminal.vi(":2s/\"\"/\"Image pull is refused on web\"/", shows: "\"Image pull is refused")
    try terminal.vi(
      ":%s/^started_at:.*/started_at: 2026-11-03T10:00:00Z/", shows: "started_at: 2026-11-03T10")
    try terminal.vi(
      ":g/^<!-- The error lines/s/.*/no basic auth credentials/", shows: "no basic auth")
    try terminal.vi(":wq")
    try terminal.type("1", at: "1-3, 1#4 for another step, or Enter for none:")
    try terminal.type("f", at: "[Enter: not tried]")
    try compare(try terminal.wait(prompt: "ok$"), "log-saved")
    let page = try folder.text("Content/incidents/2026/2026-11-03-image-pull-is-refused-on-web.md")
    #expect(page.contains("{id: ecs-pull-permissions, step: "))
    #expect(page.contains("outcome: fixed}"))
    #expect(page.contains("\n# Image pull is refused on web\n"))
  }

  @Test("another step than the suggested one can be named, and a paste asks about its own")
  func steps() throws {
    let folder = try RecordFolder()
    let steps = try folder.runbook(["list", "--steps"]).lines
      .filter { $0.hasPrefix("ecs-pull-permissions#") }
    let second = try #require(steps.dropFirst().first?.dropFirst("ecs-pull-permissions#".count))
    let terminal = try Terminal(folder, rows: 80)
    try terminal.type("runbook log --started 2026-11-03T10:00:00Z 'no basic auth credentials'")
    let prompt = "1-3, 1#4 for another step, or Enter for none:"
    try terminal.type("1#nothing-like-it", at: prompt)
    let last = try #require(steps.last?.dropFirst("ecs-pull-permissions".count))
    let screen = try terminal.wait(for: "\(steps.count)  \(last)")
    for text in ["has no step 'nothing-like-it'", "#\(second)"] {
      #expect(screen.contains { $0.contains(text) }, "\(text)")
    }
    #expect(!screen.contains { $0.contains("Did it help?") })
    try terminal.type("1#2", at: prompt)
    try terminal.type("f", at: "[Enter: not tried]")
    try terminal.wait(prompt: "ok$")
    let page = try folder.text("Content/incidents/2026/2026-11-03-no-basic-auth-credentials.md")
    #expect(page.contains("{id: ecs-pull-permissions, step: \(second), "))
    #expect(page.contains("outcome: fixed}"))
    try terminal.clear()
    try FileSystem.write(
      Array("OutOfMemoryError: Container killed due to memory usage\n".utf8),
      to: folder.base + "/paste.log")
    try terminal.type(
      "runbook log --from paste.log --resolved 2026-11-04T11:00:00Z killed")
    try terminal.type("n", at: "[Enter: not tried]")
    try terminal.wait(prompt: "ok$")
    let other = try folder.text("Content/incidents/2026/2026-11-04-killed.md")
    #expect(other.contains("{id: ecs-oom-killed, step: raise-the-memory-of-the-task, "))
    #expect(other.contains("outcome: no-help}"))
  }

  @Test("a page that is quit unchanged records nothing, a broken one is offered again")
  func aborted() throws {
    let folder = try RecordFolder()
    let terminal = try Terminal(folder)
    try terminal.type("runbook log")
    _ = try terminal.wait(for: "## Detection", "drafts/log-")
    try terminal.vi(":q")
    #expect(try terminal.wait(prompt: "ok$").contains { $0.contains("nothing is recorded") })
    try terminal.clear()
    try terminal.type("runbook log")
    _ = try terminal.wait(for: "## Detection", "drafts/log-")
    try terminal.vi(":2s/.*/title: [/", shows: "title: [")
    try terminal.vi(":wq")
    try terminal.type("n", at: "Edit again? [Y/n]")
    try compare(try terminal.wait(prompt: "ok$"), "log-kept")
    try terminal.clear()
    try terminal.type("runbook log --resume")
    _ = try terminal.wait(for: "## Detection", "drafts/log-")
    try terminal.vi(
      ":2s/.*/title: tasks end with exit code 137/", shows: "title: tasks end with exit")
    try terminal.vi(":wq")
    let screen = try terminal.wait(prompt: "Enter for none:")
    #expect(screen.contains { $0.contains("Which runbook was it?") })
    try terminal.press("C-c")
    try terminal.wait(prompt: "ok$")
    // Interrupted, it is still there.
    #expect(folder.incidents == [])
    #expect(try folder.shell("ls .runbook/drafts/*.md | wc -l").lines == ["1"])
  }

  @Test("close asks for what is missing, and takes times as people type them")
  func close() throws {
    let folder = try RecordFolder()
    _ = try folder.runbook([
      "log", "--open", "--no-input", "--runbook", "ecs-exec", "--started", "2026-11-03 10:00", "x",
    ])
    let terminal = try Terminal(folder)
    try terminal.type("runbook close")
    try terminal.type("soon", at: "When was it noticed? [Enter: not known]")
    try terminal.type("2026-11-03 10:05", at: "When was it noticed? [Enter: not known]")
    try terminal.type("", at: "no longer feel it? [Enter: not known]")
    try terminal.type("11:00", at: "[Enter: now]")
    try terminal.type("bad", at: "SEV1 to SEV5 [Enter: not known]")
    try terminal.type("2", at: "SEV1 to SEV5 [Enter: not known]")
    try terminal.type("h", at: "[Enter: not tried]")
    try terminal.type("rolled back to v40", at: "What ended it? [Enter: to be written]")
    try compare(try terminal.wait(prompt: "ok$"), "close")
  }

  @Test("follow shows a step, takes answers by a key, and can be left and resumed")
  func follow() throws {
    let folder = try RecordFolder()
    try FileSystem.makeDirectory(folder.base + "/Content/runbooks/team")
    let page = """
      ---
      id: restart
      title: "Restart the service"
      kind: runbook
      version: 3
      status: active
      category: operations
      ---

      ## Diagnosis

      Look at the tasks of the service:

      ```sh safety=read-only
      aws ecs list-tasks --cluster <cluster> --service-name <service>
      ```

      - Empty: nothing runs, so a forced deployment is the way. It takes some minutes, and nobody
        sees anything in between.

      ## Mitigation

      1. Say in the channel that you do it.
      2. Force a deployment.

         ```sh safety=mutating
         aws ecs update-service --cluster <cluster> --service <service> --force-new-deployment
         ```

      """
    try FileSystem.write(
      Array(page.utf8), to: folder.base + "/Content/runbooks/team/restart.md")
    _ = try folder.runbook(["log", "--open", "--no-input", "--started", "2026-11-03 10:00", "down"])
    let terminal = try Terminal(folder)
    try terminal.type("runbook follow restart -i 2026-11-03-down --set cluster=prod")
    try terminal.type("set service=web", at: "quit?")
    _ = try terminal.wait(for: "--service-name web")
    try terminal.type("d two of three run", at: "quit?")
    _ = try terminal.wait(for: "[2/3]")
    try terminal.type("q", at: "quit?")
    try compare(try terminal.wait(prompt: "ok$"), "follow-left")
    try terminal.clear()
    try terminal.type("runbook follow restart -i 2026-11-03-down")
    _ = try terminal.wait(for: "[2/3]")
    try terminal.type("s", at: "quit?")
    _ = try terminal.wait(for: "[3/3]")
    try terminal.type("d", at: "quit?")
    try terminal.type("f", at: "[Enter: leave open]")
    try compare(try terminal.wait(prompt: "ok$"), "follow-done")
    let incident = try folder.text("Content/incidents/2026/2026-11-03-down.md")
    #expect(
      incident.contains(
        "restart v3, step 1 done: Look at the tasks of the service (two of three run) |"))
    #expect(incident.contains("restart v3, step 2 skipped: Say in the channel that you do it. |"))
    #expect(incident.contains("outcome: fixed}"))
  }

  @Test("the bars and figures of stats fit a usual and a narrow terminal", arguments: [80, 40])
  func statistics(columns: Int) throws {
    let folder = try RecordFolder()
    var pages = ""
    for number in 1...12 {
      let (day, minute) = ("2026-11-\(number + 10)", number + 10)
      let runbook = number % 3 == 0 ? "ecs-image-platform-mismatch" : "ecs-oom-killed"
      pages += """
        cat >Content/incidents/2026/\(day)-incident.md <<'END'
        ---
        id: \(day)-incident
        title: "incident \(number)"
        kind: incident
        status: resolved
        services: [\(number % 4 == 0 ? "a-service-with-quite-a-long-name-for-a-row" : "決済")]
        started_at: \(day)T10:00:00Z
        resolved_at: \(number == 5 ? "" : "\(day)T1\(number % 5):\(minute):00Z")
        runbooks: [{id: \(runbook), version: 1, outcome: \(number == 4 ? "no-help" : "fixed")}]
        ---

        # incident \(number)

        ## Action items

        - [ ] Raise the memory of the service to what its heap needs (@team, due 2020-01-\(minute))
        END

        """
    }
    #expect(try folder.shell("mkdir -p Content/incidents/2026\n\(pages)").status == 0)
    let terminal = try Terminal(folder, columns: columns, rows: 160)
    try terminal.type("runbook stats --review-days 9")
    let screen = try terminal.wait(prompt: "ok$")
    try compare(screen, "stats-\(columns)")
  }
}
