/// Takes the common English endings off a word, so that `stopped`, `stopping` and `stops` are one.
///
/// Lighter than Porter's algorithm on purpose: nothing but plural, `-ing`, `-ed` and a final `e`
/// goes, so different words of this field stay different.
enum Stem {
  /// The stem of a lower-case word; anything but four or more ASCII letters comes back as it is.
  static func of(_ word: String) -> String {
    var bytes = Array(word.utf8)
    guard bytes.count >= 4, bytes.allSatisfy({ (0x61...0x7A).contains($0) }) else { return word }
    cutPlural(&bytes)
    cutVerbEnding(&bytes)
    if bytes.count >= 4, bytes.last == UInt8(ascii: "e") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func cutPlural(_ word: inout [UInt8]) {
    guard word.last == UInt8(ascii: "s") else { return }
    if ends(word, "ies"), word.count > 4 {
      word.removeLast(3)
      word.append(UInt8(ascii: "y"))
    } else if ["sses", "shes", "ches", "xes"].contains(where: { ends(word, $0) }) {
      word.removeLast(2)
    } else if !["ss", "us", "is"].contains(where: { ends(word, $0) }) {
      word.removeLast()
    }
  }

  private static func cutVerbEnding(_ word: inout [UInt8]) {
    let ending = ends(word, "ing") ? 3 : ends(word, "ed") && !ends(word, "eed") ? 2 : 0
    let stem = word.dropLast(ending)
    guard ending > 0, stem.count >= 3, stem.contains(where: isVowel) else { return }
    word.removeLast(ending)
    // stopped, stopping: stop; but killed: kill, missing: miss.
    if let last = word.last, word.dropLast().last == last, !isVowel(last),
      ![UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "z")].contains(last)
    {
      word.removeLast()
    }
  }

  private static func isVowel(_ byte: UInt8) -> Bool {
    [0x61, 0x65, 0x69, 0x6F, 0x75, 0x79].contains(byte)
  }

  private static func ends(_ word: [UInt8], _ suffix: StaticString) -> Bool {
    suffix.withUTF8Buffer {
      word.count >= $0.count && word[(word.count - $0.count)...].elementsEqual($0)
    }
  }
}
