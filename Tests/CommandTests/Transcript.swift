import Glibc
import Runbook

/// A transcript of a shell session: what was typed, and what must come back.
///
/// ```
/// $ runbook list --ids --category image
/// >ecs-image-platform-mismatch
/// 2>a line on standard error
/// 1$ the command before exits with 1
/// # a comment
/// ```
///
/// `[...]` in an expected line stands for any text; a line `>[...]` alone for any number of lines.
/// The commands of one transcript share a folder, which is empty at the start.
struct Transcript {
  struct Step {
    var line: Int
    var command: String
    var output: [String] = []
    var errors: [String] = []
    var status: Int32 = 0
  }

  var steps: [Step] = []

  init(_ text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("$ ") {
        steps.append(Step(line: index + 1, command: String(line.dropFirst(2))))
      } else if let last = steps.indices.last {
        if line.hasPrefix("2>") {
          steps[last].errors.append(String(line.dropFirst(2)))
        } else if line.hasPrefix(">") {
          steps[last].output.append(String(line.dropFirst()))
        } else if let dollar = line.firstIndex(of: "$"), let status = Int32(line[..<dollar]) {
          steps[last].status = status
        }
      }
    }
  }

  /// Runs the steps and says what differs.
  func differences() throws -> [String] {
    let folder = "/tmp/runbook-transcript-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try FileSystem.makeDirectory(folder, mode: 0o700)
    defer { _ = try? Subprocess.run(["rm", "-rf", folder]) }
    let environment = [
      "PATH": "\(FileSystem.parent(of: Program.path)):/usr/bin:/bin", "HOME": folder,
      "XDG_CACHE_HOME": Program.cache, "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80",
      "GIT_CONFIG_NOSYSTEM": "1",
    ]
    var found: [String] = []
    for step in steps {
      let result = try Subprocess.run(
        ["/bin/sh", "-c", "cd \(folder) && \(step.command)"], environment: environment)
      let output = Self.lines(result.output)
      let errors = Self.lines(result.errors)
      if result.status != step.status {
        found.append(
          "line \(step.line): exits with \(result.status), not \(step.status): \(errors)")
      }
      if !Self.match(output[...], step.output[...]) {
        found.append(
          "line \(step.line): prints\n" + output.map { ">\($0)" }.joined(separator: "\n"))
      }
      if !Self.match(errors[...], step.errors[...]) {
        found.append(
          "line \(step.line): notes\n" + errors.map { "2>\($0)" }.joined(separator: "\n"))
      }
    }
    return found
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  static func match(_ lines: ArraySlice<String>, _ expected: ArraySlice<String>) -> Bool {
    guard let first = expected.first else { return lines.isEmpty }
    if first == "[...]" {
      return (lines.startIndex...lines.endIndex).contains {
        match(lines[$0...], expected.dropFirst())
      }
    }
    guard let line = lines.first, matches(line, first) else { return false }
    return match(lines.dropFirst(), expected.dropFirst())
  }

  private static func matches(_ line: String, _ pattern: String) -> Bool {
    let pieces = pieces(of: pattern)
    guard pieces.count > 1 else { return line == pattern }
    guard line.hasPrefix(pieces[0]), line.hasSuffix(pieces[pieces.count - 1]) else { return false }
    var rest = Array(line.utf8)[...]
    for piece in pieces.map({ Array($0.utf8) }) where !piece.isEmpty {
      guard
        let start = rest.indices.first(where: { rest[$0...].starts(with: piece) })
      else { return false }
      rest = rest[(start + piece.count)...]
    }
    return true
  }

  private static func pieces(of pattern: String) -> [String] {
    var pieces = [""]
    var rest = pattern[...]
    while !rest.isEmpty {
      if rest.hasPrefix("[...]") {
        pieces.append("")
        rest = rest.dropFirst(5)
      } else {
        pieces[pieces.count - 1].append(rest.removeFirst())
      }
    }
    return pieces
  }
}

/// The built program, and a cache that the tests of this process share.
enum Program {
  /// The checkout that the tests were built from.
  static let root = FileSystem.parent(of: FileSystem.parent(of: FileSystem.parent(of: #filePath)))

  /// The program stands beside the program of the tests.
  static let path: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let own = String(
      decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    let beside = FileSystem.parent(of: own) + "/runbook"
    return FileSystem.status(beside) == nil ? root + "/.build/debug/runbook" : beside
  }()

  static let cache: String = {
    atexit { _ = try? Subprocess.run(["rm", "-rf", "/tmp/runbook-cache-\(getpid())"]) }
    return "/tmp/runbook-cache-\(getpid())"
  }()

  /// Runs the program on the built-in content with a clean environment.
  static func run(
    _ words: [String], input: [UInt8] = [], variables: [String: String] = [:]
  ) throws -> Subprocess.Result {
    var environment = [
      "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "XDG_CACHE_HOME": cache, "COLUMNS": "80",
    ]
    environment.merge(variables) { $1 }
    // Not in the checkout, which is a knowledge base itself.
    return try Subprocess.run(
      ["/usr/bin/env", "-C", "/", path] + words, environment: environment,
      streams: .collected(input: input))
  }
}
