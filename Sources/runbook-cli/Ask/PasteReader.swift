import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads a symptom that is typed or pasted: until Ctrl-D, or an empty line behind a text.
///
/// An empty line inside a paste does not end it: between the marks of a terminal that marks what is
/// pasted, and elsewhere while more is on its way.
final class PasteReader {
  private let console: Console
  private let input = TerminalInput()
  private var text: [UInt8] = []
  private var line: [UInt8] = []
  /// Bytes of the line that are on the screen.
  private var shown = 0
  private var isPasting = false
  private var wasReturn = false
  /// Lines of the paste, of which only the first are shown.
  private var pastedLines = 0
  private var isTooLong = false

  private static let limit = 1 << 20
  private static let shownLines = 6

  init(_ console: Console) { self.console = console }

  /// Asks, and reads.
  ///
  /// - Returns: the text; nil where the terminal cannot be read key by key.
  /// - Throws: `CommandError` where it is over 1 MiB.
  func read() throws -> String? {
    console.note("Paste or type the symptom; an empty line or Ctrl-D ends it.")
    guard TerminalMode.enter(marksPastes: !console.isDumb) else { return nil }
    // The rest of a paste must not reach the shell, which would run it.
    defer { TerminalMode.leave(dropsTyped: true) }
    while let byte = input.byte(), !take(byte) {}
    if !line.isEmpty { endLine() }
    if isTooLong {
      throw CommandError(
        .badData, "the symptom is over \(PasteReader.limit >> 20) MiB",
        hints: ["cut it to the lines around the failure"])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Takes a byte.
  ///
  /// - Returns: whether it ends the text.
  private func take(_ byte: UInt8) -> Bool {
    defer { wasReturn = byte == 0x0D }
    switch byte {
    case 0x1B: takeEscape()
    case 0x0D, 0x0A:
      // The line feed of a pair ends nothing more.
      if byte == 0x0A, wasReturn { return false }
      return endLine()
    case _ where isPasting: append(byte)
    case 0x04: return true
    case 0x03: TerminalMode.raise(SIGINT)
    case 0x1A:
      TerminalMode.raise(SIGTSTP)
      // It goes on: what was typed is shown again.
      shown = 0
      echo()
    case 0x1C: TerminalMode.raise(SIGQUIT)
    case 0x7F, 0x08: erase { _ in true }
    case 0x15: erase(all: true) { _ in true }
    case 0x17:
      erase(all: true) { $0 == " " }
      erase(all: true) { $0 != " " }
    case 0x09, 0x20..<0x7F, 0x80...0xFF:
      append(byte)
      echo()
    default: break
    }
    return false
  }

  private func append(_ byte: UInt8) {
    guard text.count + line.count < PasteReader.limit else {
      isTooLong = true
      return
    }
    line.append(byte)
  }

  private func takeEscape() {
    let sequence = input.sequence()
    switch sequence {
    case Array("[200~".utf8):
      isPasting = true
      pastedLines = 0
    case Array("[201~".utf8):
      // What is pasted ends with its line, so that one Enter is enough.
      if !line.isEmpty { endLine() }
      isPasting = false
      if pastedLines > PasteReader.shownLines {
        console.note("… \(pastedLines - PasteReader.shownLines) more lines")
      }
    // Colours that were copied along; the search leaves them out.
    case _ where isPasting: for byte in [0x1B] + sequence { append(byte) }
    default: break
    }
  }

  /// Ends the line.
  ///
  /// - Returns: whether it ends the text.
  @discardableResult
  private func endLine() -> Bool {
    if isPasting { pastedLines += 1 }
    if !isPasting || pastedLines <= PasteReader.shownLines {
      echo()
      console.ask("\n")
    }
    let isEmpty = line.allSatisfy { $0 <= 0x20 }
    text += line + [0x0A]
    line = []
    shown = 0
    return isEmpty && !isPasting && text.contains { $0 > 0x20 } && !input.hasMore
  }

  // MARK: The screen

  /// Shows what is not yet shown of the line, once its last character is whole.
  private func echo() {
    var end = line.count
    if let last = line.lastIndex(where: { $0 & 0xC0 != 0x80 }), line[last] >= 0xC0 {
      let length = line[last] >= 0xF0 ? 4 : line[last] >= 0xE0 ? 3 : 2
      if line.count - last < length { end = last }
    }
    guard shown < end else { return }
    let new = String(decoding: line[shown..<end], as: UTF8.self)
    console.ask(Layout.truncated(Console.safe(new), to: console.width - 1))
    shown = end
  }

  /// Takes characters off the end of the line, while they are of a kind.
  private func erase(all: Bool = false, while isWanted: (Character) -> Bool) {
    var rest = String(decoding: line, as: UTF8.self)
    repeat {
      guard let last = rest.last, isWanted(last) else { break }
      rest.removeLast()
      let columns = Layout.width(Console.safe(String(last)))
      for _ in 0..<columns { console.ask("\u{8} \u{8}") }
    } while all
    line = Array(rest.utf8)
    shown = line.count
  }
}
