/// A place in a text file; both numbers count from 1, the column in UTF-8 bytes.
public struct SourceLocation: Equatable, Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The column in bytes, from 1.
  public var column: Int

  /// Makes a location.
  public init(line: Int, column: Int = 1) {
    self.line = line
    self.column = column
  }
}

/// Something wrong in the user's content, said in the form that editors and CI understand.
///
/// A finding is not an error of the program: work goes on, and the report names every one.
public struct Finding: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// How much a finding matters.
  public enum Severity: String, Sendable, CaseIterable {
    /// The file cannot be used as it is, or a check of the knowledge base failed.
    case error
    /// The file works, but a reader would stumble.
    case warning
    /// Worth knowing, and nothing has to be done.
    case note
  }

  /// The stable id of the rule that found it, such as `front-matter` or `unknown-runbook`.
  public var rule: String
  /// How much it matters.
  public var severity: Severity
  /// The path of the file as it was given, relative to the knowledge base.
  public var path: String
  /// Where in the file.
  public var location: SourceLocation
  /// What is wrong: lower case, no full stop, most specific word first.
  public var message: String
  /// What to do about it, if one thing is plausible.
  public var fix: String?

  /// Makes a finding.
  public init(
    rule: String, severity: Severity, path: String, location: SourceLocation, message: String,
    fix: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.path = path
    self.location = location
    self.message = message
    self.fix = fix
  }

  /// One line: `path:line:column: severity: [rule] message; fix`.
  public var description: String {
    let place = "\(path):\(location.line):\(location.column)"
    let text = "\(place): \(severity.rawValue): [\(rule)] \(message)"
    return fix.map { "\(text); \($0)" } ?? text
  }
}
