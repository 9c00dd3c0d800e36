import Testing

@testable import Runbook

@Suite struct RunbookStoreTests {
  private func base() throws -> KnowledgeBase {
    let folder = try KnowledgeFolder()
    try folder.write(
      runbookText("ecs-b", extra: "aliases: [old-name]"), to: "runbooks/ecs/ecs-b.md")
    try folder.write(
      runbookText("ecs-a").replacing("category: exit", "category: network")
        .replacing("[memory]", "[dns, Net]").replacing("[ecs, fargate]", "[ecs]"),
      to: "runbooks/ecs/ecs-a.md")
    try folder.write(
      runbookText("ecs-c").replacing("status: active", "status: deprecated"),
      to: "runbooks/ecs/ecs-c.md")
    try folder.write(incidentText("2026-01-02-x"), to: "incidents/2026/2026-01-02-x.md")
    return try folder.refreshed().base
  }

  @Test(
    "a filter lets through what has every tag, one service, one category and one status",
    arguments: [
      (LabelFilter(), ["ecs-b", "ecs-c", "ecs-a"]),
      (LabelFilter(categories: ["NETWORK"]), ["ecs-a"]),
      (LabelFilter(categories: ["network", "exit"]), ["ecs-b", "ecs-c", "ecs-a"]),
      (LabelFilter(tags: ["net"]), ["ecs-a"]), (LabelFilter(tags: ["dns", "net"]), ["ecs-a"]),
      (LabelFilter(tags: ["dns", "memory"]), []),
      (LabelFilter(services: ["fargate", "eks"]), ["ecs-b", "ecs-c"]),
      (LabelFilter(services: ["ecs"], statuses: ["deprecated"]), ["ecs-c"]),
      (LabelFilter(tags: ["' OR 1 --"]), []),
    ])
  func list(filter: LabelFilter, expected: [String]) throws {
    #expect(try base().runbooks.list(filter).map(\.id) == expected)
  }

  @Test("a summary says what the front matter says")
  func summary() throws {
    let summary = try #require(try base().runbooks.summary(of: "ecs-a"))
    #expect(summary.title == "Out of memory")
    #expect(summary.version == 1)
    #expect(summary.status == .active)
    #expect(summary.category == "network")
    #expect(summary.description == "What to do.")
    #expect(summary.owner == nil)
    #expect(summary.path == "Content/runbooks/ecs/ecs-a.md")
    #expect(try base().runbooks.summary(of: "2026-01-02-x") == nil)
    #expect(try base().runbooks.runbook(id: "none") == nil)
  }

  @Test("labels keep their order, and an alias names its document whatever its case")
  func labels() throws {
    let store = try base().runbooks
    let number = try #require(try store.number(of: "ecs-a"))
    #expect(try store.labels(.tag, of: number) == ["dns", "Net"])
    #expect(try store.labels(.exitCode, of: number) == ["137"])
    #expect(try store.labels(.related, of: number) == [])
    #expect(try store.id(ofAlias: "OLD-name") == "ecs-b")
    #expect(try store.id(ofAlias: "ecs-b") == nil)
  }

  @Test("a pin finds its text by version, by revision, and by the beginning of one")
  func pins() throws {
    let folder = try KnowledgeFolder()
    let path = "runbooks/ecs/a.md"
    let texts = (1...3).map { runbookText("a", version: $0 < 3 ? $0 : 2, body: "text \($0)") }
    let revisions = texts.map { Revision.blobID(of: Array($0.utf8)) }
    let base = try folder.open()
    for text in texts {
      try folder.write(text, to: path)
      try base.refresh()
    }
    let store = base.runbooks
    #expect(Set(try store.revisions(of: "a").map(\.revision)) == Set(revisions))
    // All within one second, or nearly: the text in use comes first.
    #expect(try store.revisions(of: "a").first?.revision == revisions[2])
    #expect(try store.text(id: "a", revision: revisions[0]) == Array(texts[0].utf8))
    #expect(try store.text(id: "a", version: 1) == Array(texts[0].utf8))
    // Two texts say that they are version 2: the one in use is meant.
    #expect(try store.text(id: "a", version: 2) == Array(texts[2].utf8))
    #expect(try store.text(id: "a", version: 9) == nil)
    for revision in revisions {
      for length in [7, 12, 40] {
        let pin = Pin.revision(String(revision.prefix(length)).uppercased())
        #expect(try store.resolve(pin, of: "a")?.revision == revision)
      }
    }
    for wrong in ["", "*", "[a-f]*", "zzzz", "abc", String(repeating: "0", count: 41)] {
      #expect(try store.resolve(.revision(wrong), of: "a") == nil)
    }
    #expect(try store.resolve(.revision("0000000"), of: "a") == nil)
    #expect(try store.resolve(.version(1), of: "b") == nil)
  }

  @Test(
    "the text after the @ is a version or a revision, or nothing",
    arguments: [
      ("1", Pin.version(1)), ("12", .version(12)), ("999999", .version(999_999)),
      ("1234567", .revision("1234567")), ("abcd", .revision("abcd")), ("ABCD", .revision("abcd")),
      ("12ab", .revision("12ab")), ("0", nil), ("-1", nil), ("abc", nil), ("", nil), ("v2", nil),
      ("٣", nil),
    ])
  func pinText(text: String, expected: Pin?) {
    #expect(Pin(text) == expected)
  }
}

@Suite struct IncidentStoreTests {
  /// Incidents around the runbook `a`, which was called `old-a` before.
  private func base() throws -> KnowledgeBase {
    let folder = try KnowledgeFolder()
    try folder.write(runbookText("a", extra: "aliases: [old-a]"), to: "runbooks/ecs/a.md")
    func write(
      _ id: String, _ runbooks: String, minutes: Int? = nil, extra: String = "",
      actions: String = ""
    ) throws {
      let day = id.prefix(10)
      let end = minutes.map {
        Timestamp(seconds: (Timestamp("\(day)T10:00:00Z")?.seconds ?? 0) + Int64($0) * 60)
      }
      try folder.write(
        incidentText(
          id, title: "T \(id.dropFirst(11))", runbooks: "[\(runbooks)]",
          started: minutes == nil ? nil : "\(day)T10:00:00Z", resolved: end?.description,
          extra: extra, actions: actions), to: "incidents/2026/\(id).md")
    }
    try write(
      "2026-01-01-first", "{id: a, version: 1, outcome: fixed}", minutes: 30,
      actions: "- [ ] Alarm (@sre, due 2026-12-04)\n- [x] Done")
    try write("2026-02-01-second", "{id: old-a, outcome: helped}", minutes: 45)
    try write(
      "2026-03-01-third", "{id: a, outcome: no-help}, {id: b, outcome: fixed}", minutes: 500)
    try write("2026-03-02-timeless", "{id: a, outcome: fixed}, {id: old-a, outcome: no-help}")
    try write(
      "2026-04-01-elsewhere", "{id: a, outcome: fixed}", minutes: 1,
      extra: "origin: public\nfingerprints: [f1]", actions: "- [ ] Theirs")
    return try folder.refreshed().base
  }

  @Test("the history counts own incidents, lists all of them newest first, and knows old names")
  func history() throws {
    let history = try base().incidents.history(of: "a")
    #expect(history.seen == 4)
    #expect(history.fixed == 2)
    #expect(history.last == "2026-03-02")
    #expect(history.medianMinutes == 38, "the mean of 30 and 45, rounded up")
    #expect(history.openActions == 1)
    let lines = history.incidents.map {
      "\($0.id) \($0.outcome.rawValue) \($0.minutes.map(String.init) ?? "-") \($0.origin.rawValue)"
    }
    #expect(
      lines == [
        "2026-04-01-elsewhere fixed 1 public", "2026-03-02-timeless fixed - own",
        "2026-03-01-third no-help 500 own", "2026-02-01-second helped 45 own",
        "2026-01-01-first fixed 30 own",
      ])
    #expect(
      history.json.text().hasPrefix(
        #"{"seen":4,"fixed":2,"last":"2026-03-02","median_minutes":38,"open_actions":1,"#
          + #""incidents":[{"id":"2026-04-01-elsewhere","title":"T elsewhere","date":"2026-04-01","#
          + #""step":null,"outcome":"fixed","minutes":1,"origin":"public"},"#))
    let recent = try base().incidents.history(of: "a", since: CivilDate("2026-03-01"))
    #expect(recent.seen == 2 && recent.openActions == 0)
  }

  @Test("a runbook that no incident names has an empty history")
  func noHistory() throws {
    let history = try base().incidents.history(of: "never")
    #expect(history == History(incidents: [], openActions: 0))
    #expect(history.last == nil && history.medianMinutes == nil)
  }

  @Test(
    "the median is the middle, or the mean of the two middle ones rounded half up",
    arguments: [
      ([], nil), ([7], 7), ([9, 1], 5), ([1, 2], 2), ([3, 1, 2], 2), ([1, 2, 3, 100], 3),
      ([0, 0, 0, 1], 0), ([Int.max, Int.max - 1], Int.max),
    ] as [([Int], Int?)])
  func median(values: [Int], expected: Int?) {
    #expect(History.median(values) == expected)
  }

  @Test("incidents are listed newest first, and filtered")
  func list() throws {
    let base = try base()
    func ids(_ change: (inout IncidentFilter) -> Void) throws -> [String] {
      var filter = IncidentFilter()
      change(&filter)
      return try base.incidents.list(filter).map { String($0.id.dropFirst(11)) }
    }
    #expect(try ids { _ in } == ["elsewhere", "timeless", "third", "second", "first"])
    #expect(try ids { $0.origin = .public } == ["elsewhere"])
    #expect(try ids { $0.runbook = "b" } == ["third"])
    #expect(try ids { $0.since = CivilDate("2026-03-02") } == ["elsewhere", "timeless"])
    #expect(try ids { $0.severities = [.sev1] } == [])
    #expect(try ids { $0.severities = [.sev1, .sev2] }.count == 5)
    #expect(try ids { $0.labels.services = ["CHECKOUT"] }.count == 5)
    #expect(try ids { $0.labels.statuses = ["open"] } == [])
  }

  @Test("an incident comes back with its links, actions, fingerprints and times")
  func details() throws {
    let base = try base()
    let store = base.incidents
    let summary = try #require(try store.summary(of: "2026-01-01-first"))
    #expect(summary.minutesToResolve == 30)
    #expect(summary.severity == .sev2)
    #expect(summary.date == "2026-01-01")
    #expect(
      try store.links(of: summary.number) == [RunbookLink(id: "a", version: 1, outcome: .fixed)])
    let actions = try store.actionItems(of: summary.number)
    #expect(actions.map(\.text) == ["Alarm", "Done"])
    #expect(actions.map(\.done) == [false, true])
    #expect(actions.first?.owner == "sre" && actions.first?.due == "2026-12-04")
    #expect(try store.ids(withFingerprint: "f1") == ["2026-04-01-elsewhere"])
    #expect(try store.incident(id: "2026-01-01-first")?.actionItems == actions)
    #expect(try store.incident(id: "a") == nil)
  }
}

extension String {
  /// The text with a part exchanged; Foundation is not at hand.
  func replacing(_ part: String, _ other: String) -> String {
    guard let range = firstRange(ofText: part) else { return self }
    return String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
  }
}
