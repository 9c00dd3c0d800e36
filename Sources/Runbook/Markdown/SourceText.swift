/// The bytes of a text file, and where its lines begin.
///
/// A line ends at a line feed, as editors and CI count them.
struct SourceText {
  /// What some editors put at the start of a file.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The bytes.
  let bytes: [UInt8]
  /// The number of the first line, which is more than 1 for a part of a file.
  let firstLine: Int
  /// The offset of the first byte of each line.
  let lineStarts: [Int]

  init(_ bytes: [UInt8], firstLine: Int = 1) {
    self.bytes = bytes
    self.firstLine = firstLine
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The place of a byte; an offset past the end is the end.
  func location(at offset: Int) -> SourceLocation {
    let offset = min(max(0, offset), bytes.count)
    var (low, high) = (0, lineStarts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return SourceLocation(line: firstLine + low, column: offset - lineStarts[low] + 1)
  }

  /// The offset of a place; of one past the end, the end.
  func offset(of location: SourceLocation) -> Int {
    let index = min(max(0, location.line - firstLine), lineStarts.count - 1)
    return min(lineStarts[index] + location.column - 1, bytes.count)
  }

  /// The bytes of a line of the file without its ending; empty where there is no such line.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    let index = number - firstLine
    guard lineStarts.indices.contains(index) else { return [] }
    let end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    let line = bytes[lineStarts[index]..<end]
    return line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  }

  /// The offset of the first byte that is not valid UTF-8; nil where all of it is.
  static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error, .emptyInput: return offset
      }
    }
  }
}
