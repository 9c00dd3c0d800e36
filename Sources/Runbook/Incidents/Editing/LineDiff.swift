/// The difference of two texts by lines, as the unified format shows it.
///
/// The shortest edit is found as in Myers, "An O(ND) Difference Algorithm and Its Variations"
/// (1986). Texts that have almost nothing in common are shown as replaced, which bounds the work.
public struct LineDiff: Sendable {
  /// What became of a line.
  public enum Change: Equatable, Sendable {
    /// In both.
    case same
    /// In the old text only.
    case removed
    /// In the new text only.
    case added
  }

  /// Every line of both texts in order.
  public let lines: [(change: Change, text: String)]
  /// Whether nothing differs.
  public var isEmpty: Bool { lines.allSatisfy { $0.change == .same } }

  /// More edits than this are no longer worth finding the fewest of.
  private static let editLimit = 2000

  /// Compares two texts.
  public init(_ old: [UInt8], _ new: [UInt8]) {
    let (left, right) = (LineDiff.cut(old), LineDiff.cut(new))
    var start = 0
    while start < left.count, start < right.count, left[start] == right[start] { start += 1 }
    var end = 0
    while end < left.count - start, end < right.count - start,
      left[left.count - 1 - end] == right[right.count - 1 - end]
    { end += 1 }
    var lines = left[..<start].map { (change: Change.same, text: $0) }
    lines += LineDiff.middle(
      Array(left[start..<left.count - end]), Array(right[start..<right.count - end]))
    lines += left[(left.count - end)...].map { (.same, $0) }
    self.lines = lines
  }

  /// Lines without their ends; a last line without a line feed is told from one with it.
  private static func cut(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    if lines.last == "" {
      lines.removeLast()
    } else if let last = lines.last {
      lines[lines.count - 1] = last + noEnd
    }
    return lines
  }

  private static let noEnd = "\n\\ No newline at end of file"

  private static func middle(
    _ left: [String], _ right: [String]
  ) -> [(change: Change, text: String)] {
    // Lines as numbers, so that comparing them is cheap.
    var numbers: [String: Int] = [:]
    func number(_ line: String) -> Int {
      if let known = numbers[line] { return known }
      numbers[line] = numbers.count
      return numbers.count - 1
    }
    guard let trace = trace(left.map(number), right.map(number)) else {
      return left.map { (.removed, $0) } + right.map { (.added, $0) }
    }
    var result: [(change: Change, text: String)] = []
    var (x, y) = (left.count, right.count)
    for (edits, furthest) in trace.enumerated().reversed() {
      let k = x - y
      let isDown = LineDiff.goesDown(k, edits, furthest, middle: edits + 1)
      let fromK = isDown ? k + 1 : k - 1
      let fromX = furthest[edits + 1 + fromK]
      let fromY = fromX - fromK
      while x > fromX, y > fromY, x > 0, y > 0 {
        (x, y) = (x - 1, y - 1)
        result.append((.same, left[x]))
      }
      guard edits > 0 else { break }
      result.append(isDown ? (.added, right[fromY]) : (.removed, left[fromX]))
      (x, y) = (fromX, fromY)
    }
    return result.reversed()
  }

  /// Whether the path to a diagonal comes from the one above it, by an added line.
  private static func goesDown(_ k: Int, _ edits: Int, _ furthest: [Int], middle: Int) -> Bool {
    k == -edits || k != edits && furthest[middle + k - 1] < furthest[middle + k + 1]
  }

  /// For each number of edits, the furthest points on the diagonals that fewer edits reach, from
  /// `-edits - 1` to `edits + 1`; nil where there are too many edits.
  private static func trace(_ a: [Int], _ b: [Int]) -> [[Int]]? {
    let limit = min(a.count + b.count, editLimit)
    let middle = limit + 2
    var furthest = [Int](repeating: 0, count: 2 * middle + 1)
    var trace: [[Int]] = []
    for edits in 0...limit {
      trace.append(Array(furthest[(middle - edits - 1)...(middle + edits + 1)]))
      for k in stride(from: -edits, through: edits, by: 2) {
        let isDown = goesDown(k, edits, furthest, middle: middle)
        var x = isDown ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1
        while x < a.count, x - k < b.count, a[x] == b[x - k] { x += 1 }
        furthest[middle + k] = x
        if x >= a.count, x - k >= b.count { return trace }
      }
    }
    return nil
  }

  // MARK: Unified format

  /// A run of changes with the lines around it.
  public struct Hunk: Sendable {
    /// `@@ -1,4 +1,5 @@`.
    public var header: String
    /// The lines; the text of one without a line feed at its end says so below it.
    public var lines: ArraySlice<(change: Change, text: String)>
  }

  /// The changes with three lines around each.
  public func hunks(context: Int = 3) -> [Hunk] {
    var ranges: [Range<Int>] = []
    for index in lines.indices where lines[index].change != .same {
      let range = max(0, index - context)..<min(lines.count, index + context + 1)
      if let last = ranges.last, last.upperBound >= range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else {
        ranges.append(range)
      }
    }
    var hunks: [Hunk] = []
    var (old, new, place) = (0, 0, 0)
    for range in ranges {
      for line in lines[place..<range.lowerBound] {
        if line.change != .added { old += 1 }
        if line.change != .removed { new += 1 }
      }
      let oldCount = lines[range].count { $0.change != .added }
      let newCount = lines[range].count { $0.change != .removed }
      // A side without lines is named by the line before it.
      let oldStart = oldCount > 0 ? old + 1 : old
      let newStart = newCount > 0 ? new + 1 : new
      hunks.append(
        Hunk(
          header: "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@", lines: lines[range]))
      (old, new, place) = (old + oldCount, new + newCount, range.upperBound)
    }
    return hunks
  }
}
