import Runbook
import Testing

/// What a person sees on a terminal; the screens are kept in `Fixtures/terminal`.
///
/// They wait for screens, which a busy machine draws late, so they run only where they are asked for.
@Suite(
  .serialized,
  .enabled(
    if: Terminal.isPossible && ProcessEnvironment.variables["RUNBOOK_TERMINAL_TESTS"] != nil,
    "set RUNBOOK_TERMINAL_TESTS, and install tmux and vi"))
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
    try terminal.type(":2s/\"\"/\"Image pull is refused on web\"/")
    try terminal.type(":%s/^started_at:/started_at: 2026-11-03T10:00:00Z/")
    try terminal.type(":g/^<!-- The error lines/s/.*/no basic auth credentials/")
    try terminal.type(":wq")
    _ = try terminal.wait(for: "1-3, or Enter for none:")
    try terminal.type("1")
    _ = try terminal.wait(for: "[Enter: not tried]")
    try terminal.type("f")
    try compare(try terminal.wait(for: "next: runbook edit"), "log-saved")
    let page = try folder.text("Content/incidents/2026/2026-11-03-image-pull-is-refused-on-web.md")
    #expect(page.contains("id: ecs-pull-permissions"))
    #expect(page.contains("outcome: fixed}"))
    #expect(page.contains("\n# Image pull is refused on web\n"))
  }

  @Test("a page that is quit unchanged records nothing, a broken one is offered again")
  func aborted() throws {
    let folder = try RecordFolder()
    let terminal = try Terminal(folder)
    try terminal.type("runbook log")
    _ = try terminal.wait(for: "## Detection", "drafts/log-")
    try terminal.type(":q")
    _ = try terminal.wait(for: "nothing is recorded")
    try terminal.clear()
    try terminal.type("runbook log")
    _ = try terminal.wait(for: "## Detection", "drafts/log-")
    try terminal.type(":2s/.*/title: [/")
    try terminal.type(":wq")
    _ = try terminal.wait(for: "Edit again? [Y/n]")
    try terminal.type("n")
    try compare(try terminal.wait(for: "--resume"), "log-kept")
    try terminal.clear()
    try terminal.type("runbook log --resume")
    _ = try terminal.wait(for: "## Detection", "drafts/log-")
    try terminal.type(":2s/.*/title: tasks end with exit code 137/")
    try terminal.type(":wq")
    let screen = try terminal.wait(for: "Enter for none")
    #expect(screen.contains { $0.contains("Which runbook was it?") })
    try terminal.press("C-c")
    _ = try terminal.wait(for: "^C", "ok$")
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
    try terminal.type("runbook close 2026-11-03-x")
    _ = try terminal.wait(for: "When was it noticed?")
    try terminal.type("soon")
    _ = try terminal.wait(for: "[Enter: not known]")
    try terminal.type("2026-11-03 10:05")
    _ = try terminal.wait(for: "no longer feel it?")
    try terminal.type("")
    _ = try terminal.wait(for: "[Enter: now]")
    try terminal.type("2026-11-03 11:00")
    _ = try terminal.wait(for: "[Enter: not tried]")
    try terminal.type("h")
    try compare(try terminal.wait(for: "next: runbook edit"), "close")
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
    _ = try terminal.wait(for: "quit?")
    try terminal.type("set service=web")
    _ = try terminal.wait(for: "--service-name web", "quit?")
    try terminal.type("d two of three run")
    _ = try terminal.wait(for: "[2/3]", "quit?")
    try terminal.type("q")
    try compare(try terminal.wait(for: "left at step 2"), "follow-left")
    try terminal.clear()
    try terminal.type("runbook follow restart -i 2026-11-03-down")
    _ = try terminal.wait(for: "[2/3]", "quit?")
    try terminal.type("s")
    _ = try terminal.wait(for: "[3/3]", "quit?")
    try terminal.type("d")
    _ = try terminal.wait(for: "[Enter: leave open]")
    try terminal.type("f")
    try compare(try terminal.wait(for: "next: runbook close"), "follow-done")
    let incident = try folder.text("Content/incidents/2026/2026-11-03-down.md")
    #expect(
      incident.contains(
        "restart v3, step 1 done: Look at the tasks of the service (two of three run) |"))
    #expect(incident.contains("restart v3, step 2 skipped: Say in the channel that you do it. |"))
    #expect(incident.contains("outcome: fixed}"))
  }
}
