import Testing

@testable import Runbook

/// What AWS itself writes down as the names and texts of failures: "Stopped tasks error codes",
/// "Service event messages", "API failure reasons" of the ECS developer guide, the events of ECS in
/// EventBridge, and the reasons of `TargetHealth` of Elastic Load Balancing.
@Suite struct AWSNamesTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let kind: String
    /// `runbook`, or `runbook#step`.
    let accepts: [String]
    /// The state of a target, or the exit code of a container.
    let more: String
    let text: String

    var testDescription: String { "\(kind): \(text.prefix(80))" }

    /// The text as a person would paste it.
    var pasted: String { kind == "failure" ? "\"failures\": [{\"reason\": \"\(text)\"}]" : text }

    /// The text in the answer of the API, or in the event, that carries it.
    var document: String {
      let said = JSON.string(text).text()
      switch kind {
      case "reason":
        let exit = more.isEmpty ? "" : ",\"exitCode\":\(more)"
        return
          #"{"tasks":[{"lastStatus":"STOPPED","stopCode":"\#(stopCode)","stoppedReason":\#(said),"containers":[{"name":"app"\#(exit)}]}]}"#
      case "event":
        return
          #"{"services":[{"serviceName":"web","desiredCount":2,"runningCount":1,"events":[{"message":\#(said)}]}]}"#
      case "failure": return #"{"tasks":[],"failures":[{"arn":"x","reason":\#(said)}]}"#
      case "target":
        return
          #"{"TargetHealthDescriptions":[{"Target":{"Id":"10.0.0.1","Port":80},"TargetHealth":{"State":"\#(more)","Reason":\#(said)}}]}"#
      default:
        return
          #"{"source":"aws.ecs","detail-type":"ECS Service Action","detail":{"eventName":\#(said)}}"#
      }
    }

    private var stopCode: String {
      let codes = [
        ("Your Spot", "SpotInterruption"), ("Task failed", "ServiceSchedulerInitiated"),
        ("Scaling ", "ServiceSchedulerInitiated"), ("Task stop", "UserInitiated"),
        ("Essential", "EssentialContainerExited"),
      ]
      return codes.first { text.hasPrefix($0.0) }?.1 ?? "TaskFailedToStart"
    }

    func accepts(_ runbook: String?, _ step: String?) -> Bool {
      guard let runbook else { return false }
      return accepts.contains { $0 == runbook || $0 == "\(runbook)#\(step ?? "")" }
    }
  }

  static let rows = DiagnosisFixtures.rows(
    "NAMES.tsv", in: ProjectFolder.path + "/Tests/RunbookTests/Fixtures/aws"
  ).map { Row(kind: $0[0], accepts: DiagnosisFixtures.ids($0[1]), more: $0[2], text: $0[3]) }

  @Test("the list is there")
  func complete() {
    #expect(Self.rows.count > 120)
    #expect(Set(Self.rows.map(\.kind)) == ["reason", "event", "failure", "target", "name"])
  }

  @Test("every name and text that AWS documents reaches its step by search", arguments: rows)
  func search(row: Row) throws {
    let answer = try ShippedContent.answer(row.pasted)
    let first = answer.results.first
    #expect(answer.kind != .none)
    #expect(
      row.accepts(first?.id, first?.step?.anchor),
      "\(first?.id ?? "none")#\(first?.step?.anchor ?? "")")
  }

  @Test("and by diagnose, in the answer that carries it", arguments: rows)
  func diagnose(row: Row) throws {
    let report = DiagnosisReport(Array(row.document.utf8), table: DiagnosisFixtures.table)
    let answer = try DiagnosisAnswer(report, text: nil, by: Search(ShippedContent.open()))
    let subject = answer[0]
    let runbook = try #require(subject.primary?.runbook)
    let number = subject.choices[runbook]?.order.first
    let step = answer.steps(of: runbook, for: subject).first { $0.number == number }
    #expect(row.accepts(runbook, step?.anchor), "\(runbook)#\(step?.anchor ?? "")")
  }
}

/// The page that explains every value sends nobody to and fro.
@Suite struct ReferenceRowTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let value: String
    let runbooks: [String]
    var testDescription: String { value }
  }

  /// The rows below *Reference*: each value of the first column, with the runbooks of the last.
  static let rows: [Row] = {
    let page = try? ProjectFolder.read("Content/runbooks/ecs/ecs-ref-codes.md")
    let lines = String(decoding: page ?? [], as: UTF8.self).split(separator: "\n")
    var rows: [Row] = []
    var section = ""
    var field = ""
    for line in lines.drop(while: { $0 != "## Reference" }) {
      if line.hasPrefix("### ") { section = String(line.dropFirst(4)) }
      guard line.hasPrefix("| ") else { continue }
      let cells = line.split(separator: "|").map { $0.trimmed }
      guard let first = cells.first, let last = cells.last, !last.hasPrefix("[Look") else {
        continue
      }
      guard last != "Runbook" else {
        field = codes(in: first).first ?? first
        continue
      }
      let runbooks = last.split(separator: "(").dropFirst().map {
        String($0.prefix { $0 != "." })
      }
      for value in values(of: first) {
        rows.append(Row(value: query(value, field: field, section: section), runbooks: runbooks))
      }
    }
    return rows
  }()

  /// The code spans of a cell that holds nothing else, or its whole text.
  private static func values(of cell: String) -> [String] {
    let codes = codes(in: cell)
    let isList = cell == codes.map { "`\($0)`" }.joined(separator: ", ")
    return isList ? codes : [cell.filter { $0 != "`" }]
  }

  private static func codes(in cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// A value as a person would look it up: a plain word like RUNNING says nothing without its field.
  private static func query(_ value: String, field: String, section: String) -> String {
    if section.contains("xit codes"), value.allSatisfy(\.isNumber) { return "exit code \(value)" }
    let isWord = value.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " }
    guard isWord, value.uppercased() == value || value.lowercased() == value else {
      return value.split(separator: "…").joined(separator: " ")
    }
    let words = field.split { "[].".contains($0) }.joined(separator: " ")
    return "\(words) \(value)"
  }

  @Test("the page has its tables")
  func complete() { #expect(Self.rows.count > 200) }

  @Test("every value of the reference answers with a runbook of its row", arguments: rows)
  func row(row: Row) throws {
    let answer = try ShippedContent.answer(row.value)
    let first = answer.results.first?.id ?? "none"
    #expect(answer.kind != .none)
    #expect((row.runbooks + ["ecs-ref-codes"]).contains(first), "\(row.value): \(first)")
  }
}

extension Substring {
  fileprivate var trimmed: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
