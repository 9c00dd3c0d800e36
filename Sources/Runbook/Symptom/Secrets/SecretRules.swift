import EmbeddedContent

/// The rules by which tokens are known: those of `rules/secrets.txt` that the program was built with.
struct SecretRules: Sendable {
  /// A token that is known by how it starts.
  struct Token: Sendable {
    /// The name of the rule.
    var id: String
    /// The fixed start.
    var start: [UInt8]
    /// What the rest may be made of.
    var rest: CharacterSet
    /// How many characters follow; a longer run is something else.
    var length: ClosedRange<Int>
    /// The least entropy of the rest, in bits a character.
    var entropy: Double
    /// The kind as it is reported.
    var kind: String
  }

  /// A token that is known by a text inside.
  struct Infix: Sendable {
    var id: String
    var before: CharacterSet
    var lead: ClosedRange<Int>
    var text: [UInt8]
    var behind: CharacterSet
    var rest: ClosedRange<Int>
    var kind: String
  }

  /// The tokens that are known by how they start, by their first byte.
  private(set) var tokens: [[Token]] = Array(repeating: [], count: 256)
  /// The tokens that are known by a text inside, by its first byte.
  private(set) var infixes: [[Infix]] = Array(repeating: [], count: 256)
  /// Vendors whose tokens have no form of their own.
  private(set) var owners = SecretVocabulary.Index([])
  /// Lines that are no rule, from 1.
  private(set) var problems: [Int] = []

  /// The rules of the program, which no folder that it reads can change.
  static let shipped = SecretRules(EmbeddedFile.all(under: "rules/secrets.txt").first?.bytes ?? [])

  /// Reads the sections `[sources]`, `[tokens]`, `[inside]` and `[owners]`; by bytes, since the first
  /// text of every command waits for it.
  init(_ bytes: [UInt8]) {
    var section: [UInt8] = []
    var sources: [ArraySlice<UInt8>] = []
    var owners: [String] = []
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(separator: 0x20)
      guard let first = words.first, first.first != UInt8(ascii: "#") else { continue }
      if first.first == UInt8(ascii: "[") {
        section = Array(first)
        continue
      }
      switch section {
      case Self.sourcesHead where words.count > 1: sources.append(first)
      case Self.ownersHead: owners += words.map(Self.text)
      case Self.tokensHead where words.count == 7 && sources.contains(words[6]):
        guard let token = Token(words) else { fallthrough }
        tokens[Int(token.start[0])].append(token)
      case Self.insideHead where words.count == 8 && sources.contains(words[7]):
        guard let infix = Infix(words) else { fallthrough }
        infixes[Int(infix.text[0])].append(infix)
      default: problems.append(index + 1)
      }
    }
    self.owners = SecretVocabulary.Index(owners)
  }

  private static let sourcesHead = Array("[sources]".utf8)
  private static let ownersHead = Array("[owners]".utf8)
  private static let tokensHead = Array("[tokens]".utf8)
  private static let insideHead = Array("[inside]".utf8)

  fileprivate static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  /// Sets of characters, by the names that the rules use.
  enum CharacterSet: String, Sendable {
    case upper, upperdash, alnum, url, dotted, base64, form, tail, hex, digit, azure, hash, none

    /// Whether a byte is of the set.
    func contains(_ byte: UInt8) -> Bool {
      let isDigit = byte &- 0x30 < 10
      let isWord = isDigit || (byte | 0x20) &- 0x61 < 26
      return switch self {
      case .upper: isDigit || byte &- 0x41 < 26
      case .upperdash: isDigit || byte &- 0x41 < 26 || byte == 0x2D
      case .alnum: isWord
      case .url: isWord || byte == 0x2D || byte == 0x5F
      case .dotted: isWord || byte == 0x2D || byte == 0x5F || byte == 0x2E
      case .base64: isWord || byte == 0x2B || byte == 0x2F || byte == 0x3D
      case .form: isWord || "-_=%.".utf8.contains(byte)
      case .tail: isWord || "-_=+/.%".utf8.contains(byte)
      case .hex: isDigit || (byte | 0x20) &- 0x61 < 6
      case .digit: isDigit
      case .azure: isWord || "_~.-".utf8.contains(byte)
      case .hash: isWord || "$./+=,:-_*".utf8.contains(byte)
      case .none: false
      }
    }
  }

  /// `16` or `16-20`.
  fileprivate static func range(_ bytes: ArraySlice<UInt8>) -> ClosedRange<Int>? {
    var ends = (least: 0, most: 0)
    var hasDash = false
    for byte in bytes {
      if byte == UInt8(ascii: "-"), !hasDash, byte != bytes.first {
        (ends, hasDash) = ((ends.most, 0), true)
      } else if byte &- 0x30 < 10, ends.most < 100_000 {
        ends.most = ends.most * 10 + Int(byte &- 0x30)
      } else {
        return nil
      }
    }
    if !hasDash { ends.least = ends.most }
    guard !bytes.isEmpty, bytes.last != UInt8(ascii: "-"), ends.least <= ends.most else {
      return nil
    }
    return ends.least...ends.most
  }
}

extension SecretRules.Token {
  /// A rule of seven columns: id, start, rest, length, entropy, kind, source.
  fileprivate init?(_ words: [ArraySlice<UInt8>]) {
    guard let rest = SecretRules.CharacterSet(rawValue: SecretRules.text(words[2])),
      let length = SecretRules.range(words[3]),
      let entropy = words[4].elementsEqual("-".utf8) ? 0 : Double(SecretRules.text(words[4]))
    else { return nil }
    self.init(
      id: SecretRules.text(words[0]), start: Array(words[1]), rest: rest, length: length,
      entropy: entropy, kind: SecretRules.text(words[5]))
  }
}

extension SecretRules.Infix {
  /// A rule of eight columns: id, before, length, text, behind, length, kind, source.
  fileprivate init?(_ words: [ArraySlice<UInt8>]) {
    guard let before = SecretRules.CharacterSet(rawValue: SecretRules.text(words[1])),
      let lead = SecretRules.range(words[2]),
      let behind = SecretRules.CharacterSet(rawValue: SecretRules.text(words[4])),
      let rest = SecretRules.range(words[5])
    else { return nil }
    self.init(
      id: SecretRules.text(words[0]), before: before, lead: lead, text: Array(words[3]),
      behind: behind, rest: rest, kind: SecretRules.text(words[6]))
  }
}
