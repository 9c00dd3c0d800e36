/// Takes secrets out of text before anything is written or indexed.
///
/// What goes is known by how it starts (access keys, tokens), by its form (a JWT, a private key, a
/// password in a URL) or by its name (`DB_PASSWORD=…`, `"value"` beside a secret `"name"`). Names,
/// ARNs, digests, ids and times stay: a symptom without them is worth little.
public struct Redactor: Sendable {
  /// Something that was taken out.
  public struct Removal: Equatable, Hashable, Sendable {
    /// What it was, such as `aws-access-key` or `password`.
    public var kind: String
    /// The line it stood in, from 1.
    public var line: Int

    /// Makes a removal.
    public init(kind: String, line: Int) {
      self.kind = kind
      self.line = line
    }
  }

  /// A text without its secrets.
  public struct Result: Equatable, Sendable {
    /// The text, with `[redacted:kind]` in place of each secret.
    public var text: String
    /// What was taken out, in the order of the text.
    public var removed: [Removal]
  }

  /// Whether account ids go as well; they are no secret, but some would rather not publish them.
  public var redactsAccounts: Bool

  /// Makes a redactor.
  public init(redactsAccounts: Bool = false) {
    self.redactsAccounts = redactsAccounts
  }

  /// Takes the secrets out of a text; doing it twice changes nothing more.
  public func redact(_ text: String) -> Result {
    let bytes = Array(text.utf8)
    let spans = spans(in: bytes)
    guard !spans.isEmpty else { return Result(text: text, removed: []) }
    var removed: [Removal] = []
    var place = 0
    var line = 1
    for span in spans {
      for byte in bytes[place..<span.range.lowerBound] where byte == 0x0A { line += 1 }
      removed.append(Removal(kind: span.kind, line: line))
      place = span.range.lowerBound
    }
    return Result(text: Redactor.text(bytes, without: spans), removed: removed)
  }

  /// The bytes as text, with a mark in the place of each span.
  static func text(_ bytes: [UInt8], without spans: [SecretSpan]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var place = 0
    for span in spans {
      output += bytes[place..<span.range.lowerBound]
      let mark = span.kind == "account" ? "<account-id>" : "[redacted:\(span.kind)]"
      let quote = missingQuote(around: span.range, in: bytes)
      output += quote
      output += mark.utf8
      output += quote
      place = span.range.upperBound
    }
    output += bytes[place...]
    return String(decoding: output, as: UTF8.self)
  }

  /// The quote that a mark needs in the place of a number of JSON, `"pin": 4711,`: that of its name,
  /// which stands behind `\\` where the JSON is a text inside another one.
  private static func missingQuote(around range: Range<Int>, in bytes: [UInt8]) -> [UInt8] {
    guard range.allSatisfy({ "+-.eE0123456789".utf8.contains(bytes[$0]) }) else { return [] }
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    var start = range.lowerBound
    while start > 0, range.lowerBound - start < 64, isBlank(bytes[start - 1]) { start -= 1 }
    guard start > 1, bytes[start - 1] == 0x3A else { return [] }
    start -= 1
    while start > 0, range.lowerBound - start < 64, isBlank(bytes[start - 1]) { start -= 1 }
    guard start > 0, bytes[start - 1] == 0x22 else { return [] }
    let next = bytes[range.upperBound...].first { !isBlank($0) }
    guard next == 0x2C || next == 0x7D || next == 0x5D else { return [] }
    let slashes = bytes[..<(start - 1)].reversed().prefix { $0 == 0x5C }.count
    return Array(repeating: 0x5C, count: slashes) + [0x22]
  }

  /// The secrets of a text in order; where two overlap, the one that begins first takes both.
  func spans(in bytes: [UInt8]) -> [SecretSpan] {
    let found = found(in: bytes)
    // Of those that start together, what a secret is says more than what it was called.
    let sorted = found.sorted {
      ($0.range.lowerBound, $0.isNamed ? 1 : 0) < ($1.range.lowerBound, $1.isNamed ? 1 : 0)
    }
    var spans: [SecretSpan] = []
    for span in sorted where !span.range.isEmpty {
      guard let last = spans.last, span.range.lowerBound < last.range.upperBound else {
        spans.append(span)
        continue
      }
      if span.range.upperBound > last.range.upperBound {
        spans[spans.count - 1].range = last.range.lowerBound..<span.range.upperBound
      }
    }
    return spans
  }

  /// How often a text is unwrapped: JSON in JSON in JSON is seen, and more is rare.
  private static let layers = 5

  /// What each layer of the text gives away.
  private func found(in bytes: [UInt8]) -> [SecretSpan] {
    var found = scanned(bytes)
    var layers: [UnwrappedText] = []
    while layers.count < Self.layers,
      let next = (layers.last?.bytes ?? bytes).withUnsafeBufferPointer({ UnwrappedText($0) })
    {
      layers.append(next)
      found += scanned(next.bytes).map { span in
        var span = span
        for layer in layers.reversed() { span.range = layer.source(of: span.range) }
        return span
      }
    }
    return found
  }

  private func scanned(_ bytes: [UInt8]) -> [SecretSpan] {
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = SecretScanner(buffer, redactsAccounts: redactsAccounts)
      scanner.scan()
      return scanner.spans
    }
  }
}

/// A secret and where it stands.
struct SecretSpan {
  var range: Range<Int>
  var kind: String

  /// Whether only its name told that it is one.
  var isNamed: Bool { ["secret", "token", "password", "url-password"].contains(kind) }
}
