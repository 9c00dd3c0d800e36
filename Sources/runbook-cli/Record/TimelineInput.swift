import Runbook

/// What `--timeline` was given, without secrets.
struct TimelineInput {
  let entries: [TimelineEntry]
  private let reading: TimelineReading
  private let place: String

  /// A timeline is read in a hurry; more rows than this are a log.
  private static let rowLimit = 400

  static let flag = Flag(
    name: "timeline", placeholder: "file",
    help:
      "Add rows from a Slack export or copied thread, git log, a shell history with times, or the "
      + "history of an alarm; '-' reads standard input.", completion: .file)

  static let explanation =
    "'--timeline' reads a Slack export (JSON) or a copied thread, 'git log', a shell history with "
    + "times (HISTTIMEFORMAT, zsh or fish), the answer of 'aws cloudwatch describe-alarm-history', or "
    + "any lines that begin with a time. Rows are sorted in, and those that are there already are not "
    + "added again. A line without a time stays with the one above, and is counted."

  /// Nil where no timeline was given.
  ///
  /// - Throws: `CommandError` where it cannot be read, or is too long for a timeline.
  init?(
    _ options: Options, _ recording: Recording, of incident: Incident? = nil,
    redaction: inout Redaction
  ) throws {
    guard let file = options["timeline"] else { return nil }
    place = file == "-" ? "standard input" : FileSystem.name(of: file)
    let text = try recording.environment.text(of: file)
    guard text.isVisible else {
      throw CommandError(.badData, "\(place): nothing to read", hints: [])
    }
    let times = recording.times(of: incident)
    let isJSON = text.first { !$0.isWhitespace }.map { $0 == "{" || $0 == "[" } ?? false
    let source = isJSON ? text : redaction.clean(text, of: place)
    let place = place
    var cleaner = redaction
    do throws(JSONProblem) {
      reading = try TimelineReading.read(source, times: times) {
        isJSON ? cleaner.clean($0, of: place) : $0
      }
    } catch {
      throw CommandError(
        .badData, "\(place):\(error)",
        hints: ["cut JSON at the end of a value, or give the text of the thread instead"])
    }
    redaction = cleaner
    entries = reading.entries
    guard !entries.isEmpty else {
      throw CommandError(
        .badData, "\(place): nothing in it has a time",
        hints: ["lines begin with a time, such as 10:31 or 2026-11-03T10:31:00Z"])
    }
    guard entries.count <= TimelineInput.rowLimit else {
      throw CommandError(
        .badData, "\(place): \(entries.count) entries are too many for a timeline",
        hints: ["cut it to the incident, such as with 'git log --since=… --until=…'"])
    }
  }

  /// Says what became of the lines.
  func report(added: Int, to console: Console) {
    console.note(
      "timeline  \(place): \(added) of \(entries.count) row\(entries.count == 1 ? "" : "s") added"
        + (added < entries.count ? ", the others were there" : ""))
    if reading.unreadLines > 0 {
      let lines = "\(reading.unreadLines) line\(reading.unreadLines == 1 ? "" : "s")"
      console.note("timeline  \(lines) without a time that can be read: kept with the row above")
    }
    if reading.shortened > 0 {
      console.note("timeline  \(reading.shortened) cut to the length of a row")
    }
  }
}

extension Environment {
  /// The text of a file, or of standard input for '-'; at most 1 MiB.
  func text(of file: String) throws -> String {
    guard file != "-" else { return try standardInput() }
    let path = FileSystem.absolute(file, workingFolder: workingFolder)
    do throws(FileError) {
      return OutsideText.text(try FileSystem.read(path, limit: LogRequest.evidenceLimit))
    } catch {
      guard error.code == FileError.tooLarge else {
        throw FileError(operation: "read", path: file, code: error.code)
      }
      throw CommandError(
        .badData, "\(file) is over 1 MiB",
        hints: ["cut it to the lines around the failure, such as with 'tail -c 1M'"])
    }
  }
}
