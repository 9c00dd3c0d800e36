/// What saving an edited runbook adds: another version and the day, where the text is another.
public enum RunbookEdit {
  /// The file to save.
  ///
  /// The version counts changes of the text that people read; front matter alone does not count.
  /// A version that the person changed stays.
  ///
  /// - Parameters:
  ///   - new: what was edited.
  ///   - old: what it was before.
  ///   - path: the path of the file.
  ///   - today: the present day.
  /// - Returns: the bytes, with a higher version if one was due.
  /// - Throws: `IncidentError` where one of them cannot be read.
  public static func saved(
    _ new: [UInt8], over old: [UInt8], path: String, today: CivilDate
  ) throws(IncidentError) -> [UInt8] {
    let before = try FrontMatterText(old, path: path)
    let after = try FrontMatterText(new, path: path)
    guard trimmed(before.body) != trimmed(after.body) else { return new }
    var editor = FrontMatterEditor(new, path: path, order: RunbookParser.keys)
    let version = version(of: before)
    if self.version(of: after) == version {
      // Past the largest number, the person has to say how to go on.
      let (next, overflow) = version.addingReportingOverflow(1)
      if !overflow { try editor.set("version", to: String(next)) }
    }
    try editor.set("lastmod", to: today.description)
    return editor.bytes
  }

  /// The file with the day of its last review; the text is the same, so the version stays.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - path: the path of the file.
  ///   - day: the day.
  /// - Returns: the file.
  /// - Throws: `IncidentError` where it cannot be changed.
  public static func reviewed(
    _ bytes: [UInt8], path: String, on day: CivilDate
  ) throws(IncidentError) -> [UInt8] {
    var editor = FrontMatterEditor(bytes, path: path, order: RunbookParser.keys)
    try editor.set("reviewed_at", to: day.description)
    return editor.bytes
  }

  private static func version(of text: FrontMatterText) -> Int {
    text.root["version"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } } ?? 1
  }

  /// Without line ends of another kind and blank lines at its ends, which no reader sees.
  private static func trimmed(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let start = text.drop { $0 <= 0x20 }
    let end = start.lastIndex { $0 > 0x20 } ?? start.startIndex
    return start[..<min(start.endIndex, end + 1)].filter { $0 != UInt8(ascii: "\r") }
  }
}
