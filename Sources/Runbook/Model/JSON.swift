/// A JSON value that keeps the order of its keys; what every `--json` answer is built from.
public indirect enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([(key: String, value: JSON)])

  /// Whether both are the same text.
  public static func == (left: JSON, right: JSON) -> Bool { left.text() == right.text() }

  /// The value as RFC 8259 text in one line, or indented by two spaces.
  public func text(pretty: Bool = false) -> String {
    var output = ""
    write(to: &output, indent: pretty ? 0 : nil)
    return output
  }

  private func write(to output: inout String, indent: Int?) {
    switch self {
    case .null: output += "null"
    case .bool(let value): output += value ? "true" : "false"
    case .int(let value): output += String(value)
    case .double(let value): output += value.isFinite ? "\(value)" : "null"
    case .string(let value): JSON.write(value, to: &output)
    case .array(let values):
      JSON.write(values, brackets: ("[", "]"), to: &output, indent: indent) {
        value, output, indent in
        value.write(to: &output, indent: indent)
      }
    case .object(let pairs):
      JSON.write(pairs, brackets: ("{", "}"), to: &output, indent: indent) { pair, output, indent in
        JSON.write(pair.key, to: &output)
        output += indent == nil ? ":" : ": "
        pair.value.write(to: &output, indent: indent)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], brackets: (String, String), to output: inout String, indent: Int?,
    each: (Element, inout String, Int?) -> Void
  ) {
    output += brackets.0
    let inner = indent.map { $0 + 2 }
    for (index, element) in elements.enumerated() {
      if index > 0 { output += "," }
      if let inner { output += "\n" + String(repeating: " ", count: inner) }
      each(element, &output, inner)
    }
    if let indent, !elements.isEmpty { output += "\n" + String(repeating: " ", count: indent) }
    output += brackets.1
  }

  private static func write(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      // U+2028 and U+2029 end a line in JavaScript, where exported pages read this text.
      case "\u{0}"..<"\u{20}", "\u{7f}"..<"\u{a0}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object, in the order given.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }

  /// The string, or null.
  public init(_ value: String?) { self = value.map(JSON.string) ?? .null }
  /// The number, or null.
  public init(_ value: Int?) { self = value.map(JSON.int) ?? .null }
  /// An array of strings.
  public init(_ values: [String]) { self = .array(values.map(JSON.string)) }
}
