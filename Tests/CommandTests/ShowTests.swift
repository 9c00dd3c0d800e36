import Runbook
import Testing

/// The pages that ship, as `runbook show` renders them.
struct ShowTests {
  static let ids: [String] = {
    let result = try? Program.run(["list", "--kind", "all", "--ids"])
    return String(decoding: result?.output ?? [], as: UTF8.self).split(separator: "\n").map(
      String.init)
  }()

  @Test("a page fits the terminal, but for what can be copied", arguments: ids)
  func width(id: String) throws {
    for columns in [60, 100] {
      var margin: Int?
      for line in try show([id], columns: columns) {
        let indent = line.prefix { $0 == " " }.count
        if let code = margin, line.isEmpty || indent >= code + 2 { continue }
        let content = line.dropFirst(indent)
        margin = content.hasPrefix("[") && content.hasSuffix("]") ? indent : nil
        #expect(line.unicodeScalars.count <= columns, "\(line)")
      }
    }
  }

  @Test("a page keeps no mark of Markdown", arguments: ids)
  func marks(id: String) throws {
    let text = try show([id], columns: 80).joined(separator: "\n")
    for mark in ["<!--", "](", "```", "**", "\n#", "\n|"] {
      #expect(!text.contains(mark), "\(mark)")
    }
  }

  @Test("every step of a page can be shown alone")
  func steps() throws {
    let page = try show(["--raw", "ecs-exec"], columns: 80)
    let count = page.drop { $0 != "## Mitigation" }.dropFirst().prefix { !$0.hasPrefix("## ") }
      .count { $0.hasPrefix("### ") }
    #expect(count > 10)
    for number in 1...count {
      let lines = try show(["ecs-exec#\(number)"], columns: 80)
      #expect(lines[0].hasPrefix("\(number). "))
      #expect(lines.contains { $0.hasPrefix("Past ") })
    }
  }

  private func show(_ words: [String], columns: Int) throws -> [String] {
    let result = try Program.run(["show"] + words, variables: ["COLUMNS": "\(columns)"])
    #expect(result.status == 0)
    return String(decoding: result.output, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
