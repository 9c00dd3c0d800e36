import Runbook

/// The clipboard of the person's terminal, which may be on another machine: by the sequence OSC 52.
///
/// See <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h3-Operating-System-Commands>.
struct Clipboard {
  private let environment: Environment

  init(_ environment: Environment) { self.environment = environment }

  /// Copies a text.
  ///
  /// - Returns: what to tell about it: no terminal says whether it took it.
  func copy(_ text: String) -> String {
    let bytes = Array(text.utf8)
    if environment["TMUX"] != nil, loadTmux(bytes) {
      return "copied to the buffer of tmux (prefix ] pastes it), and to the clipboard by OSC 52 "
        + "where the terminal allows it"
    }
    let sequence = "\u{1B}]52;c;\(Base64.encoded(bytes))\u{07}"
    if environment["STY"] != nil {
      // screen hands on what stands between these marks, in short pieces.
      let scalars = Array(sequence)
      for start in stride(from: 0, to: scalars.count, by: 240) {
        let piece = String(scalars[start..<min(start + 240, scalars.count)])
        environment.console.ask("\u{1B}P\(piece)\u{1B}\\")
      }
      return "copied by OSC 52 through screen, where the terminal allows it"
    }
    environment.console.ask(sequence)
    return "copied by OSC 52, where the terminal allows it"
  }

  private func loadTmux(_ bytes: [UInt8]) -> Bool {
    for words in [["tmux", "load-buffer", "-w", "-"], ["tmux", "load-buffer", "-"]] {
      let result = try? Subprocess.run(
        words, environment: environment.variables, streams: .collected(input: bytes))
      if result?.status == 0 { return true }
    }
    return false
  }
}
