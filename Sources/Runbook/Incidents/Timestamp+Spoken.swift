extension Timestamp {
  /// Reads a time as people type it during an incident; nil where the text is anything else.
  ///
  /// All of them are UTC:
  ///
  /// - `now`
  /// - RFC 3339, or `2026-11-03 10:31`
  /// - `10:31`: the last time the clock showed it, today or, just after midnight, yesterday
  /// - `-25m`, `25m ago`, `1h30m ago`: before now, in `s`, `m`, `h`, `d` or `w`
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - now: the present.
  public init?(spoken text: String, now: Timestamp) {
    let words = text.split(separator: " ").map { $0.lowercased() }
    let text = words.joined(separator: " ")
    if text == "now" {
      self = now
    } else if let time = Timestamp(text) {
      self = time
    } else if let time = Timestamp.clock(text, now: now) {
      self = time
    } else if text.hasPrefix("-"), let span = Timestamp.span(text.dropFirst()) {
      self.init(before: span, now)
    } else if words.last == "ago",
      let span = Timestamp.span(words.dropLast().joined(separator: "")[...])
    {
      self.init(before: span, now)
    } else {
      return nil
    }
  }

  /// What `init(spoken:now:)` reads, for a hint.
  public static let spokenForms =
    "give a time in UTC as 10:31, 2026-11-03 10:31, RFC 3339, -25m, '2h ago' or now"

  private init?(before span: Int64, _ now: Timestamp) {
    guard now.seconds - span >= 0 else { return nil }
    self.init(seconds: now.seconds - span)
  }

  /// Clocks of two machines may differ by this much before a time counts as yesterday's.
  private static let tolerance: Int64 = 300

  /// `10:31`, `9:05`, `10:31:07`, each with `z` or `utc` after it if liked.
  private static func clock(_ text: String, now: Timestamp) -> Timestamp? {
    var clock = text[...]
    for ending in ["z", " utc", "utc"] where clock.hasSuffix(ending) {
      clock = clock.dropLast(ending.count)
      break
    }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { number($0, digits: 1...2) }
    guard (2...3).contains(parts.count), numbers.count == parts.count, parts[1].utf8.count == 2,
      numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60
    else { return nil }
    let second = numbers.count > 2 ? numbers[2] : 0
    let ofDay = numbers[0] * 3600 + numbers[1] * 60 + second
    let time = Timestamp(seconds: now.day.daysSince1970 * 86400 + ofDay)
    return time.seconds > now.seconds + tolerance ? Timestamp(seconds: time.seconds - 86400) : time
  }

  /// `25m`, `1h30m`, `2hours`, as seconds.
  private static func span(_ text: Substring) -> Int64? {
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
