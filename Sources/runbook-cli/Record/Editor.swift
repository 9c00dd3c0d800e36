import Runbook

/// The person's editor.
struct Editor {
  private let command: String
  private let environment: Environment

  /// `$VISUAL`, else `$EDITOR`, else vi, as git has it.
  init(_ environment: Environment) {
    command = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
    self.environment = environment
  }

  /// Opens a file and waits until the editor is closed.
  ///
  /// - Throws: `CommandError` where the editor cannot be started or fails.
  func edit(_ path: String) throws {
    // A shell, because the variable may hold options: EDITOR="code --wait".
    let result = try? Subprocess.run(
      ["/bin/sh", "-c", "\(command) \"$1\"", "editor", path],
      environment: environment.variables, streams: .inherited)
    guard result?.status != 0 else { return }
    let reason = result.map { "ended with \($0.status)" } ?? "could not be started"
    throw CommandError(
      .inputOutput, "the editor '\(command)' \(reason)",
      hints: ["set VISUAL or EDITOR to an editor that waits, such as 'vi' or 'code --wait'"])
  }
}
