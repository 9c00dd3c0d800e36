extension Linter {
  /// Ids, aliases and links, which must lead somewhere and to one place only.
  static let referenceRules = [
    LintRule(
      "duplicate-id", .error, "Two documents have one id.",
      because: "Every command and link names a document by its id; only one of them can be meant.",
      check: checkIDs),
    LintRule(
      "duplicate-alias", .error, "An alias is the id or an alias of another runbook.",
      because: "Whoever types it gets one of the two, and cannot know which.",
      check: checkAliases),
    .forRunbooks(
      "unknown-related", .error, "A related runbook does not exist.",
      because: "The next-best page is offered when the first did not help; it must be there."
    ) { runbook, file, context, report in
      for (index, id) in runbook.related.enumerated() where context.runbooks[id] == nil {
        report.note(
          file.path, at: runbook.source.location(of: "related", at: index), "no runbook '\(id)'",
          fix: context.suggestion(forRunbook: id))
      }
    },
    .forIncidents(
      "unknown-runbook", .error, "An incident names a runbook that does not exist.",
      because: "What worked last time is shown with the runbook; a wrong id hides the incident."
    ) { incident, file, context, report in
      for link in incident.runbooks {
        guard let runbook = context.runbook(link.id) else {
          report.note(
            file.path, at: link.location, "no runbook '\(link.id)'",
            fix: context.suggestion(forRunbook: link.id))
          continue
        }
        if let version = link.version, version > runbook.version {
          report.note(
            file.path, at: link.location,
            "'\(link.id)' has no version \(version), its newest is \(runbook.version)",
            fix: "write the version that was used")
        }
      }
    },
    LintRule(
      "broken-link", .error, "A relative link leads to no file.",
      because: "A dead end in the middle of an incident costs minutes and trust.",
      check: checkLinks),
  ]

  private static func checkIDs(_ context: LintContext, _ report: inout LintReport) {
    var paths: [String: String] = [:]
    // As in the index, nothing takes the id of a runbook.
    let (runbooks, others) = (
      context.files.filter { $0.runbook != nil }, context.files.filter { $0.runbook == nil }
    )
    for file in runbooks + others {
      guard let document = file.document else { continue }
      guard let first = paths[document.id] else {
        paths[document.id] = file.path
        continue
      }
      report.note(
        file.path, at: document.source.location(of: "id"),
        "'\(document.id)' is also the id of \(first)", fix: "rename one of the two")
    }
  }

  private static func checkAliases(_ context: LintContext, _ report: inout LintReport) {
    let ids = Set(context.files.compactMap(\.document?.id))
    // A page that was brought along has its name from its file: its id comes before the alias of
    // another page, and its own aliases give way.
    let brought = Set(context.files.compactMap(\.runbook).filter(\.isTakenOver).map(\.id))
    var owners: [String: String] = [:]
    for file in context.files {
      guard let runbook = file.runbook, !runbook.isAsItWas else { continue }
      for (index, alias) in runbook.aliases.enumerated() where !brought.contains(alias) {
        let location = runbook.source.location(of: "aliases", at: index)
        if ids.contains(alias) {
          let whose = alias == runbook.id ? "this page" : "another page"
          report.note(
            file.path, at: location, "alias '\(alias)' is the id of \(whose)", fix: "remove it")
        } else if let owner = owners[alias] {
          report.note(
            file.path, at: location, "alias '\(alias)' is taken by '\(owner)'",
            fix: "remove it here or there")
        } else {
          owners[alias] = runbook.id
        }
      }
    }
  }

  private static func checkLinks(_ context: LintContext, _ report: inout LintReport) {
    for file in context.files {
      guard let document = file.document else { continue }
      for section in document.sections {
        section.blocks.walkInlines { inlines, location in
          for link in inlines.destinations {
            guard let path = RelativeLink.path(of: link, from: file.path) else { continue }
            guard !path.isEmpty, context.exists(path) else {
              let place = file.location(of: link, in: location)
              report.note(
                file.path, at: place, "the link '\(link)' leads to no file",
                fix: RelativeLink.suggestion(for: link, in: context))
              continue
            }
          }
        }
      }
    }
  }
}

/// A link from one file to another.
enum RelativeLink {
  /// The path that a link means, relative to the root of the knowledge base.
  ///
  /// - Parameters:
  ///   - link: the destination as written.
  ///   - path: the file that holds it.
  /// - Returns: nil for addresses, anchors of the same page and absolute paths, which no file here
  ///   can prove wrong; empty for a link out of the knowledge base.
  static func path(of link: String, from path: String) -> String? {
    let target = link.prefix { $0 != "#" && $0 != "?" }
    guard !target.isEmpty, !target.hasPrefix("/"), !hasScheme(target) else { return nil }
    var parts = path.split(separator: "/").dropLast().map(String.init)
    for part in decoded(String(target)).split(separator: "/") {
      switch part {
      case ".": break
      case "..":
        guard !parts.isEmpty else { return "" }
        parts.removeLast()
      default: parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }

  /// `https:`, `mailto:` and the like.
  private static func hasScheme(_ link: Substring) -> Bool {
    guard let colon = link.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = link.utf8[..<colon]
    return scheme.first.map { 0x61...0x7A ~= $0 | 0x20 } == true
      && scheme.allSatisfy { byte in
        0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "+-.".utf8.contains(byte)
      }
  }

  /// `%20` and the like as the bytes they mean.
  private static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The document that was probably meant.
  static func suggestion(for link: String, in context: LintContext) -> String? {
    let target = String(link.prefix { $0 != "#" && $0 != "?" })
    let name = FileSystem.name(of: target)
    let id = name.hasSuffix(".md") ? String(name.dropLast(3)) : name
    if let file = context.files.first(where: { $0.document?.id == id }) {
      return "'\(id)' is at \(file.path)"
    }
    return context.suggestion(forRunbook: id)
  }
}

extension [Block] {
  /// Visits every run of inlines with the place of its block or table row.
  func walkInlines(_ visit: ([Inline], SourceLocation) -> Void) {
    walk { block in
      switch block.content {
      case .heading(_, let inlines), .paragraph(let inlines): visit(inlines, block.location)
      case .table(_, let header, let rows):
        for row in [header] + rows {
          for cell in row.cells { visit(cell, row.location) }
        }
      default: break
      }
    }
  }
}
