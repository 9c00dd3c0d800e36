@testable import Runbook

/// The library's location; Testing has a type of the same name, and so has the module a type `Runbook`.
typealias FilePlace = SourceLocation

/// A text in which `▷` marks each place where a finding is expected, in the order of the file.
struct MarkedText {
  /// The text without the marks.
  let text: String
  /// The marked places.
  let places: [SourceLocation]

  init(_ marked: String) {
    var text = ""
    var places: [SourceLocation] = []
    var (line, column) = (1, 1)
    for scalar in marked.unicodeScalars {
      if scalar == "▷" {
        places.append(SourceLocation(line: line, column: column))
        continue
      }
      text.unicodeScalars.append(scalar)
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + UTF8.width(scalar))
    }
    self.text = text
    self.places = places
  }

  /// What the findings of this text should read like, `severity: [rule] message; fix` for each.
  func expected(_ messages: [String], path: String) -> [String] {
    zip(places, messages).map { "\(path):\($0.line):\($0.column): \($1)" }
      + messages.dropFirst(places.count).map { "unmarked: \($0)" }
  }
}
