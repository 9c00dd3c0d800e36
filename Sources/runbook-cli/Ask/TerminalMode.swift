#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The mode of a terminal in which every key arrives at once and is not shown.
///
/// What was before comes back on every way out: by `leave`, and by each signal that ends or stops
/// the program.
enum TerminalMode {
  /// What a signal handler may read: plain memory that is never moved.
  fileprivate struct State {
    var before = termios()
    var keys = termios()
    var isOn = false
    /// Whether the terminal was asked to mark what is pasted.
    var marksPastes = false
  }

  nonisolated(unsafe) fileprivate static let state: UnsafeMutablePointer<State> = {
    let pointer = UnsafeMutablePointer<State>.allocate(capacity: 1)
    pointer.initialize(to: State())
    return pointer
  }()

  /// The signals by which a person or the system ends, stops or continues a program, and those of a
  /// bug of ours.
  private static let signals = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS,
    SIGFPE,
  ]

  /// Turns it on.
  ///
  /// - Parameter marksPastes: whether what is pasted comes between marks (bracketed paste).
  /// - Returns: false where standard input is no terminal.
  static func enter(marksPastes: Bool) -> Bool {
    var before = termios()
    guard !state.pointee.isOn, tcgetattr(0, &before) == 0 else { return false }
    var keys = before
    keys.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    keys.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON)
    state.pointee = State(before: before, keys: keys, isOn: true, marksPastes: marksPastes)
    for number in signals { handle(number, by: restoreTerminal) }
    beginKeys(state.pointee)
    return true
  }

  /// Turns it off.
  ///
  /// - Parameter dropsTyped: whether what was typed and not read yet is forgotten.
  static func leave(dropsTyped: Bool) {
    guard state.pointee.isOn else { return }
    state.pointee.isOn = false
    if dropsTyped { tcflush(0, TCIFLUSH) }
    endKeys(state.pointee)
    for number in signals { handle(number, by: SIG_DFL) }
  }

  /// A signal that is ignored stays so: who started the program wants that.
  private static func handle(_ number: Int32, by handler: (@convention(c) (Int32) -> Void)?) {
    let before = unsafeBitCast(signal(number, handler), to: Int.self)
    if before == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
  }

  /// Ends or stops the program as the key means it where nobody catches it.
  static func raise(_ number: Int32) { kill(getpid(), number) }
}

/// Writes bytes from a signal handler, where nothing may be allocated.
private func put(_ text: StaticString) { _ = write(2, text.utf8Start, text.utf8CodeUnitCount) }

private func beginKeys(_ state: TerminalMode.State) {
  var keys = state.keys
  tcsetattr(0, TCSADRAIN, &keys)
  if state.marksPastes { put("\u{1B}[?2004h") }
}

private func endKeys(_ state: TerminalMode.State) {
  if state.marksPastes { put("\u{1B}[?2004l") }
  var before = state.before
  tcsetattr(0, TCSADRAIN, &before)
}

/// Handles a signal: the terminal is as it was before, then the signal does what it does.
private func restoreTerminal(_ number: Int32) {
  let state = TerminalMode.state.pointee
  if number == SIGCONT {
    if state.isOn {
      signal(SIGTSTP, restoreTerminal)
      beginKeys(state)
    }
    return
  }
  if state.isOn {
    endKeys(state)
    put("\n")
  }
  signal(number, SIG_DFL)
  raise(number)
}
