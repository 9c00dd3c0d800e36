import Runbook

/// A command as a tool: its parameters as data, which make both the schema and the command line.
struct Tool: Sendable {
  /// What becomes of a parameter's value.
  enum Use: Sendable {
    /// `--name=value`, once for each item of a list.
    case option(String)
    /// `--name` where it is true.
    case toggle(String)
    /// Standard input.
    case input
    /// A word behind `--`.
    case word
    /// `--set=name=value` for each member.
    case values
    /// `--name` of the chosen text; nothing for a text that is not among them.
    case choice([String: String])
    /// How many rows are kept of the answer.
    case rows
    /// The part behind `#` of the word.
    case part
  }

  enum Kind: Sendable {
    case text, texts, flag, map
    case whole(ClosedRange<Int>)
    case oneOf([String])
    case someOf([String])
  }

  struct Parameter: Sendable {
    var name: String
    var kind: Kind
    var use: Use
    var help: String
    var required = false
  }

  var name: String
  var title: String
  var help: String
  /// The command, and the words that always stand behind it.
  var words: [String]
  var parameters: [Parameter] = []
  /// The members of its answer, in JSON Schema.
  var output: Schema
  var writes = false
  /// Whether doing it twice is doing it once.
  var isIdempotent = true

  var json: JSON {
    let required = parameters.filter(\.required).map(\.name)
    var input: [(key: String, value: JSON)] = [("type", "object")]
    if !parameters.isEmpty {
      input.append(("properties", .object(parameters.map { (key: $0.name, value: $0.schema) })))
    }
    if !required.isEmpty { input.append(("required", JSON(required))) }
    input.append(("additionalProperties", false))
    return [
      "name": .string(name), "title": .string(title), "description": .string(help),
      "inputSchema": .object(input), "outputSchema": output.json,
      "annotations": [
        "title": .string(title), "readOnlyHint": .bool(!writes), "destructiveHint": false,
        "idempotentHint": .bool(isIdempotent), "openWorldHint": false,
      ],
    ]
  }
}

extension Tool.Parameter {
  /// The schema of the value.
  var schema: JSON {
    var pairs: [(key: String, value: JSON)]
    switch kind {
    case .text: pairs = [("type", "string")]
    case .texts: pairs = [("type", "array"), ("items", ["type": "string"])]
    case .flag: pairs = [("type", "boolean")]
    case .map: pairs = [("type", "object"), ("additionalProperties", ["type": "string"])]
    case .whole(let range):
      pairs = [
        ("type", "integer"), ("minimum", .int(range.lowerBound)),
        ("maximum", .int(range.upperBound)),
      ]
    case .oneOf(let names): pairs = [("type", "string"), ("enum", JSON(names))]
    case .someOf(let names):
      pairs = [("type", "array"), ("items", ["type": "string", "enum": JSON(names)])]
    }
    pairs.append(("description", .string(help)))
    return .object(pairs)
  }

  /// The value as texts.
  ///
  /// - Throws: `ToolProblem` where it is of another kind.
  func texts(_ value: JSONValue) throws(ToolProblem) -> [String] {
    switch kind {
    case .text: if let text = value.string { return [text] }
    case .flag: if let flag = value.bool { return flag ? [""] : [] }
    case .whole(let range):
      if value.kind == .number, let int = value.int, range.contains(int) { return [String(int)] }
    case .oneOf(let names):
      if let text = value.string, names.contains(text) { return [text] }
    case .texts, .someOf:
      let texts = value.items.compactMap(\.string)
      let isAllowed: Bool
      if case .someOf(let names) = kind {
        isAllowed = texts.allSatisfy(names.contains)
      } else {
        isAllowed = true
      }
      if value.kind == .array, texts.count == value.items.count, isAllowed { return texts }
    case .map:
      let pairs = value.members.compactMap { key, value in
        value.string.map { "\(key.string ?? "")=\($0)" }
      }
      if value.kind == .object, pairs.count == value.members.count { return pairs }
    }
    throw ToolProblem("'\(name)' must be \(expected)")
  }

  private var expected: String {
    switch kind {
    case .text: "a text"
    case .texts: "a list of texts"
    case .flag: "true or false"
    case .map: "an object of texts, such as {\"cluster\": \"prod\"}"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .oneOf(let names): "one of \(names.joined(separator: ", "))"
    case .someOf(let names): "a list of \(names.joined(separator: ", "))"
    }
  }
}

/// What is wrong with a call, to be told to the model that made it.
struct ToolProblem: Error {
  var message: String

  init(_ message: String) { self.message = message }
}
