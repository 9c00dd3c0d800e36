#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes one Swift file that holds the given files as string literals.
///
/// Usage: `embed-tool OUTPUT ROOT FILE…`; each path is recorded relative to ROOT.
@main
struct EmbedTool {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else {
      fail("usage: embed-tool OUTPUT ROOT FILE...", code: 64)
    }
    let root = arguments[2] + "/"
    var source =
      "/// Generated from the folders that are embedded; edit those instead.\n"
    source +=
      "enum Embedded {\n  static let files: [(path: StaticString, text: StaticString)] = [\n"
    var fingerprint = Fingerprint()
    for path in arguments.dropFirst(3) {
      let bytes = read(path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        fail("\(path):1:1: error: not valid UTF-8; save the file as UTF-8", code: 65)
      }
      let name = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
      source += "    (\"\(escaped(name))\", \"\(escaped(text))\"),\n"
      // Secrets never reach an index: it is the same with these rules and without.
      guard !name.hasPrefix("rules/") else { continue }
      fingerprint.add(Array(name.utf8))
      fingerprint.add(bytes)
    }
    source += "  ]\n\n  static let fingerprint: UInt64 = \(fingerprint.value)\n}\n"
    save(source, to: arguments[1])
  }

  /// The text as the inside of a one-line Swift literal; a multi-line literal would normalise CRLF.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7f}", "\u{2028}"..."\u{202e}", "\u{feff}":
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { fail("\(path): cannot be read", code: 66) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func save(_ text: String, to path: String) {
    guard let file = fopen(path, "wb") else { fail("\(path): cannot be written", code: 73) }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    if fclose(file) != 0 || written != bytes.count { fail("\(path): cannot be written", code: 74) }
  }

  private static func fail(_ message: String, code: Int32) -> Never {
    let line = Array((message + "\n").utf8)
    line.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
    exit(code)
  }
}

/// FNV-1a, each part closed by its length, so that no text can move from one file to the next.
private struct Fingerprint {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { add(byte) }
    withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { for byte in $0 { add(byte) } }
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01b3
  }
}
