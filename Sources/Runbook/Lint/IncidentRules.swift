extension Linter {
  /// What a record needs so that the next search and the statistics learn from it.
  ///
  /// A public example states what its thread states; it is not asked for times, owners and dates.
  static let incidentRules: [LintRule] = [
    .forIncidents(
      "missing-times", .warning, "An incident without the times that its status implies.",
      because: "Without them it counts for no median, and nobody remembers them later."
    ) { incident, file, _, report in
      guard incident.origin == .own else { return }
      var missing: [String] = []
      if incident.startedAt == nil { missing.append("started_at") }
      if incident.status != .open {
        if incident.detectedAt == nil { missing.append("detected_at") }
        if incident.resolvedAt == nil { missing.append("resolved_at") }
      }
      guard !missing.isEmpty else { return }
      report.note(
        file.path, at: incident.source.location(of: "status"),
        "\(incident.status.rawValue), and no \(missing.joined(separator: ", "))",
        fix: "add it in RFC 3339, like 2026-11-03T10:31:00Z")
    },
    .forIncidents(
      "merged-incidents", .error, "Two incidents of one name became one file in a merge.",
      because: "Its severity and times are those of neither, and both count as one."
    ) { incident, file, context, report in
      guard let text = try? FrontMatterText(file.source.bytes, path: file.path), text.hasRepeats
      else { return }
      let commits = context.additions(file.path)
      guard commits.count > 1, let first = commits.last, let second = commits.first else { return }
      let other = file.path.dropLast(3) + "-2.md"
      report.note(
        file.path, at: incident.source.location(of: "id"),
        "commits \(first) and \(second) each made this file; a merge joined two incidents",
        fix: "part them with: git show \(second):./\(file.path) > \(other) && git show "
          + "\(first):./\(file.path) > \(file.path), and let the id in the first end with -2")
    },
    .forIncidents(
      "time-order", .warning, "The times of an incident run backwards.",
      because: "A negative duration falsifies every figure that it goes into."
    ) { incident, file, _, report in
      var last: (key: String, time: Timestamp)?
      let times = [
        ("started_at", incident.startedAt), ("detected_at", incident.detectedAt),
        ("acknowledged_at", incident.acknowledgedAt), ("mitigated_at", incident.mitigatedAt),
        ("resolved_at", incident.resolvedAt),
      ]
      for (key, time) in times {
        guard let time else { continue }
        if let last, time < last.time {
          report.note(
            file.path, at: incident.source.location(of: key), "'\(key)' is before '\(last.key)'",
            fix: "check both, and the offset of each")
        } else {
          last = (key, time)
        }
      }
    },
    .forIncidents(
      "missing-outcome", .note, "A resolved incident does not say which runbook helped.",
      because: "Outcomes are what the next search ranks by."
    ) { incident, file, _, report in
      guard incident.origin == .own, incident.status != .open,
        !incident.runbooks.contains(where: { $0.outcome != .notTried })
      else { return }
      let what =
        incident.runbooks.isEmpty ? "no runbook is named" : "no named runbook was tried"
      report.note(
        file.path, at: incident.source.location(of: "runbooks"),
        "\(incident.status.rawValue), and \(what)",
        fix: "name the runbook that helped or did not, or write one")
    },
    .forIncidents(
      "missing-step", .warning, "An incident names a step that the runbook has not and never had.",
      because: "What worked is counted for the step; under a wrong name it counts for nothing."
    ) { incident, file, context, report in
      for link in incident.runbooks {
        guard let step = link.step, let runbook = context.runbook(link.id),
          !runbook.steps.contains(where: { $0.anchor == step })
        else { continue }
        let pinned = context.pinnedText(link).map {
          DocumentParser.parse(bytes: $0, path: runbook.source.path).document
        }
        if case .runbook(let read)?? = pinned, read.steps.contains(where: { $0.anchor == step }) {
          continue
        }
        report.note(
          file.path, at: link.location, "'\(runbook.id)' has no step '\(step)'",
          fix: runbook.steps.nearest(to: step).map { "did you mean '\($0)'?" }
            ?? "write the anchor of the step, or leave it out")
      }
    },
    .forIncidents(
      "action-owner", .note, "An open action item without an owner or a date.",
      because: "What nobody owns by no day is not going to be done."
    ) { incident, file, _, report in
      guard incident.origin == .own else { return }
      for item in incident.actionItems where !item.done {
        let missing = [item.owner == nil ? "owner" : nil, item.due == nil ? "date" : nil]
          .compactMap(\.self)
        guard !missing.isEmpty else { continue }
        report.note(
          file.path, at: item.location,
          "the action item has no \(missing.joined(separator: " and no "))",
          fix: "end it with (@owner, due yyyy-mm-dd)")
      }
    },
    .forIncidents(
      "blame", .note, "Words that look for a culprit.",
      because: "People who fear blame leave out the detail that would have helped."
    ) { incident, file, _, report in
      for section in incident.sections {
        section.blocks.walkInlines { inlines, location in
          let text = Array(inlines.prose.utf8)[...]
          for phrase in blamingPhrases
          where TextMatch.first(phrase, in: text, isWord: true) != nil {
            report.note(
              file.path, at: file.location(of: phrase, in: location, isWord: true),
              "'\(phrase)' may read as blame", fix: "say what made it possible, not who did it")
          }
        }
      }
    },
  ]

  /// Phrases of blame and of hindsight, in the languages of the shipped pages.
  static let blamingPhrases = [
    "human error", "operator error", "user error", "careless", "carelessly", "carelessness",
    "negligent", "negligence", "incompetent", "incompetence", "stupid", "stupidly", "idiot",
    "sloppy", "lazy", "screwed up", "messed up", "at fault", "to blame", "whose fault",
    "failed to follow", "forgot to", "should have known", "should have noticed",
    "should have checked", "did not bother", "didn't bother", "人為的ミス", "不注意", "うっかり",
  ]
}

extension [Inline] {
  /// The text without its code, which quotes programs and not people.
  fileprivate var prose: String {
    map { inline in
      switch inline {
      case .code, .rawHTML: " "
      case .emphasis(let content), .strong(let content), .strikethrough(let content),
        .link(_, _, let content), .image(_, _, let content):
        content.prose
      default: inline.plainText
      }
    }.joined()
  }
}
