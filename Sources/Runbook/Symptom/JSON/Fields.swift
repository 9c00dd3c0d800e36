/// A value with the place where it was read.
struct Located<Value: Sendable>: Sendable {
  /// The value.
  var value: Value
  /// Where it was read.
  var source: JSONValue
}

/// What was odd about an input, for the person who gave it.
final class InputNotes {
  /// More than these say nothing new.
  private static let limit = 20
  private(set) var list: [String] = []

  func add(_ note: @autoclosure () -> String) {
    guard list.count < InputNotes.limit else { return }
    let note = note()
    if !list.contains(note) { list.append(note) }
  }
}

/// An object whose fields are asked for by name, whatever the case: `stopCode`, `StopCode`, `stop_code`.
///
/// A field of the wrong type counts as absent and is noted; of a key that stands twice the last value
/// counts, as in most parsers, and that is noted as well. Null counts as absent.
struct Fields {
  /// The object.
  let source: JSONValue
  let notes: InputNotes
  /// Numbers only: nothing is counted while a name is looked for.
  private var entries: [(hash: UInt32, node: Int32)] = []

  /// So many items of a list are read, more than sixty-four mebibytes hold of real tasks.
  static let listLimit = 20_000

  /// Makes the fields of an object; nil for anything else.
  init?(_ value: JSONValue, _ notes: InputNotes) {
    guard value.kind == .object else { return nil }
    source = value
    self.notes = notes
    var entries: [(hash: UInt32, node: Int32)] = []
    value.forEachMember { key, node in entries.append((Fields.hash(key), node)) }
    self.entries = entries
  }

  /// FNV-1a over the letters and digits in lower case.
  private static func hash(_ key: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in key {
      let folded = byte &- 0x41 < 26 ? byte | 0x20 : byte
      guard folded &- 0x61 < 26 || folded &- 0x30 < 10 else { continue }
      hash = (hash ^ UInt32(folded)) &* 16_777_619
    }
    return hash
  }

  /// Whether one of the names is there, null included.
  func has(_ names: String...) -> Bool {
    names.contains { name in
      let hash = Fields.hash(name.utf8)
      return entries.contains { $0.hash == hash }
    }
  }

  /// The value of the first of the names that is there and not null.
  func value(_ names: String...) -> JSONValue? { first(names) }

  private func first(_ names: [String]) -> JSONValue? {
    for name in names {
      let hash = Fields.hash(name.utf8)
      var found: Int32?
      for entry in entries where entry.hash == hash {
        if found != nil {
          let value = JSONValue(document: source.document, node: entry.node)
          notes.add("\(value.path): the key stands twice; the last value counts")
        }
        found = entry.node
      }
      if let found {
        let value = JSONValue(document: source.document, node: found)
        if value.kind != .null { return value }
      }
    }
    return nil
  }

  private func typed<Value>(
    _ names: [String], _ expected: String, _ read: (JSONValue) -> Value?
  ) -> Located<Value>? {
    guard let found = first(names) else { return nil }
    guard let value = read(found) else {
      notes.add("\(found.path): expected \(expected), found \(found.kind.rawValue); left out")
      return nil
    }
    return Located(value: value, source: found)
  }

  /// A text; nil for an empty one.
  func string(_ names: String...) -> Located<String>? {
    guard let text = typed(names, "a text", \.string) else { return nil }
    return text.value.isEmpty ? nil : text
  }

  /// A whole number, or a text that is one.
  func int(_ names: String...) -> Located<Int>? {
    typed(names, "a whole number") { $0.int ?? $0.string.flatMap(Int.init) }
  }

  /// A truth value, or a text that is one.
  func bool(_ names: String...) -> Located<Bool>? {
    typed(names, "true or false") { value in
      value.bool ?? value.string.flatMap { Bool($0.lowercased()) }
    }
  }

  /// A time: RFC 3339, or seconds or milliseconds since 1970.
  func time(_ names: String...) -> Located<Timestamp>? {
    typed(names, "a time") { value in
      if let text = value.string { return Timestamp(text) }
      guard let number = value.double, number >= 0, number < 1e14 else { return nil }
      // Later than the year 5138 as seconds: these are milliseconds.
      return Timestamp(seconds: Int64(number > 1e11 ? number / 1000 : number))
    }
  }

  /// An object.
  ///
  /// A printed table does not tell an object from a list of one.
  func object(_ names: String...) -> Fields? {
    guard let found = first(names) else { return nil }
    if found.kind == .array {
      let items = found.items(atMost: 2)
      if items.count == 1, items[0].kind == .object { return Fields(items[0], notes) }
    }
    return fields(of: found)
  }

  /// The objects of a list; items of another type are noted and left out.
  func objects(_ names: String...) -> [Fields] { list(names).compactMap(fields) }

  /// The same, where it does not matter what else stands there.
  func objectsQuietly(_ name: String) -> [Fields] {
    first([name])?.items(atMost: 64).compactMap { Fields($0, InputNotes()) } ?? []
  }

  /// An object, where it does not matter what else stands there.
  func objectQuietly(_ name: String) -> Fields? { first([name]).flatMap { Fields($0, notes) } }

  private func list(_ names: [String]) -> [JSONValue] {
    guard let list = first(names) else { return [] }
    guard list.kind == .array else {
      notes.add("\(list.path): expected a list, found \(list.kind.rawValue); left out")
      return []
    }
    return Fields.items(of: list, notes)
  }

  /// The items of a list, as many as are read.
  static func items(of list: JSONValue, _ notes: InputNotes) -> [JSONValue] {
    var items = list.items(atMost: listLimit + 1)
    if items.count > listLimit {
      notes.add("\(list.path): only the first \(listLimit) items were read")
      items.removeLast()
    }
    return items
  }

  private func fields(of value: JSONValue) -> Fields? {
    let fields = Fields(value, notes)
    if fields == nil {
      notes.add("\(value.path): expected an object, found \(value.kind.rawValue); left out")
    }
    return fields
  }

  /// The texts of a list.
  func strings(_ names: String...) -> [Located<String>] {
    return list(names).compactMap { item in
      item.string.map { Located(value: $0, source: item) }
    }
  }
}
