/// The encodings in which shells write the output of a program to a file.
enum DiagnoseEncoding {
  /// The bytes as UTF-8; UTF-16 with a byte order mark, as PowerShell's `>` writes it, is converted.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    let isLittle: Bool
    switch (bytes.first, bytes.dropFirst().first) {
    case (0xFF, 0xFE): isLittle = true
    case (0xFE, 0xFF): isLittle = false
    default: return bytes
    }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).lazy.map { index -> UInt16 in
      let (low, high) =
        isLittle ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
      return UInt16(high) << 8 | UInt16(low)
    }
    var converted: [UInt8] = []
    converted.reserveCapacity(bytes.count / 2)
    // Half of a pair becomes U+FFFD.
    _ = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false) {
      converted.append($0)
    }
    return converted
  }
}
