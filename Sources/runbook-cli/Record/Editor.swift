import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The person's editor.
struct Editor {
  private let command: String
  private let environment: Environment

  /// `$VISUAL`, else `$EDITOR`, else vi, as git has it.
  ///
  /// - Throws: `CommandError` where none is set and no terminal is there for vi.
  init(_ environment: Environment) throws {
    let named = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { $0.isVisible }
    guard named != nil || Prompt.isPossible(environment.console) else {
      throw CommandError(
        .usage, "no editor: this is not a terminal, and neither VISUAL nor EDITOR is set",
        hints: ["set EDITOR to an editor that waits, such as 'code --wait'"])
    }
    command = named ?? "vi"
    self.environment = environment
  }

  /// Opens a file and waits until the editor is closed.
  ///
  /// - Throws: `CommandError` where the editor cannot be started or fails.
  func edit(_ path: String) throws {
    // What was typed is in the file; copies that the editor leaves beside it were never redacted.
    defer { Editor.removeCopies(of: path) }
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

  /// Removes the backup and swap files of vi, emacs, nano and the like.
  private static func removeCopies(of path: String) {
    let (folder, name) = (FileSystem.parent(of: path), FileSystem.name(of: path))
    let copies = [
      "\(name)~", ".\(name)~", "#\(name)#", "\(name).bak", "\(name).save", "\(name).orig",
      ".\(name).swp", ".\(name).swo", ".\(name).un~",
    ]
    for copy in copies { unlink("\(folder)/\(copy)") }
  }
}
