extension SectionName {
  /// The section that a heading means, in a document of a kind; nil where it is none of the known.
  ///
  /// Case, numbering (`1. Meaning`) and punctuation at the ends do not matter. The same word can
  /// mean different sections: a runbook's Resolution is its Mitigation.
  ///
  /// - Parameters:
  ///   - heading: the text of the heading.
  ///   - kind: the kind of the document.
  /// - Returns: the section.
  public static func named(_ heading: String, in kind: DocumentKind) -> SectionName? {
    let key = folded(heading)
    return (kind == .runbook ? runbookHeadings : incidentHeadings)[key] ?? commonHeadings[key]
  }

  /// Lower case, words parted by one space, no numbering and no punctuation.
  private static func folded(_ heading: String) -> String {
    var words: [[UInt8]] = [[]]
    for byte in heading.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): words[words.count - 1].append(byte | 0x20)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
        words[words.count - 1].append(byte)
      case UInt8(ascii: "'"): break
      default: words.append([])
      }
    }
    let kept = words.filter { !$0.isEmpty }.drop { $0.allSatisfy { 0x30...0x39 ~= $0 } }
    return String(decoding: Array(kept.joined(separator: [0x20])), as: UTF8.self)
  }

  private static let commonHeadings = table([
    .meaning: ["meaning", "what it means", "what this means", "background"],
    .impact: ["impact", "user impact", "customer impact", "business impact", "effect"],
    .diagnosis: [
      "diagnosis", "diagnose", "diagnostics", "how to diagnose", "investigation", "investigate",
      "troubleshooting", "troubleshoot", "triage", "debugging", "debug", "checks",
    ],
    .mitigation: ["mitigation", "mitigate", "mitigations"],
    .verification: [
      "verification", "verify", "validation", "validate", "how to verify", "confirm",
    ],
    .prevention: ["prevention", "prevent", "preventive measures", "how to prevent", "hardening"],
    .reference: [
      "reference", "references", "see also", "links", "further reading", "appendix", "resources",
    ],
    .sources: ["sources", "source", "citations"],
    .summary: ["summary", "executive summary", "tl dr", "tldr"],
    .symptoms: ["symptoms", "symptom", "signs", "what you see"],
    .timeline: ["timeline", "time line", "chronology"],
    .detection: ["detection", "how it was detected", "how we noticed", "alerts"],
    .contributingFactors: [
      "contributing factors", "contributing factor", "root cause", "root causes", "cause",
      "causes", "root cause analysis", "contributing factors and root causes", "trigger",
    ],
    .resolution: ["resolution"],
    .wentWell: ["what went well", "went well"],
    .wentPoorly: [
      "what went poorly", "what went wrong", "went poorly", "what did not go well",
      "what could have gone better", "what didnt go well",
    ],
    .gotLucky: ["where we got lucky", "where we were lucky", "got lucky", "luck"],
    .actionItems: [
      "action items", "action item", "actions", "follow ups", "follow up", "followups",
      "follow up actions", "follow up items", "next steps", "corrective actions", "todo", "to do",
    ],
  ])

  private static let runbookHeadings = table([
    .meaning: ["summary", "overview", "description"],
    .mitigation: [
      "fix", "fixes", "the fix", "how to fix", "resolution", "resolve", "resolutions",
      "remediation", "remediate", "solution", "solutions", "workaround", "recovery", "what to do",
      "steps", "actions", "immediate actions",
    ],
    .prevention: ["follow up", "follow ups", "long term fix"],
  ])

  private static let incidentHeadings = table([
    .summary: ["overview", "description", "what happened"],
    .resolution: [
      "resolve", "fix", "the fix", "solution", "remediation", "recovery", "resolution and recovery",
      "how it was resolved",
    ],
  ])

  private static func table(_ names: [SectionName: [String]]) -> [String: SectionName] {
    var table: [String: SectionName] = [:]
    for (name, headings) in names {
      for heading in headings { table[heading] = name }
    }
    return table
  }
}

extension Section {
  /// Cuts a body at its level-two headings.
  ///
  /// The level-one heading that repeats the title is left out. One that names a known section cuts
  /// as well, since some people write their sections so.
  ///
  /// - Parameters:
  ///   - blocks: the body.
  ///   - kind: the kind of the document.
  ///   - title: the title of the document.
  ///   - start: where the body starts.
  /// - Returns: the sections; one without a title comes first if anything stands above them.
  static func cut(
    _ blocks: [Block], kind: DocumentKind, title: String, start: SourceLocation
  ) -> [Section] {
    var sections = [Section(title: "", name: nil, location: start, blocks: [])]
    for block in blocks {
      guard case .heading(let level, let inlines) = block.content, level <= 2 else {
        sections[sections.count - 1].blocks.append(block)
        continue
      }
      let text = FieldReader.oneLine(inlines.plainText)
      let name = SectionName.named(text, in: kind)
      if level == 2 || name != nil {
        sections.append(Section(title: text, name: name, location: block.location, blocks: []))
      } else if text != title || sections.count > 1 {
        sections[sections.count - 1].blocks.append(block)
      }
    }
    guard let first = sections[0].blocks.first else { return Array(sections.dropFirst()) }
    sections[0].location = first.location
    return sections
  }
}
