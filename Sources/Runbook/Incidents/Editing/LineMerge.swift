/// Two edits of one text put together by lines, as long as they touch different places.
enum LineMerge {
  /// A run of lines of the old text with what stands in its place.
  private struct Edit: Equatable {
    var range: Range<Int>
    var lines: [String]
  }

  /// The text with both edits.
  ///
  /// Rows that both add at one place, such as notes at the end of a timeline, are all kept, those of
  /// the right side first. Where both changed the same lines in different ways, both stand between
  /// marks as git writes them.
  ///
  /// - Parameters:
  ///   - base: what both edits began with.
  ///   - left: one.
  ///   - right: the other.
  ///   - labels: what to call the two sides in marks.
  /// - Returns: the text, and whether there are marks in it.
  static func merge(
    base: [UInt8], left: [UInt8], right: [UInt8], labels: (String, String) = ("left", "right")
  ) -> (bytes: [UInt8], hasConflict: Bool) {
    let old = lines(of: base)
    var (lefts, rights) = (edits(base, left)[...], edits(base, right)[...])
    var result: [String] = []
    var place = 0
    var hasConflict = false
    while let start = [lefts.first, rights.first].compactMap({ $0?.range.lowerBound }).min() {
      result += old[place..<start]
      var region = start..<start
      var (mine, theirs): ([Edit], [Edit]) = ([], [])
      func isInside(_ edit: Edit?) -> Bool {
        edit.map { $0.range.lowerBound < region.upperBound || $0.range.lowerBound == start }
          ?? false
      }
      while isInside(lefts.first) || isInside(rights.first) {
        if isInside(lefts.first), let edit = lefts.popFirst() {
          mine.append(edit)
          region = start..<max(region.upperBound, edit.range.upperBound)
        }
        if isInside(rights.first), let edit = rights.popFirst() {
          theirs.append(edit)
          region = start..<max(region.upperBound, edit.range.upperBound)
        }
      }
      let (leftLines, rightLines) = (apply(mine, old, region), apply(theirs, old, region))
      if theirs.isEmpty || leftLines == rightLines {
        result += leftLines
      } else if mine.isEmpty {
        result += rightLines
      } else if region.isEmpty {
        result += rightLines + leftLines
      } else {
        hasConflict = true
        result += ["<<<<<<< \(labels.0)"] + leftLines + ["======="] + rightLines
        result.append(">>>>>>> \(labels.1)")
      }
      place = region.upperBound
    }
    result += old[place...]
    return (Array(result.joined(separator: "\n").utf8), hasConflict)
  }

  /// The lines of a region with edits made.
  private static func apply(
    _ edits: [Edit], _ old: [String], _ region: Range<Int>
  ) -> [String] {
    var result: [String] = []
    var place = region.lowerBound
    for edit in edits {
      result += old[place..<edit.range.lowerBound] + edit.lines
      place = edit.range.upperBound
    }
    return result + old[place..<region.upperBound]
  }

  /// Lines so that joining them by line feeds gives the text.
  private static func lines(of bytes: [UInt8]) -> [String] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func edits(_ base: [UInt8], _ new: [UInt8]) -> [Edit] {
    var edits: [Edit] = []
    var (place, start) = (0, 0)
    var added: [String] = []
    func flush() {
      if start < place || !added.isEmpty {
        edits.append(Edit(range: start..<place, lines: added))
      }
      added = []
    }
    // With a line feed at both ends, no line is special for lacking one.
    for line in LineDiff(base + [0x0A], new + [0x0A]).lines {
      switch line.change {
      case .same:
        flush()
        place += 1
        start = place
      case .removed: place += 1
      case .added: added.append(line.text)
      }
    }
    flush()
    return edits
  }
}
