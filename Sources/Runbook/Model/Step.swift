/// One action of a runbook's mitigation: what the answer to a symptom is.
public struct Step: Equatable, Sendable {
  /// Its place among the steps of its runbook, from 1.
  public var number: Int
  /// The action, as titled, without marks.
  public var title: String
  /// What stands after the `#` of a link to it: the anchor that GitHub makes of its heading, or
  /// `step-3` for the third item of a numbered list.
  public var anchor: String
  /// When it applies and what to do: what stands first below the heading, as one line of text.
  public var text: String
  /// The commands in the order of the text, placeholders in place.
  public var commands: [Command]
  /// Where its heading or its item is.
  public var location: SourceLocation

  /// Makes a step.
  public init(
    number: Int, title: String, anchor: String, text: String, commands: [Command] = [],
    location: SourceLocation
  ) {
    self.number = number
    self.title = title
    self.anchor = anchor
    self.text = text
    self.commands = commands
    self.location = location
  }

  /// The commands, what mends first: one that changes something, then one whose class is not known.
  ///
  /// Of equals the order of the text stays.
  public var mendingFirst: [Command] {
    func rank(_ command: Command) -> Int {
      switch command.safety {
      case .mutating: 0
      case nil: 1
      case .readOnly, .sensitiveRead, .interactive: 2
      }
    }
    return commands.enumerated().sorted {
      (rank($0.element), $0.offset) < (rank($1.element), $1.offset)
    }.map(\.element)
  }
}

/// A step named from anywhere, as `ecs-oom-killed#raise-the-memory-of-the-task`.
public struct StepReference: Hashable, Sendable, CustomStringConvertible {
  /// The id of the runbook.
  public var runbook: String
  /// The anchor of the step.
  public var step: String

  /// Makes a reference.
  public init(runbook: String, step: String) {
    self.runbook = runbook
    self.step = step
  }

  /// `runbook#step`.
  public var description: String { "\(runbook)#\(step)" }

  /// Cuts `runbook#step`; the step is nil where nothing stands after a `#`, or there is none.
  public static func split(_ text: String) -> (runbook: String, step: String?) {
    guard let mark = text.firstIndex(of: "#") else { return (text, nil) }
    let step = text[text.index(after: mark)...]
    return (String(text[..<mark]), step.isEmpty ? nil : String(step))
  }

  /// What a link of a page leads to; nil for a link to a whole page, to another site, or to another
  /// kind of file.
  ///
  /// - Parameters:
  ///   - destination: the link as written: `#step`, `other-id.md#step`, `../area/other-id.md#step`.
  ///   - page: the id of the page that it stands on.
  public init?(link destination: String, on page: String) {
    let (path, step) = StepReference.split(destination)
    guard let step, !path.contains(":") else { return nil }
    if path.isEmpty {
      self.init(runbook: page, step: step)
      return
    }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard name.hasSuffix(".md"), name.utf8.count > 3 else { return nil }
    self.init(runbook: String(name.dropLast(3)), step: step)
  }
}

/// A symptom of a runbook's front matter, with the step that it means where it means one.
public struct Sign: Equatable, Sendable, ExpressibleByStringLiteral {
  /// The symptom as people type or paste it.
  public var text: String
  /// The anchor of the step; nil where the symptom does not decide it.
  public var step: String?

  /// Makes a symptom.
  public init(_ text: String, step: String? = nil) {
    self.text = text
    self.step = step
  }

  /// Makes a symptom that decides no step.
  public init(stringLiteral value: String) { self.init(value) }

  /// Reads a symptom as front matter writes it: `text`, or `text -> #step`.
  public init(written: String) {
    guard let mark = written.lastRange(of: " -> #"),
      written[mark.upperBound...].utf8.allSatisfy({ $0 > 0x20 }), mark.upperBound < written.endIndex
    else {
      self.init(written)
      return
    }
    self.init(String(written[..<mark.lowerBound]), step: String(written[mark.upperBound...]))
  }

  /// The symptom as front matter writes it.
  public var written: String { step.map { "\(text) -> #\($0)" } ?? text }
}

extension String {
  fileprivate func lastRange(of wanted: String) -> Range<Index>? {
    var found: Range<Index>?
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(wanted) {
        found = start..<index(start, offsetBy: wanted.count)
      }
      start = index(after: start)
    }
    return found
  }
}
