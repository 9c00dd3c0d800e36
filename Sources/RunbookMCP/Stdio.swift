import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension MCPServer {
  /// The most that a line may be: 1 MiB of text in which every byte is escaped, and its surroundings.
  private static let lineLimit = 8 << 20

  /// Serves the messages of one stream on another, one a line, until the first ends.
  ///
  /// - Parameters:
  ///   - input: a descriptor to read.
  ///   - output: a descriptor to write; nothing but messages goes there.
  package func serve(input: Int32, output: Int32) {
    var line: [UInt8] = []
    var isTooLong = false
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      for piece in buffer[..<count].split(
        separator: 0x0A, maxSplits: .max, omittingEmptySubsequences: false
      ).enumerated() {
        if piece.offset > 0 {
          guard send(isTooLong ? tooLong(limit: MCPServer.lineLimit) : reply(to: line), output)
          else {
            return
          }
          line.removeAll(keepingCapacity: line.count < 1 << 20)
          isTooLong = false
        }
        if isTooLong || line.count + piece.element.count > MCPServer.lineLimit {
          isTooLong = true
          line = []
        } else {
          line += piece.element
        }
      }
    }
    // A last line without its end was cut off, unless it is whole.
    if !line.isEmpty { _ = send(reply(to: line), output) }
  }

  private func reply(to line: [UInt8]) -> [UInt8]? {
    line.allSatisfy { $0 <= 0x20 } ? nil : answer(line)
  }

  private func send(_ message: [UInt8]?, _ output: Int32) -> Bool {
    message.map { FileSystem.writeAll($0 + [0x0A], to: output) } ?? true
  }
}
