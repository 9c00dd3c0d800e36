/// The lines of a copied thread, `git log`, a shell history or a log, as entries.
///
/// Each line is read by itself, so a text may hold all of them. A line without a time belongs to the
/// entry above.
struct TimelineLines {
  private let times: SpokenTimeReader
  private var entries: [TimelineEntry] = []
  private var unread = 0
  /// Text above the first time.
  private var orphans: [String] = []
  /// What takes the next lines.
  private var open: Open = .none
  /// The day that a divider of the thread names.
  private var day: CivilDate?
  private var author: String?
  private var wasBlank = true

  private enum Open {
    case none
    /// An entry that is complete; what follows without a time could not be read.
    case line
    /// A message of a thread, which may have many lines.
    case message
    /// A time whose text is the next line.
    case time(Timestamp, isMessage: Bool)
    /// A command whose time is the next line.
    case command(String)
    case commit(Commit)
  }

  private struct Commit {
    var id: String
    var author: String?
    var time: Timestamp?
    var subject: String?
  }

  init(_ times: SpokenTimeReader) { self.times = times }

  /// Everything that was read.
  mutating func finish() -> (entries: [TimelineEntry], unread: Int) {
    closeCommit()
    if !orphans.isEmpty {
      // They are older than what follows, as far as anybody knows.
      let time = entries.first?.time ?? times.start ?? times.now
      unread += orphans.count
      entries.insert(TimelineEntry(time: time, text: orphans.joined(separator: " / ")), at: 0)
      orphans = []
    }
    return (entries, unread)
  }

  mutating func take(_ line: String) {
    let text = line.drop { $0 == " " || $0 == "\t" }
    guard !text.isEmpty else {
      wasBlank = true
      return
    }
    defer { wasBlank = false }
    if takeCommit(line) || takeHistory(line, text) { return }
    if let day = LineTime.day(text, today: today, now: times.now) {
      self.day = day
      if case .message = open { open = .line }
      return
    }
    if let time = LineTime(text, now: times.now) { return take(time, in: line) }
    if takeHead(text) { return }
    takeRest(String(text))
  }

  private var today: CivilDate { times.zone.local(times.now).day }

  // MARK: Lines with a time

  private mutating func take(_ found: LineTime, in line: String) {
    let time = moment(found.written)
    let rest = found.rest.drop { $0 == " " }
    guard rest.isEmpty else {
      entries.append(TimelineEntry(time: time, text: String(rest)))
      if case .clock = found.written { open = .message } else { open = .line }
      return
    }
    // In a copied thread a name stands above its time, which is set in; alone it goes on for the same.
    if line.first == " " || line.first == "\t" || author == nil { author = takeName() ?? author }
    open = .time(time, isMessage: true)
  }

  /// The line above, where it is a name.
  private mutating func takeName() -> String? {
    if let last = orphans.last, last.count <= 60 {
      orphans.removeLast()
      return last
    }
    guard case .message = open, let last = entries.indices.last,
      let cut = entries[last].text.lastIndex(of: "\n")
    else { return nil }
    let name = entries[last].text[cut...].dropFirst()
    guard name.count <= 60 else { return nil }
    entries[last].text = String(entries[last].text[..<cut])
    return String(name)
  }

  /// `Ana Lopez  10:31 AM`, `Ana [10:31]`, `Ana — Today at 10:31`: the head of a message.
  private mutating func takeHead(_ text: Substring) -> Bool {
    guard text.count <= 100, let found = Self.head(text) else { return false }
    if found.isYesterday { day = CivilDate(daysSince1970: today.daysSince1970 - 1) }
    author = found.name
    open = .time(moment(.clock(found.clock)), isMessage: true)
    return true
  }

  private static func head(
    _ text: Substring
  ) -> (name: String, clock: Int64, isYesterday: Bool)? {
    var head = text
    var isBracketed = false
    if head.last == "]" || head.last == ")" {
      head = head.dropLast()
      isBracketed = true
    }
    // The last colon is the one of the clock, or of its seconds.
    for place in head.indices.reversed() where head[place].isNumber {
      let isStart = place == head.startIndex || !head[head.index(before: place)].isNumber
      guard isStart else { continue }
      var scanner = LineScanner(head[place...])
      guard let clock = LineTime.clock(&scanner), scanner.rest.isEmpty else { continue }
      let before = head[..<place]
      if place > head.startIndex, before.last == ":" { continue }
      return name(before, isBracketed: isBracketed).map { ($0.name, clock, $0.isYesterday) }
    }
    return nil
  }

  /// The name in front of a clock; nil where a sentence ends with a time.
  private static func name(
    _ text: Substring, isBracketed: Bool
  ) -> (name: String, isYesterday: Bool)? {
    var name = text
    var isSet = isBracketed
    if isBracketed {
      guard let mark = name.last, mark == "[" || mark == "(" else { return nil }
      name = name.dropLast()
    } else {
      isSet = name.hasSuffix("  ") || name.hasSuffix("\t")
    }
    var isYesterday = false
    for (words, yesterday) in [("today at ", false), ("yesterday at ", true)]
    where name.lowercased().hasSuffix(words) {
      name = name.dropLast(words.count)
      (isYesterday, isSet) = (yesterday, true)
    }
    let plain = name.drop { " \t".contains($0) }.reversed().drop { " \t—–-:".contains($0) }
      .reversed()
    let words = String(plain)
    guard isSet, !words.isEmpty, words.count <= 60 else { return nil }
    // Slack marks who is a program.
    return (words.hasSuffix("  APP") ? String(words.dropLast(5)) : words, isYesterday)
  }

  private func moment(_ written: LineTime.Written) -> Timestamp {
    switch written {
    case .moment(let time): return time
    case .local(let time): return times.zone.moment(time)
    case .clock(let second):
      if let day {
        return times.zone.moment(Timestamp(seconds: day.daysSince1970 * 86400 + second))
      }
      var near = times
      near.start = entries.last?.time ?? times.start
      let text = "\(second / 3600):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
      return near.read(text)?.time ?? times.now
    }
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

  // MARK: Lines without a time

  private mutating func takeRest(_ text: String) {
    switch open {
    case .time(let time, let isMessage):
      let name = isMessage ? author.map { "\($0): " } ?? "" : ""
      entries.append(TimelineEntry(time: time, text: name + text))
      open = isMessage ? .message : .line
    case .message:
      entries[entries.count - 1].text += "\n" + text
    case .line, .command, .commit, .none:
      guard let last = entries.indices.last else { return orphans.append(text) }
      // A shell writes a command of several lines with a stroke at the end of each.
      if entries[last].text.hasSuffix("\\") {
        entries[last].text = entries[last].text.dropLast() + " " + text
        return
      }
      entries[last].text += " / " + text
      unread += 1
    }
  }

  // MARK: Shells

  /// `: 1762166460:0;command` of zsh, `#1762166460` above a command of bash, `- cmd:` above `when:` of
  /// fish, and the number that `history` puts in front.
  private mutating func takeHistory(_ line: String, _ text: Substring) -> Bool {
    if case .command(let command) = open, text.hasPrefix("when: "),
      let time = Double(text.dropFirst(6)).flatMap(JSONEvents.epoch)
    {
      entries.append(TimelineEntry(time: time, text: command))
      open = .line
      return true
    }
    if line.hasPrefix("- cmd: ") {
      open = .command(String(line.dropFirst(7)))
      return true
    }
    if text.hasPrefix("#"), let time = Self.epoch(text.dropFirst()) {
      open = .time(time, isMessage: false)
      return true
    }
    if text.hasPrefix(": "), let mark = text.firstIndex(of: ";") {
      let parts = text[..<mark].dropFirst(2).split(separator: ":")
      if parts.count == 2, let time = Self.epoch(parts[0]) {
        entries.append(TimelineEntry(time: time, text: String(text[mark...].dropFirst())))
        open = .line
        return true
      }
    }
    // `  501  2026-11-03 10:31:00 aws ecs …`; zsh marks what was changed with a star.
    let number = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text[number.endIndex...].drop { $0 == "*" }
    guard (1...7).contains(number.count), rest.first == " ",
      let time = LineTime(rest, now: times.now), !time.rest.isEmpty
    else { return false }
    entries.append(TimelineEntry(time: moment(time.written), text: String(time.rest)))
    open = .line
    return true
  }

  private static func epoch(_ text: Substring) -> Timestamp? {
    guard (9...13).contains(text.count), text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    return Double(text).flatMap(JSONEvents.epoch)
  }

  // MARK: git

  private mutating func takeCommit(_ line: String) -> Bool {
    // `git log --graph` draws in front.
    let text = line.drop { "*|/\\ ".contains($0) }
    if text.hasPrefix("commit "), let id = Self.commitID(text.dropFirst(7)) {
      closeCommit()
      open = .commit(Commit(id: id))
      return true
    }
    guard case .commit(var commit) = open else { return false }
    defer { if case .commit = open { open = .commit(commit) } }
    for (key, value) in [("Author:", true), ("AuthorDate:", false), ("Date:", false)]
    where text.hasPrefix(key) {
      let rest = text.dropFirst(key.count).drop { $0 == " " }
      if value {
        commit.author = String(rest.prefix { $0 != "<" }.reversed().drop { $0 == " " }.reversed())
      } else {
        commit.time = LineTime(rest, now: times.now).map { moment($0.written) }
      }
      return true
    }
    for key in ["Merge:", "Commit:", "CommitDate:", "Reflog"] where text.hasPrefix(key) {
      return true
    }
    // The message is set in by four; what is not, such as --stat, is no part of it.
    if line.hasPrefix("    ") || line.hasPrefix("|     ") {
      if commit.subject == nil { commit.subject = String(text) }
      return true
    }
    if LineTime(text, now: times.now) != nil || !line.hasPrefix(" ") && commit.subject != nil {
      closeCommit()
      return false
    }
    return true
  }

  private mutating func closeCommit() {
    guard case .commit(let commit) = open else { return }
    open = .line
    let who = commit.author.map { ", \($0)" } ?? ""
    let text = "\(commit.subject ?? "commit") (\(commit.id.prefix(7))\(who))"
    guard let time = commit.time else { return takeRest(text) }
    entries.append(TimelineEntry(time: time, text: text))
  }

  private static func commitID(_ text: Substring) -> String? {
    let id = text.prefix { $0.isHexDigit }
    return (7...64).contains(id.count) ? String(id) : nil
  }
}
