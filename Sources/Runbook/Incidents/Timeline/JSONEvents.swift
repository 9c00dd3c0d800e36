/// The events in a JSON document: messages of a Slack export, the history of a CloudWatch alarm, and
/// whatever else has a time and a text.
struct JSONEvents {
  private(set) var entries: [TimelineEntry] = []
  /// Events with a text and without a time that can be read.
  private(set) var unread = 0
  private let clean: (String) -> String
  private var names: [String: String] = [:]

  init(clean: @escaping (String) -> String) {
    self.clean = clean
  }

  /// Where events have their time, the most telling first.
  private static let timeKeys = [
    "ts", "Timestamp", "timestamp", "@timestamp", "EventTime", "eventTime", "createdAt",
    "created_at", "CreatedAt", "time", "date", "at",
  ]
  private static let textKeys = ["text", "message", "summary", "title", "description", "msg"]
  /// What Slack writes of who comes and goes.
  private static let noise: Set<String> = [
    "channel_join", "channel_leave", "group_join", "group_leave", "channel_topic",
    "channel_purpose", "bot_add", "bot_remove",
  ]

  /// Takes every event of a value.
  mutating func collect(_ root: JSONValue) {
    learnNames(root, depth: 0)
    walk(root, depth: 0)
  }

  private static let depthLimit = 64

  private mutating func walk(_ value: JSONValue, depth: Int) {
    guard depth < Self.depthLimit else { return }
    for item in value.items { walk(item, depth: depth + 1) }
    guard value.kind == .object else { return }
    let fields = Self.fields(of: value)
    if take(fields) { return }
    for (_, member) in value.members { walk(member, depth: depth + 1) }
  }

  /// Whether an object is an event.
  private mutating func take(_ fields: [String: JSONValue]) -> Bool {
    if let subtype = fields["subtype"]?.string, Self.noise.contains(subtype) { return true }
    guard let text = text(fields), !text.isEmpty else { return false }
    let values = Self.timeKeys.compactMap { fields[$0] }
    if let time = values.lazy.compactMap(Self.time).first {
      entries.append(TimelineEntry(time: time, text: clean(text)))
      return true
    }
    // A page of messages has a title and a date of its own; what holds others is not one.
    guard !fields.values.contains(where: { $0.kind == .array || $0.kind == .object }),
      let last = entries.indices.last
    else { return false }
    entries[last].text += " / " + clean(text)
    unread += 1
    return true
  }

  private static func fields(of value: JSONValue) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [:]
    for (key, value) in value.members { fields[key.string ?? ""] = value }
    return fields
  }

  // MARK: Times

  private static func time(_ value: JSONValue) -> Timestamp? {
    guard let text = value.string else {
      return value.double.flatMap { $0 >= 0 ? epoch($0) : nil }
    }
    return Timestamp(text) ?? Double(text).flatMap(epoch)
  }

  /// Seconds or thousandths since 1970, as far as they are of this century.
  static func epoch(_ number: Double) -> Timestamp? {
    let range = 900_000_000.0..<10_000_000_000.0
    if range.contains(number) { return Timestamp(seconds: Int64(number)) }
    return range.contains(number / 1000) ? Timestamp(seconds: Int64(number / 1000)) : nil
  }

  // MARK: Texts

  private func text(_ fields: [String: JSONValue]) -> String? {
    func string(_ key: String) -> String? {
      fields[key]?.string.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
    if let alarm = string("AlarmName"), let what = string("HistorySummary") {
      return "\(alarm): \(what)"
    }
    if let name = string("EventName") ?? string("eventName"),
      fields["Username"] != nil
        || fields["userIdentity"] != nil || fields["EventSource"] != nil
    {
      return string("Username").map { "\(name) by \($0)" } ?? name
    }
    if let resource = string("LogicalResourceId"), let status = string("ResourceStatus") {
      let reason = string("ResourceStatusReason").map { ": \($0)" } ?? ""
      return "\(resource) \(status)\(reason)"
    }
    let isSlack = fields["ts"] != nil
    let said = Self.textKeys.lazy.compactMap(string).first ?? (isSlack ? attached(fields) : nil)
    guard let said else { return nil }
    guard isSlack else { return said }
    let text = plain(said)
    return author(fields).map { "\($0): \(text)" } ?? text
  }

  /// What a bot attached, or the names of files.
  private func attached(_ fields: [String: JSONValue]) -> String? {
    for attachment in fields["attachments"]?.items ?? [] {
      let fields = Self.fields(of: attachment)
      for key in ["fallback", "text", "title"] {
        if let text = fields[key]?.string, !text.isEmpty { return text }
      }
    }
    let files = (fields["files"]?.items ?? []).compactMap { file in
      let fields = Self.fields(of: file)
      return fields["title"]?.string ?? fields["name"]?.string
    }
    return files.isEmpty ? nil : "file \(files.joined(separator: ", "))"
  }

  // MARK: Slack

  private mutating func learnNames(_ value: JSONValue, depth: Int) {
    guard depth < Self.depthLimit else { return }
    for item in value.items { learnNames(item, depth: depth + 1) }
    guard value.kind == .object else { return }
    let fields = Self.fields(of: value)
    if let id = fields["user"]?.string ?? fields["id"]?.string, names[id] == nil,
      let name = Self.name(in: fields["user_profile"] ?? fields["profile"])
    {
      names[id] = name
    }
    for (_, member) in value.members { learnNames(member, depth: depth + 1) }
  }

  private static func name(in profile: JSONValue?) -> String? {
    guard let profile else { return nil }
    let fields = fields(of: profile)
    return ["display_name", "real_name", "name"].lazy.compactMap { fields[$0]?.string }
      .first { !$0.isEmpty }
  }

  private func author(_ fields: [String: JSONValue]) -> String? {
    Self.name(in: fields["user_profile"]) ?? fields["username"]?.string
      ?? Self.name(in: fields["bot_profile"]) ?? fields["user"]?.string.map { names[$0] ?? $0 }
  }

  /// Text without Slack's marks: `<@U1>`, `<#C1|name>`, `<!here>`, `<https://…|label>`, `&amp;`.
  private func plain(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[..<open]
      guard let close = rest[open...].firstIndex(of: ">") else {
        rest = rest[open...]
        break
      }
      let mark = rest[rest.index(after: open)..<close]
      let parts = mark.split(separator: "|", maxSplits: 1).map(String.init)
      let target = parts.first ?? ""
      switch target.first {
      case "@":
        result += "@" + (names[String(target.dropFirst())] ?? parts.last ?? "").drop { $0 == "@" }
      case "#": result += "#" + (parts.last ?? "").drop { $0 == "#" }
      case "!": result += "@" + target.dropFirst()
      default: result += parts.count > 1 && parts[1] != target ? "\(parts[1]) (\(target))" : target
      }
      rest = rest[rest.index(after: close)...]
    }
    result += rest
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")] {
      result = result.split(separator: entity, omittingEmptySubsequences: false)
        .joined(separator: character)
    }
    return result
  }
}
