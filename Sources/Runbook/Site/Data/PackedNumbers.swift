/// Whole numbers as text that compresses well: a letter for a small one, more for a larger one.
///
/// The letters are the 90 from `#` to `}` without the backslash, so they stand in a string of JSON as
/// they are. A digit is one of 45; it is written as the letter with its number, or as the one 45
/// further on where more digits follow. Low digits come first.
enum PackedNumbers {
  static let base = 45

  /// Writes a number, from 0 on.
  static func append(_ number: Int, to text: inout [UInt8]) {
    var rest = number
    while rest >= base {
      text.append(letter(rest % base + base))
      rest /= base
    }
    text.append(letter(rest))
  }

  /// Writes a number of either sign: 0, -1, 1, -2 are 0, 1, 2, 3.
  static func append(signed number: Int, to text: inout [UInt8]) {
    append(number < 0 ? -2 * number - 1 : 2 * number, to: &text)
  }

  /// Some numbers as a text.
  static func text(_ numbers: some Sequence<Int>) -> String {
    var text: [UInt8] = []
    for number in numbers { append(number, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  private static func letter(_ digit: Int) -> UInt8 {
    let code = UInt8(truncatingIfNeeded: digit) + UInt8(ascii: "#")
    return code < UInt8(ascii: "\\") ? code : code + 1
  }
}
