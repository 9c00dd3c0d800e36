import Runbook

/// How the program ends; the numbers from 64 on are those of sysexits.h.
enum ExitCode: Int32 {
  /// Found, or done.
  case success = 0
  /// Ran well, but the answer is negative: no confident match, lint findings, nothing diagnosed.
  case negative = 1
  /// The command line is wrong.
  case usage = 64
  /// The input is broken.
  case badData = 65
  /// The named input does not exist.
  case noInput = 66
  /// A bug of ours.
  case software = 70
  /// A file cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// Somebody else holds the lock.
  case locked = 75
  /// Ended by Ctrl-C, as a shell counts it.
  case interrupted = 130
}

/// What ends a command early, said in one line with what to do about it.
struct CommandError: Error {
  var code: ExitCode
  /// What is wrong: lower case, no full stop.
  var message: String
  /// What to do, one line each.
  var hints: [String]

  init(_ code: ExitCode, _ message: String, hints: [String] = []) {
    self.code = code
    self.message = message
    self.hints = hints
  }
}
