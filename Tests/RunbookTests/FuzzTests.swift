import Glibc
import Testing

@testable import Runbook

/// Broken, spliced and swollen inputs for everything that reads text from outside.
///
/// `make fuzz` runs it for `RUNBOOK_FUZZ` seconds each. An input that ends the process is the file that
/// is named at the start; an input that takes long is a failure.
@Suite(
  .serialized, .enabled(if: ProcessEnvironment.variables["RUNBOOK_FUZZ"] != nil, "make fuzz"))
struct FuzzTests {
  /// What reads, and what it is given to begin with.
  enum Reader: String, CaseIterable, Sendable {
    case json, document, markdown, redactor, table, report

    var seeds: [String] {
      let fixtures = "Tests/RunbookTests/Fixtures"
      return switch self {
      case .json, .report: Self.files(fixtures, ".json") + Self.files(fixtures, ".txt")
      case .document, .markdown: ProjectFolder.documents
      case .redactor: Self.files(fixtures, ".txt") + Self.files(fixtures, ".tsv")
      case .table: Self.files("Content", ".yml")
      }
    }

    private static func files(_ folder: String, _ ending: String) -> [String] {
      FileSystem.files(below: "\(ProjectFolder.path)/\(folder)").filter { $0.hasSuffix(ending) }
        .map { "\(folder)/\($0)" }
    }

    func run(_ bytes: [UInt8]) {
      switch self {
      case .json: _ = JSONDocument.read(bytes)
      case .document: _ = DocumentParser.parse(bytes: bytes, path: "Content/runbooks/a/x.md")
      case .markdown: _ = MarkdownParser.parse(bytes, path: "x.md")
      case .redactor:
        let once = Redactor().redact(String(decoding: bytes, as: UTF8.self))
        _ = Redactor().redact(once.text)
      case .table: _ = DecisionTable.parse(bytes, path: "t.yml")
      case .report: _ = DiagnosisReport(bytes, table: Self.shipped)
      }
    }

    private static let shipped = DecisionTable.parse(
      (try? ProjectFolder.read("Content/diagnosis/ecs.yml")) ?? [], path: "ecs.yml"
    ).table
  }

  private static let seconds = Int64(ProcessEnvironment.variables["RUNBOOK_FUZZ"] ?? "") ?? 60
  private static let seed = UInt64(ProcessEnvironment.variables["RUNBOOK_FUZZ_SEED"] ?? "") ?? 1
  private static let limit = 64 << 10
  // What decides how a reader goes on.
  private static let words = [
    "---\n", "\n", "\r\n", "\u{0}", "|", "| a | b |\n|---|---|\n", "```", "~~~", "<", ">", "[](",
    "![",
    "- ", "> ", "&amp;", "\\", "\"", "'", "{", "}", "[", "]", ":", ",", "\\u0000", "\\ud800",
    "1e999",
    "-0", "null", "true", "&a ", "*a", "!!", "<<: *a", "|-\n", "? ", "%YAML 1.2\n", "password=",
    "AKIA", "-----BEGIN PRIVATE KEY-----", "eyJ", "://", "@", "\u{1B}[", "\u{202E}", "\u{FEFF}",
    "\u{E0041}", "é", "日本", "\t", "                ", "any:", "all:", "when:", "runbook:", "step:",
  ].map { Array($0.utf8) }

  @Test("no input crashes a reader or holds it up", arguments: Reader.allCases)
  func fuzz(reader: Reader) throws {
    let seeds = try reader.seeds.map { try ProjectFolder.read($0) }.filter { $0.count < Self.limit }
    try #require(!seeds.isEmpty)
    let last = "\(ProjectFolder.path)/.build/fuzz-\(reader.rawValue)"
    let descriptor = open(last, O_RDWR | O_CREAT | O_TRUNC, 0o644)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    print("fuzz \(reader.rawValue): seed \(Self.seed), the present input is \(last)")
    var random = SeededGenerator(state: Self.seed)
    var pool = seeds
    var count = 0
    let end = SystemClock.monotonic + Self.seconds * 1_000_000_000
    while SystemClock.monotonic < end {
      let index = Int.random(in: 0..<pool.count, using: &random)
      let input = Self.mutated(pool[index], pool, &random)
      // Before the reader sees it: afterwards may be too late.
      #expect(ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_SET) == 0)
      _ = FileSystem.writeAll(input, to: descriptor)
      let start = SystemClock.monotonic
      reader.run(input)
      let milliseconds = (SystemClock.monotonic - start) / 1_000_000
      if milliseconds > 5000 {
        Issue.record("\(milliseconds) ms for \(input.count) bytes, kept as \(last)-slow")
        try FileSystem.write(input, to: "\(last)-slow")
      }
      // A few mutants stay, so that changes add up.
      if count % 50 == 0 { pool[seeds.count > 1 ? index : 0] = input }
      if count % 5000 == 0 { pool = seeds }
      count += 1
    }
    print("fuzz \(reader.rawValue): \(count) inputs")
    #expect(count > 0)
  }

  private static func mutated(
    _ seed: [UInt8], _ pool: [[UInt8]], _ random: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let length = min(Int.random(in: 1...64, using: &random), bytes.count - place)
      switch Int.random(in: 0..<7, using: &random) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<(place + length))
      case 2:
        bytes.insert(contentsOf: words[Int.random(in: 0..<words.count, using: &random)], at: place)
      case 3: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
      case 4:
        let word = words[Int.random(in: 0..<words.count, using: &random)]
        for _ in 0..<Int.random(in: 1...300, using: &random) {
          bytes.insert(contentsOf: word, at: place)
        }
      case 5:
        let other = pool[Int.random(in: 0..<pool.count, using: &random)]
        bytes =
          Array(bytes[..<place]) + other.suffix(Int.random(in: 0...other.count, using: &random))
      default: bytes.removeLast(bytes.count - place)
      }
      if bytes.count > limit { bytes.removeLast(bytes.count - limit) }
    }
    return bytes
  }
}
