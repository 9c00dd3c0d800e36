import Testing

@testable import Runbook

@Suite struct EvidenceSummaryTests {
  private func summary(_ text: String) throws -> EvidenceSummary {
    try EvidenceSummary(text, by: Search(try ShippedContent.open()))
  }

  private static let task = """
    {"tasks":[{"taskArn":"arn:aws:ecs:eu-west-1:111122223333:task/shop-prod/0123456789abcdef0123456789abcdef",
    "group":"service:web","lastStatus":"STOPPED","stopCode":"EssentialContainerExited",
    "stoppedReason":"Essential container in task exited","stoppedAt":"2026-11-05T08:00:00Z",
    "containers":[{"name":"app","exitCode":137,
    "reason":"OutOfMemoryError: Container killed due to memory usage"}]}]}
    """

  @Test(
    "the causes are the pages and steps that diagnose names",
    arguments: [
      Self.task, "CannotPullContainerError: pull access denied for team/app",
      "exec /usr/local/bin/app: exec format error", "exit code 137",
    ])
  func sameAsDiagnose(text: String) throws {
    let search = try Search(try ShippedContent.open())
    let report = DiagnosisReport(Array(text.utf8), table: search.table)
    let answer = try DiagnosisAnswer(report, text: report.isProse ? text : nil, by: search)
    let subject = answer[0]
    let primary = try #require(subject.primary)
    let cause = try #require(try summary(text).causes.first)
    #expect(cause.id == primary.runbook)
    #expect(cause.step == answer.decidedStep(of: primary.runbook, for: subject)?.anchor)
    #expect(cause.outcome == .notTried && cause.revision == nil)
  }

  @Test("a task that says what happened has its step, and fills in the rest")
  func oom() throws {
    let summary = try summary(Self.task)
    #expect(summary.causes.map(\.target) == ["ecs-oom-killed#raise-the-memory-of-the-task"])
    #expect(summary.services == ["web"])
    #expect(summary.environment == "prod")
    #expect(summary.failedAt == Timestamp("2026-11-05T08:00:00Z"))
    #expect(summary.fingerprints.count == 1)
  }

  @Test("text that is about nothing here has no cause")
  func nothing() throws {
    #expect(try summary("the printer is out of paper").causes.isEmpty)
  }
}
