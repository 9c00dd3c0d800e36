/// The decision table as a drawing: one row for each rule, the condition left, the runbook right,
/// "no" leading down to the next.
struct RuleDrawing {
  /// A rule as it is drawn.
  struct Row {
    /// What must hold, a line each; empty where the rule always holds.
    var conditions: [String]
    /// Where it leads, with the link of that page.
    var target: String
    var link: String?
    /// What else there is to say about it.
    var note: String
  }

  let rows: [Row]

  private static let lineHeight = 17
  private static let margin = 10
  private static let left = (x: 8, width: 500)
  private static let right = (x: 590, width: 330)
  private static let gap = 34
  static let width = right.x + right.width + 8

  /// How many characters fit into a line of a box; system fonts differ, so there is room to spare.
  private static let leftColumns = 64
  private static let rightColumns = 40

  func write(to html: inout HTML) {
    let laid = layOut()
    let height = (laid.last.map { $0.y + $0.height } ?? 0) + 8
    html.element("div", ["class": "drawing"]) { html in
      html.element(
        "svg",
        [
          "width": String(RuleDrawing.width), "height": String(height),
          "viewBox": "0 0 \(RuleDrawing.width) \(height)", "role": "group",
          "aria-label": "Decision flow",
        ]
      ) { html in
        html.line()
        for (index, row) in laid.enumerated() {
          row.write(to: &html, next: index + 1 < laid.count ? laid[index + 1] : nil)
          html.line()
        }
      }
    }
    html.line()
  }

  /// A row with its place and its broken lines.
  private struct Laid {
    var number: Int
    var y: Int
    var height: Int
    var conditions: [String]
    var target: [String]
    var note: [String]
    var link: String?

    func write(to html: inout HTML, next: Laid?) {
      let (left, right) = (RuleDrawing.left, RuleDrawing.right)
      RuleDrawing.rectangle("box", x: left.x, y: y, width: left.width, height: height, to: &html)
      for (index, line) in conditions.enumerated() {
        RuleDrawing.text(
          line, x: left.x + 12, y: baseline(index, of: conditions.count), to: &html)
      }
      let middle = y + height / 2
      RuleDrawing.arrow(
        "M\(left.x + left.width) \(middle)H\(right.x - 2)", tip: (right.x, middle), isDown: false,
        to: &html)
      RuleDrawing.text("yes", x: left.x + left.width + 26, y: middle - 6, style: "quiet", to: &html)
      RuleDrawing.rectangle("end", x: right.x, y: y, width: right.width, height: height, to: &html)
      writeTarget(to: &html)
      guard let next else { return }
      let x = left.x + 40
      RuleDrawing.arrow(
        "M\(x) \(y + height)V\(next.y - 2)", tip: (x, next.y), isDown: true, to: &html)
      RuleDrawing.text("no", x: x + 10, y: y + height + 21, style: "quiet", to: &html)
    }

    private func writeTarget(to html: inout HTML) {
      let x = RuleDrawing.right.x + 12
      let count = target.count + note.count
      func lines(_ html: inout HTML) {
        for (index, line) in target.enumerated() {
          RuleDrawing.text(line, x: x, y: baseline(index, of: count), to: &html)
        }
      }
      if let link {
        html.element("a", ["href": link]) { lines(&$0) }
      } else {
        lines(&html)
      }
      for (index, line) in note.enumerated() {
        RuleDrawing.text(
          line, x: x, y: baseline(target.count + index, of: count), style: "quiet", to: &html)
      }
    }

    /// The place of one of several lines that stand in the middle of the box.
    private func baseline(_ line: Int, of count: Int) -> Int {
      y + (height - count * RuleDrawing.lineHeight) / 2 + 12 + line * RuleDrawing.lineHeight
    }
  }

  private func layOut() -> [Laid] {
    var laid: [Laid] = []
    var y = 8
    for (index, row) in rows.enumerated() {
      let conditions = row.conditions.isEmpty ? ["otherwise"] : row.conditions
      let left = conditions.flatMap { RuleDrawing.wrapped($0, to: RuleDrawing.leftColumns) }
      let target = RuleDrawing.wrapped(row.target, to: RuleDrawing.rightColumns)
      let note = RuleDrawing.wrapped(row.note, to: RuleDrawing.rightColumns + 4)
      let lines = max(left.count, target.count + note.count)
      let height = lines * RuleDrawing.lineHeight + 2 * RuleDrawing.margin
      laid.append(
        Laid(
          number: index, y: y, height: height, conditions: left, target: target, note: note,
          link: row.link))
      y += height + RuleDrawing.gap
    }
    return laid
  }

  // MARK: Shapes

  private static func rectangle(
    _ style: String, x: Int, y: Int, width: Int, height: Int, to html: inout HTML
  ) {
    html.element(
      "rect",
      [
        "class": style, "x": String(x), "y": String(y), "width": String(width),
        "height": String(height), "rx": "6",
      ]
    ) { _ in }
  }

  private static func text(
    _ text: String, x: Int, y: Int, style: String? = nil, to html: inout HTML
  ) {
    html.element("text", ["class": style, "x": String(x), "y": String(y)], text)
  }

  private static func arrow(
    _ path: String, tip: (x: Int, y: Int), isDown: Bool, to html: inout HTML
  ) {
    html.element("path", ["class": "line", "d": path]) { _ in }
    let head =
      isDown ? "M\(tip.x) \(tip.y)l-4 -7h8z" : "M\(tip.x) \(tip.y)l-7 -4v8z"
    html.element("path", ["class": "tip", "d": head]) { _ in }
  }

  /// The text broken at blanks; a longer word is cut.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var width = 0
    for word in text.split(separator: " ") {
      let length = RuleDrawing.width(of: word)
      if !line.isEmpty, width + 1 + length > columns {
        lines.append(line)
        (line, width) = ("", 0)
      }
      if !line.isEmpty {
        line += " "
        width += 1
      }
      for character in word {
        if width >= columns {
          lines.append(line)
          (line, width) = ("", 0)
        }
        line.append(character)
        width += RuleDrawing.width(of: String(character)[...])
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// East Asian characters take two columns.
  private static func width(of text: Substring) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ((0x1100...0xFFDC).contains($1.value) ? 2 : 1) }
  }
}
