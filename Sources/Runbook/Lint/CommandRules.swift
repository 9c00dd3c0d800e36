extension Linter {
  /// What a command needs before somebody pastes it half asleep.
  static let commandRules: [LintRule] = [
    .forRunbooks(
      "missing-safety", .warning, "A command does not say what running it can do.",
      because: "Nobody should have to read a command to the end to know whether it changes things."
    ) { runbook, file, _, report in
      for section in runbook.sections {
        section.blocks.walk { block in
          guard case .code(let info, _) = block.content else { return }
          let fence = FenceInfo(info)
          guard fence.isShell, fence.value(of: "safety") == nil else { return }
          let classes = Safety.allCases.map(\.rawValue).joined(separator: ", ")
          report.note(
            file.path, at: block.location, "the command has no safety class",
            fix: "add safety= and one of \(classes)")
        }
      }
    },
    .forRunbooks(
      "undo-line", .warning, "A mutating command without a line 'Changes: … Undo: …' below it.",
      because: "Before changing anything one wants to know what, and how to get back."
    ) { runbook, file, _, report in
      for section in runbook.sections {
        for location in section.blocks.mutatingWithoutUndo {
          report.note(
            file.path, at: location, "the mutating command does not say how to undo it",
            fix: "add a line below it: Changes: … Undo: …")
        }
      }
    },
    .forRunbooks(
      "unknown-placeholder", .warning,
      "A command holds a placeholder that is not in use elsewhere.",
      because: "Search and diagnose fill placeholders in from what was pasted, by their names."
    ) { runbook, file, context, report in
      for command in runbook.commands {
        var seen: Set<String> = []
        for name in PlaceholderNames.used(in: command.text) {
          guard !PlaceholderNames.known.contains(name),
            !context.options.placeholders.contains(name), seen.insert(name).inserted
          else { continue }
          report.note(
            file.path, at: file.location(ofCode: "<\(name)>", in: command.location),
            "unknown placeholder <\(name)>",
            fix: PlaceholderNames.nearest(to: name).map { "did you mean <\($0)>?" })
        }
      }
    },
  ]
}

extension [Block] {
  /// The places of mutating commands below which nothing says what changes and how to undo it.
  ///
  /// What stands before the next command counts, so one line may serve two commands that follow
  /// each other directly.
  fileprivate var mutatingWithoutUndo: [SourceLocation] {
    var open: [SourceLocation] = []
    var missing: [SourceLocation] = []
    for (index, block) in enumerated() {
      switch block.content {
      case .code(let info, _):
        let fence = FenceInfo(info)
        guard fence.isShell else { continue }
        let followsDirectly = index > 0 && self[index - 1].isCode
        if !followsDirectly {
          missing += open
          open = []
        }
        if fence.safety == .mutating { open.append(block.location) }
      case .paragraph(let inlines):
        let text = inlines.plainText
        if text.firstRange(ofText: "Changes:") != nil, text.firstRange(ofText: "Undo:") != nil {
          open = []
        }
      case .heading:
        missing += open
        open = []
      case .quote(let blocks):
        missing += blocks.mutatingWithoutUndo
      case .list(_, let items):
        for item in items { missing += item.blocks.mutatingWithoutUndo }
      case .table, .thematicBreak, .html: break
      }
    }
    return missing + open
  }
}

extension Block {
  fileprivate var isCode: Bool {
    if case .code = content { true } else { false }
  }
}

/// The placeholders that commands are written with.
enum PlaceholderNames {
  /// The names in use, without their brackets.
  static let known: Set<String> = [
    "account-id", "alarm-name", "assign-public-ip", "auto-scaling-group", "bucket", "build-project",
    "capacity-provider", "capacity-units", "certificate-arn", "cluster", "codedeploy-deployment-id",
    "container", "container-instance-id", "count", "db-instance", "db-instance-class",
    "db-parameter-group", "db-proxy", "dead-letter-queue-arn", "dead-letter-queue-url",
    "deployment-id", "desired-count", "digest", "end-time", "endpoint-security-group-id",
    "event-bus-rule", "execution-role-arn", "execution-role-name", "family", "file-system-id",
    "host-name", "hosted-zone-id", "idle-percent", "image", "instance-id", "kms-key-arn",
    "listener-arn", "listener-rule-arn", "load-balancer-arn", "log-group", "log-stream",
    "namespace-id",
    "parameter-name", "path", "peer-security-group-id", "percent", "pipeline",
    "pipeline-execution-id", "port", "profile", "query-id", "queue-url", "quota-code",
    "quota-value", "region", "repository", "role-arn", "role-name", "route-table-id", "seconds",
    "secret-arn", "security-group-id", "service", "service-code", "service-id",
    "service-revision-arn", "ssl-policy", "stage", "start-ms", "start-time", "stream-prefix",
    "subnet-id", "tag", "target-group-arn", "task-arn", "task-definition", "task-id",
    "task-role-arn", "user", "vpc-id", "zonal-shift-id", "zone-id",
  ]

  /// The names in a command, in order: `<`, a letter, letters, digits, `-` and `_`, `>`.
  static func used(in command: String) -> [String] {
    var names: [String] = []
    var rest = command.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[rest.index(after: open)...]
      let name = rest.prefix { byte in
        0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || byte == 0x2D || byte == 0x5F
      }
      guard name.first.map({ 0x61...0x7A ~= $0 | 0x20 }) == true, name.endIndex < rest.endIndex,
        rest[name.endIndex] == UInt8(ascii: ">"), let text = String(name)
      else { continue }
      names.append(text)
    }
    return names
  }

  /// The known name that was probably meant.
  static func nearest(to name: String) -> String? {
    let folded = name.lowercased().split(separator: "_").joined(separator: "-")
    if known.contains(folded) { return folded }
    for suffix in ["-name", "-id", "-arn"] where folded.hasSuffix(suffix) {
      let bare = String(folded.dropLast(suffix.count))
      if known.contains(bare) { return bare }
    }
    return Spelling.nearest(to: folded, in: known.sorted())
  }
}
