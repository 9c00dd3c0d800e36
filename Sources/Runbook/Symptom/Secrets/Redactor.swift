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
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var removed: [Removal] = []
    var place = 0
    var line = 1
    for span in spans {
      for byte in bytes[place..<span.range.lowerBound] where byte == 0x0A { line += 1 }
      output += bytes[place..<span.range.lowerBound]
      removed.append(Removal(kind: span.kind, line: line))
      output += span.kind == "account" ? "<account-id>".utf8 : "[redacted:\(span.kind)]".utf8
      for byte in bytes[span.range] where byte == 0x0A { line += 1 }
      place = span.range.upperBound
    }
    output += bytes[place...]
    return Result(text: String(decoding: output, as: UTF8.self), removed: removed)
  }

  /// The secrets of a text in order; where two overlap, the one that begins first takes both.
  private func spans(in bytes: [UInt8]) -> [SecretSpan] {
    let found = bytes.withUnsafeBufferPointer { buffer in
      var scanner = SecretScanner(buffer, redactsAccounts: redactsAccounts)
      scanner.scan()
      return scanner.spans
    }
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
}

/// A secret and where it stands.
struct SecretSpan {
  var range: Range<Int>
  var kind: String

  /// Whether only its name told that it is one.
  var isNamed: Bool { ["secret", "token", "password", "url-password"].contains(kind) }
}
