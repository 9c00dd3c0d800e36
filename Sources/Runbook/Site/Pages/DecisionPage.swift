/// The page of the decision table: the flow as a drawing and as a list, and the texts it looks for.
struct DecisionPage {
  private let rules: [DecisionRule]
  private let lists: [(name: String, rules: [DecisionRule])]
  private let site: SiteFrame
  private let titles: [String: String]
  private let page: Page

  /// Nil where there is no rule to show.
  init?(_ table: DecisionTable, _ content: SiteContent, _ site: SiteFrame) {
    // A rule that leads to a document that is left out would name it.
    func isShown(_ rule: DecisionRule) -> Bool {
      rule.runbook.map { !content.hidden.ids.contains($0) } ?? true
    }
    rules = table.ruleList.filter(isShown)
    lists = table.ruleLists.map { ($0.name, $0.rules.filter(isShown)) }
    guard !rules.isEmpty else { return nil }
    self.site = site
    titles = Dictionary(
      content.runbooks.map { ($0.id, $0.summary.title) }, uniquingKeysWith: { first, _ in first })
    page = Page(
      path: SiteMap.decisions, title: "Decision flow",
      description: "How a failed task, service or event leads to a runbook, rule by rule.")
  }

  /// Whether a table has a page.
  static func exists(for table: DecisionTable) -> Bool { !table.ruleList.isEmpty }

  func html() -> [UInt8] {
    let parts = Parts(page: page, site: site)
    return page.html(site) { html in
      html.element("h1", "Decision flow")
      html.line()
      html.element(
        "p", ["class": "lead"],
        "Rules are tried from top to bottom; the first that holds names the runbook.")
      html.line()
      html.element("details") { html in
        html.element("summary", "The drawing as a list")
        html.element("ol") { html in
          for rule in rules {
            html.element("li", ["value": nil]) { write(rule, to: &$0) }
            html.line()
          }
        }
      }
      html.line()
      RuleDrawing(rows: rules.map(row)).write(to: &html)
      for list in lists where !list.rules.isEmpty { write(list, parts, to: &html) }
    }
  }

  private func row(_ rule: DecisionRule) -> RuleDrawing.Row {
    var row = RuleDrawing.Row(
      conditions: DecisionPage.conditions(of: rule), target: "", link: nil, note: "")
    switch rule.outcome {
    case .runbook(let id):
      row.target = titles[id] ?? id
      row.link = site.map.page(ofID: id).map { page.link(to: $0) }
      row.note = rule.confidence.description
    case .nothing:
      row.target = "No conclusion"
      row.note = rule.because
    case .list(let name):
      row.target = "What the \(name) say"
      row.link = "#\(Anchors.slug(name))"
      let count = lists.first { $0.name == name }?.rules.count ?? 0
      row.note = "\(count) texts that name a cause; if none is there, go on"
    }
    return row
  }

  private func write(_ rule: DecisionRule, to html: inout HTML) {
    let conditions = DecisionPage.conditions(of: rule)
    html.text(conditions.isEmpty ? "Otherwise" : "If \(conditions.joined(separator: "; "))")
    html.text(": ")
    let row = row(rule)
    if let link = row.link {
      html.element("a", ["href": link], row.target)
    } else {
      html.text(row.target)
    }
    if !rule.because.isEmpty { html.text(". \(DecisionPage.plain(rule.because))") }
  }

  private func write(
    _ list: (name: String, rules: [DecisionRule]), _ parts: Parts, to html: inout HTML
  ) {
    html.element("section") { html in
      parts.heading("Texts that name a cause: \(list.name)", id: Anchors.slug(list.name), to: &html)
      html.element("div", ["class": "table"]) { html in
        html.element("table") { html in
          parts.writeHead(["Text", "Runbook", "What it means"], to: &html)
          html.element("tbody") { html in
            for rule in list.rules {
              write(signature: rule, to: &html)
              html.line()
            }
          }
        }
      }
    }
    html.line()
  }

  private func write(signature rule: DecisionRule, to html: inout HTML) {
    html.element("tr") { html in
      html.element("td") { html in
        for (index, line) in DecisionPage.conditions(of: rule).enumerated() {
          if index > 0 { html.void("br") }
          html.text(line)
        }
      }
      html.element("td") { html in
        guard let id = rule.runbook else { return html.text("no conclusion") }
        if let target = site.map.page(ofID: id) {
          html.element("a", ["href": page.link(to: target)], titles[id] ?? id)
        } else {
          html.text(id)
        }
      }
      html.element("td", DecisionPage.plain(rule.because))
    }
  }

  // MARK: Words

  /// What must hold for a rule, a line each.
  static func conditions(of rule: DecisionRule) -> [String] {
    if case .list = rule.outcome, rule.when.isEmpty { return ["any line of the symptom"] }
    var lines = rule.when.map { test in
      "\(words(test.fact.word)) \(verb(of: test)) \(test.values.joined(separator: " or "))"
        .trimmingBlanks
    }
    for patterns in rule.text.all { lines.append("text has " + words(patterns)) }
    if !rule.text.none.isEmpty { lines.append("text has not " + words(rule.text.none)) }
    return lines
  }

  private static func verb(of test: DecisionRule.FactTest) -> String {
    switch test.operation {
    case .isIn: "is"
    case .isNotIn: "is not"
    case .isPresent: "is known"
    case .isAbsent: "is not known"
    }
  }

  private static func words(_ name: String) -> String {
    String(name.map { $0 == "_" ? " " : $0 })
  }

  /// The first few of a list of texts.
  private static func words(_ patterns: [DecisionRule.Pattern]) -> String {
    let shown = patterns.prefix(4).map { "“\($0.pieces.joined(separator: " … "))”" }
    let more = patterns.count - shown.count
    return shown.joined(separator: " or ") + (more > 0 ? " or \(more) more like these" : "")
  }

  /// A sentence of the table with its placeholders as words.
  static func plain(_ sentence: String) -> String {
    var result = ""
    for character in sentence {
      switch character {
      case "{", "}": continue
      case "_": result.append(" ")
      default: result.append(character)
      }
    }
    return result
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while text.hasSuffix(" ") { text = text.dropLast() }
    return String(text)
  }
}
