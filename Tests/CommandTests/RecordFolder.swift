import Glibc
import Runbook

/// A knowledge base in a folder of its own, with a home beside it; removed with the value.
final class RecordFolder {
  /// Holds the knowledge base, the home and scripts.
  let path: String
  /// The knowledge base.
  var base: String { "\(path)/kb" }
  /// What `HOME` is.
  var home: String { "\(path)/home" }

  /// What a command left.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// The content that ships, without examples, indexed once for all tests of this process.
  private static let template: String = {
    let path = "/tmp/runbook-record-\(getpid())"
    _ = try? Subprocess.run(["rm", "-rf", path])
    _ = try? FileSystem.makeDirectory(path, mode: 0o755)
    _ = try? Subprocess.run([Program.path, "init", "--no-git", "--no-examples", path + "/kb"])
    _ = try? Subprocess.run([Program.path, "index", "--dir", path + "/kb"])
    atexit { _ = try? Subprocess.run(["rm", "-rf", "/tmp/runbook-record-\(getpid())"]) }
    return path
  }()

  init() throws {
    path = "/tmp/runbook-record-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    try FileSystem.makeDirectory(home, mode: 0o755)
    _ = try Subprocess.run(["cp", "-a", Self.template + "/kb", path])
  }

  deinit {
    _ = try? Subprocess.run(["rm", "-rf", path])
  }

  /// Runs `runbook WORDS…` in the knowledge base.
  func runbook(
    _ words: [String], input: String = "", variables: [String: String] = [:]
  ) throws -> Outcome {
    try run([Program.path] + words, input: input, variables: variables)
  }

  /// Runs a script in the knowledge base; `runbook` is the built program.
  func shell(_ script: String, variables: [String: String] = [:]) throws -> Outcome {
    try run(["/bin/sh", "-c", script], input: "", variables: variables)
  }

  private func run(
    _ words: [String], input: String, variables: [String: String]
  ) throws -> Outcome {
    var environment = [
      "PATH": "\(FileSystem.parent(of: Program.path)):/usr/bin:/bin:/usr/sbin:/sbin", "HOME": home,
      "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "80", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
      "GIT_COMMITTER_EMAIL": "a@example.org",
    ]
    environment.merge(variables) { $1 }
    let result = try Subprocess.run(
      ["/usr/bin/env", "-C", base] + words, environment: environment,
      streams: .collected(input: Array(input.utf8)))
    return Outcome(
      status: result.status, output: String(decoding: result.output, as: UTF8.self),
      errors: String(decoding: result.errors, as: UTF8.self))
  }

  /// A script of this folder, to be an editor or a wrapper.
  func script(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try FileSystem.write(Array("#!/bin/sh\n\(text)\n".utf8), to: file, mode: 0o755)
    return file
  }

  /// The text of a file of the knowledge base.
  func text(_ name: String) throws -> String {
    String(decoding: try FileSystem.read("\(base)/\(name)"), as: UTF8.self)
  }

  /// The incidents, as paths relative to the knowledge base.
  var incidents: [String] {
    FileSystem.files(below: base + "/Content/incidents").filter { $0.hasSuffix(".md") }
      .map { "Content/incidents/\($0)" }
  }

  /// What is wrong with the files and the index.
  func problems() throws -> [String] {
    let base = try KnowledgeBase.open(
      .folder(base), environment: ["HOME": home])
    var problems = try base.refresh().findings.map(\.description)
    problems += try base.integrityProblems()
    for path in incidents {
      let (document, _) = DocumentParser.parse(
        bytes: try FileSystem.read("\(self.base)/\(path)"), path: path)
      if document == nil { problems.append("\(path) cannot be read") }
    }
    let hidden = try shell("find Content -name '.*' ! -name .gitkeep ! -name .origins")
    return problems + hidden.lines.map { "\($0) was left behind" }
  }
}
