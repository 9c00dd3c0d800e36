/// Lines of a container's log, as CloudWatch Logs gives them or as a projection of that has them.
struct LogDescription: Sendable {
  /// One line.
  struct Line: Sendable {
    var message: Located<String>
    /// The task whose stream it is in, where the stream has the name that `awslogs` gives it.
    var task: String?
  }

  /// The newest line first: what was said last is nearest to the end of the process.
  var lines: [Line] = []
  /// The names of the group and stream, where the answer has them.
  var placeholders = Placeholders()
  /// The log itself.
  var source: JSONValue

  /// Reads `events[]` of `get-log-events` and `filter-log-events`.
  ///
  /// The answer itself may name the group and the one stream of its events.
  init(events: [Fields], of log: Fields? = nil, source: JSONValue) {
    self.source = source
    if let group = log?.string("logGroupName") { placeholders.add("log-group", group.value) }
    let stream = log?.string("logStreamName")?.value
    var dated: [(time: Int64, line: Line)] = []
    for event in events {
      guard let message = event.string("message") else { continue }
      let time = event.time("timestamp", "ingestionTime")?.value.seconds ?? 0
      let own = event.string("logStreamName")?.value ?? stream
      let line = Line(message: message, task: take(stream: own))
      dated.append((time, line))
    }
    // Stable, and from the last to the first within a second, as the API gives the oldest first.
    lines = dated.indices.sorted { left, right in
      (dated[right].time, right) < (dated[left].time, left)
    }.map { dated[$0].line }
  }

  /// Reads `results[]` of `get-query-results`: each a list of fields and values.
  init(results: [JSONValue], notes: InputNotes, source: JSONValue) {
    self.source = source
    for row in results {
      var message: Located<String>?
      var stream: String?
      for field in row.items.compactMap({ Fields($0, notes) }) {
        switch field.string("field")?.value {
        case "@message": message = field.string("value")
        case "@logStream": stream = field.string("value")?.value
        default: continue
        }
      }
      guard let message else { continue }
      lines.append(Line(message: message, task: take(stream: stream)))
    }
  }

  /// Reads texts alone, as `--query 'events[].message'` gives them: the oldest first.
  init(messages: [Located<String>], source: JSONValue) {
    self.source = source
    lines = messages.reversed().map { Line(message: $0, task: nil) }
  }

  /// Parts of words that a line has which tells of something that went wrong.
  private static let signs: [StaticString] = [
    "error", "fail", "exception", "traceback", "fatal", "panic", "denied", "refused", "timeout",
    "timed out", "kill", "cannot", "can't", "could not", "unable", "warn", "abort", "segmentation",
    "signal", "sigterm", "exit", "invalid", "missing", "not found", "no such", "unhealthy", "crash",
    "critical", "oom", "memory", "unauthorized", "forbidden", "rejected", "reset", "lost", "full",
    "throttl", "limit", "retry", "deadlock", "stopp", "shutdown", "shutting",
  ]

  /// Whether any line sounds like trouble; text beyond ASCII may say it in another language.
  var soundsLikeTrouble: Bool {
    lines.contains { line in
      let text = line.message.value
      return LogDescription.signs.contains { text.contains(folded: $0) }
        || text.utf8.contains { $0 >= 0xE3 }
    }
  }

  /// The task of a stream called `prefix/container/task-id`.
  private mutating func take(stream: String?) -> String? {
    guard let stream else { return nil }
    placeholders.add("log-stream", stream)
    let parts = stream.parts(by: "/")
    guard parts.count >= 3, let last = parts.last, last.utf8.count >= 32 else { return nil }
    placeholders.add("task-id", last)
    return String(last)
  }
}

extension Facts {
  /// Computes the facts of lines of a log, which the table reads like reasons.
  init(log: LogDescription, lines chosen: [LogDescription.Line]) {
    self.init()
    add(.input, "log")
    add(.context, "ecs")
    for line in chosen { addLine(.log, line.message) }
    placeholders = log.placeholders
    for line in lines.prefix(50) { placeholders.merge(PlaceholderText.values(in: line.text)) }
  }
}
