/// Says behind each link to a step which one it leads to: a terminal shows the words of a link only.
struct StepLinks {
  private let page: String
  private let numbers: [String: Int]

  init(_ runbook: Runbook) {
    page = runbook.id
    numbers = Dictionary(runbook.steps.map { ($0.anchor, $0.number) }) { first, _ in first }
  }

  /// The block with `(#2)` behind each link to the second step of the page, and with
  /// `(other-id#step)` behind one to a step of another.
  func named(in block: Block) -> Block {
    var block = block
    switch block.content {
    case .paragraph(let inlines): block.content = .paragraph(named(in: inlines))
    case .list(let start, let items):
      block.content = .list(
        start: start,
        items: items.map { item in
          var item = item
          item.blocks = item.blocks.map(named)
          return item
        })
    case .quote(let blocks): block.content = .quote(blocks.map(named))
    case .table(let alignments, let header, let rows):
      block.content = .table(
        alignments: alignments, header: header,
        rows: rows.map { row in
          TableRow(cells: row.cells.map(named), location: row.location)
        })
    case .heading, .code, .thematicBreak, .html: break
    }
    return block
  }

  private func named(in inlines: [Inline]) -> [Inline] {
    inlines.flatMap { inline -> [Inline] in
      guard case .link(let destination, _, _) = inline,
        let target = StepReference(link: destination, on: page)
      else { return [inline] }
      guard target.runbook == page else { return [inline, .text(" (\(target))")] }
      return numbers[target.step].map { [inline, .text(" (#\($0))")] } ?? [inline]
    }
  }
}
