/// What `aws … --output table` prints, as the JSON that it stands for.
///
/// Each table has its name in a row of its own; the number of bars at the left says how deep it
/// stands. One object is rows of a key and a value; several are rows below a row of keys.
struct TableOutput {
  /// One row: how deep it stands, and its cells.
  private struct Row {
    var depth: Int
    var cells: [String]
    var isRule: Bool
    /// Whether its first cell stands at the left, as a value does; a title stands in the middle.
    var isAtLeft = false
  }

  /// An object that is being read, and the lists in it.
  private final class Node {
    let name: String
    let depth: Int
    var objects: [[(key: String, value: JSON)]] = []
    var children: [Node] = []
    var heads: [String]?
    /// The items of a list of texts.
    var values: [JSON] = []

    init(_ name: String, depth: Int) {
      self.name = name
      self.depth = depth
    }

    /// Whether a row is an item of this list of texts: it stands as deep as the title of the list.
    func takes(_ row: Row) -> Bool {
      row.cells.count == 1 && row.isAtLeft && row.depth == depth && depth > 0 && objects.isEmpty
        && children.isEmpty && heads == nil
    }

    /// The table as a value: one object where it lies flat, a list where rows have a head.
    var json: JSON {
      if !values.isEmpty { return .array(values) }
      let inner = children.map { (key: $0.name, value: $0.json) }
      guard objects.count == 1 || objects.isEmpty else {
        return .array(objects.map { .object($0) })
      }
      return .array([.object((objects.first ?? []) + TableOutput.joined(inner))])
    }
  }

  /// Reads a table; nil where the text has none.
  static func read(_ text: String) -> JSON? {
    let rows = text.parts(by: "\n").compactMap { row(String($0)) }
    guard rows.count > 3 else { return nil }
    let root = Node("", depth: 0)
    var path = [root]
    for (index, row) in rows.enumerated() where !row.isRule {
      if let last = path.last, last.takes(row) {
        last.values.append(scalar(row.cells[0]))
        continue
      }
      while let last = path.last, last.depth >= row.depth, path.count > 1,
        row.cells.count == 1 || last.depth > row.depth
      {
        path.removeLast()
      }
      guard let here = path.last else { return nil }
      let isTitle = row.cells.count == 1 && (here.depth < row.depth)
      if isTitle {
        let node = Node(row.cells[0], depth: row.depth)
        here.children.append(node)
        path.append(node)
      } else {
        take(row, into: here, isHead: isHead(index, rows))
      }
    }
    guard let first = root.children.first else { return nil }
    let members = joined(first.children.map { (key: $0.name, value: $0.json) })
    return members.isEmpty ? first.json : .object(members + (first.objects.first ?? []))
  }

  /// Tables of one name are items of one list.
  private static func joined(
    _ members: [(key: String, value: JSON)]
  ) -> [(key: String, value: JSON)] {
    members.reduce(into: []) { all, member in
      guard let place = all.firstIndex(where: { $0.key == member.key }),
        case .array(let known) = all[place].value, case .array(let more) = member.value
      else { return all.append(member) }
      all[place].value = .array(known + more)
    }
  }

  /// Whether a row holds the keys of those below: a rule divides it from them.
  private static func isHead(_ index: Int, _ rows: [Row]) -> Bool {
    guard index > 0, rows[index - 1].isRule, index + 2 < rows.count, rows[index + 1].isRule else {
      return false
    }
    return rows[index + 2].depth == rows[index].depth && !rows[index + 2].isRule
      && rows[index + 2].cells.count == rows[index].cells.count
      && rows[index].cells.allSatisfy(isKey)
  }

  private static func isKey(_ cell: String) -> Bool {
    !cell.isEmpty && cell.utf8.allSatisfy { ASCII.isDigit($0) || ($0 | 0x20) &- 0x61 < 26 }
  }

  private static func take(_ row: Row, into node: Node, isHead: Bool) {
    if isHead, node.objects.isEmpty {
      node.heads = row.cells
    } else if let heads = node.heads, heads.count == row.cells.count {
      node.objects.append(zip(heads, row.cells).map { (key: $0, value: scalar($1)) })
    } else if row.cells.count == 2 {
      if node.objects.isEmpty { node.objects.append([]) }
      node.objects[node.objects.count - 1].append((key: row.cells[0], value: scalar(row.cells[1])))
    }
  }

  private static func scalar(_ cell: String) -> JSON {
    if cell.isEmpty { return .null }
    return PrintedScalar.value(of: cell)
  }

  /// A row of a table; nil for any other line.
  private static func row(_ line: String) -> Row? {
    let line = line.withoutOuterBlanks
    guard let first = line.utf8.first, let last = line.utf8.last, line.utf8.count > 4 else {
      return nil
    }
    let bars = line.utf8.prefix { $0 == 0x7C }.count
    let body = line.utf8.dropFirst(bars)
    let isRule = body.allSatisfy { $0 == 0x2D || $0 == 0x2B || $0 == 0x7C }
    if isRule {
      return first == 0x7C || first == 0x2B || first == 0x2D
        ? Row(depth: bars, cells: [], isRule: true) : nil
    }
    guard bars > 0, last == 0x7C else { return nil }
    let inner = String(line.dropFirst(bars)).parts(by: "|", keepingEmpty: true)
    var cells = inner.map { String($0).withoutOuterBlanks }
    while cells.count > 1, cells.last == "" { cells.removeLast() }
    let isAtLeft = body.starts(with: "  ".utf8) && body.dropFirst(2).first != 0x20
    return Row(depth: bars, cells: cells, isRule: false, isAtLeft: isAtLeft)
  }
}
