/// YAML that cannot be read, or that uses what this program refuses, with the place and the line.
public struct YAMLError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file as it was named.
  public var path: String
  /// Where in the file.
  public var location: SourceLocation
  /// What is wrong: lower case, no full stop.
  public var message: String
  /// What to do about it, where one thing is plausible.
  public var fix: String?
  /// The text of the line at fault.
  public var sourceLine: String

  /// Makes an error.
  public init(
    path: String, location: SourceLocation, message: String, fix: String? = nil, sourceLine: String
  ) {
    self.path = path
    self.location = location
    self.message = message
    self.fix = fix
    self.sourceLine = sourceLine
  }

  /// `path:line:column: error: message; fix`, the line at fault, and a caret under the place.
  public var description: String {
    let text = fix.map { "\(message); \($0)" } ?? message
    let head = "\(path):\(location.line):\(location.column): error: \(text)"
    return "\(head)\n\(SourceExcerpt(line: sourceLine, column: location.column))"
  }

  /// The same as a finding of the file.
  public func finding(rule: String) -> Finding {
    Finding(
      rule: rule, severity: .error, path: path, location: location, message: message, fix: fix)
  }
}

/// A line of a file with a caret under one place, fit for a terminal.
struct SourceExcerpt: CustomStringConvertible {
  /// The line, without its ending.
  var line: String
  /// The byte in the line, from 1.
  var column: Int

  /// Two lines; a long line is cut around the place, and control characters become `?`.
  var description: String {
    var before: [Unicode.Scalar] = []
    var after: [Unicode.Scalar] = []
    var offset = 1
    for scalar in line.unicodeScalars {
      let shown = Self.isControl(scalar) ? "?" : scalar
      if offset < column { before.append(shown) } else { after.append(shown) }
      offset += UTF8.width(scalar)
    }
    let cut = before.suffix(60)
    let lead = cut.count < before.count ? "..." : ""
    let tail = after.count > 60 ? "..." : ""
    let margin = String(repeating: " ", count: lead.count + cut.reduce(0) { $0 + Self.width($1) })
    return "\(lead)\(Self.text(cut))\(Self.text(after.prefix(60)))\(tail)\n\(margin)^"
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// Also the marks that reverse the direction of a line, which could hide what it says.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Terminal columns, near enough: East Asian wide characters take two, combining marks none.
  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
