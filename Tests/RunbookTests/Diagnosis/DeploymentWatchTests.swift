import Testing

@testable import Runbook

/// What becomes of a deployment, from one look after another.
@Suite struct DeploymentWatchTests {
  private static func deployment(
    _ id: String, _ state: String?, primary: Bool = true, running: Int = 0, reason: String = ""
  ) -> String {
    let rollout = state.map { #""rolloutState":"\#($0)","# } ?? ""
    return
      #"{"id":"\#(id)","status":"\#(primary ? "PRIMARY" : "ACTIVE")",\#(rollout)"rolloutStateReason":"\#(reason)","desiredCount":2,"runningCount":\#(running)}"#
  }

  private static func service(_ deployments: [String], status: String = "ACTIVE") throws
    -> ServiceDescription
  {
    let text =
      #"{"services":[{"serviceName":"web","status":"\#(status)","deployments":[\#(deployments.joined(separator: ","))]}]}"#
    let (document, _) = JSONDocument.read(Array(text.utf8))
    return try #require(SymptomInput(document).services.first)
  }

  /// The verdict after each look.
  private func verdicts(_ looks: [[String]]) throws -> [DeploymentWatch.Verdict?] {
    var watch = DeploymentWatch()
    return try looks.map { watch.look(try Self.service($0)).verdict }
  }

  @Test("a deployment that gets all its tasks is completed")
  func completed() throws {
    let looks = [
      [Self.deployment("a", "IN_PROGRESS")], [Self.deployment("a", "COMPLETED", running: 2)],
    ]
    #expect(try verdicts(looks) == [nil, .completed])
  }

  @Test("one that fails and stays in front has failed")
  func failed() throws {
    #expect(try verdicts([[Self.deployment("a", "FAILED")]]) == [.failed])
  }

  @Test("one that fails and is replaced by the revision before is rolled back, once that runs")
  func rolledBack() throws {
    let old = Self.deployment("a", "FAILED", primary: false)
    #expect(
      try verdicts([
        [Self.deployment("a", "IN_PROGRESS")], [Self.deployment("b", "IN_PROGRESS"), old],
        [Self.deployment("b", "COMPLETED", running: 2)],
      ]) == [nil, nil, .rolledBack])
    // The failed one may be gone by the next look: ECS says what the new one is.
    let back = "ECS deployment circuit breaker: rolling back to deploymentId x."
    #expect(
      try verdicts([
        [Self.deployment("a", "IN_PROGRESS")],
        [Self.deployment("b", "COMPLETED", running: 2, reason: back)],
      ]) == [nil, .rolledBack])
    #expect(
      try verdicts([
        [Self.deployment("a", "IN_PROGRESS")], [Self.deployment("b", "FAILED"), old],
      ]) == [nil, .failed])
  }

  @Test("another deployment that takes its place is watched in its stead")
  func replaced() throws {
    var watch = DeploymentWatch()
    _ = watch.look(try Self.service([Self.deployment("a", "IN_PROGRESS")]))
    let look = watch.look(
      try Self.service([
        Self.deployment("b", "IN_PROGRESS"), Self.deployment("a", "IN_PROGRESS", primary: false),
      ]))
    #expect(look.change == .replaced)
    #expect(look.verdict == nil)
    #expect(watch.deployment == "b")
  }

  @Test("a controller without states is done when nothing is left beside the new tasks")
  func stateless() throws {
    let new = Self.deployment("a", nil, running: 2)
    let old = Self.deployment("o", nil, primary: false, running: 1)
    #expect(try verdicts([[new, old], [new]]) == [nil, .completed])
  }

  @Test("a service that was deleted is gone")
  func gone() throws {
    var watch = DeploymentWatch()
    #expect(watch.look(try Self.service([], status: "INACTIVE")).verdict == .gone)
  }
}
