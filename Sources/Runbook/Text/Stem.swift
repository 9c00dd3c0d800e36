/// Takes the common English endings off a word, so that `stopped`, `stopping` and `stops` are one.
///
/// Lighter than Porter's algorithm on purpose: nothing but plural, `-ing`, `-ed` and a final `e`
/// goes, so different words of this field stay different.
enum Stem {
  /// The stem of a lower-case word; anything but four or more ASCII letters comes back as it is.
  static func of(_ word: String) -> String {
    var bytes = Array(word.utf8)
    cut(&bytes, from: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Cuts the word that the bytes end with to its stem.
  static func cut(_ bytes: inout [UInt8], from start: Int) {
    guard bytes.count - start >= 4, bytes[start...].allSatisfy({ $0 &- 0x61 < 26 }) else { return }
    cutPlural(&bytes, from: start)
    cutVerbEnding(&bytes, from: start)
    if bytes.count - start >= 4, bytes.last == UInt8(ascii: "e") { bytes.removeLast() }
  }

  private static func cutPlural(_ bytes: inout [UInt8], from start: Int) {
    guard bytes.last == UInt8(ascii: "s") else { return }
    if ends(bytes, "ies", from: start), bytes.count - start > 4 {
      bytes.removeLast(3)
      bytes.append(UInt8(ascii: "y"))
    } else if ends(bytes, "sses", from: start) || ends(bytes, "shes", from: start)
      || ends(bytes, "ches", from: start) || ends(bytes, "xes", from: start)
    {
      bytes.removeLast(2)
    } else if !ends(bytes, "ss", from: start), !ends(bytes, "us", from: start),
      !ends(bytes, "is", from: start)
    {
      bytes.removeLast()
    }
  }

  private static func cutVerbEnding(_ bytes: inout [UInt8], from start: Int) {
    let ending =
      ends(bytes, "ing", from: start)
      ? 3 : ends(bytes, "ed", from: start) && !ends(bytes, "eed", from: start) ? 2 : 0
    let end = bytes.count - ending
    guard ending > 0, end - start >= 3, bytes[start..<end].contains(where: isVowel) else { return }
    bytes.removeLast(ending)
    // stopped, stopping: stop; but killed: kill, missing: miss.
    let last = bytes[end - 1]
    if bytes[end - 2] == last, !isVowel(last), !isDoubledAnyway(last) { bytes.removeLast() }
  }

  private static func isVowel(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private static func isDoubledAnyway(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "l") || byte == UInt8(ascii: "s") || byte == UInt8(ascii: "z")
  }

  private static func ends(_ bytes: [UInt8], _ suffix: StaticString, from start: Int) -> Bool {
    let length = suffix.utf8CodeUnitCount
    guard bytes.count - start >= length else { return false }
    return suffix.withUTF8Buffer { suffix in
      for index in 0..<length where bytes[bytes.count - length + index] != suffix[index] {
        return false
      }
      return true
    }
  }
}
