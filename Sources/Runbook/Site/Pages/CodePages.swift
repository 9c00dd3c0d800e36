/// What the tables of the runbooks say about a code: each row whose first cell names it.
struct CodeRow: Sendable {
  /// The document that holds the table.
  var path: String
  /// The title of that document.
  var title: String
  /// The heads of the columns.
  var head: [String]
  /// The cells.
  var cells: [[Inline]]

  /// The codes that the first cell of a row names: `137`, `` `EssentialContainerExited` ``.
  static func codes(in cell: [Inline]) -> [String] {
    let text = cell.plainText
    let first = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    if let number = Int(first), (0...255).contains(number) {
      // `4–124` names none of them.
      let rest = text.dropFirst(first.count)
      return rest.isEmpty || rest.hasPrefix(" ") ? [String(number)] : []
    }
    return first.count == text.count && Vocabulary.stopCodes.contains(String(first))
      ? [String(first)] : []
  }

  /// The rows of a runbook's tables by code; only tables that say that they list codes.
  static func all(in runbook: Runbook) -> [(code: String, row: CodeRow)] {
    var found: [(String, CodeRow)] = []
    for section in runbook.sections {
      section.blocks.walk { block in
        guard case .table(_, let header, let rows) = block.content,
          let first = header.cells.first, first.plainText.lowercased().contains("code")
        else { return }
        let head = header.cells.map(\.plainText)
        for row in rows {
          guard let cell = row.cells.first else { continue }
          for code in codes(in: cell) {
            let row = CodeRow(
              path: runbook.source.path, title: runbook.title, head: head, cells: row.cells)
            found.append((code, row))
          }
        }
      }
    }
    return found
  }
}

/// The pages of exit codes and stop codes, which are what people link to from a chat.
struct CodePages {
  let site: SiteFrame
  /// The runbooks that name each code in their front matter.
  let entries: [LabelIndex.Entry]
  /// What tables say, by code.
  let rows: [String: [CodeRow]]

  init(
    _ labels: LabelIndex, _ site: SiteFrame, rows: [String: [CodeRow]]
  ) {
    self.site = site
    self.rows = rows
    entries = labels[.code]
  }

  func write(_ take: (String, [UInt8]) throws -> Void) rethrows {
    guard !entries.isEmpty else { return }
    try take(SiteMap.list(of: .code), index)
    for entry in entries {
      guard let path = site.map.page(of: .code, entry.name) else { continue }
      try take(path, page(entry, path: path))
    }
  }

  /// The runbook for a code first: the one that names the fewest others.
  static func sorted(_ runbooks: [SiteRunbook]) -> [SiteRunbook] {
    runbooks.sorted { left, right in
      let (a, b) = (
        left.exitCodes.count + left.stopCodes.count, right.exitCodes.count + right.stopCodes.count
      )
      return (a, left.id) < (b, right.id)
    }
  }

  private static func title(of code: String) -> String {
    Int(code) == nil ? "Stop code \(code)" : "Exit code \(code)"
  }

  /// What an exit code means by itself, whoever made it.
  static func meaning(of code: String) -> String? {
    guard let number = Int(code) else { return nil }
    if number > 128, let signal = Vocabulary.signals.first(where: { $0.number == number - 128 }) {
      return "128 + \(signal.number): the process was ended by \(signal.name)."
    }
    return number == 0 ? "The process ended by itself and reported success." : nil
  }

  private func page(_ entry: LabelIndex.Entry, path: String) -> [UInt8] {
    let title = CodePages.title(of: entry.name)
    let runbooks = CodePages.sorted(entry.runbooks)
    let first = runbooks.first?.summary.title ?? "nothing"
    let page = Page(
      path: path, title: title, description: "\(title) on ECS: \(first).",
      crumbs: [(SiteMap.Label.code.plural, SiteMap.list(of: .code))])
    let parts = Parts(page: page, site: site)
    return page.html(site) { html in
      html.element("h1", title)
      html.line()
      if let meaning = CodePages.meaning(of: entry.name) {
        html.element("p", ["class": "lead"], meaning)
        html.line()
      }
      for runbook in runbooks.prefix(3) { write(runbook, parts, to: &html) }
      if runbooks.count > 3 {
        parts.heading("Also", to: &html)
        parts.write(Array(runbooks.dropFirst(3)), to: &html)
      }
      if let rows = rows[entry.name] {
        parts.heading("What the tables say", to: &html)
        var rest = rows[...]
        while let first = rest.first {
          let same = rest.prefix { $0.path == first.path }
          write(Array(same), of: entry.name, parts, to: &html)
          rest = rest.dropFirst(same.count)
        }
      }
    }
  }

  /// The fix of a runbook, as much as a person needs to know whether it is theirs.
  private func write(_ runbook: SiteRunbook, _ parts: Parts, to html: inout HTML) {
    let target = parts.page.link(to: SiteMap.page(ofRunbook: runbook.id))
    html.element("section", ["class": "card"]) { html in
      html.element("h2") { html in
        html.element("a", ["href": target], runbook.summary.title)
        parts.writeStatus(of: runbook.summary, to: &html)
      }
      html.line()
      if !runbook.summary.description.isEmpty { html.element("p", runbook.summary.description) }
      if !runbook.steps.isEmpty { parts.write(steps: runbook.steps, of: target, to: &html) }
    }
    html.line()
  }

  /// The rows of one document.
  private func write(_ rows: [CodeRow], of code: String, _ parts: Parts, to html: inout HTML) {
    guard let row = rows.first else { return }
    let map = site.map
    var markdown = MarkdownHTML { link, fragment in
      map.page(ofLink: link, in: row.path).map {
        parts.page.link(to: $0) + (fragment.map { "#\($0)" } ?? "")
      }
    }
    let target = map.page(ofLink: "/" + row.path, in: row.path)
    markdown.home = target.map { parts.page.link(to: $0) } ?? ""
    html.element("section", ["class": "row"]) { html in
      html.element("h3") { html in
        if let target {
          html.element("a", ["href": parts.page.link(to: target)], row.title)
        }
      }
      html.line()
      for row in rows {
        html.element("dl", ["class": "labels"]) { html in
          // The title of the page says the code already.
          for (title, cell) in zip(row.head, row.cells)
          where !cell.isEmpty && cell.plainText != code {
            html.element("dt", title)
            html.element("dd") { markdown.write(cell, to: &$0) }
          }
        }
        html.line()
      }
    }
    html.line()
  }

  private var index: [UInt8] {
    let label = SiteMap.Label.code
    let page = Page(
      path: SiteMap.list(of: label), title: label.plural,
      description: "\(label.plural), each with the runbook that fixes it.")
    let parts = Parts(page: page, site: site)
    return page.html(site) { html in
      html.element("h1", label.plural)
      html.line()
      html.element("div", ["class": "table"]) { html in
        html.element("table") { html in
          parts.writeHead(["Code", "Meaning", "Runbooks"], to: &html)
          html.element("tbody") { html in
            for entry in entries {
              html.element("tr") { html in
                html.element("td") { parts.write(.code, entry.name, to: &$0) }
                html.element("td", CodePages.meaning(of: entry.name) ?? "")
                html.element("td") { html in
                  for (index, runbook) in CodePages.sorted(entry.runbooks).prefix(3).enumerated() {
                    if index > 0 { html.void("br") }
                    let target = page.link(to: SiteMap.page(ofRunbook: runbook.id))
                    html.element("a", ["href": target], runbook.summary.title)
                  }
                }
              }
              html.line()
            }
          }
        }
      }
    }
  }
}
