/// A short name for a failure, the same for the same failure in any task, service and account.
///
/// It is made of the words of the reason without whatever varies: ids, names, numbers, addresses,
/// counts. Where there is no reason, of the exit code and the stop code.
public enum Fingerprint {
  /// How many words count; platforms cut long messages at different places.
  private static let words = 24

  /// The fingerprint of facts; nil where nothing identifies the failure.
  ///
  /// - Parameters:
  ///   - facts: the facts.
  ///   - text: the sentence that decided, where one did; it names the failure before any other.
  /// - Returns: nil where nothing identifies the failure.
  static func of(_ facts: Facts, deciding text: SymptomText?) -> String? {
    let words = text.map(skeleton) ?? []
    return (words.count > 2 ? words.joined(separator: " ") : skeleton(of: facts)).map {
      "f1-" + Revision.blobID(of: Array($0.utf8)).prefix(12)
    }
  }

  /// The same without a sentence.
  public static func of(_ facts: Facts) -> String? {
    skeleton(of: facts).map { "f1-" + Revision.blobID(of: Array($0.utf8)).prefix(12) }
  }

  /// The text that is hashed.
  static func skeleton(of facts: Facts) -> String? {
    for reason in facts.reasonTexts {
      let words = skeleton(of: reason)
      if words.count >= 2 || words.first.map({ $0.utf8.count > 12 }) == true {
        return words.joined(separator: " ")
      }
    }
    if let event = facts.value(.eventName) { return "event " + event }
    if let failure = facts.value(.failure) { return "failure " + failure }
    guard let code = facts.value(.culpritExitCode) else {
      return facts.value(.stopCode).map { "stop " + $0 }
    }
    // A deliberate stop and a crash with the same code are different failures.
    let stop = facts.value(.stopCode).map { $0 == "EssentialContainerExited" ? "" : " " + $0 } ?? ""
    let memory = facts.values(.oom).isEmpty ? "" : " oom"
    return "exit " + code + stop + memory
  }

  /// The words of a reason that stay the same; a word that varies is left out.
  static func skeleton(of reason: SymptomText) -> [String] {
    var found: [String] = []
    var isInName = false
    // A reason has a thousand characters at most; the words wanted stand in the first of them.
    for part in reason.folded.prefix(2048).split(separator: 0x20) {
      // `(service web-api)`: which one it was is not part of the failure.
      if subjects.contains(where: { part.elementsEqual($0.utf8) }) { isInName = true }
      if isInName {
        if part.contains(0x29) { isInName = false }
        continue
      }
      guard let word = stableWord(part) else { continue }
      found.append(word)
      if found.count == words { break }
    }
    return found
  }

  /// How the scheduler begins the names of things.
  private static let subjects = [
    "(service", "(task", "(taskset", "(instance", "(deployment", "(target-group", "(elb", "(port",
    "(container-instance",
  ]

  /// The letters of a word without the punctuation around it; nil for a path, a number, a quoted
  /// or hyphenated name, an address or an id.
  private static func stableWord(_ part: ArraySlice<UInt8>) -> String? {
    var word = part
    while let last = word.last, !isLetter(last) {
      // A quotation or brackets hold what varies.
      if last == 0x22 || last == 0x27 || last == 0x5D || last &- 0x30 < 10 { return nil }
      word.removeLast()
    }
    while let first = word.first, !isLetter(first) {
      if first == 0x22 || first == 0x27 || first == 0x5B || first == 0x2F || first &- 0x30 < 10 {
        return nil
      }
      word.removeFirst()
    }
    guard word.count >= 2, word.allSatisfy({ isLetter($0) || $0 == 0x27 }) else {
      return nil
    }
    return String(decoding: word, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
}
