extension Linter {
  /// What a page needs so that a tired reader finds the fix and can trust it.
  static let runbookRules: [LintRule] = [
    .forRunbooks(
      "missing-field", .warning, "A runbook without description, category or symptoms.",
      because: "Lists show the description, and search finds a page by its symptoms."
    ) { runbook, file, _, report in
      guard runbook.status != .draft else { return }
      var missing: [String] = []
      if runbook.description.isEmpty { missing.append("description") }
      if runbook.category.isEmpty { missing.append("category") }
      if runbook.symptoms.isEmpty { missing.append("symptoms") }
      for key in missing {
        report.note(file.path, at: runbook.source.location(of: key), "no '\(key)'", fix: "add it")
      }
    },
    .forRunbooks(
      "missing-section", .warning, "A standard section is missing or empty.",
      because: "Every page read alike is read faster; what is not there was not thought of."
    ) { runbook, file, _, report in
      guard runbook.status != .draft else { return }
      let absent = standardSections.filter { name in
        !runbook.sections.contains { $0.name == name }
      }
      if !absent.isEmpty {
        report.note(
          file.path, at: runbook.source.location(of: "title"),
          "no section \(absent.map(\.rawValue).joined(separator: ", "))",
          fix: "add ## \(absent[0].rawValue)")
      }
      for section in runbook.sections where section.blocks.isEmpty {
        guard let name = section.name, standardSections.contains(name) else { continue }
        report.note(
          file.path, at: section.location, "section '\(section.title)' is empty", fix: "fill it")
      }
    },
    .forRunbooks(
      "title-heading", .warning, "The level-one heading is not the title.",
      because: "The page shows under two names, and a search for the one finds the other."
    ) { runbook, file, _, report in
      for section in runbook.sections where section.title.isEmpty {
        for block in section.blocks {
          guard case .heading(level: 1, let inlines) = block.content else { continue }
          report.note(
            file.path, at: block.location, "the heading '\(inlines.plainText)' is not the title",
            fix: "write # \(runbook.title)")
        }
      }
    },
    .forRunbooks(
      "stale-review", .warning, "The last review is too long ago.",
      because: "Steps rot with the systems they are about; a date tells how far to trust them."
    ) { runbook, file, context, report in
      guard let days = context.options.reviewDays, runbook.status == .active else { return }
      guard let reviewed = runbook.reviewedAt.flatMap({ CivilDate($0) }) else {
        return report.note(
          file.path, at: runbook.source.location(of: "reviewed_at"), "never reviewed",
          fix: "read it through and add reviewed_at: \(context.options.today)")
      }
      let age = context.options.today.daysSince1970 - reviewed.daysSince1970
      if age > days {
        report.note(
          file.path, at: runbook.source.location(of: "reviewed_at"),
          "last reviewed \(age) days ago, more than \(days)",
          fix: "read it through and write reviewed_at: \(context.options.today)")
      }
    },
    .forRunbooks(
      "same-version", .warning, "The text changed, and the version did not.",
      because: "An incident says which version was read; two texts under one number mislead."
    ) { runbook, file, context, report in
      guard let earlier = context.earlierText(runbook),
        let before = try? FrontMatter(SourceText(earlier)), let now = try? FrontMatter(file.source),
        !isSameText(before.body, now.body)
      else { return }
      report.note(
        file.path, at: runbook.source.location(of: "version"),
        "the text changed under version \(runbook.version)",
        fix: "write version: \(runbook.version + 1)")
    },
  ]

  /// The sections that every page has.
  static let standardSections: [SectionName] = [
    .meaning, .impact, .diagnosis, .mitigation, .verification, .prevention,
  ]

  /// Whether two texts differ in line ends and outer blank lines at most.
  private static func isSameText(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    func trimmed(_ text: ArraySlice<UInt8>) -> [UInt8] {
      let start = text.drop { $0 <= 0x20 }
      let end = start.lastIndex { $0 > 0x20 } ?? start.startIndex
      return start[..<min(start.endIndex, end + 1)].filter { $0 != UInt8(ascii: "\r") }
    }
    return trimmed(left) == trimmed(right)
  }
}
