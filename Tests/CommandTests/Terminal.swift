import Glibc
import Runbook

/// A real terminal of 80 by 40, driven by tmux.
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

  init(_ folder: RecordFolder) throws {
    self.folder = folder
    socket = "runbook-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let shell =
      "env -i PATH=\(FileSystem.parent(of: Program.path)):/usr/bin:/bin HOME=\(folder.home) "
      + "TERM=screen LC_ALL=C.UTF-8 PS1='ok$ ' EDITOR='vi -u NONE -N -i NONE' NO_COLOR=1 /bin/sh"
    try tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "40", "-c", folder.base, shell)
    try tmux("set-option", "-g", "status", "off")
    _ = try wait(for: "ok$")
  }

  deinit {
    _ = try? tmux("kill-server")
  }

  @discardableResult
  private func tmux(_ words: String...) throws -> String {
    let result = try Subprocess.run(
      ["tmux", "-L", socket] + words,
      environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm", "HOME": "/"])
    guard result.status == 0 else {
      throw Problem(description: String(decoding: result.errors, as: UTF8.self))
    }
    return String(decoding: result.output, as: UTF8.self)
  }

  /// Types text and presses Enter.
  func type(_ text: String) throws {
    if !text.isEmpty { try tmux("send-keys", "-l", text) }
    try tmux("send-keys", "Enter")
  }

  /// Empties the screen.
  func clear() throws {
    try type("clear")
    while try screen().count > 1 { usleep(20_000) }
  }

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
  func wait(for texts: String..., seconds: Int = 60) throws -> [String] {
    let deadline = SystemClock.monotonic + Int64(seconds) * 1_000_000_000
    while true {
      let lines = try screen()
      let lower = lines.suffix(12)
      if texts.allSatisfy({ text in lower.contains { $0.contains(text) } }) { return lines }
      guard SystemClock.monotonic < deadline else {
        throw Problem(
          description: "\(texts) did not come up:\n" + lines.joined(separator: "\n"))
      }
      usleep(50_000)
    }
  }
}
