/// Takes out of a pasted symptom what names one machine, one moment or one request.
///
/// ARNs, account ids, UUIDs, digests, timestamps, IP addresses, resource ids and the paths of URLs
/// say nothing about the kind of failure, and would match the wrong pages by chance. What is left
/// of an ARN is its service, of a URL its host, of `subnet-0d0e…` the word `subnet`.
public enum Noise {
  /// The text without its noise, words separated by single spaces.
  public static func removed(from text: String) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count)
    var word: [UInt8] = []
    func endWord() {
      trim(&word)
      let kept = kept(word)
      if !kept.isEmpty {
        if !output.isEmpty { output.append(space) }
        output += kept
      }
      word.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      if isSeparator(byte) { endWord() } else { word.append(byte) }
    }
    endWord()
    return String(decoding: output, as: UTF8.self)
  }

  private static let space = UInt8(ascii: " ")

  /// White space and the marks that logs, JSON and tables put around words.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x7F: true
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"),
      UInt8(ascii: "`"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "="):
      true
    default: false
    }
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    [UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(byte)
  }

  private static func trim(_ word: inout [UInt8]) {
    while let last = word.last, isPunctuation(last) { word.removeLast() }
    let leading = word.prefix(while: isPunctuation).count
    if leading > 0 { word.removeFirst(leading) }
  }

  /// What of a word is worth keeping.
  private static func kept(_ word: [UInt8]) -> [UInt8] {
    if word.starts(with: "arn:".utf8) { return part(2, of: word, at: UInt8(ascii: ":")) }
    if let host = host(of: word) { return host }
    if isMoment(word) || isAddress(word) || isDigest(word) || isRegion(word) { return [] }
    if let dash = word.firstIndex(of: UInt8(ascii: "-")), dash > 0,
      (6...17).contains(word.count - dash - 1), word[..<dash].allSatisfy(isLetter),
      word[(dash + 1)...].allSatisfy(isHex), word[(dash + 1)...].contains(where: isDigit)
    {
      return Array(word[..<dash])
    }
    return word
  }

  private static func part(_ index: Int, of word: [UInt8], at separator: UInt8) -> [UInt8] {
    let parts = word.split(separator: separator, omittingEmptySubsequences: false)
    return index < parts.count ? Array(parts[index]) : []
  }

  /// The telling labels of a URL's or an AWS registry's host name; nil for any other word.
  private static func host(of word: [UInt8]) -> [UInt8]? {
    var rest = word[...]
    if let start = word.place(of: "://") {
      rest = word[(start + 3)...]
    } else if !word.holds(".amazonaws.com") {
      return nil
    }
    rest = rest.prefix { $0 != UInt8(ascii: "/") }
    if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[(at + 1)...] }
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")) { rest = rest[..<colon] }
    let labels = rest.split(separator: UInt8(ascii: ".")).filter { label in
      label.count(where: isDigit) < 5 && !isRegion(Array(label)) && !topLevel.contains(Array(label))
    }
    return Array(labels.joined(separator: [space]))
  }

  private static let topLevel = ["com", "io", "org", "net"].map { Array($0.utf8) }

  /// `2025-01-08T11:02:41.077Z`, `2025/01/08`, `11:02:41`.
  private static func isMoment(_ word: [UInt8]) -> Bool {
    guard let first = word.first, isDigit(first) else { return false }
    let shape = word.prefix(10).map { isDigit($0) ? UInt8(ascii: "9") : $0 }
    return ["9999-99-99", "9999/99/99"].contains { shape.elementsEqual($0.utf8) }
      || ["99:99", "9:99"].contains { shape.starts(with: $0.utf8) }
  }

  /// An IPv4 address with its port or prefix length, or a number of four digits and more.
  private static func isAddress(_ word: [UInt8]) -> Bool {
    let digits = word.count(where: isDigit)
    if digits == word.count { return digits >= 4 }
    let host = word.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
    let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy {
        (1...3).contains($0.count) && $0.allSatisfy { isDigit($0) || $0 == 0x78 }
      }
  }

  /// A hex id with a digit in it, a UUID, or `sha256:` and what follows.
  private static func isDigest(_ word: [UInt8]) -> Bool {
    if word.starts(with: "sha256:".utf8) { return true }
    let hex = word.filter { $0 != UInt8(ascii: "-") }
    return hex.count >= 8 && hex.allSatisfy(isHex) && hex.contains(where: isDigit)
  }

  /// `eu-west-1`, or `us-east-1b`.
  private static func isRegion(_ word: [UInt8]) -> Bool {
    let parts = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard (3...4).contains(parts.count), parts[0].count == 2, parts[0].allSatisfy(isLetter),
      let last = parts.last, let digit = last.first, isDigit(digit), last.count <= 2
    else { return false }
    return parts[1..<(parts.count - 1)].allSatisfy { $0.count >= 3 && $0.allSatisfy(isLetter) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}
