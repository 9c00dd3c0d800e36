import Testing

@testable import Runbook

@Suite struct SpokenTimeTests {
  private static let now = Timestamp("2026-11-03T10:40:30Z") ?? Timestamp(seconds: 0)

  @Test(
    "times are read as people type them",
    arguments: [
      ("now", "2026-11-03T10:40:30Z"),
      (" Now ", "2026-11-03T10:40:30Z"),
      ("10:31", "2026-11-03T10:31:00Z"),
      ("9:05", "2026-11-03T09:05:00Z"),
      ("10:31Z", "2026-11-03T10:31:00Z"),
      ("10:31 UTC", "2026-11-03T10:31:00Z"),
      ("10:31:07", "2026-11-03T10:31:07Z"),
      ("10:44", "2026-11-03T10:44:00Z"),
      ("23:50", "2026-11-02T23:50:00Z"),
      ("2026-11-03 10:31", "2026-11-03T10:31:00Z"),
      ("2026-11-03T10:31", "2026-11-03T10:31:00Z"),
      ("2026-11-03T12:31:00+02:00", "2026-11-03T10:31:00Z"),
      ("2026-11-03t10:31:00.123z", "2026-11-03T10:31:00Z"),
      ("-25m", "2026-11-03T10:15:30Z"),
      ("25m ago", "2026-11-03T10:15:30Z"),
      ("25 minutes ago", "2026-11-03T10:15:30Z"),
      ("1h30m ago", "2026-11-03T09:10:30Z"),
      ("-2d", "2026-11-01T10:40:30Z"),
      ("1w ago", "2026-10-27T10:40:30Z"),
    ])
  func accepted(text: String, expected: String) {
    #expect(Timestamp(spoken: text, now: Self.now)?.description == expected)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "-", "ago", "25", "25m", "-m", "-25x", "24:00", "10:60", "10", "1:2", "10:31:60:00",
      "10:3", "2026-13-01 10:00", "yesterday", "-999999d", "-99999w", "١٠:٣١", "10:31 am", "+5m",
      "-5m -5m",
    ])
  func refused(text: String) {
    #expect(Timestamp(spoken: text, now: Self.now) == nil)
  }

  @Test("just after midnight a clock time of the evening is yesterday's")
  func midnight() throws {
    let now = try #require(Timestamp("2026-11-03T00:10:00Z"))
    #expect(Timestamp(spoken: "23:58", now: now)?.description == "2026-11-02T23:58:00Z")
    #expect(Timestamp(spoken: "00:05", now: now)?.description == "2026-11-03T00:05:00Z")
  }
}
