/// Why something could not be recorded.
public enum IncidentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not a document that can be edited; the finding says why.
  case unreadable(Finding)
  /// A key cannot be changed without disturbing what is around it.
  case notEditable(path: String, line: Int, key: String)
  /// A note is too long for a timeline.
  case noteTooLong(lines: Int, bytes: Int)
  /// Every name for the day and title is taken.
  case namesTaken(IncidentID)
  /// The times contradict each other.
  case reversedTimes(earlier: String, later: String)
  /// Somebody else holds the lock.
  case locked(path: String, seconds: Int)
  /// The file changed between reading and writing.
  case changedMeanwhile(path: String)
  /// The system refused.
  case file(FileError)

  /// One line: what is wrong and what to do.
  public var description: String {
    switch self {
    case .unreadable(let finding): finding.description
    case .notEditable(let path, let line, let key):
      "\(path):\(line):1: cannot change '\(key)' without disturbing the lines around it; "
        + "change it in an editor"
    case .noteTooLong(let lines, let bytes):
      "the note has \(lines) lines and \(bytes) bytes; a timeline takes "
        + "\(IncidentDocument.noteLines) lines and \(IncidentDocument.noteBytes) bytes"
    case .namesTaken(let id): "\(id): every name like it is taken; use another title"
    case .reversedTimes(let earlier, let later): "\(later) is before \(earlier)"
    case .locked(let path, let seconds):
      "\(path): somebody else has held the lock for \(seconds) s; try again"
    case .changedMeanwhile(let path): "\(path): changed by somebody else meanwhile"
    case .file(let error): error.description
    }
  }
}
