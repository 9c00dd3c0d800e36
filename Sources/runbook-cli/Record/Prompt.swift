import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Questions to the person: asked on standard error, answered by a line of standard input.
final class Prompt {
  private let console: Console
  private var pending: [UInt8] = []
  private var isAtEnd = false

  /// The longest line; more belongs into a file.
  private static let lineLimit = 64 * 1024

  init(_ console: Console) {
    self.console = console
  }

  /// Whether somebody is there to answer.
  static func isPossible(_ console: Console) -> Bool {
    console.inputIsTerminal && console.errorsAreTerminal
  }

  /// Says something that the next question is about.
  func say(_ text: String) { console.note(text) }

  /// Asks, and reads a line.
  ///
  /// - Returns: the line without white space at its ends; nil where the input ended.
  func ask(_ question: String) -> String? {
    console.ask(question)
    guard let line = line() else {
      console.ask("\n")
      return nil
    }
    // A terminal shows what was typed; where it was piped in, the transcript should show it too.
    if !console.inputIsTerminal { console.note(line) }
    return line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Asks until the answer is one of the words or begins one; empty is the default.
  func choose(_ question: String, _ words: [String], default fallback: String?) -> String? {
    while let answer = ask(question) {
      if answer.isEmpty { return fallback }
      let lower = answer.lowercased()
      if let word = words.first(where: { $0 == lower })
        ?? words.first(where: { $0.hasPrefix(lower) })
      {
        return word
      }
      console.note("choose one of \(words.joined(separator: ", "))")
    }
    return nil
  }

  /// Asks how much a runbook or a step helped; nil where the person does not say.
  func outcome(_ question: String) -> Outcome? {
    choose(question, Outcome.allCases.map(\.rawValue), default: nil)
      .flatMap(Outcome.init(rawValue:))
  }

  /// A line of standard input without its end; nil at the end.
  ///
  /// Nothing beyond the line is taken from a terminal, so that an editor that is started later gets
  /// what was typed ahead.
  func line() -> String? {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = pending[..<end]
        pending.removeFirst(end + 1)
        return String(decoding: line, as: UTF8.self)
      }
      guard !isAtEnd, pending.count < Prompt.lineLimit else {
        guard !pending.isEmpty else { return nil }
        defer { pending = [] }
        return String(decoding: pending, as: UTF8.self)
      }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(0, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { isAtEnd = true } else { pending += buffer[..<count] }
    }
  }
}

extension Console {
  /// Writes a question without a line feed to standard error.
  func ask(_ question: String) {
    _ = FileSystem.writeAll(Array(question.utf8), to: 2)
  }
}
