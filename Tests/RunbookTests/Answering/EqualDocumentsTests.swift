import Testing

@testable import Runbook

/// Where documents are equal, an answer must not depend on the order in which an index saw them.
@Suite struct EqualDocumentsTests {
  private func incident(_ name: String, origin: String) -> String {
    """
    ---
    id: \(name)
    title: The broker stops
    kind: incident
    status: resolved
    origin: \(origin)
    started_at: \(name.prefix(10))T10:00:00Z
    runbooks:
      - {id: queue-full, version: 1, outcome: fixed}
    ---

    ## Symptoms

    The broker stops with an overflow.
    """
  }

  /// The incidents that speak for a page, of bases that saw their files in these orders.
  private func taught(_ orders: [[String]], origin: String) throws -> [[String]] {
    try orders.map { names in
      let folder = try KnowledgeFolder()
      try folder.write(
        runbookText("queue-full", symptoms: ["overflow of the broker"]),
        to: "runbooks/queue-full.md")
      try folder.write(
        runbookText("disk-full", symptoms: ["no space left"]), to: "runbooks/disk-full.md")
      let base = try folder.open()
      for name in names {
        try folder.write(
          incident(name, origin: origin), to: "incidents/\(name.prefix(4))/\(name).md")
        _ = try base.refresh()
      }
      let search = try Search(base)
      let request = SearchRequest("the broker stops with an overflow")
      let report = DiagnosisReport(Array(request.text.utf8), table: search.table)
      let symptom = Symptom(report.subjects[0], text: request.text)
      return try search.weigh(symptom, request).evidence.filter { $0.kind == .incident }
        .map(\.detail).sorted()
    }
  }

  @Test("of equal incidents of the team the newest are looked at")
  func own() throws {
    let names = (10..<26).map { "2025-03-\($0)-again" }
    let found = try taught([names, names.reversed()], origin: "own")
    #expect(found[0] == names.suffix(Weights.current.incidentDepth).map { "\($0): fixed" })
    #expect(found[1] == found[0])
  }

  @Test("of equal public examples those whose ids come first are looked at")
  func examples() throws {
    let names = (10..<50).map { "20\($0)-03-01-again" }
    let found = try taught([names, names.reversed()], origin: "public")
    #expect(found[0].count >= Weights.current.depth - 2)
    #expect(found[0] == names.prefix(found[0].count).map { "\($0): fixed" })
    #expect(found[1] == found[0])
  }
}
