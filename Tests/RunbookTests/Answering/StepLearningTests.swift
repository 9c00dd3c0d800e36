import Testing

@testable import Runbook

/// What incidents that name a step say of it, and of its page.
@Suite struct StepLearningTests {
  private static let symptom = "flimsy widgets wobble in the zanzibar queue"

  private func folder() throws -> KnowledgeFolder {
    let folder = try KnowledgeFolder()
    for id in ["queue-stuck", "queue-slow"] {
      try folder.write(
        """
        ---
        id: \(id)
        title: The queue is \(id.dropFirst(6))
        kind: runbook
        status: active
        symptoms:
          - \(id == "queue-stuck" ? Self.symptom : "messages of the queue are late")
        ---

        ## Mitigation

        ### Drain the queue

        If messages are old, drain the queue by hand.

        ### Restart the consumer

        If nobody reads it, restart the consumer.
        """, to: "runbooks/\(id).md")
    }
    return folder
  }

  /// Writes an incident with the symptom; `links` is the content of `runbooks:`.
  private func log(
    _ id: String, _ links: String, fingerprint: String? = nil, in folder: KnowledgeFolder
  ) throws {
    try folder.write(
      """
      ---
      id: \(id)
      title: Incident \(id)
      kind: incident
      status: resolved
      started_at: \(id.prefix(10))T10:00:00Z
      resolved_at: \(id.prefix(10))T10:20:00Z
      fingerprints: [\(fingerprint ?? "")]
      runbooks: [\(links)]
      ---

      ## Symptoms

      \(fingerprint == nil ? Self.symptom : "It went wrong.")
      """, to: "incidents/2026/\(id).md")
  }

  private func weighed(_ folder: KnowledgeFolder) throws -> (page: Double, steps: [Int: Double]) {
    let search = try Search(try folder.refreshed().base)
    let answer = try search.answer(SearchRequest(Self.symptom))
    let report = DiagnosisReport(Array(Self.symptom.utf8), table: search.table)
    let symptom = Symptom(report.subjects[0], text: Self.symptom)
    let verdict = try search.weigh(symptom, SearchRequest(Self.symptom)).verdict
    let first = try #require(answer.results.first)
    let choice = try #require(first.choice)
    #expect(first.id == "queue-stuck")
    return (
      try #require(verdict.candidates.first { $0.id == first.id }).score,
      Dictionary(uniqueKeysWithValues: zip(choice.order, choice.scores))
    )
  }

  @Test("a step that did not help is lowered, its page and the other steps are not")
  func noHelpOfStep() throws {
    let folder = try folder()
    let before = try weighed(folder)
    try log(
      "2026-10-01-a", "{id: queue-stuck, step: drain-the-queue, outcome: no-help}", in: folder)
    let after = try weighed(folder)
    #expect(after.page == before.page)
    #expect(try #require(after.steps[1]) < (try #require(before.steps[1])))
    #expect(after.steps[2] == before.steps[2])
    let why =
      try Search(try folder.refreshed().base).answer(SearchRequest(Self.symptom))
      .results.first?.why ?? []
    #expect(why.contains("#drain-the-queue did not help in past incident 2026-10-01-a"))
  }

  @Test("a page that did not help is lowered as a whole")
  func noHelpOfPage() throws {
    let folder = try folder()
    let before = try weighed(folder)
    try log("2026-10-01-a", "{id: queue-stuck, outcome: no-help}", in: folder)
    let after = try weighed(folder)
    #expect(after.page < before.page)
    #expect(after.steps == before.steps)
  }

  @Test("a step that was only named gains nothing by it: it may be what was suggested then")
  func notTried() throws {
    let folder = try folder()
    let before = try weighed(folder)
    try log(
      "2026-10-01-a", "{id: queue-stuck, step: restart-the-consumer, outcome: not-tried}",
      in: folder)
    #expect(try weighed(folder).steps == before.steps)
  }

  @Test("of two steps in one incident the one that fixed it speaks for the page, once")
  func twoSteps() throws {
    let one = try folder()
    try log(
      "2026-10-01-a", "{id: queue-stuck, step: restart-the-consumer, outcome: fixed}", in: one)
    let two = try folder()
    try log(
      "2026-10-01-a",
      "{id: queue-stuck, step: drain-the-queue, outcome: no-help}, "
        + "{id: queue-stuck, step: restart-the-consumer, outcome: fixed}", in: two)
    let (single, both) = (try weighed(one), try weighed(two))
    #expect(single.page == both.page)
    #expect(single.steps[2] == both.steps[2])
    #expect(try #require(both.steps[1]) < (try #require(single.steps[1])))
  }

  @Test("the same failure lowers the step that did not end it, also where words have no say")
  func fingerprint() throws {
    let text = "CannotStartContainerError: OCI runtime create failed: exec: \"bad\": not found"
    let facts = Facts(text: text)
    let fingerprint = try #require(Fingerprint.of(facts))
    let folder = try folder()
    try log(
      "2026-10-01-a", "{id: queue-stuck, step: restart-the-consumer, outcome: fixed}",
      fingerprint: fingerprint, in: folder)
    try log(
      "2026-10-02-b",
      "{id: queue-stuck, step: drain-the-queue, outcome: no-help}, {id: queue-slow, outcome: no-help}",
      fingerprint: fingerprint, in: folder)
    let search = try Search(try folder.refreshed().base)
    let report = DiagnosisReport(Array(text.utf8), table: search.table)
    let symptom = Symptom(report.subjects[0], text: nil)
    let evidence = try search.weigh(symptom, SearchRequest(text)).evidence
      .filter { $0.document.hasPrefix("queue") }
    #expect(evidence.map(\.step) == ["drain-the-queue", "restart-the-consumer"])
    #expect(evidence.map { $0.stepWeight < 0 } == [true, false])
    // Only what ended the failure before speaks for the page.
    #expect(evidence.map { $0.weight > 0 } == [false, true])
    #expect(evidence.map { $0.kind == .fingerprint } == [false, true])
  }

  @Test("what was only named is not counted as taken, and every step of an incident is")
  func past() throws {
    let folder = try folder()
    try log(
      "2026-10-01-a",
      "{id: queue-stuck, step: drain-the-queue, outcome: no-help}, "
        + "{id: queue-stuck, step: restart-the-consumer, outcome: fixed}", in: folder)
    try log(
      "2026-10-02-b", "{id: queue-stuck, step: drain-the-queue, outcome: not-tried}", in: folder)
    try log("2026-10-03-c", "{id: queue-stuck, step: drain-the-queue, outcome: helped}", in: folder)
    let incidents = try folder.refreshed().base.incidents
    let history = try incidents.history(of: "queue-stuck")
    #expect(history.seen == 3)
    #expect(history.incidents.map(\.step).last == "restart-the-consumer")
    #expect(history.uses.count == 4)
    let drained = try incidents.past(in: history, step: "drain-the-queue")
    #expect(drained.stepTaken == 2 && drained.stepWorked == 1)
    #expect(drained.last?.id == "2026-10-03-c")
    let restarted = try incidents.past(in: history, step: "restart-the-consumer")
    #expect(restarted.stepTaken == 1 && restarted.stepWorked == 1)
  }
}
