/// A document's front matter as bytes with the places of its keys, to be edited in place.
struct FrontMatterText {
  let source: SourceText
  /// What is below the front matter.
  let body: ArraySlice<UInt8>
  /// The mapping; of an empty front matter, an empty one.
  let root: YAMLNode
  /// The line ending of the file.
  let lineEnd: String
  /// Whether a key stands twice, as a merge leaves it.
  let hasRepeats: Bool
  private let path: String
  /// The bytes of the YAML, without the lines of dashes.
  private let yaml: Range<Int>

  var entries: [YAMLNode.Entry] { root.entries ?? [] }

  init(_ bytes: [UInt8], path: String) throws(IncidentError) {
    source = SourceText(bytes)
    self.path = path
    let first = source.lineStarts.count > 1 ? source.bytes[..<source.lineStarts[1]] : []
    lineEnd = first.dropLast().last == UInt8(ascii: "\r") ? "\r\n" : "\n"
    let parts: FrontMatter
    do throws(FrontMatter.Problem) {
      parts = try FrontMatter(source)
    } catch {
      throw .unreadable(FrontMatterText.finding(path, 1, "no front matter that can be edited"))
    }
    (body, yaml) = (parts.body, parts.yaml.startIndex..<parts.yaml.endIndex)
    do throws(YAMLError) {
      let (node, repeats) = try DocumentParser.frontMatter(
        Array(parts.yaml), path: path, line: parts.yamlLine)
      hasRepeats = !repeats.isEmpty
      root = node.isNull ? YAMLNode(.mapping([]), location: node.location) : node
    } catch {
      throw .unreadable(error.finding(rule: FieldReader.rule))
    }
    // Braces around all of it, or a list, are nobody's front matter.
    guard root.entries != nil, root.entries?.first.map({ $0.keyLocation.column == 1 }) ?? true
    else {
      throw .unreadable(
        FrontMatterText.finding(path, root.location.line, "the front matter is not one key a line"))
    }
  }

  private static func finding(_ path: String, _ line: Int, _ message: String) -> Finding {
    Finding(
      rule: FieldReader.rule, severity: .error, path: path, location: SourceLocation(line: line),
      message: message, fix: "change it in an editor")
  }

  func refusal(_ key: String) -> IncidentError {
    .notEditable(path: path, line: root.entry(key)?.keyLocation.line ?? 1, key: key)
  }

  // MARK: Places

  func index(of key: String) -> Int? { entries.firstIndex { $0.key == key } }

  func byte(at offset: Int) -> UInt8? {
    source.bytes.indices.contains(offset) ? source.bytes[offset] : nil
  }

  func offset(of location: SourceLocation) -> Int { source.offset(of: location) }

  /// The file with a range replaced.
  func replacing(_ range: Range<Int>, with text: String) -> [UInt8] {
    source.bytes[..<range.lowerBound] + Array(text.utf8) + source.bytes[range.upperBound...]
  }

  /// The lines of an entry; blank lines and comments below it belong to what follows.
  func extent(of index: Int) -> Range<Int> {
    let start = source.lineStarts[entries[index].keyLocation.line - 1]
    var end = yaml.upperBound
    if index + 1 < entries.count {
      end = source.lineStarts[entries[index + 1].keyLocation.line - 1]
    }
    while end > start {
      let line = source.location(at: end - 1).line
      let content = source.line(line)
      guard content.allSatisfy({ $0 <= 0x20 }) || content.first == UInt8(ascii: "#") else { break }
      end = source.lineStarts[line - 1]
    }
    return start..<end
  }

  /// Where a new key goes: below the last key that usually stands before it, else above the first
  /// that usually stands after it.
  func place(for key: String, order: [String]) -> Int {
    guard let rank = order.firstIndex(of: key) else { return yaml.upperBound }
    let (before, after) = (order[..<rank], order[(rank + 1)...])
    if let index = entries.lastIndex(where: { before.contains($0.key) }) {
      return extent(of: index).upperBound
    }
    if let index = entries.firstIndex(where: { after.contains($0.key) }) {
      return extent(of: index).lowerBound
    }
    return yaml.upperBound
  }

  /// The end of the line that an offset is in, before its ending.
  func endOfLine(_ offset: Int) -> Int {
    var end = offset
    while let byte = byte(at: end), byte != 0x0A { end += 1 }
    return end > offset && byte(at: end - 1) == 0x0D ? end - 1 : end
  }

  /// The start of the blanks before an offset.
  func blanks(before offset: Int) -> Int {
    var start = offset
    while start > 0, byte(at: start - 1) == 0x20 || byte(at: start - 1) == 0x09 { start -= 1 }
    return start
  }

  /// The end of what stands before a closing bracket, and whether a comma must follow it.
  func tail(before close: Int) -> (place: Int, needsComma: Bool) {
    var place = close
    while place > 0, let byte = byte(at: place - 1), byte <= 0x20 { place -= 1 }
    let last = byte(at: place - 1)
    let isEmpty = last == UInt8(ascii: "[") || last == UInt8(ascii: "{")
    return (place, !isEmpty && last != UInt8(ascii: ","))
  }

  // MARK: Values

  /// The bytes of a value that ends on its line; of one that is left out, the empty range behind
  /// the colon.
  func inlineRange(
    of value: YAMLNode, after entry: YAMLNode.Entry, isFlow: Bool
  ) -> Range<Int>? {
    if case .scalar("", isPlain: true) = value.content {
      guard let key = scalarRange(at: offset(of: entry.keyLocation), isFlow: true) else {
        return nil
      }
      // A plain key runs up to its colon.
      var colon = key.upperBound
      if let first = key.first, source.bytes[first] != 0x22, source.bytes[first] != 0x27 {
        colon = key.lowerBound
        while let byte = byte(at: colon), byte != 0x3A, byte != 0x0A { colon += 1 }
      }
      guard byte(at: colon) == 0x3A else { return nil }
      return colon + 1..<colon + 1
    }
    if value.items != nil || value.entries != nil {
      let start = offset(of: value.location)
      guard value.isBracketed(byte(at: start)), let end = flowEnd(from: start) else { return nil }
      return start..<end
    }
    return scalarRange(of: value, isFlow: isFlow)
  }

  /// The bytes of a scalar that ends on its line.
  func scalarRange(of value: YAMLNode, isFlow: Bool) -> Range<Int>? {
    guard case .scalar = value.content else { return nil }
    return scalarRange(at: offset(of: value.location), isFlow: isFlow)
  }

  private func scalarRange(at start: Int, isFlow: Bool) -> Range<Int>? {
    switch byte(at: start) {
    case UInt8(ascii: "|"), UInt8(ascii: ">"), nil: return nil
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return quotedEnd(from: start).map { start..<$0 }
    default: break
    }
    var end = start
    while let byte = byte(at: end), byte != 0x0A, byte != 0x0D {
      if isFlow, ",[]{}".utf8.contains(byte) { break }
      if byte == UInt8(ascii: "#"), end > start, source.bytes[end - 1] <= 0x20 { break }
      end += 1
    }
    return start..<max(start, blanks(before: end))
  }

  /// The offset behind the closing quote.
  private func quotedEnd(from start: Int) -> Int? {
    let quote = source.bytes[start]
    var offset = start + 1
    while offset < yaml.upperBound {
      let byte = source.bytes[offset]
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        offset += 2
      } else if byte == quote {
        guard quote == UInt8(ascii: "'"), self.byte(at: offset + 1) == quote else {
          return offset + 1
        }
        offset += 2
      } else {
        offset += 1
      }
    }
    return nil
  }

  /// The offset behind the bracket that closes the one at the start.
  func flowEnd(from start: Int) -> Int? {
    var depth = 0
    var offset = start
    while offset < yaml.upperBound {
      switch source.bytes[offset] {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return offset + 1 }
      // Quotes open a scalar only where one can begin.
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if ",[{: \n".utf8.contains(source.bytes[offset - 1]), let end = quotedEnd(from: offset) {
          offset = end
          continue
        }
      case UInt8(ascii: "#") where source.bytes[offset - 1] <= 0x20:
        offset = endOfLine(offset)
        continue
      default: break
      }
      offset += 1
    }
    return nil
  }
}

extension YAMLNode {
  fileprivate func isBracketed(_ first: UInt8?) -> Bool {
    first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }
}
