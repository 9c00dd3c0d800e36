import Testing

@testable import Runbook

@Suite struct SpokenTimeReaderTests {
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
    #expect(SpokenTimeReader(now: Self.now).read(text)?.time.description == expected)
  }

  @Test(
    "anything else is refused",
    arguments: [
      "", "-", "ago", "25", "25m", "-m", "-25x", "24:00", "10:60", "10", "1:2", "10:31:60:00",
      "10:3", "2026-13-01 10:00", "yesterday", "-999999d", "-99999w", "١٠:٣١", "10:31 am", "+5m",
      "-5m -5m",
    ])
  func refused(text: String) {
    #expect(SpokenTimeReader(now: Self.now).read(text) == nil)
  }

  @Test("just after midnight a clock time of the evening is yesterday's")
  func midnight() throws {
    let now = try #require(Timestamp("2026-11-03T00:10:00Z"))
    #expect(SpokenTimeReader(now: now).read("23:58")?.time.description == "2026-11-02T23:58:00Z")
    #expect(SpokenTimeReader(now: now).read("00:05")?.time.description == "2026-11-03T00:05:00Z")
  }

  /// Two hours ahead of UTC until the last Sunday of October 2026, then one.
  private static let berlin = LocalZone(name: "Europe/Berlin") { time in
    time.seconds < 1_792_890_000 ? 7200 : 3600
  }

  @Test(
    "a time without a zone is one of the laptop's clock",
    arguments: [
      ("10:31", "2026-11-03T09:31:00Z", true), ("2026-10-01 10:31", "2026-10-01T08:31:00Z", true),
      ("10:31Z", "2026-11-03T10:31:00Z", false), ("-10m", "2026-11-03T10:30:30Z", false),
      ("2026-11-03T10:31:00+05:30", "2026-11-03T05:01:00Z", false),
    ])
  func zone(text: String, expected: String, isLocal: Bool) throws {
    let spoken = try #require(SpokenTimeReader(now: Self.now, zone: Self.berlin).read(text))
    #expect(spoken.time.description == expected)
    #expect(spoken.isLocal == isLocal)
  }

  @Test(
    "a clock time is of the incident's own day, and of the next where the night lies between",
    arguments: [
      ("2026-10-10T10:08:00Z", "10:15", "2026-10-10T10:15:00Z"),
      ("2026-10-10T23:50:00Z", "00:10", "2026-10-11T00:10:00Z"),
      ("2026-10-10T10:08:00Z", "10:05", "2026-10-10T10:05:00Z"),
      ("2026-11-03T10:08:00Z", "10:31", "2026-11-03T10:31:00Z"),
      ("2026-11-02T22:00:00Z", "09:30", "2026-11-03T09:30:00Z"),
      ("2026-11-03T10:08:00Z", "23:50", "2026-11-02T23:50:00Z"),
    ])
  func day(start: String, text: String, expected: String) throws {
    let start = try #require(Timestamp(start))
    let reader = SpokenTimeReader(now: Self.now, start: start)
    #expect(reader.read(text)?.time.description == expected)
  }

  @Test("an hour that a change of the clocks skips or repeats has one meaning")
  func change() throws {
    let local = try #require(Timestamp("2026-10-25T02:30:00Z"))
    #expect(Self.berlin.local(Self.berlin.moment(local)) == local)
  }
}
