/// Lines that the classifier learns from and nothing else: `Content/lines.yml`.
///
/// They are what people have typed and pasted, each with the page, or the step, that was right. Nobody
/// sees them, and no search looks them up; they only teach which words go with which page and step.
public struct LinesFile: Equatable, Sendable {
  /// The path of the file in a knowledge base.
  public static let path = "Content/lines.yml"

  /// Lines about one page or one step.
  public struct Group: Equatable, Sendable {
    /// The id of the page.
    public var runbook: String
    /// The anchor of the step; nil where the lines do not decide it.
    public var step: String?
    /// The lines.
    public var lines: [String]
    /// Where the group stands.
    public var location: SourceLocation
  }

  /// The lines that are about a page.
  public private(set) var groups: [Group] = []
  /// Lines about other systems, which share words with ours.
  public private(set) var elsewhere: [String] = []

  /// No lines.
  public init() {}

  /// Reads `lines:`, a mapping of `runbook` or `runbook#step` to lists, and the list `elsewhere:`.
  ///
  /// - Parameter bytes: the file.
  /// - Throws: `YAMLError`, for a group that is no list too.
  public init(_ bytes: [UInt8]) throws(YAMLError) {
    let root = try YAML.parse(bytes, path: LinesFile.path)
    for entry in root["lines"]?.entries ?? [] {
      guard entry.value.items != nil, let lines = entry.value.strings else {
        throw YAMLError(
          path: LinesFile.path, location: entry.value.location,
          message: "'\(entry.key)' is not a list of lines",
          fix: "write each line behind '- ' in quotation marks", sourceLine: "")
      }
      let (runbook, step) = StepReference.split(entry.key)
      groups.append(
        Group(
          runbook: runbook, step: step, lines: lines, location: entry.keyLocation))
    }
    elsewhere = (root["elsewhere"]?.strings ?? nil) ?? []
  }
}
