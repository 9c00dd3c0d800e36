import Runbook

/// What every text passes on its way in and out: nothing hidden, and no secret of a known form.
enum Cleaning {
  /// The text without escape sequences and hidden characters; line ends become `\n`.
  static func visible(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return HiddenCharacters.removed(from: text) }
    var bytes: [UInt8] = []
    var wasReturn = false
    for byte in text.utf8 {
      if byte == 0x0D || byte != 0x0A || !wasReturn { bytes.append(byte == 0x0D ? 0x0A : byte) }
      wasReturn = byte == 0x0D
    }
    return HiddenCharacters.removed(from: String(decoding: bytes, as: UTF8.self))
  }

  /// The visible text without secrets.
  static func text(_ text: String) -> String { Redactor().redact(visible(text)).text }
}

extension JSONValue {
  /// A member of an object, the last of several; nil for anything else.
  subscript(_ name: String) -> JSONValue? {
    members.last { $0.key.string == name }?.value
  }
}

extension JSON {
  /// A value that was read, its texts cleaned.
  init(cleaning value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .bool: self = .bool(value.bool ?? false)
    case .string: self = .string(Cleaning.text(value.string ?? ""))
    case .number:
      if let int = value.int { self = .int(int) } else { self = .double(value.double ?? 0) }
    case .array: self = .array(value.items.map(JSON.init(cleaning:)))
    case .object:
      self = .object(
        value.members.map { key, value in
          (Cleaning.visible(key.string ?? ""), JSON(cleaning: value))
        })
    }
  }

  /// A member of an object.
  subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == name }?.value
  }

  /// The text; nil for anything else.
  var plainText: String? { if case .string(let text) = self { text } else { nil } }

  /// The items; none for anything else.
  var items: [JSON] { if case .array(let items) = self { items } else { [] } }
}
