/// Where a link of a document leads, once it is known to be harmless.
enum LinkTarget: Equatable {
  /// An `http`, `https` or `mailto` address, ready for an attribute.
  case external(String)
  /// A place on the same page: the fragment, decoded.
  case fragment(String)
  /// A path relative to the document, decoded, and a fragment.
  case relative(path: String, fragment: String?)

  /// Judges a destination as a browser would read it.
  ///
  /// - Returns: nil for everything else: `javascript:` and `data:` in every disguise, `file:`, an
  ///   unknown scheme, an address without a scheme that a browser takes for a host.
  init?(_ destination: String) {
    let url = LinkTarget.stripped(destination)
    guard !url.isEmpty else { return nil }
    if url[0] == UInt8(ascii: "#") {
      self = .fragment(LinkTarget.decoded(url.dropFirst()))
      return
    }
    let stop = url.firstIndex { [0x2F, 0x3F, 0x23, 0x3A, 0x5C].contains($0) } ?? url.endIndex
    if stop < url.endIndex, url[stop] == UInt8(ascii: ":") {
      let scheme = String(decoding: url[..<stop], as: UTF8.self).lowercased()
      switch scheme {
      case "http", "https":
        // Without two slashes a browser resolves the rest against the page.
        guard url[(stop + 1)...].starts(with: "//".utf8), url.count > stop + 3 else { return nil }
      case "mailto": break
      default: return nil
      }
      self = .external(LinkTarget.encoded(url))
      return
    }
    // `//host` and `\\host` are other hosts.
    if url.count > 1, LinkTarget.isSlash(url[0]), LinkTarget.isSlash(url[1]) { return nil }
    guard
      let path = url.split(separator: 0x23, maxSplits: 1, omittingEmptySubsequences: false).first
    else { return nil }
    let fragment = path.endIndex < url.endIndex ? url[(path.endIndex + 1)...] : nil
    let bare = path.prefix { $0 != UInt8(ascii: "?") }
    guard !bare.isEmpty else { return nil }
    self = .relative(path: LinkTarget.decoded(bare), fragment: fragment.map(LinkTarget.decoded))
  }

  private static func isSlash(_ byte: UInt8) -> Bool { byte == 0x2F || byte == 0x5C }

  /// Without what a browser leaves out first: blanks at the ends, and controls anywhere.
  ///
  /// See <https://url.spec.whatwg.org/#url-parsing>.
  private static func stripped(_ text: String) -> [UInt8] {
    let kept = text.utf8.filter { $0 >= 0x20 && $0 != 0x7F }
    guard let first = kept.firstIndex(where: { $0 != 0x20 }),
      let last = kept.lastIndex(where: { $0 != 0x20 })
    else { return [] }
    return Array(kept[first...last])
  }

  /// With everything that a URL must not hold as it is as `%XX`.
  private static func encoded(_ url: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(url.count)
    let slashes = url.indices.filter { url[$0] == 0x2F || url[$0] == 0x3F || url[$0] == 0x23 }
    let hostEnd = slashes.dropFirst(2).first ?? url.endIndex
    for (index, byte) in url.enumerated() {
      // The brackets of an IPv6 host stay; elsewhere they are no URL characters.
      let isBracket = byte == 0x5B || byte == 0x5D
      if isAllowed(byte) || isBracket && index < hostEnd {
        result.append(byte)
      } else {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "-._~:/?#@!$&'()*+,;=%".utf8.contains(byte)
  }

  /// With `%XX` undone.
  static func decoded(_ bytes: some Collection<UInt8>) -> String {
    let bytes = Array(bytes)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let value = UInt8(
          String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
      {
        result.append(value)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
