import Testing

@testable import Runbook

/// How often the table alone is right over labelled symptoms; search adds words where it is silent.
@Suite struct TableEvaluationTests {
  private struct Score {
    var rows = 0
    var decided = 0
    var right = 0
    var wrong: [String] = []
  }

  private func scores(_ file: String) throws -> [String: Score] {
    let path = "\(DiagnosisFixtures.root)/Tests/RunbookTests/Fixtures/eval/\(file)"
    let (document, problem) = JSONDocument.read(try FileSystem.read(path))
    #expect(problem == nil)
    var scores: [String: Score] = [:]
    for row in document.roots.compactMap({ Fields($0, InputNotes()) }) {
      guard let query = row.string("query")?.value, let primary = row.string("primary")?.value,
        let style = row.string("style")?.value
      else { continue }
      let accepted = [primary] + row.strings("alternates").map(\.value)
      let found = DiagnosisFixtures.table.decide(Facts(text: query)).first
      var score = scores[style] ?? Score()
      score.rows += 1
      if let found {
        score.decided += 1
        if accepted.contains(found.runbook) {
          score.right += 1
        } else {
          score.wrong.append(
            "\(found.rule) (\(found.confidence)) for \(primary): \(query.prefix(160))")
        }
      }
      scores[style] = score
    }
    return scores
  }

  @Test(
    "what the table decides is right, and it decides most error messages",
    arguments: ["queries_dev.jsonl", "queries_blind.jsonl"])
  func evaluation(file: String) throws {
    let scores = try scores(file)
    let decided = scores.values.reduce(0) { $0 + $1.decided }
    let right = scores.values.reduce(0) { $0 + $1.right }
    let wrong = scores.values.flatMap(\.wrong).joined(separator: "\n")
    #expect(Double(right) >= 0.97 * Double(decided), "\(wrong)")
    #expect(scores["none"]?.decided ?? 0 == 0, "\(scores["none"]?.wrong ?? [])")
    let errors = scores["error"] ?? Score()
    #expect(Double(errors.right) >= 0.85 * Double(errors.rows))
  }
}
