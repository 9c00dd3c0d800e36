import Runbook
import Testing

@Suite struct DiagnoseFixtureTests {
  @Test(
    "every recorded input leads to its runbook, and the ones beside it are named",
    arguments: DiagnoseProgram.rows(DiagnoseProgram.fixtures + "/EXPECTED.tsv"))
  func fixture(row: [String]) throws {
    let outcome = try DiagnoseProgram.run(
      ["diagnose", "\(DiagnoseProgram.fixtures)/\(row[0])", "--json"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let subject = try #require(Printed(outcome.output)?["subjects"]?[0])
    let found = (subject["diagnoses"]?.items ?? []).compactMap { $0["runbook"]?.text }
    #expect(found.first == row[1], "\(row[0])")
    for secondary in row[2].split(separator: ",") {
      #expect(found.contains(String(secondary)), "\(row[0])")
    }
  }

  @Test(
    "the answer holds what the contract names, and no command is empty",
    arguments: DiagnoseProgram.rows(DiagnoseProgram.fixtures + "/EXPECTED.tsv"))
  func contract(row: [String]) throws {
    let outcome = try DiagnoseProgram.run(
      ["diagnose", "\(DiagnoseProgram.fixtures)/\(row[0])", "--json"])
    let answer = try #require(Printed(outcome.output))
    #expect(answer["schema_version"]?.int == 1)
    #expect(answer["input"]?.text?.isEmpty == false)
    let subject = try #require(answer["subjects"]?[0])
    #expect(subject["subject"]?.text?.isEmpty == false)
    #expect(subject["facts"]?["input"] != nil)
    #expect(subject["fingerprint"] != nil && subject["seen_before"] != nil)
    for diagnosis in subject["diagnoses"]?.items ?? [] {
      #expect(["certain", "likely", "suspected"].contains(diagnosis["confidence"]?.text))
      #expect(diagnosis["rule"]?.text?.isEmpty == false)
      #expect(diagnosis["title"]?.text?.isEmpty == false)
      #expect(diagnosis["fix"]?.texts.isEmpty == false, "\(diagnosis["runbook"]?.text ?? "")")
      #expect(diagnosis["history"]?["incidents"] != nil)
      #expect(
        (diagnosis["commands"]?.items ?? []).allSatisfy { $0["text"]?.text?.isEmpty == false })
    }
    #expect(subject["diagnoses"]?[0]?["because"]?.texts.isEmpty == false)
    #expect(answer["groups"]?[0]?["subjects"]?.items.isEmpty == false)
  }

  @Test(
    "an error line is diagnosed as text, and found by search",
    arguments: DiagnoseProgram.rows(DiagnoseProgram.fixtures + "/SIGNATURES.tsv"))
  func signature(row: [String]) throws {
    let diagnosed = try DiagnoseProgram.run(["diagnose", "-", "--json"], input: row[0])
    let answer = try #require(Printed(diagnosed.output))
    #expect(answer["subjects"]?[0]?["diagnoses"]?[0]?["runbook"]?.text == row[1], "\(row[0])")
    #expect(answer["input"]?.text == "text" && diagnosed.status == 0)
    let searched = try DiagnoseProgram.run(["search", "-", "--json"], input: row[0])
    #expect(Printed(searched.output)?["results"]?[0]?["runbook"]?.text == row[1], "\(row[0])")
  }
}
