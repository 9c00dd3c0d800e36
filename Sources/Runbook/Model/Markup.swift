/// A run of text inside a block.
public indirect enum Inline: Equatable, Sendable {
  /// Plain text, entities already decoded.
  case text(String)
  /// A code span, without the backticks.
  case code(String)
  /// Emphasised content.
  case emphasis([Inline])
  /// Strongly emphasised content.
  case strong([Inline])
  /// Struck-out content.
  case strikethrough([Inline])
  /// A link with its destination exactly as written (not yet judged safe).
  case link(destination: String, title: String, [Inline])
  /// An image; the content is its alternative text.
  case image(source: String, title: String, [Inline])
  /// A line ending in the source that is a space in the text.
  case softBreak
  /// A hard line break.
  case lineBreak
  /// Raw HTML as written; renderers drop it, but for a short attribute-free list.
  case rawHTML(String)

  /// The text a reader sees, without markup.
  public var plainText: String {
    switch self {
    case .text(let text), .code(let text): text
    case .emphasis(let content), .strong(let content), .strikethrough(let content):
      content.plainText
    case .link(_, _, let content), .image(_, _, let content): content.plainText
    case .softBreak, .lineBreak: " "
    case .rawHTML: ""
    }
  }
}

extension [Inline] {
  /// The text a reader sees, without markup.
  public var plainText: String { map(\.plainText).joined() }
}

/// An item of a list; `checked` is nil where it is not a task.
public struct ListItem: Equatable, Sendable {
  /// Whether a task list item is ticked; nil for an ordinary item.
  public var checked: Bool?
  /// The content, usually a paragraph and perhaps code or a nested list.
  public var blocks: [Block]
  /// Where the item starts.
  public var location: SourceLocation

  /// Makes an item.
  public init(checked: Bool? = nil, blocks: [Block], location: SourceLocation) {
    self.checked = checked
    self.blocks = blocks
    self.location = location
  }
}

/// A row of a table.
public struct TableRow: Equatable, Sendable {
  /// One run of inlines for each column.
  public var cells: [[Inline]]
  /// Where the row starts.
  public var location: SourceLocation

  /// Makes a row.
  public init(cells: [[Inline]], location: SourceLocation) {
    self.cells = cells
    self.location = location
  }
}

/// A block of Markdown with its place in the file (front matter counted).
public struct Block: Equatable, Sendable {
  /// How a table column is aligned.
  public enum Alignment: Equatable, Sendable { case none, left, center, right }

  /// What kind of block it is, with its content.
  public indirect enum Content: Equatable, Sendable {
    /// A heading of level 1 to 6.
    case heading(level: Int, [Inline])
    /// A paragraph.
    case paragraph([Inline])
    /// A fenced or indented code block: the whole info string, and the text with its last newline.
    case code(info: String, text: String)
    /// A list; `start` is the first number of an ordered one, nil for bullets.
    case list(start: Int?, items: [ListItem])
    /// A block quote.
    case quote([Block])
    /// A table; every row has as many cells as the header.
    case table(alignments: [Alignment], header: TableRow, rows: [TableRow])
    /// A thematic break.
    case thematicBreak
    /// A block of raw HTML as written; renderers drop it.
    case html(String)
  }

  /// What it is and holds.
  public var content: Content
  /// Where it starts.
  public var location: SourceLocation

  /// Makes a block.
  public init(_ content: Content, location: SourceLocation) {
    self.content = content
    self.location = location
  }
}

/// The blocks under one level-two heading.
public struct Section: Equatable, Sendable {
  /// The heading as written; empty for what stands before the first one.
  public var title: String
  /// The section that this heading means, if it is a known one or an alias of one (`Fix` is
  /// Mitigation).
  public var name: SectionName?
  /// Where the heading is.
  public var location: SourceLocation
  /// Everything below it, deeper headings included.
  public var blocks: [Block]

  /// Makes a section.
  public init(title: String, name: SectionName?, location: SourceLocation, blocks: [Block]) {
    self.title = title
    self.name = name
    self.location = location
    self.blocks = blocks
  }
}

/// The sections that readers of runbooks and postmortems expect.
public enum SectionName: String, CaseIterable, Sendable {
  case meaning = "Meaning"
  case impact = "Impact"
  case diagnosis = "Diagnosis"
  case mitigation = "Mitigation"
  case verification = "Verification"
  case prevention = "Prevention"
  case reference = "Reference"
  case sources = "Sources"
  case summary = "Summary"
  case symptoms = "Symptoms"
  case timeline = "Timeline"
  case detection = "Detection"
  case contributingFactors = "Contributing factors"
  case resolution = "Resolution"
  case wentWell = "What went well"
  case wentPoorly = "What went poorly"
  case gotLucky = "Where we got lucky"
  case actionItems = "Action items"
}
