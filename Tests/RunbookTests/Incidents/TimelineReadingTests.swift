import Testing

@testable import Runbook

@Suite struct TimelineReadingTests {
  private static let now = Timestamp("2026-11-03T12:00:00Z") ?? Timestamp(seconds: 0)
  private static let berlin = LocalZone(name: "Europe/Berlin") { _ in 3600 }

  private func rows(
    _ text: String, start: String? = nil, zone: LocalZone = .utc
  ) throws -> [String] {
    let times = SpokenTimeReader(now: Self.now, zone: zone, start: start.flatMap { Timestamp($0) })
    return try TimelineReading.read(text, times: times).entries.map { "\($0.time) \($0.text)" }
  }

  @Test(
    "lines that begin with a time are rows, whatever writes it",
    arguments: [
      "2026-11-03T10:31:00Z", "2026-11-03 10:31", "2026/11/03 10:31:00",
      "[2026-11-03 10:31:00,123]",
      "2026-11-03T11:31:00+01:00", "2026-11-03 11:31:00 +0100", "1793701860", "1793701860.5",
      "1793701860000", "Nov  3 10:31:00", "Tue Nov 3 11:31:00 2026 +0100",
      "Tue, 3 Nov 2026 10:31:00 +0000", "[03/Nov/2026:10:31:00 +0000]", "3.11.2026 10:31",
      "03/11/26 10:31:00", "11/3/2026 10:31", "10:31", "10:31 AM", "[10:31]", "10:31:00",
      "  501  2026-11-03 10:31:00", ": 1793701860:0;",
    ])
  func lines(time: String) throws {
    let text = time.hasSuffix(";") ? "\(time)rolled back" : "\(time) rolled back"
    #expect(try rows(text) == ["2026-11-03T10:31:00Z rolled back"], "\(time)")
  }

  @Test("a time without a zone is one of the laptop's clock")
  func zones() throws {
    let text = "10:31 a\n2026-11-03 10:32 b\n2026-11-03T10:33:00Z c\n"
    #expect(
      try rows(text, zone: Self.berlin) == [
        "2026-11-03T09:31:00Z a", "2026-11-03T09:32:00Z b", "2026-11-03T10:33:00Z c",
      ])
  }

  @Test("a copied thread gives names, and one row for a message of several lines")
  func thread() throws {
    let text = """
      Monday, November 2nd
      Ana Lopez
        11:58 PM
      alarm fired
      second line
      11:59
      looking
      Tuesday, November 3rd
      Bo  APP  12:05 AM
      deploy finished
      Cem [0:10]
      all green at 0:09
      """
    #expect(
      try rows(text.split(separator: "11:59").joined(separator: "11:59 PM")) == [
        "2026-11-02T23:58:00Z Ana Lopez: alarm fired second line",
        "2026-11-02T23:59:00Z Ana Lopez: looking", "2026-11-03T00:05:00Z Bo: deploy finished",
        "2026-11-03T00:10:00Z Cem: all green at 0:09",
      ])
  }

  @Test("clocks follow the day of the incident, and go on past midnight")
  func midnight() throws {
    #expect(
      try rows("[23:50] Ana: slow\n[00:10] Bo: mended\n", start: "2026-10-10T23:45:00Z") == [
        "2026-10-10T23:50:00Z Ana: slow", "2026-10-11T00:10:00Z Bo: mended",
      ])
  }

  @Test("git log gives the subject, the commit and who wrote it")
  func git() throws {
    let log = """
      commit 0123456789abcdef0123456789abcdef01234567 (HEAD -> main)
      Merge: 1111111 2222222
      Author: Ana Lopez <ana@example.org>
      Date:   Tue Nov 3 11:31:00 2026 +0100

          Raise the memory

          Because of 2026-11-03 10:00.

       web/service.yml | 2 +-
       1 file changed, 1 insertion(+), 1 deletion(-)

      commit 89abcdef0123456789abcdef0123456789abcdef
      Author: Bo <bo@example.org>
      Date:   2026-11-03 09:00:00 +0000

          Deploy v41
      """
    #expect(
      try rows(log) == [
        "2026-11-03T09:00:00Z Deploy v41 (89abcde, Bo)",
        "2026-11-03T10:31:00Z Raise the memory (0123456, Ana Lopez)",
      ])
  }

  @Test("histories of bash, zsh and fish are read with commands of several lines")
  func shells() throws {
    #expect(
      try rows("#1793701860\naws ecs list-tasks\n#1793701920\nls\n") == [
        "2026-11-03T10:31:00Z aws ecs list-tasks", "2026-11-03T10:32:00Z ls",
      ])
    #expect(
      try rows(": 1793701860:0;for x in a b; do\\\necho $x\\\ndone\n") == [
        "2026-11-03T10:31:00Z for x in a b; do echo $x done"
      ])
    #expect(
      try rows("- cmd: aws ecs list-tasks\n  when: 1793701860\n") == [
        "2026-11-03T10:31:00Z aws ecs list-tasks"
      ])
  }

  @Test("a Slack export gives names, links and bots, and leaves out who comes and goes")
  func slack() throws {
    let json = """
      [{"type":"message","user":"U1","text":"<@U2> see <https://x.example/v|v41> &amp; wait",
        "ts":"1793701860.000200","user_profile":{"display_name":"","real_name":"Ana Lopez"}},
       {"type":"message","subtype":"channel_join","user":"U3","text":"joined","ts":"1793701861.0"},
       {"type":"message","user":"U2","text":"ok","ts":"1793701920.0",
        "user_profile":{"display_name":"bo"},"replies":[{"user":"U1","ts":"1793701930.0"}]},
       {"type":"message","username":"CloudWatch","text":"","ts":"1793701800.0",
        "attachments":[{"fallback":"ALARM: checkout-5xx"}]}]
      """
    #expect(
      try rows(json) == [
        "2026-11-03T10:30:00Z CloudWatch: ALARM: checkout-5xx",
        "2026-11-03T10:31:00Z Ana Lopez: @bo see v41 (https://x.example/v) & wait",
        "2026-11-03T10:32:00Z bo: ok",
      ])
  }

  @Test("answers of AWS with times are read: alarms, events of services and stacks, calls")
  func aws() throws {
    let json = """
      {"AlarmHistoryItems":[{"AlarmName":"5xx","Timestamp":"2026-11-03T11:31:00.5+01:00",
        "HistoryItemType":"StateUpdate","HistorySummary":"Alarm updated from OK to ALARM"}]}
      {"services":[{"events":[{"id":"1","createdAt":1793701920.1,"message":"(service web) stopped"}]}]}
      {"StackEvents":[{"Timestamp":"2026-11-03T10:33:00Z","LogicalResourceId":"Web",
        "ResourceStatus":"UPDATE_FAILED","ResourceStatusReason":"no"}]}
      {"Events":[{"EventName":"UpdateService","Username":"ana","EventTime":1793702040}]}
      """
    #expect(
      try rows(json) == [
        "2026-11-03T10:31:00Z 5xx: Alarm updated from OK to ALARM",
        "2026-11-03T10:32:00Z (service web) stopped",
        "2026-11-03T10:33:00Z Web UPDATE_FAILED: no", "2026-11-03T10:34:00Z UpdateService by ana",
      ])
  }

  @Test("a line without a time is kept with the row above, and counted")
  func unread() throws {
    let reading = try TimelineReading.read(
      "head\n2026-11-03T10:31:00Z boom\n  at Foo.bar\n504 errors\n",
      times: SpokenTimeReader(now: Self.now))
    #expect(reading.unreadLines == 3)
    #expect(
      reading.entries.map(\.text) == ["head", "boom / at Foo.bar / 504 errors"])
    #expect(throws: JSONProblem.self) { try rows("[{\"ts\":") }
    #expect(try rows("nothing here has a time\n").count == 1)
  }

  @Test("what is there already is not added again, also where a source counts no seconds")
  func duplicates() throws {
    var draft = IncidentDraft(title: "x")
    draft.startedAt = Timestamp("2026-11-03T10:00:00Z")
    let id = IncidentID(day: Self.now.day, title: "x")
    var document = try IncidentDocument(
      Postmortem.page(of: draft, id: id), path: "Content/incidents/2026/\(id).md")
    let times = SpokenTimeReader(now: Self.now)
    let fine = try TimelineReading.read("2026-11-03T10:31:42Z a | b <c>\n", times: times)
    #expect(try document.addTimeline(fine.entries) == 1)
    let coarse = try TimelineReading.read(
      "10:31 a | b <c>\n10:31 other\n10:31 other\n", times: times)
    #expect(coarse.entries.count == 2)
    #expect(try document.addTimeline(coarse.entries) == 1)
    #expect(TimelineEditor.entries(in: document.incident).count == 3)
  }
}
