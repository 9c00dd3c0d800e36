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

  /// Makes a passage.
  public init(kind: Kind, section: String, line: Int, text: String, safety: Safety? = nil) {
    self.kind = kind
    self.section = section
    self.line = line
    self.text = text
    self.safety = safety
  }
}
