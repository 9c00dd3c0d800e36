import Testing

@testable import Runbook

/// One task in every notation in which the CLI, a script or a person shows it.
@Suite struct NotationTests {
  private static let printed = "\(DiagnosisFixtures.folder)-notations"
  static let files = FileSystem.files(below: printed).sorted()

  /// Names of the recorded tasks and services as JSON.
  static let inputs = DiagnosisFixtures.rows("EXPECTED.tsv").map { $0[0] }

  private static func report(_ bytes: [UInt8]) -> DiagnosisReport {
    DiagnosisReport(bytes, table: DiagnosisFixtures.table)
  }

  private static func source(_ name: String) throws -> [UInt8] {
    try FileSystem.read("\(DiagnosisFixtures.folder)/\(name)")
  }

  @Test(
    "JSON, YAML, a table, text and Python give one answer, one fingerprint and the same times",
    arguments: files)
  func same(file: String) throws {
    let name = try #require(file.split(separator: ".").first)
    let json = Self.report(try Self.source("\(name).json"))
    let other = Self.report(try FileSystem.read("\(Self.printed)/\(file)"))
    #expect(other.problem == nil)
    #expect(other.subjects.count == json.subjects.count)
    for (expected, found) in zip(json.subjects, other.subjects) {
      #expect(found.name == expected.name)
      #expect(found.primary?.rule == expected.primary?.rule)
      #expect(found.fingerprint == expected.fingerprint)
      #expect(found.placeholders.failureTime == expected.placeholders.failureTime)
      for name in ["cluster", "service", "task-id", "region", "container", "image"] {
        #expect(found.placeholders[name] == expected.placeholders[name], "\(name)")
      }
    }
  }

  static let networks: [String] = [
    """
    ------------------------------------------------
    |               DescribeServices               |
    +----------------------------------------------+
    ||                  services                  ||
    |+---------------------+----------------------+|
    ||  desiredCount       |  2                   ||
    ||  runningCount       |  2                   ||
    ||  serviceName        |  web                 ||
    |+---------------------+----------------------+|
    |||           networkConfiguration           |||
    ||+------------------------------------------+||
    ||||          awsvpcConfiguration           ||||
    |||+---------------------+------------------+|||
    ||||  assignPublicIp     |  DISABLED        ||||
    |||+---------------------+------------------+|||
    |||||           securityGroups             |||||
    ||||+--------------------------------------+||||
    |||||  sg-0123456789abcdef0                |||||
    ||||+--------------------------------------+||||
    |||||               subnets                |||||
    ||||+--------------------------------------+||||
    |||||  subnet-0123456789abcdef0            |||||
    |||||  subnet-0123456789abcdef1            |||||
    ||||+--------------------------------------+||||
    """,
    "SERVICES\tarn:aws:ecs:eu-west-1:123456789012:cluster/prod\t2\tFARGATE\t0\t2\tREPLICA\t"
      + "arn:aws:ecs:eu-west-1:123456789012:service/prod/web\tweb\tACTIVE\n"
      + "AWSVPCCONFIGURATION\tDISABLED\nSECURITYGROUPS\tsg-0123456789abcdef0\n"
      + "SUBNETS\tsubnet-0123456789abcdef0\tsubnet-0123456789abcdef1\n",
  ]

  @Test("the network of a service is read from a table and from text", arguments: networks)
  func network(text: String) throws {
    let subject = try #require(Self.report(Array(text.utf8)).subjects.first)
    #expect(subject.placeholders["service"] == "web")
    #expect(subject.placeholders["subnet-id"] == "subnet-0123456789abcdef0")
    #expect(subject.placeholders["security-group-id"] == "sg-0123456789abcdef0")
    #expect(subject.primary == nil)
  }

  // MARK: What copying does to it

  enum Damage: CaseIterable {
    case wrapped, wrappedCompact, headCut, tailCut, commented, elided, numbered, diff, escaped
    case quoted, prompt, trailingComma, curly
  }

  private func damaged(_ bytes: [UInt8], _ damage: Damage) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let compact = lines.map { String($0.drop { $0 == " " }) }.joined()
    let result: String =
      switch damage {
      case .wrapped: lines.map { Self.wrapped($0, 80) }.joined(separator: "\n")
      case .wrappedCompact: Self.wrapped(compact, 80)
      case .headCut: lines.dropFirst(lines.count / 5).joined(separator: "\n")
      case .tailCut: lines.dropLast(4).joined(separator: "\n")
      case .commented:
        (["// what we saw"] + lines.map { $0.hasSuffix("{") ? $0 + " // here" : $0 })
          .joined(separator: "\n")
      case .elided: (lines.prefix(2) + ["      ..."] + lines.dropFirst(2)).joined(separator: "\n")
      case .numbered:
        lines.enumerated().map { "    \($0.offset + 1)\t\($0.element)" }.joined(separator: "\n")
      case .diff: lines.map { "+" + $0 }.joined(separator: "\n")
      case .escaped: JSON.string(text).text()
      case .quoted: lines.map { "> " + $0 }.joined(separator: "\n")
      case .prompt: "$ aws ecs describe\n" + text + "\n$ exit\n"
      case .trailingComma: text.replacing("\n  ]", with: ",\n  ]")
      case .curly: text.replacing("\"", with: "\u{201D}")
      }
    return Array(result.utf8)
  }

  private static func wrapped(_ line: String, _ width: Int) -> String {
    var parts: [String] = []
    var rest = line[...]
    while rest.count > width {
      parts.append(String(rest.prefix(width)))
      rest = rest.dropFirst(width)
    }
    return (parts + [String(rest)]).joined(separator: "\n")
  }

  @Test(
    "a damaged paste gives the same cause or says that it is cut, and fills no part of a value",
    arguments: inputs, Damage.allCases)
  func damage(name: String, damage: Damage) throws {
    let bytes = try Self.source(name)
    let whole = Self.report(bytes)
    let found = Self.report(damaged(bytes, damage))
    let isTold =
      found.problem != nil
      || found.notes.contains { $0.contains("cut off") || $0.contains("left out") }
    let cause = whole.groups.first?.runbook
    #expect(found.groups.first?.runbook == cause || isTold, "\(name)")
    let text = String(decoding: bytes, as: UTF8.self)
    for (key, value) in found.placeholders.values
    where !["start-time", "end-time", "start-ms"].contains(key) {
      #expect(stands(value, in: text), "\(key) = \(value)")
    }
  }

  /// Whether a value stands in a text as a whole, with no letter or digit of a name beside it.
  private func stands(_ value: String, in text: String) -> Bool {
    let bytes = Array(text.utf8)
    let wanted = Array(value.utf8)
    func isName(_ byte: UInt8) -> Bool {
      ASCII.isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F
    }
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { start in
      let end = start + wanted.count
      return bytes[start] == wanted[0] && bytes[start..<end].elementsEqual(wanted)
        && (start == 0 || !isName(bytes[start - 1])) && (end == bytes.count || !isName(bytes[end]))
    }
  }

  @Test("healthy input is never diagnosed, in any notation")
  func healthy() {
    let service =
      #"{"services":[{"serviceName":"web","desiredCount":1,"runningCount":1,"deployments":[{"rolloutState":"COMPLETED","failedTasks":0}],"events":[{"createdAt":"2026-01-01T00:00:00Z","message":"(service web) has reached a steady state."}]}],"failures":[]}"#
    let running =
      #"{"tasks":[{"lastStatus":"RUNNING","desiredStatus":"RUNNING","containers":[{"name":"a","lastStatus":"RUNNING"}]}],"failures":[]}"#
    for text in [service, running, "DEBUG b'\(service)' 200", "$ x\n\(running)\n"] {
      #expect(Self.report(Array(text.utf8)).subjects.allSatisfy { $0.diagnoses.isEmpty })
    }
  }
}
