/// Reads the decision table from YAML, with a finding for whatever it cannot use.
struct TableParser {
  private let path: String
  private(set) var findings: [Finding] = []
  private var groups: [String: [DecisionRule.Pattern]] = [:]
  private var listNames: [String] = []
  private var ids: Set<String> = []

  init(path: String) {
    self.path = path
  }

  /// What a table file says.
  struct Source: Equatable, Sendable {
    var rules: [DecisionRule] = []
    var lists: [List] = []
    var always: [DecisionRule.Secondary] = []
    var sidecars: [String] = []
    var consequences: [String] = []

    struct List: Equatable, Sendable {
      var name: String
      var rules: [DecisionRule]
    }
  }

  mutating func parse(_ bytes: [UInt8]) -> Source {
    let root: YAMLNode
    do {
      root = try YAML.parse(bytes, path: path)
    } catch {
      findings.append(error.finding(rule: "decision-table"))
      return Source()
    }
    var source = Source()
    guard let entries = root.entries else {
      report(root, "the table is not a mapping", fix: "start with `rules:`")
      return source
    }
    // Groups and the names of lists first, wherever they stand: rules refer to them.
    for entry in entries where entry.key == "groups" { readGroups(entry.value) }
    listNames = (root["lists"]?.entries ?? []).map(\.key)
    for entry in entries {
      switch entry.key {
      case "version":
        if entry.value.int != 1 {
          report(entry.value, "unknown version", fix: "write `version: 1`")
        }
      case "groups": break
      case "sidecars": source.sidecars = texts(entry.value).map { $0.lowercased() }
      case "consequences": source.consequences = texts(entry.value)
      case "rules": source.rules = readRules(entry.value, in: nil)
      case "lists":
        for list in entry.value.entries ?? [] {
          let rules = readRules(list.value, in: list.key)
          source.lists.append(Source.List(name: list.key, rules: rules))
        }
      case "always": source.always = readSecondaries(entry.value)
      default:
        report(
          entry.keyLocation, "unknown key `\(entry.key)`",
          fix: "use version, groups, sidecars, consequences, rules, lists or always")
      }
    }
    return source
  }

  // MARK: Rules

  private mutating func readRules(_ node: YAMLNode, in list: String?) -> [DecisionRule] {
    guard let items = node.items else {
      report(node, "not a list of rules", fix: "start each rule with `- id:`")
      return []
    }
    var rules: [DecisionRule] = []
    for item in items {
      let before = findings.count
      let rule = readRule(item, in: list)
      // A rule with a mistake is left out: half of its conditions would fire where it must not.
      if let rule, findings.count == before { rules.append(rule) }
    }
    return rules
  }

  private mutating func readRule(_ node: YAMLNode, in list: String?) -> DecisionRule? {
    guard let entries = node.entries else {
      report(node, "a rule is not a mapping", fix: "start it with `- id:`")
      return nil
    }
    guard let id = node["id"]?.string, isName(id) else {
      report(node, "a rule without an id", fix: "give it `id:` in lower case with hyphens")
      return nil
    }
    if !ids.insert(id).inserted { report(node, "the id `\(id)` stands twice", fix: "rename one") }
    var rule = DecisionRule(id: id, line: node.location.line, outcome: .nothing)
    var hasOutcome = false
    for entry in entries {
      let value = entry.value
      switch entry.key {
      case "id": break
      case "when": rule.when += readTests(value, isNegative: false)
      case "not": rule.when += readTests(value, isNegative: true)
      case "all": rule.text.all += clauses(value)
      case "any": rule.text.all.append(patterns(value))
      case "none": rule.text.none = patterns(value)
      case "in": rule.text.kinds = kinds(value)
      case "runbook":
        rule.outcome = value.string == "none" ? .nothing : .runbook(name(value, of: "runbook"))
        hasOutcome = true
      case "use":
        let name = value.string ?? ""
        if !listNames.contains(name) || list != nil {
          report(value, "no list is called `\(name)`", fix: "use one of `lists:`, in `rules:` only")
        }
        rule.outcome = .list(name)
        hasOutcome = true
      case "confidence":
        if let confidence = Diagnosis.Confidence(value.string ?? "") {
          rule.confidence = confidence
        } else {
          report(value, "unknown confidence", fix: "use certain, likely or suspected")
        }
      case "because": rule.because = sentence(value)
      case "ask": rule.question = sentence(value)
      case "step": rule.step = anchor(value)
      case "steps": rule.steps = readSteps(value, of: node["runbook"]?.string ?? "")
      case "also": rule.also = readSecondaries(value)
      default: report(entry.keyLocation, "unknown key `\(entry.key)` in a rule", fix: ruleKeys)
      }
    }
    if !hasOutcome { report(node, "the rule `\(id)` leads nowhere", fix: "give it `runbook:`") }
    if list != nil, rule.text.isEmpty { report(node, "the rule `\(id)` of a list has no text") }
    if rule.runbook != nil, rule.because.isEmpty {
      report(node, "the rule `\(id)` does not say why", fix: "give it `because:`")
    }
    return rule
  }

  private let ruleKeys =
    "use id, when, not, all, any, none, in, runbook, step, steps, use, confidence, because, ask, also"

  private mutating func readSecondaries(_ node: YAMLNode) -> [DecisionRule.Secondary] {
    var read: [DecisionRule.Secondary] = []
    for item in node.items ?? [node] {
      if let text = item.string {
        let (runbook, step) = StepReference.split(text)
        if !isName(runbook) { report(item, "`\(text)` is no id of a runbook") }
        read.append(DecisionRule.Secondary(runbook: runbook, step: step))
        continue
      }
      guard let id = item["runbook"] else {
        report(item, "not a runbook", fix: "write an id, or a mapping with `runbook:`")
        continue
      }
      read.append(readSecondary(item, runbook: name(id, of: "runbook")))
    }
    return read
  }

  /// The steps that only some texts of a rule mean, each with its condition.
  private mutating func readSteps(
    _ node: YAMLNode, of runbook: String
  ) -> [DecisionRule.Secondary] {
    (node.items ?? [node]).map { item in
      let secondary = readSecondary(item, runbook: runbook)
      if secondary.step == nil { report(item, "no step", fix: "give it `step:`, an anchor") }
      if secondary.text.isEmpty, secondary.when.isEmpty {
        report(item, "a step that always holds", fix: "say which texts mean it, with `any:`")
      }
      return secondary
    }
  }

  private mutating func readSecondary(
    _ node: YAMLNode, runbook: String
  ) -> DecisionRule.Secondary {
    var secondary = DecisionRule.Secondary(runbook: runbook)
    for entry in node.entries ?? [] {
      switch entry.key {
      case "runbook": break
      case "step": secondary.step = anchor(entry.value)
      case "when": secondary.when += readTests(entry.value, isNegative: false)
      case "not": secondary.when += readTests(entry.value, isNegative: true)
      case "all": secondary.text.all += clauses(entry.value)
      case "any": secondary.text.all.append(patterns(entry.value))
      case "none": secondary.text.none = patterns(entry.value)
      case "in": secondary.text.kinds = kinds(entry.value)
      case "because": secondary.because = sentence(entry.value)
      default:
        report(
          entry.keyLocation, "unknown key `\(entry.key)`",
          fix: "use runbook, step, when, not, all, any, none, in or because")
      }
    }
    return secondary
  }

  // MARK: Conditions

  private mutating func readTests(
    _ node: YAMLNode, isNegative: Bool
  ) -> [DecisionRule.FactTest] {
    guard let entries = node.entries else {
      report(node, "not a mapping of facts", fix: "write `fact: value`")
      return []
    }
    return entries.compactMap { entry in
      guard let fact = Facts.Name(word: entry.key) else {
        let known = Facts.Name.allCases.map(\.word).joined(separator: ", ")
        report(entry.keyLocation, "unknown fact `\(entry.key)`", fix: "use one of \(known)")
        return nil
      }
      let values = texts(entry.value)
      if values == ["present"] || values == ["absent"] {
        let isPresent = (values == ["present"]) != isNegative
        return DecisionRule.FactTest(
          fact: fact, operation: isPresent ? .isPresent : .isAbsent, values: [])
      }
      if values.isEmpty { report(entry.value, "`\(entry.key)` has no value to compare with") }
      return DecisionRule.FactTest(
        fact: fact, operation: isNegative ? .isNotIn : .isIn, values: values)
    }
  }

  private mutating func readGroups(_ node: YAMLNode) {
    for entry in node.entries ?? [] { groups[entry.key] = patterns(entry.value) }
  }

  /// The items of `all:`; a list inside it, or a group, is a choice.
  private mutating func clauses(_ node: YAMLNode) -> [[DecisionRule.Pattern]] {
    (node.items ?? [node]).map { patterns($0) }
  }

  /// Patterns as written, and in place of `$name` those of the group.
  private mutating func patterns(_ node: YAMLNode) -> [DecisionRule.Pattern] {
    var patterns: [DecisionRule.Pattern] = []
    for item in node.items ?? [node] {
      guard let text = item.string else {
        report(item, "not a text")
        continue
      }
      if text.hasPrefix("$") {
        if let group = groups[String(text.dropFirst())] {
          patterns += group
        } else {
          report(item, "unknown group `\(text)`", fix: "define it before, under `groups:`")
        }
        continue
      }
      let pieces = text.split(separator: "*").map { fold(String($0)) }
      if pieces.isEmpty || pieces.contains(where: { $0.utf8.count < LineMatcher.shortestPiece }) {
        report(
          item, "a piece of `\(text)` is too short to look for",
          fix: "use at least \(LineMatcher.shortestPiece) characters between asterisks")
        continue
      }
      patterns.append(DecisionRule.Pattern(pieces: pieces))
    }
    return patterns
  }

  /// A piece in the form that cleaned text has; blanks at its ends stay.
  private func fold(_ piece: String) -> String {
    let folded = String(decoding: SymptomText(piece).folded, as: UTF8.self)
    return (piece.hasPrefix(" ") ? " " : "") + folded + (piece.hasSuffix(" ") ? " " : "")
  }

  private mutating func kinds(_ node: YAMLNode) -> [Facts.Line.Kind] {
    texts(node).compactMap { word in
      if let kind = Facts.Line.Kind(rawValue: word) { return kind }
      let known = Facts.Line.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      report(node, "unknown kind of line `\(word)`", fix: "use \(known)")
      return nil
    }
  }

  // MARK: Scalars

  private mutating func texts(_ node: YAMLNode) -> [String] {
    if let texts = node.strings { return texts }
    report(node, "not a text or a list of texts")
    return []
  }

  private mutating func sentence(_ node: YAMLNode) -> String {
    guard let text = node.string else {
      report(node, "not a sentence")
      return ""
    }
    return text
  }

  private mutating func name(_ node: YAMLNode, of what: String) -> String {
    let text = node.string ?? ""
    if !isName(text) { report(node, "`\(text)` is no id of a \(what)") }
    return text
  }

  /// The anchor of a step; whether there is such a step is for lint.
  private mutating func anchor(_ node: YAMLNode) -> String? {
    guard let text = node.string, !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x23 })
    else {
      report(node, "no anchor of a step", fix: "write what stands after the # of a link to it")
      return nil
    }
    return text
  }

  private func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 80
      && text.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D }
  }

  private mutating func report(_ node: YAMLNode, _ message: String, fix: String? = nil) {
    report(node.location, message, fix: fix)
  }

  private mutating func report(_ place: SourceLocation, _ message: String, fix: String? = nil) {
    findings.append(
      Finding(
        rule: "decision-table", severity: .error, path: path, location: place, message: message,
        fix: fix))
  }
}
