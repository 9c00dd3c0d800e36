import Testing

@testable import Runbook

@Suite struct DiagnosisFixtureTests {
  @Test(
    "every recorded input leads to its runbook and names the ones beside it",
    arguments: DiagnosisFixtures.rows("EXPECTED.tsv"))
  func fixtures(row: [String]) throws {
    let bytes = try FileSystem.read("\(DiagnosisFixtures.folder)/\(row[0])")
    let report = DiagnosisReport(bytes, table: DiagnosisFixtures.table)
    #expect(report.problem == nil)
    #expect(report.notes == [])
    let found = report.subjects.first?.diagnoses.map(\.runbook) ?? []
    #expect(found.first == row[1], "\(row[0])")
    for secondary in row[2].split(separator: ",") where !secondary.isEmpty {
      #expect(found.contains(String(secondary)), "\(row[0])")
    }
  }
}
