/// The steps of a runbook in the order in which a person takes them.
///
/// Under *Mitigation* each heading that names a step is one, with everything below it. Elsewhere an item
/// of a numbered list or a task list is a step, and so is a command by itself, under the sentence that
/// introduces it. What else stands there belongs to the step before it.
public struct FollowPlan: Sendable {
  /// One thing to do.
  public struct Step: Equatable, Sendable {
    /// The section it stands in, as titled.
    public var section: String
    /// The anchor by which it is named and recorded; nil for what is no step of the mitigation.
    public var anchor: String?
    /// Whether it is one of several ways to mend, each for a cause of its own; otherwise the steps
    /// around it belong together.
    public var isRemedy = false
    /// The anchors of the steps that it leads on to, such as the deployment of what it changed.
    public var leadsTo: Set<String> = []
    /// What to do.
    public var text: String
    /// When it applies; empty where the text says all.
    public var reason = ""
    /// What to know while doing it: branches, rows of tables, what a command changes.
    public var notes: [String] = []
    /// The commands, placeholders in place.
    public var commands: [Command] = []
    /// What stands above each command where a step has alternatives, such as `GNU date:`.
    public var captions: [String] = []
    /// The line of the file.
    public var line: Int

    /// What to do in a few words, for a timeline.
    public var summary: String {
      let sentence = [Inline.text(text)].firstSentence
      return sentence.hasSuffix(":") ? String(sentence.dropLast()) : sentence
    }
  }

  /// The steps.
  public internal(set) var steps: [Step] = []
  /// Text that waits for what it introduces.
  var lead: (text: String, line: Int)?
  var section = ""
  /// The id of the runbook.
  let page: String
  private var sectionStart = 0
  /// The anchors of the steps of the mitigation by their lines.
  private let anchors: [Int: String]

  /// The sections that are walked during an incident.
  public static let usualSections: [SectionName] = [.diagnosis, .mitigation, .verification]

  /// The steps of a runbook.
  ///
  /// - Parameters:
  ///   - runbook: the runbook.
  ///   - names: the sections to walk, in the order of the runbook.
  public init(_ runbook: Runbook, sections names: [SectionName] = FollowPlan.usualSections) {
    page = runbook.id
    anchors = Dictionary(runbook.steps.map { ($0.location.line, $0.anchor) }) { first, _ in first }
    let links = StepLinks(runbook)
    for section in runbook.sections {
      guard let name = section.name, names.contains(name) else { continue }
      self.section = section.title
      sectionStart = steps.count
      for block in section.blocks { take(links.named(in: block)) }
      flush()
    }
  }

  /// The place of the step with an anchor.
  public func place(of anchor: String) -> Int? { steps.firstIndex { $0.anchor == anchor } }

  /// The place behind the remedies that stand around a place: where one goes on once it is mended.
  public func placeAfterRemedies(from place: Int) -> Int {
    steps[place...].firstIndex { !$0.isRemedy } ?? steps.count
  }

  private mutating func take(_ block: Block) {
    if case .heading(_, let inlines) = block.content, let anchor = anchors[block.location.line] {
      flush()
      steps.append(
        Step(
          section: section, anchor: anchor, isRemedy: true,
          text: MarkdownText.line(of: inlines.plainText), line: block.location.line))
      return
    }
    if steps.count > sectionStart, steps[steps.count - 1].isRemedy { return takeBelow(block) }
    switch block.content {
    case .paragraph(let inlines):
      let text = MarkdownText.line(of: inlines.plainText)
      guard !FollowPlan.isRemark(text) else { return note(text) }
      flush()
      lead = (text, block.location.line)
    case .code(let info, let text):
      let fence = FenceInfo(info)
      guard fence.isShell else { return note(block.plainText) }
      let command = FenceInfo.command(in: text)
      guard !command.isEmpty else { return }
      add(
        Command(text: command, safety: fence.safety, section: section, location: block.location))
    case .list(let start, let items):
      if start != nil || items.contains(where: { $0.checked != nil }) {
        flush()
        for item in items { take(item) }
      } else {
        // Branches on what the last command printed.
        note(
          items.map { "- \(MarkdownText.line(of: $0.blocks.plainText))" }.joined(separator: "\n"))
      }
    case .table, .quote: note(block.plainText)
    case .heading(_, let inlines):
      flush()
      lead = (MarkdownText.line(of: inlines.plainText), block.location.line)
    case .thematicBreak, .html: break
    }
  }

  private mutating func take(_ item: ListItem) {
    var step = Step(
      section: section, anchor: anchors[item.location.line], text: "", line: item.location.line)
    for block in item.blocks {
      switch block.content {
      case .paragraph(let inlines) where step.text.isEmpty:
        step.text = MarkdownText.line(of: inlines.plainText)
      case .code(let info, let text):
        let fence = FenceInfo(info)
        let command = FenceInfo.command(in: text)
        if fence.isShell, !command.isEmpty {
          step.commands.append(
            Command(
              text: command, safety: fence.safety, section: section, location: block.location))
        } else {
          step.notes.append(block.plainText)
        }
      default: step.notes.append(block.plainText)
      }
    }
    if step.text.isEmpty, step.commands.isEmpty, step.notes.isEmpty { return }
    steps.append(step)
  }

  /// What stands below a command and says what it does.
  private static func isRemark(_ text: String) -> Bool {
    text.hasPrefix("Changes:") || text.hasPrefix("Undo:")
  }

  private mutating func add(_ text: String, line: Int, commands: [Command] = []) {
    steps.append(Step(section: section, text: text, commands: commands, line: line))
  }

  /// Adds a command: as a step with the sentence that introduces it, or as an alternative of the
  /// step before where that is only a name, such as `BSD and macOS date:`.
  private mutating func add(_ command: Command) {
    let caption = lead?.text ?? ""
    let line = lead?.line ?? command.location.line
    lead = nil
    let isName = caption.hasSuffix(":") && caption.split(separator: " ").count <= 4
    if isName, steps.count > sectionStart, !steps[steps.count - 1].commands.isEmpty {
      let last = steps.count - 1
      steps[last].captions += Array(
        repeating: "", count: steps[last].commands.count - steps[last].captions.count)
      steps[last].commands.append(command)
      steps[last].captions.append(caption)
    } else {
      let words = command.text.split(whereSeparator: \.isWhitespace).filter { $0 != "\\" }.prefix(3)
      let text = caption.isEmpty ? "Run \(words.joined(separator: " "))." : caption
      add(text, line: line, commands: [command])
    }
  }

  /// Adds to the step before, or to the sentence that waits if it introduces this.
  private mutating func note(_ text: String) {
    guard !text.isEmpty else { return }
    if lead != nil { flush() }
    if steps.count > sectionStart {
      steps[steps.count - 1].notes.append(text)
    } else {
      add(section, line: 1)
      steps[steps.count - 1].notes.append(text)
    }
  }

  /// Makes a step of a sentence that introduced nothing, or a note where a step is there.
  private mutating func flush() {
    guard let waiting = lead else { return }
    lead = nil
    if steps.count > sectionStart {
      steps[steps.count - 1].notes.append(waiting.text)
    } else {
      add(waiting.text, line: waiting.line)
    }
  }
}
