import Glibc
import Runbook

/// The built program on a knowledge base of its own, as a person runs it.
enum DiagnoseProgram {
  /// The checkout that the tests were built from.
  static let root = FileSystem.parent(
    of: FileSystem.parent(of: FileSystem.parent(of: #filePath)))
  static let fixtures = root + "/Tests/RunbookTests/Fixtures/diagnose"

  /// The program stands beside the program of the tests.
  private static let binary: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(
      decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let beside = FileSystem.parent(of: own) + "/runbook"
    return FileSystem.status(beside) == nil ? root + "/.build/debug/runbook" : beside
  }()

  /// What the program left.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// A folder with the content that ships, indexed; made once, removed at the end of the process.
  static let base: String = {
    let path = "/tmp/runbook-diagnose-\(getpid())"
    _ = try? FileSystem.makeDirectory(path, mode: 0o700)
    _ = try? spawn(["init", "--no-git", path + "/base"], input: [], variables: [:])
    _ = try? spawn(["index", "--dir", path + "/base"], input: [], variables: [:])
    atexit { _ = try? Subprocess.run(["rm", "-rf", "/tmp/runbook-diagnose-\(getpid())"]) }
    return path + "/base"
  }()

  /// Runs `runbook WORDS… --dir BASE` with a clean environment.
  static func run(
    _ words: [String], input: String = "", variables: [String: String] = [:]
  ) throws -> Outcome {
    try run(words, bytes: Array(input.utf8), variables: variables)
  }

  static func run(
    _ words: [String], bytes: [UInt8], variables: [String: String] = [:]
  ) throws -> Outcome {
    try spawn(words + ["--dir", base], input: bytes, variables: variables)
  }

  private static func spawn(
    _ words: [String], input: [UInt8], variables: [String: String]
  ) throws -> Outcome {
    var environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "COLUMNS": "100"]
    environment.merge(variables) { $1 }
    let result = try Subprocess.run(
      [binary] + words, environment: environment, streams: .collected(input: input))
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
