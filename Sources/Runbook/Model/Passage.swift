/// A piece of a document that can be found on its own.
public struct Passage: Equatable, Sendable {
  /// What it is in the document.
  public enum Kind: String, CaseIterable, Sendable {
    /// A paragraph, or what stands in a quote.
    case paragraph
    /// An item of a list, without what is nested in it.
    case item
    /// An item of a task list.
    case task
    /// A row of a table, its cells joined by ` | `.
    case row
    /// A shell command.
    case command
    /// Any other code: output, a policy, a query.
    case code
    /// A symptom of the front matter, or text of a section that tells symptoms.
    case symptom
    /// A heading below the title.
    case heading
  }

  /// What it is in the document.
  public var kind: Kind
  /// The section it stands in, as titled; empty for the front matter and what stands before the
  /// first heading.
  public var section: String
  /// The line of the file, from 1.
  public var line: Int
  /// The text a reader sees, without markup.
  public var text: String
  /// What running it can do, for a command whose fence says so.
  public var safety: Safety?
  /// What running it changes, for a command below which that stands.
  public var effect: Command.Effect?
  /// The anchor of the step that it is part of; nil outside the steps.
  public var step: String?
  /// The steps that it leads to: those that its links name, or the one that a symptom means.
  public var leadsTo: [StepReference]

  /// Makes a passage.
  public init(
    kind: Kind, section: String, line: Int, text: String, safety: Safety? = nil,
    effect: Command.Effect? = nil, step: String? = nil, leadsTo: [StepReference] = []
  ) {
    self.kind = kind
    self.section = section
    self.line = line
    self.text = text
    self.safety = safety
    self.effect = effect
    self.step = step
    self.leadsTo = leadsTo
  }
}
