import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Everything outside the program that a command may touch; only `Main` makes a real one.
struct Environment: Sendable {
  var variables: [String: String]
  var workingFolder: String
  var now: @Sendable () -> Timestamp
  var console: Console
  /// What stands in for standard input; nil where a command reads the real one.
  var input: [UInt8]?
  /// What stays open from one command to the next; nil where the program runs one only.
  var kept: KeptKnowledge?

  /// A variable that is set and not empty.
  subscript(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The knowledge base that the options, the variables and the working folder lead to, refreshed.
  ///
  /// Broken files and what happened to the index are told on standard error.
  func openKnowledgeBase(_ options: Options) throws -> KnowledgeBase {
    let location = try KnowledgeBase.locate(
      directory: options["dir"], environment: variables, workingFolder: workingFolder)
    let base =
      try kept?.base(at: location) ?? KnowledgeBase.open(location, environment: variables)
    kept?.keep(base)
    let report = try base.refresh()
    console.note(report)
    for notice in report.notices { console.note("runbook: note: \(notice)") }
    return base
  }

  /// Builds the index of the same knowledge base again, and says so.
  func repairIndex(_ options: Options, after error: SQLiteError) throws {
    let location = try KnowledgeBase.locate(
      directory: options["dir"], environment: variables, workingFolder: workingFolder)
    let base = try KnowledgeBase.open(location, environment: variables)
    for notice in try base.repair(after: error).notices {
      console.note("runbook: note: \(notice)")
    }
  }

  /// The search of a knowledge base that was opened here.
  func search(_ base: KnowledgeBase) throws -> Search {
    try kept?.search(base) ?? Search(base)
  }

  /// The bytes of standard input.
  ///
  /// - Throws: `FileError`, with `FileError.tooLarge` where there are more than the limit.
  func inputBytes(limit: Int) throws(FileError) -> [UInt8] {
    let name = "standard input"
    guard let input else {
      return try FileSystem.read(descriptor: 0, path: name, limit: limit)
    }
    guard input.count <= limit else {
      throw FileError(operation: "read", path: name, code: FileError.tooLarge)
    }
    return input
  }

  /// The text of standard input, at most 1 MiB of it.
  ///
  /// Bytes that are not UTF-8 become U+FFFD: a log is worth reading even if a part is broken.
  func standardInput(limit: Int = 1 << 20) throws -> String {
    do {
      return OutsideText.text(try inputBytes(limit: limit))
    } catch {
      guard error.code == EFBIG else { throw error }
      throw CommandError(
        .badData, "standard input is over \(limit >> 20) MiB",
        hints: ["cut it to the lines around the failure, such as with 'tail -c 1M'"])
    }
  }
}
