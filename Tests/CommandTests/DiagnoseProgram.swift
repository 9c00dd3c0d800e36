import Runbook

/// `runbook diagnose` as a person runs it.
enum DiagnoseProgram {
  static let fixtures = Program.root + "/Tests/RunbookTests/Fixtures/diagnose"

  /// What the program left.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs the program on the built-in content.
  static func run(
    _ words: [String], input: String = "", variables: [String: String] = [:]
  ) throws -> Outcome {
    try run(words, bytes: Array(input.utf8), variables: variables)
  }

  static func run(
    _ words: [String], bytes: [UInt8], variables: [String: String] = [:]
  ) throws -> Outcome {
    var environment = ["COLUMNS": "100"]
    environment.merge(variables) { $1 }
    let result = try Program.run(words, input: bytes, variables: environment)
    return Outcome(
      status: result.status, output: String(decoding: result.output, as: UTF8.self),
      errors: String(decoding: result.errors, as: UTF8.self))
  }

  /// The rows of a table of tests without its head.
  static func rows(_ path: String) -> [[String]] {
    let text = (try? FileSystem.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}

/// The JSON that a program printed, as far as tests look into it.
struct Printed {
  let value: JSONValue

  init?(_ text: String) {
    let (document, problem) = JSONDocument.read(Array(text.utf8))
    guard problem == nil, document.roots.count == 1 else { return nil }
    value = document.roots[0]
  }

  private init(_ value: JSONValue) { self.value = value }

  subscript(key: String) -> Printed? {
    value.members.first { $0.key.string == key }.map { Printed($0.value) }
  }

  subscript(index: Int) -> Printed? {
    value.items.indices.contains(index) ? Printed(value.items[index]) : nil
  }

  var items: [Printed] { value.items.map(Printed.init) }
  var text: String? { value.string }
  var int: Int? { value.int }
  var texts: [String] { value.items.compactMap(\.string) }
}
