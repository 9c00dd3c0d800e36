/// A moment in UTC with whole seconds, written as RFC 3339 (`2026-11-03T10:31:00Z`).
public struct Timestamp: Equatable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64

  /// Makes a moment from seconds since 1970.
  public init(seconds: Int64) {
    self.seconds = seconds
  }

  /// Reads RFC 3339.
  ///
  /// A date, `T` or a space, a time, an optional fraction (dropped), and `Z` or an
  /// offset. A time without an offset is read as UTC, as the AWS CLI does.
  ///
  /// - Returns: nil where the text is anything else, a day that does not exist included.
  public init?(_ text: String) {
    var scanner = Digits(text)
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2),
      scanner.skip("-"), let day = scanner.number(2),
      let date = CivilDate(year: year, month: month, day: day),
      scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
      let hour = scanner.number(2), hour < 24, scanner.skip(":"),
      let minute = scanner.number(2), minute < 60
    else { return nil }
    var second = 0
    if scanner.skip(":") {
      guard let value = scanner.number(2), value <= 60 else { return nil }
      second = value
      if scanner.skip(".") {
        guard scanner.digits() > 0 else { return nil }
      }
    }
    var offset = 0
    if !(scanner.skip("Z") || scanner.skip("z")), !scanner.isAtEnd {
      let sign = scanner.skip("+") ? 1 : scanner.skip("-") ? -1 : 0
      guard sign != 0, let hours = scanner.number(2), hours < 24 else { return nil }
      _ = scanner.skip(":")
      guard let minutes = scanner.number(2), minutes < 60 else { return nil }
      offset = sign * (hours * 3600 + minutes * 60)
    }
    guard scanner.isAtEnd else { return nil }
    let local = hour * 3600 + minute * 60 + second
    seconds = date.daysSince1970 * 86400 + Int64(local - offset)
  }

  /// The day, `yyyy-mm-dd`.
  public var date: String { day.description }

  /// The day.
  public var day: CivilDate {
    CivilDate(daysSince1970: seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400)
  }

  /// RFC 3339 with `Z`.
  public var description: String {
    let time = Int(seconds - day.daysSince1970 * 86400)
    return "\(day)T\(padded(time / 3600)):\(padded(time / 60 % 60)):\(padded(time % 60))Z"
  }

  /// Whether the left one is earlier.
  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }
}

/// A day of the Gregorian calendar.
public struct CivilDate: Equatable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public var daysSince1970: Int64

  /// Makes a day from the number of days since 1970-01-01.
  public init(daysSince1970: Int64) {
    self.daysSince1970 = daysSince1970
  }

  /// Makes a day, or nil where the calendar has none such.
  ///
  /// The arithmetic is `days_from_civil` of <https://howardhinnant.github.io/date_algorithms.html>.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSince1970 = Int64(era * 146097 + dayOfEra - 719468)
    let (backYear, backMonth, backDay) = components
    guard backYear == year, backMonth == month, backDay == day else { return nil }
  }

  /// Reads `yyyy-mm-dd`; nil where the text is anything else.
  public init?(_ text: String) {
    var scanner = Digits(text)
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2),
      scanner.skip("-"), let day = scanner.number(2), scanner.isAtEnd
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month and day; `civil_from_days` of the same source.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(daysSince1970) + 719468
    let era = (shifted >= 0 ? shifted : shifted - 146096) / 146097
    let dayOfEra = shifted - era * 146097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// `yyyy-mm-dd`.
  public var description: String {
    let (year, month, day) = components
    return "\(padded(year, 4))-\(padded(month))-\(padded(day))"
  }

  /// Whether the left one is earlier.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Reads fixed-width numbers off the front of a text.
private struct Digits {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ width: Int) -> Int? {
    var value = 0
    for _ in 0..<width {
      guard let digit = rest.first, (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 0x30)
      rest.removeFirst()
    }
    return value
  }

  /// Skips digits and tells how many there were.
  mutating func digits() -> Int {
    let count = rest.prefix { (0x30...0x39).contains($0) }.count
    rest.removeFirst(count)
    return count
  }
}
