/// A time as logs, shells and chats write it at the beginning of a line.
struct LineTime {
  /// What is written: a moment, or what clocks show there, which still needs a zone.
  enum Written: Equatable {
    case moment(Timestamp)
    case local(Timestamp)
    /// Seconds since midnight.
    case clock(Int64)
  }

  var written: Written
  /// What stands behind it.
  var rest: Substring

  /// Reads the time at the beginning of a line, brackets around it included; nil where there is none.
  ///
  /// - Parameters:
  ///   - line: the line.
  ///   - now: days without a year, and `3/11/26`, are read as the nearest that is over.
  init?(_ line: Substring, now: Timestamp) {
    let line = line.drop { $0 == " " || $0 == "\t" }
    let isBracketed = line.first == "[" || line.first == "("
    var scanner = LineScanner(isBracketed ? line.dropFirst() : line)
    guard let written = Self.written(&scanner, now: now) else { return nil }
    if isBracketed {
      guard let close = scanner.rest.first, close == "]" || close == ")" else { return nil }
      scanner.rest = scanner.rest.dropFirst()
    } else if let next = scanner.rest.first, !" \t,;|>-–—".contains(next), next != ":" {
      return nil
    }
    self.written = written
    rest = scanner.rest.drop { " \t,;|>-–—:".contains($0) }
  }

  private static func written(_ scanner: inout LineScanner, now: Timestamp) -> Written? {
    let start = scanner
    let readers: [(inout LineScanner, Timestamp) -> Written?] = [
      isoTime, epochTime, numberedDay, namedDay,
      { scanner, _ in clock(&scanner).map(Written.clock) },
    ]
    for read in readers {
      scanner = start
      if let written = read(&scanner, now) { return written }
    }
    return nil
  }

  // MARK: Forms

  /// `2026-11-03T10:31:00Z`, `2026/11/03 10:31`, `2026-11-03 10:31:00,123 +0100`.
  private static func isoTime(_ scanner: inout LineScanner, _ now: Timestamp) -> Written? {
    guard let year = scanner.number(4...4), let mark = scanner.skip("-/"),
      let month = scanner.number(1...2), scanner.skip(String(mark)) != nil,
      let day = scanner.number(1...2),
      let date = CivilDate(year: Int(year), month: Int(month), day: Int(day)),
      scanner.skip("Tt _") != nil
    else { return nil }
    scanner.skipBlanks()
    return clock(&scanner).map { moment(date, $0, &scanner) }
  }

  /// `1762166460`, `1762166460.123` or `1762166460123`.
  private static func epochTime(_ scanner: inout LineScanner, _ now: Timestamp) -> Written? {
    guard let number = scanner.number(10...13) else { return nil }
    if scanner.skip(".") != nil { _ = scanner.number(1...9) }
    return JSONEvents.epoch(Double(number)).map(Written.moment)
  }

  /// `3.11.2026 10:31`, `11/3/26 10:31`, `03/11/2026 10:31:00`.
  private static func numberedDay(_ scanner: inout LineScanner, _ now: Timestamp) -> Written? {
    guard let first = scanner.number(1...2), let mark = scanner.skip("./-"),
      let second = scanner.number(1...2), scanner.skip(String(mark)) != nil,
      var year = scanner.number(2...4), year < 100 || year > 1999
    else { return nil }
    if year < 100 { year += 2000 }
    _ = scanner.skip(",")
    scanner.skipBlanks()
    guard let clock = clock(&scanner) else { return nil }
    // With dots the day is first; with slashes it may be either, and what is to come is not meant.
    let orders = mark == "." ? [(second, first)] : [(second, first), (first, second)]
    let days = orders.compactMap { month, day in
      CivilDate(year: Int(year), month: Int(month), day: Int(day))
    }
    let past = days.filter { $0 <= CivilDate(daysSince1970: now.day.daysSince1970 + 1) }
    return (past.max() ?? days.first).map { moment($0, clock, &scanner) }
  }

  /// `Nov  3 10:31:00`, `Tue Nov 3 10:31:00 2026 +0100`, `Tue, 3 Nov 2026 10:31:00 +0100`,
  /// `03/Nov/2026:10:31:00 +0000`.
  private static func namedDay(_ scanner: inout LineScanner, _ now: Timestamp) -> Written? {
    var day: Int64?
    var month: Int?
    var year: Int64?
    // A few words in any order, the clock last of them.
    for _ in 0..<5 {
      if let word = scanner.word() {
        if month == nil, let found = Self.month(word) {
          month = found
        } else if !isWeekday(word) {
          return nil
        }
      } else if let day, let month, let clock = peekedClock(&scanner) {
        let after = scanner
        scanner.skipBlanks()
        if year == nil, let late = scanner.number(4...4), (2000...2100).contains(late) {
          year = late
        } else {
          scanner = after
        }
        let date =
          year.flatMap { CivilDate(year: Int($0), month: month, day: Int(day)) }
          ?? nearest(month: month, day: Int(day), now: now)
        return date.map { moment($0, clock, &scanner) }
      } else if let number = scanner.number(1...4) {
        if number > 31 { year = number } else { day = number }
        _ = scanner.suffix(["st", "nd", "rd", "th"])
      } else {
        return nil
      }
      while scanner.skip(" ,/:\t") != nil {}
    }
    return nil
  }

  private static func peekedClock(_ scanner: inout LineScanner) -> Int64? {
    let start = scanner
    if let clock = clock(&scanner) { return clock }
    scanner = start
    return nil
  }

  /// `10:31`, `9:05:07.123`, `10:31 PM`, as seconds since midnight.
  static func clock(_ scanner: inout LineScanner) -> Int64? {
    guard var hour = scanner.number(1...2), scanner.skip(":") != nil,
      let minute = scanner.number(2...2), minute < 60
    else { return nil }
    var second: Int64 = 0
    let short = scanner
    if scanner.skip(":") != nil {
      if let value = scanner.number(2...2), value <= 60 {
        second = value
        let whole = scanner
        if scanner.skip(".,") == nil || scanner.number(1...9) == nil { scanner = whole }
      } else {
        // `10:31: text`
        scanner = short
      }
    }
    let before = scanner
    scanner.skipBlanks()
    if let half = scanner.suffix(["am", "pm", "a.m.", "p.m."]) {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (half.hasPrefix("p") ? 12 : 0)
    } else {
      scanner = before
    }
    guard hour < 24 else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// The zone behind a clock, if there is one.
  private static func moment(
    _ date: CivilDate, _ clock: Int64, _ scanner: inout LineScanner
  ) -> Written {
    let local = Timestamp(seconds: date.daysSince1970 * 86400 + clock)
    let before = scanner
    scanner.skipBlanks()
    if scanner.suffix(["utc", "gmt", "z"]) != nil { return .moment(local) }
    if let sign = scanner.skip("+-"), let offset = offset(&scanner) {
      return .moment(Timestamp(seconds: local.seconds - (sign == "-" ? -offset : offset)))
    }
    scanner = before
    return .local(local)
  }

  /// `01:00`, `0100` or `01`, as seconds.
  private static func offset(_ scanner: inout LineScanner) -> Int64? {
    if let digits = scanner.number(4...4) {
      return digits / 100 < 24 && digits % 100 < 60 ? (digits / 100 * 60 + digits % 100) * 60 : nil
    }
    guard let hours = scanner.number(2...2), hours < 24 else { return nil }
    guard scanner.skip(":") != nil else { return hours * 3600 }
    return scanner.number(2...2).flatMap { $0 < 60 ? (hours * 60 + $0) * 60 : nil }
  }

  // MARK: Days

  /// The day that a line names and nothing else, such as `Tuesday, November 3rd` or `— 2026-11-03 —`.
  ///
  /// - Returns: nil where the line says anything else.
  static func day(_ line: Substring, today: CivilDate, now: Timestamp) -> CivilDate? {
    let text = line.filter { $0.isLetter || $0.isNumber || " /.-,".contains($0) }.lowercased()
    let trimmed = String(
      text.drop { " -".contains($0) }.reversed().drop { " -".contains($0) }.reversed())
    if trimmed == "today" { return today }
    if trimmed == "yesterday" { return CivilDate(daysSince1970: today.daysSince1970 - 1) }
    if let day = CivilDate(trimmed) { return day }
    var scanner = LineScanner(trimmed[...])
    var month: Int?
    var day: Int64?
    var year: Int64?
    while !scanner.rest.isEmpty {
      if let word = scanner.word() {
        if month == nil, let found = Self.month(word) {
          month = found
        } else if !isWeekday(word) {
          return nil
        }
      } else if let number = scanner.number(1...4) {
        if number > 31 { year = number } else { day = number }
        _ = scanner.suffix(["st", "nd", "rd", "th"])
      } else if scanner.skip(" ,.") == nil {
        return nil
      }
    }
    guard let month, let day else { return nil }
    return year.map { CivilDate(year: Int($0), month: month, day: Int(day)) }
      ?? nearest(month: month, day: Int(day), now: now)
  }

  /// The last day of a month's name that is over or is today.
  private static func nearest(month: Int, day: Int, now: Timestamp) -> CivilDate? {
    let limit = CivilDate(daysSince1970: now.day.daysSince1970 + 1)
    let year = now.day.components.year
    return [year + 1, year, year - 1].lazy
      .compactMap { CivilDate(year: $0, month: month, day: day) }.first { $0 <= limit }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// The number of a month by its name or the first letters of it.
  private static func month(_ word: String) -> Int? {
    word.count < 3 ? nil : months.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
  }

  private static func isWeekday(_ word: String) -> Bool {
    word.count >= 3 && weekdays.contains { $0.hasPrefix(word) }
  }
}

/// Reads numbers, words and marks off the front of a line.
struct LineScanner {
  var rest: Substring

  init(_ rest: Substring) { self.rest = rest }

  /// A number of ASCII digits; nothing is taken where there are fewer or more.
  mutating func number(_ width: ClosedRange<Int>) -> Int64? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard width.contains(digits.count) else { return nil }
    rest = rest[digits.endIndex...]
    return Int64(digits)
  }

  /// One of some characters.
  mutating func skip(_ characters: String) -> Character? {
    guard let first = rest.first, characters.contains(first) else { return nil }
    rest = rest.dropFirst()
    return first
  }

  mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }

  /// A word of letters, in lower case.
  mutating func word() -> String? {
    let letters = rest.prefix { $0.isASCII && $0.isLetter }
    guard !letters.isEmpty else { return nil }
    rest = rest[letters.endIndex...]
    return letters.lowercased()
  }

  /// One of some words in either case, where it does not go on as another word.
  mutating func suffix(_ words: [String]) -> String? {
    let lower = rest.prefix(8).lowercased()
    for word in words where lower.hasPrefix(word) {
      let end = rest.index(rest.startIndex, offsetBy: word.count)
      if end < rest.endIndex, rest[end].isLetter || rest[end].isNumber { continue }
      rest = rest[end...]
      return word
    }
    return nil
  }
}
