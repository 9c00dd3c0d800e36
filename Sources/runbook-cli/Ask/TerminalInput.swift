import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is typed on the terminal, byte by byte, while `TerminalMode` is on.
final class TerminalInput {
  /// A key, as far as one is of use here.
  enum Key: Equatable {
    case character(Character)
    case enter, escape
    /// Ctrl-D, Ctrl-C, or a terminal that has gone.
    case end
  }

  private var pending: [UInt8] = []
  private var place = 0
  /// Whether there is no more to come.
  private(set) var isAtEnd = false

  /// How long the rest of what one key sends, or a pasted text, may be on its way.
  static let pause: Int32 = 60

  /// Whether more is there, or comes within a moment.
  var hasMore: Bool { place < pending.count || isReady(within: TerminalInput.pause) }

  /// The next byte.
  ///
  /// - Parameter limit: how many milliseconds to wait; nil waits for as long as it takes.
  /// - Returns: nil where none came, and at the end.
  func byte(within limit: Int32? = nil) -> UInt8? {
    if place == pending.count {
      guard !isAtEnd, limit.map(isReady) ?? true else { return nil }
      var buffer = [UInt8](repeating: 0, count: 4096)
      var count = read(0, &buffer, buffer.count)
      while count < 0, errno == EINTR { count = read(0, &buffer, buffer.count) }
      guard count > 0 else {
        isAtEnd = true
        return nil
      }
      (pending, place) = (Array(buffer[..<count]), 0)
    }
    defer { place += 1 }
    return pending[place]
  }

  private func isReady(within limit: Int32) -> Bool {
    var wait = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, limit) > 0
  }

  /// The rest of an escape sequence behind its first byte; empty for the key alone.
  func sequence() -> [UInt8] {
    guard let first = byte(within: TerminalInput.pause) else { return [] }
    var bytes = [first]
    // `ESC O x` and `ESC [ … x` are keys; anything else is the key with Alt.
    guard first == UInt8(ascii: "[") || first == UInt8(ascii: "O") else { return bytes }
    while bytes.count < 32, let next = byte(within: TerminalInput.pause) {
      bytes.append(next)
      if 0x40...0x7E ~= next { break }
    }
    return bytes
  }

  /// The next key; what arrows and the like send is skipped.
  func key() -> Key {
    while let byte = byte() {
      switch byte {
      case 0x03, 0x04: return .end
      case 0x0A, 0x0D: return .enter
      case 0x1A:
        TerminalMode.raise(SIGTSTP)
        // It goes on, and the question is put again.
        return .character(" ")
      case 0x1C: TerminalMode.raise(SIGQUIT)
      case 0x1B: if sequence().isEmpty { return .escape }
      case 0x20..<0x7F: return .character(Character(Unicode.Scalar(byte)))
      default: break
      }
    }
    return .end
  }
}
