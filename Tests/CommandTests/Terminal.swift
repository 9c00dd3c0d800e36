import Glibc
import Runbook

/// A real terminal, driven by tmux.
final class Terminal {
  private let socket: String
  private let folder: RecordFolder

  /// Whether this machine can do it.
  static let isPossible =
    (try? Subprocess.run(["tmux", "-V"]).status) == 0
    && (try? Subprocess.run(["vi", "--version"]).status) == 0

  /// What went wrong in the terminal.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  init(_ folder: RecordFolder, columns: Int = 80, rows: Int = 40) throws {
    self.folder = folder
    socket = "runbook-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let shell =
      "env -i PATH=\(FileSystem.parent(of: Program.path)):/usr/bin:/bin HOME=\(folder.home) "
      + "TERM=screen LC_ALL=C.UTF-8 TZ=UTC PS1='ok$ ' EDITOR='vi -u NONE -N -i NONE' NO_COLOR=1 RUNBOOK_PAGER=cat /bin/sh"
    try tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c",
      folder.base, shell)
    try tmux("set-option", "-g", "status", "off")
    try tmux("set-option", "-s", "set-clipboard", "on")
    try wait(prompt: "ok$")
  }

  deinit {
    _ = try? tmux("kill-server")
  }

  @discardableResult
  private func tmux(_ words: String..., input: String = "") throws -> String {
    let result = try Subprocess.run(
      ["tmux", "-L", socket] + words,
      environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": "/"],
      streams: .collected(input: Array(input.utf8)))
    guard result.status == 0 else {
      throw Problem(description: String(decoding: result.errors, as: UTF8.self))
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  /// Types an answer behind a prompt and presses Enter.
  ///
  /// What is typed before the prompt is drawn would be shown before it, so this waits for it.
  func type(_ text: String, at prompt: String = "ok$") throws {
    try wait(prompt: prompt)
    if !text.isEmpty {
      try tmux("send-keys", "-l", text)
      // Until it is shown, the screen still ends in the prompt that it answers.
      try wait(prompt: String(text.suffix(20)))
    }
    try tmux("send-keys", "Enter")
  }

  /// Gives vi a command, and waits until it is carried out.
  ///
  /// - Parameters:
  ///   - command: the command, with its colon; it has to fit into the last row.
  ///   - effect: what the screen shows then; nil where vi ends.
  /// - Throws: `Problem` where vi does not take it.
  func vi(_ command: String, shows effect: String? = nil) throws {
    // Keys may be lost while vi sets up the terminal: Enter is pressed once the command stands there.
    for attempt in 1... {
      try tmux("send-keys", "-l", command)
      if try holds(seconds: 5, { $0.last == command }) { break }
      guard attempt < 30 else { throw try problem("the command \(command)") }
      try tmux("send-keys", "Escape")
      try tmux("send-keys", "C-c")
      guard try holds(seconds: 20, { $0.last?.hasPrefix(":") != true }) else {
        throw try problem("the screen of vi without a command")
      }
    }
    try tmux("send-keys", "Enter")
    if let effect { _ = try wait(for: effect) }
  }

  /// Empties the screen.
  func clear() throws {
    try type("clear")
    guard try holds({ $0 == ["ok$"] }) else { throw try problem("an empty screen") }
  }

  /// Pastes a text as a person does, between marks where the program asked for them.
  func paste(_ text: String) throws {
    try tmux("load-buffer", "-", input: text)
    try tmux("paste-buffer", "-p")
  }

  /// What a program copied to the clipboard by OSC 52.
  func clipboard() throws -> String { try tmux("show-buffer") }

  /// Presses keys by their names.
  func press(_ keys: String...) throws {
    for key in keys { try tmux("send-keys", key) }
  }

  /// What the screen shows, without empty lines at its end.
  func screen() throws -> [String] {
    var lines = try tmux("capture-pane", "-p").split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Waits until the lower part of the screen shows all of some texts.
  ///
  /// - Returns: the screen.
  func wait(for texts: String...) throws -> [String] {
    var screen: [String] = []
    let isThere = try holds { lines in
      screen = lines
      return texts.allSatisfy { text in lines.suffix(12).contains { $0.contains(text) } }
    }
    guard isThere else { throw try problem("\(texts)") }
    return screen
  }

  /// Waits until the last line of the screen ends in a prompt: nothing is under way any more.
  ///
  /// - Returns: the screen.
  @discardableResult
  func wait(prompt: String) throws -> [String] {
    var screen: [String] = []
    let isThere = try holds { lines in
      screen = lines
      return lines.last?.hasSuffix(prompt) == true
    }
    guard isThere else { throw try problem("the prompt '\(prompt)'") }
    return screen
  }

  /// Whether the screen comes to be as it should; three minutes are more than any busy machine needs.
  private func holds(seconds: Int = 180, _ condition: ([String]) -> Bool) throws -> Bool {
    let deadline = SystemClock.monotonic + Int64(seconds) * 1_000_000_000
    while SystemClock.monotonic < deadline {
      if condition(try screen()) { return true }
      usleep(50_000)
    }
    return condition(try screen())
  }

  private func problem(_ wanted: String) throws -> Problem {
    Problem(description: "\(wanted) did not come up:\n" + (try screen()).joined(separator: "\n"))
  }
}
