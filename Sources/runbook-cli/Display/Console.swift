import Runbook
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The two output streams: data goes to standard output, everything else to standard error.
///
/// It is the only place that knows colours and terminals. Text from outside passes `safe(_:)`
/// before it reaches a terminal.
final class Console: Sendable {
  /// What a piece of text is, which decides how it looks.
  enum Style {
    case title, heading, strong, dim, good, caution, danger, code

    fileprivate var sequence: String {
      switch self {
      case .title: "1;36"
      case .heading: "1"
      case .strong: "1"
      case .dim: "2"
      case .good: "32"
      case .caution: "33"
      case .danger: "1;31"
      case .code: "36"
      }
    }
  }

  let isTerminal: Bool
  let errorsAreTerminal: Bool
  let inputIsTerminal: Bool
  let usesColor: Bool
  /// Whether the terminal obeys no sequences at all.
  let isDumb: Bool
  /// Columns of the terminal; 80 where there is none.
  let width: Int
  /// Rows of the terminal; 24 where there is none.
  let height: Int

  init(color: String, variables: [String: String]) {
    kept = nil
    isTerminal = isatty(1) == 1
    errorsAreTerminal = isatty(2) == 1
    inputIsTerminal = isatty(0) == 1
    isDumb = variables["TERM"] == "dumb"
    // https://no-color.org: any value but the empty one.
    let refused = variables["NO_COLOR"].map { !$0.isEmpty } ?? false || isDumb
    usesColor = color == "always" || color == "auto" && isTerminal && !refused
    var size = winsize()
    if isTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      (width, height) = (Int(size.ws_col), Int(size.ws_row))
    } else {
      (width, height) = (
        variables["COLUMNS"].flatMap(Int.init).flatMap { $0 >= 20 ? $0 : nil } ?? 80, 24
      )
    }
  }

  /// Keeps what is written instead of writing it; no terminal, no colours.
  static func keeping() -> Console { Console() }

  private init() {
    (isTerminal, errorsAreTerminal, inputIsTerminal, usesColor, isDumb) =
      (false, false, false, false, true)
    (width, height) = (80, 24)
    kept = Mutex([])
  }

  /// What went to standard output, where it is kept.
  var keptOutput: [UInt8] { kept?.withLock { $0 } ?? [] }
  private let kept: Mutex<[UInt8]>?

  /// Whether anything went to standard output: what has been read cannot be taken back.
  var hasPrinted: Bool { printed.withLock { $0 } }
  private let printed = Mutex(false)

  /// Writes data and a newline; a reader that has gone ends the program quietly.
  func print(_ text: String) { write(text + "\n", to: 1) }

  /// Writes bytes as they are.
  func write(_ bytes: [UInt8]) {
    printed.withLock { $0 = true }
    guard !keeps(bytes) else { return }
    if !FileSystem.writeAll(bytes, to: 1) { Console.stop() }
  }

  /// Writes a line for the person, not for the pipe.
  func note(_ text: String) { write(Console.safe(text) + "\n", to: 2) }

  /// Replaces the last line of a terminal's standard error; empty text clears it.
  func status(_ text: String) { write("\r\u{1B}[K\(Console.safe(text))", to: 2) }

  private func write(_ text: String, to descriptor: Int32) {
    if descriptor == 1 {
      printed.withLock { $0 = true }
      if keeps(Array(text.utf8)) { return }
    }
    if !FileSystem.writeAll(Array(text.utf8), to: descriptor), descriptor == 1 { Console.stop() }
  }

  private func keeps(_ bytes: [UInt8]) -> Bool {
    kept?.withLock { $0 += bytes } != nil
  }

  private static func stop() -> Never {
    let code = errno
    if code == EPIPE { exit(ExitCode.success.rawValue) }
    let message = "runbook: error: standard output: \(String(cString: strerror(code)))\n"
    _ = FileSystem.writeAll(Array(message.utf8), to: 2)
    exit(ExitCode.inputOutput.rawValue)
  }

  /// Says which files are broken, in a few lines: whoever searches now wants the answer.
  ///
  /// Of runbooks it is said once, by the command that meets the change.
  func note(_ report: RefreshReport) {
    let pages = report.findings.filter { $0.isOfPage }
    note(report.findings.filter { !$0.isOfPage })
    guard report.hasChanges, let first = pages.first else { return }
    guard pages.count > 1 else { return note(first.description) }
    note(
      "runbook: note: \(Set(pages.map(\.path)).count) files are not read as they are; "
        + "'runbook lint' shows them")
  }

  private func note(_ findings: [Finding]) {
    let shown = findings.count > 4 ? 3 : findings.count
    for finding in findings.prefix(shown) { note(finding.description) }
    guard findings.count > shown else { return }
    note("runbook: note: \(findings.count - shown) more; 'runbook lint' shows them all")
  }

  /// Shows text through the pager if it is longer than the terminal, else prints it.
  func page(_ text: String, variables: [String: String]) {
    let lines = text.utf8.count { $0 == 0x0A } + 1
    let pager = variables["RUNBOOK_PAGER"] ?? variables["PAGER"] ?? "less"
    guard isTerminal, lines > height, !pager.isEmpty, pager != "cat" else { return print(text) }
    var environment = variables
    // As git does: quit if it fits, keep colours, leave the text on the screen.
    environment["LESS"] = variables["LESS"] ?? "FRX"
    printed.withLock { $0 = true }
    let words = pager.split(separator: " ").map(String.init)
    let result = try? Subprocess.run(
      words, environment: environment, streams: .fed(Array((text + "\n").utf8)))
    if result == nil { print(text) }
  }

  /// The text in a style, where colours are used.
  func paint(_ style: Style, _ text: String) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(style.sequence)m\(text)\u{1B}[0m" : text
  }

  /// The text without anything a terminal would obey.
  ///
  /// Control characters, escape sequences, and marks that reorder or hide text go; newlines and
  /// tabs stay.
  static func safe(_ text: String) -> String {
    HiddenCharacters.removed(from: text)
  }
}

extension Finding {
  /// Whether a runbook itself is at fault, and not that it cannot be reached.
  fileprivate var isOfPage: Bool {
    rule != "unreadable" && path.split(separator: "/").dropLast().contains("runbooks")
  }
}
