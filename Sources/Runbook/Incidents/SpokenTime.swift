/// A time as people type it during an incident, read.
public struct SpokenTime: Equatable, Sendable {
  /// The moment.
  public var time: Timestamp
  /// Whether it was written as a clock of the laptop shows it: without a zone.
  public var isLocal = false
  /// Whether no day was written, and another than the last one was taken: that of the incident.
  public var isOfIncident = false
}

/// Reads times as people type them.
///
/// - `now`
/// - RFC 3339, or `2026-11-03 10:31`
/// - `10:31`: on the day of the incident; without one the last time the clock showed it
/// - `-25m`, `25m ago`, `1h30m ago`: before now, in `s`, `m`, `h`, `d` or `w`
///
/// What has neither `Z` nor an offset is read as the clock of the laptop shows it.
public struct SpokenTimeReader: Sendable {
  /// The present.
  public let now: Timestamp
  /// The zone of what is written without one.
  public let zone: LocalZone
  /// When the incident began that the times belong to, as far as is known.
  public var start: Timestamp?

  /// Makes a reader.
  public init(now: Timestamp, zone: LocalZone = .utc, start: Timestamp? = nil) {
    self.now = now
    self.zone = zone
    self.start = start
  }

  /// What `read` understands, for a hint.
  public static let forms =
    "give a time as 10:31, 2026-11-03 10:31, 10:31Z, RFC 3339, -25m, '2h ago' or now"

  /// Clocks of two machines may differ by this much before a time counts as yesterday's.
  private static let tolerance: Int64 = 300
  /// A clock time this much before the start is of the next day: `00:10` of what began at 23:50.
  private static let night: Int64 = 6 * 3600

  /// Reads a time; nil where the text is anything else.
  ///
  /// - Parameter text: what was typed.
  /// - Returns: the moment, and how it was found.
  public func read(_ text: String) -> SpokenTime? {
    let words = text.split(separator: " ").map { $0.lowercased() }
    let text = words.joined(separator: " ")
    if text == "now" { return SpokenTime(time: now) }
    if let time = Timestamp(text) {
      guard !SpokenTimeReader.hasOffset(text) else { return SpokenTime(time: time) }
      return SpokenTime(time: zone.moment(time), isLocal: true)
    }
    if let clock = clock(text) { return clock }
    if text.hasPrefix("-"), let span = SpokenTimeReader.span(text.dropFirst()) {
      return before(span)
    }
    if words.last == "ago",
      let span = SpokenTimeReader.span(words.dropLast().joined(separator: "")[...])
    {
      return before(span)
    }
    return nil
  }

  /// Whether RFC 3339 ends with its offset; the hyphens of the day stand before it.
  static func hasOffset(_ text: String) -> Bool {
    text.hasSuffix("z") || text.hasSuffix("Z") || text.dropFirst(16).contains { "+-".contains($0) }
  }

  private func before(_ span: Int64) -> SpokenTime? {
    guard now.seconds - span >= 0 else { return nil }
    return SpokenTime(time: Timestamp(seconds: now.seconds - span))
  }

  // MARK: Clocks

  /// `10:31`, `9:05`, `10:31:07`, each with `z` or `utc` after it if liked.
  private func clock(_ text: String) -> SpokenTime? {
    var clock = text[...]
    var zone = zone
    var isLocal = true
    for ending in ["z", " utc", "utc"] where clock.hasSuffix(ending) {
      clock = clock.dropLast(ending.count)
      (zone, isLocal) = (.utc, false)
      break
    }
    guard let second = SpokenTimeReader.secondOfDay(clock) else { return nil }
    let last = last(second, in: zone)
    guard let start else { return SpokenTime(time: last, isLocal: isLocal) }
    let time = first(second, since: start, in: zone) ?? last
    return SpokenTime(time: time, isLocal: isLocal, isOfIncident: time != last)
  }

  /// The seconds since midnight of `10:31` or `10:31:07`; nil where it is no time of day.
  static func secondOfDay(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { number($0, digits: 1...2) }
    guard (2...3).contains(parts.count), numbers.count == parts.count, parts[1].utf8.count == 2,
      numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60
    else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
  }

  private func last(_ second: Int64, in zone: LocalZone) -> Timestamp {
    let today = zone.local(now).day.daysSince1970
    let time = moment(second, of: today, in: zone)
    return time.seconds > now.seconds + SpokenTimeReader.tolerance
      ? moment(second, of: today - 1, in: zone) : time
  }

  /// The time of day on the day of the start, or on the next where that would be long before it; nil
  /// where it is still to come.
  private func first(_ second: Int64, since start: Timestamp, in zone: LocalZone) -> Timestamp? {
    let day = zone.local(start).day.daysSince1970
    let sameDay = moment(second, of: day, in: zone)
    let nextDay = moment(second, of: day + 1, in: zone)
    let end = now.seconds + SpokenTimeReader.tolerance
    let isNight = sameDay.seconds < start.seconds - SpokenTimeReader.night
    if isNight, nextDay.seconds <= end { return nextDay }
    return sameDay.seconds <= end ? sameDay : nil
  }

  private func moment(_ second: Int64, of day: Int64, in zone: LocalZone) -> Timestamp {
    zone.moment(Timestamp(seconds: day * 86400 + second))
  }

  // MARK: Spans

  /// `25m`, `1h30m`, `2hours`, as seconds; nil where it is no span.
  public static func span(_ text: Substring) -> Int64? {
    var rest = text
    var total: Int64 = 0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(unit.count)
      // Five digits of the longest unit are far from any overflow.
      guard let number = number(digits, digits: 1...5), let seconds = units[String(unit)] else {
        return nil
      }
      total += number * seconds
    }
    return total
  }

  private static let units: [String: Int64] = [
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "mins": 60, "minute": 60,
    "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600, "d": 86400, "day": 86400,
    "days": 86400, "w": 604800, "week": 604800, "weeks": 604800,
  ]

  private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int64? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      return nil
    }
    return Int64(text)
  }
}

extension Incident {
  /// When it began, or else the first time that is known of it.
  public var firstTime: Timestamp? {
    startedAt ?? [detectedAt, acknowledgedAt, mitigatedAt, resolvedAt].compactMap { $0 }.min()
  }
}
