/// The TOML of Hugo's front matter as YAML.
///
/// Flat TOML and YAML differ little: `key = value` is `key: value`, strings in quotes and arrays are
/// the same, and a `[table]` is a mapping. Each line stays on its line, so that places are right.
enum TOMLText {
  /// Turns lines of TOML into YAML of as many lines.
  ///
  /// What is no TOML is left as it is, and YAML says what is wrong with it.
  static func yaml(of lines: [ArraySlice<UInt8>]) -> [UInt8] {
    var yaml: [UInt8] = []
    var isTable = false
    var depth = 0
    for line in lines {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 }
      defer { yaml.append(0x0A) }
      if depth > 0 || text.first == UInt8(ascii: "#") || text.first == nil {
        yaml += "  ".utf8
        yaml += line.filter { $0 != 0x0D }
      } else if text.first == UInt8(ascii: "[") {
        let name = text.drop { $0 == UInt8(ascii: "[") }.prefix { $0 != UInt8(ascii: "]") }
        yaml += name + Array(":".utf8)
        isTable = true
      } else if let equals = text.firstIndex(of: UInt8(ascii: "=")) {
        let key = text[..<equals].filter { $0 > 0x20 }
        if isTable { yaml += "  ".utf8 }
        yaml +=
          key + Array(": ".utf8)
          + text[(equals + 1)...].drop { $0 == 0x20 }
          .filter { $0 != 0x0D }
      } else {
        yaml += line
      }
      depth = max(0, depth + balance(of: text))
      if text.first == UInt8(ascii: "["), depth > 0 { depth = 0 }
    }
    return yaml
  }

  /// How many more brackets a line opens than it closes, those in strings left out.
  private static func balance(of line: ArraySlice<UInt8>) -> Int {
    var balance = 0
    var quote: UInt8?
    for byte in line {
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "#") {
        break
      } else if byte == UInt8(ascii: "[") {
        balance += 1
      } else if byte == UInt8(ascii: "]") {
        balance -= 1
      }
    }
    return balance
  }
}
