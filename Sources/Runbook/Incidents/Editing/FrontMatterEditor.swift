/// Changes single values of a document's front matter and leaves every other byte as it is:
/// comments, order, quotes, unknown keys, line endings.
///
/// Each change is read back before it counts. One that would alter anything else, or that does not
/// say what was asked for, is refused.
struct FrontMatterEditor {
  private(set) var bytes: [UInt8]
  let path: String
  /// The keys of a new entry's neighbours: it stands after the last of those before it.
  let order: [String]

  /// - Parameters:
  ///   - bytes: the document.
  ///   - path: what to call it in an error.
  ///   - order: the usual order of keys.
  init(_ bytes: [UInt8], path: String, order: [String]) {
    self.bytes = bytes
    self.path = path
    self.order = order
  }

  /// Sets a key to a value of one line, such as `resolved` or `[a, b]`.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - yaml: the value as YAML.
  /// - Throws: `IncidentError`; nothing is changed then, as below.
  mutating func set(_ key: String, to yaml: String) throws(IncidentError) {
    let text = try FrontMatterText(bytes, path: path)
    var candidates: [[UInt8]] = []
    if let index = text.index(of: key) {
      let entry = text.entries[index]
      // Where keys stand twice, the whole entry goes, and with it the other one below it.
      if !text.hasRepeats,
        let range = text.inlineRange(of: entry.value, after: entry, isFlow: false)
      {
        if yaml.isEmpty {
          candidates.append(
            text.replacing(text.blanks(before: range.lowerBound)..<range.upperBound, with: ""))
        } else {
          candidates.append(text.replacing(range, with: range.isEmpty ? " \(yaml)" : yaml))
        }
      }
      let line = yaml.isEmpty ? "\(key):" : "\(key): \(yaml)"
      candidates.append(text.replacing(text.extent(of: index), with: line + text.lineEnd))
    } else {
      let place = text.place(for: key, order: order)
      candidates.append(text.replacing(place..<place, with: "\(key): \(yaml)\(text.lineEnd)"))
    }
    try take(candidates, key: key, in: text) { root in
      guard let value = root[key] else { return false }
      let wanted = try? YAML.parse(Array("x: \(yaml)\n".utf8), path: "")
      return wanted?["x"].map { $0.holdsSame(as: value) } ?? false
    }
  }

  /// Adds an item to a list.
  ///
  /// - Parameters:
  ///   - yaml: the item as YAML of one line.
  ///   - key: the key of the list; it is made where there is none.
  /// - Throws: `IncidentError`.
  mutating func append(_ yaml: String, to key: String) throws(IncidentError) {
    let text = try FrontMatterText(bytes, path: path)
    let before = text.root[key]?.items ?? []
    var candidates: [[UInt8]] = []
    if let index = text.index(of: key) {
      let entry = text.entries[index]
      let value = entry.value
      let start = text.offset(of: value.location)
      if before.isEmpty {
        guard value.isNull || value.items != nil else { throw text.refusal(key) }
        let line = "\(text.lineEnd)  - \(yaml)"
        if let range = text.inlineRange(of: value, after: entry, isFlow: false) {
          let end = text.endOfLine(range.upperBound)
          let rest = String(decoding: text.source.bytes[range.upperBound..<end], as: UTF8.self)
          let gap = text.blanks(before: range.lowerBound)
          candidates.append(text.replacing(gap..<end, with: rest + line))
        }
        let whole = "\(key):\(line)\(text.lineEnd)"
        candidates.append(text.replacing(text.extent(of: index), with: whole))
      } else if value.isFlow(in: text) {
        if let end = text.flowEnd(from: start) {
          let (place, comma) = text.tail(before: end - 1)
          candidates.append(
            text.replacing(place..<place, with: comma ? ", \(yaml)" : " \(yaml)"))
        }
      } else {
        let indent = String(repeating: " ", count: value.location.column - 1)
        let end = text.extent(of: index).upperBound
        candidates.append(
          text.replacing(end..<end, with: "\(indent)- \(yaml)\(text.lineEnd)"))
      }
    } else {
      let place = text.place(for: key, order: order)
      let entry = "\(key):\(text.lineEnd)  - \(yaml)\(text.lineEnd)"
      candidates.append(text.replacing(place..<place, with: entry))
    }
    try take(candidates, key: key, in: text) { root in
      guard let items = root[key]?.items, items.count == before.count + 1 else { return false }
      let wanted = try? YAML.parse(Array("- \(yaml)\n".utf8), path: "")
      return zip(items, before).allSatisfy { $0.holdsSame(as: $1) }
        && wanted?.items?.first.map { $0.holdsSame(as: items[before.count]) } ?? false
    }
  }

  /// Sets keys of one item of a list of mappings; the item's other keys stay.
  ///
  /// - Parameters:
  ///   - index: which item.
  ///   - key: the key of the list.
  ///   - values: keys and values as YAML of one line.
  ///   - order: the usual order of the item's keys: a new one stands after the last of those before
  ///     it, else at the end.
  /// - Throws: `IncidentError`.
  mutating func update(
    item index: Int, of key: String, values: [(key: String, yaml: String)], order: [String] = []
  ) throws(IncidentError) {
    for value in values {
      try update(item: index, of: key, value.key, to: value.yaml, order: order)
    }
  }

  private mutating func update(
    item index: Int, of key: String, _ field: String, to yaml: String, order: [String]
  ) throws(IncidentError) {
    let text = try FrontMatterText(bytes, path: path)
    guard let list = text.root[key], let items = list.items, items.indices.contains(index) else {
      throw text.refusal(key)
    }
    let item = items[index]
    var candidates: [[UInt8]] = []
    if item.entries == nil, let range = text.scalarRange(of: item, isFlow: list.isFlow(in: text)) {
      // A bare id becomes a mapping.
      let old = String(decoding: text.source.bytes[range], as: UTF8.self)
      candidates.append(text.replacing(range, with: "{id: \(old), \(field): \(yaml)}"))
    } else if let entries = item.entries, let last = entries.last {
      let isFlow = item.isFlow(in: text)
      let rank = order.firstIndex(of: field) ?? order.count
      let before = entries.last { order[..<rank].contains($0.key) }
      if let entry = item.entry(field) {
        if let range = text.inlineRange(of: entry.value, after: entry, isFlow: isFlow) {
          candidates.append(text.replacing(range, with: range.isEmpty ? " \(yaml)" : yaml))
        }
      } else if isFlow {
        if let before, let range = text.inlineRange(of: before.value, after: before, isFlow: true) {
          let place = range.upperBound
          candidates.append(text.replacing(place..<place, with: ", \(field): \(yaml)"))
        }
        if let end = text.flowEnd(from: text.offset(of: item.location)) {
          let (place, comma) = text.tail(before: end - 1)
          candidates.append(
            text.replacing(place..<place, with: "\(comma ? "," : "") \(field): \(yaml)"))
        }
      } else {
        for entry in [before, last].compactMap({ $0 }) {
          guard let range = text.inlineRange(of: entry.value, after: entry, isFlow: false) else {
            continue
          }
          let end = text.endOfLine(range.upperBound)
          let indent = String(repeating: " ", count: entry.keyLocation.column - 1)
          candidates.append(
            text.replacing(end..<end, with: "\(text.lineEnd)\(indent)\(field): \(yaml)"))
        }
      }
    }
    try take(candidates, key: key, in: text) { root in
      guard let changed = root[key]?.items, changed.count == items.count,
        let wanted = try? YAML.parse(Array("x: \(yaml)\n".utf8), path: ""),
        let new = changed[index][field], let x = wanted["x"], x.holdsSame(as: new)
      else { return false }
      for (place, (old, new)) in zip(items, changed).enumerated() where place != index {
        guard old.holdsSame(as: new) else { return false }
      }
      return (item.entries ?? []).allSatisfy { old in
        old.key == field || changed[index][old.key].map { $0.holdsSame(as: old.value) } ?? false
      }
    }
  }

  /// Takes the first candidate that reads as wanted and keeps all other keys.
  private mutating func take(
    _ candidates: [[UInt8]], key: String, in before: FrontMatterText,
    where holds: (YAMLNode) -> Bool
  ) throws(IncidentError) {
    for candidate in candidates {
      guard let after = try? FrontMatterText(candidate, path: path), holds(after.root) else {
        continue
      }
      let kept = before.entries.filter { $0.key != key }
      let now = after.entries.filter { $0.key != key }
      guard kept.count == now.count, after.body == before.body,
        zip(kept, now).allSatisfy({ $0.key == $1.key && $0.value.holdsSame(as: $1.value) })
      else { continue }
      bytes = candidate
      return
    }
    throw before.refusal(key)
  }
}

extension YAMLNode {
  /// Whether it is written in brackets or braces.
  fileprivate func isFlow(in text: FrontMatterText) -> Bool {
    let first = text.byte(at: text.offset(of: location))
    return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
  }
}
