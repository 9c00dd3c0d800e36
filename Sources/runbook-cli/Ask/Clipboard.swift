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
    let sequence = "\u{1B}]52;c;\(Clipboard.base64(bytes))\u{07}"
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

  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The bytes in base 64 (RFC 4648), padded.
  static func base64(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for byte in group { bits = bits << 8 | Int(byte) }
      bits <<= 8 * (3 - group.count)
      for place in 0..<4 {
        result.append(
          place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
