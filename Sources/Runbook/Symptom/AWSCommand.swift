/// The commands of the AWS CLI in a text of shell.
enum AWSCommand {
  /// What has one endpoint for all Regions, or asks where something else says.
  private static let regionless: [Substring] = [
    "iam", "sts", "s3", "s3api", "configure", "sso", "login", "health", "route53", "cloudfront",
    "organizations", "support", "ce", "budgets", "help",
  ]

  /// The text with `--region` in every command that asks in a Region and names none.
  static func adding(region: String, to text: String) -> String {
    guard text.contains(folded: "aws ") else { return text }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var copied = 0
    var index = 0
    while let start = commandStart(in: bytes, from: index) {
      let end = commandEnd(in: bytes, from: start)
      if let place = place(in: bytes[start..<end]) {
        output += bytes[copied..<place]
        output += " --region \(region)".utf8
        copied = place
      }
      index = end
    }
    return String(decoding: output + bytes[copied...], as: UTF8.self)
  }

  /// Where the next `aws` stands that a shell would run.
  private static func commandStart(in bytes: [UInt8], from first: Int) -> Int? {
    var index = first
    while index + 4 < bytes.count {
      defer { index += 1 }
      guard bytes[index...].starts(with: "aws ".utf8) else { continue }
      var before = index - 1
      while before >= 0, bytes[before] == 0x20 { before -= 1 }
      guard before >= 0 else { return index }
      // A line that goes on is no start of a command.
      let isContinued = bytes[before] == 0x0A && before > 0 && bytes[before - 1] == 0x5C
      if !isContinued, "\n|;&(`".utf8.contains(bytes[before]) { return index }
    }
    return nil
  }

  /// Where a command ends: at the end of its last line, or where the shell starts another one.
  private static func commandEnd(in bytes: [UInt8], from start: Int) -> Int {
    var quote: UInt8?
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x5C {
        index += 1
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if "\n|;&)`".utf8.contains(byte) {
        return index
      }
      index += 1
    }
    return bytes.count
  }

  /// Behind the words of the command, where it asks in a Region and names none.
  private static func place(in command: ArraySlice<UInt8>) -> Int? {
    let text = String(decoding: command, as: UTF8.self)
    let words = text.parts(by: " ")
    guard words.count > 2, !regionless.contains(words[1]), isWord(words[1].utf8),
      isWord(words[2].utf8), !text.contains(folded: "--region")
    else { return nil }
    var end = command.startIndex
    var index = end
    while index < command.endIndex {
      let stop = command[index...].firstIndex { $0 == 0x20 || $0 == 0x0A } ?? command.endIndex
      guard isWord(command[index..<stop]) else { break }
      end = stop
      guard stop < command.endIndex, command[stop] == 0x20 else { break }
      index = stop + 1
    }
    return end
  }

  /// Whether a word is the name of a service or an operation, and no value.
  private static func isWord(_ word: some Collection<UInt8>) -> Bool {
    guard let first = word.first, first &- 0x61 < 26 else { return false }
    return word.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D }
  }
}
