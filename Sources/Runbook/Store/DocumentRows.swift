/// Everything of a document that goes into the index, worked out without the database, so that many
/// files are read at once.
struct DocumentRows: Sendable {
  /// The document.
  let document: Document
  /// The lists of the front matter, as rows of `label`.
  let labels: [(kind: LabelKind, values: [String])]
  /// The passages in the order of the text, symptoms first.
  let passages: [Passage]
  /// The terms of each passage, joined by spaces.
  let passageTerms: [String]
  /// The columns of `document_fts`: title, symptoms, headings, body.
  let fields: [String]
  /// The distinct terms of these columns.
  let terms: [String]
  /// The steps of the mitigation.
  let steps: [Step]
  /// What leads to a step, of this page or of another.
  let causes: [CauseRow]
  /// A line for the title and for each symptom: its line in the file, then its telling terms.
  let symptomPhrases: String

  /// What leads to a step.
  struct CauseRow: Sendable {
    var target: StepReference
    var kind: CauseKind
    var text: String
  }

  /// Which collection the words of the document belong to.
  var collection: WordCollection {
    switch document {
    case .incident(let incident): incident.origin == .public ? .taught : .incidents
    case .runbook(let runbook): runbook.goesByWordsAlone ? .pages : .taught
    }
  }

  /// Takes a document apart.
  init(_ document: Document) {
    self.document = document
    passages = document.passages
    passageTerms = passages.map { Terms.joined(in: $0.text) }
    causes = DocumentRows.causes(passages)
    symptomPhrases = DocumentRows.symptomPhrases(document.title, passages, passageTerms)
    var fields = Fields(title: document.title, id: document.id)
    switch document {
    case .runbook(let runbook):
      labels = DocumentRows.labels(of: runbook)
      steps = runbook.steps
      for name in runbook.aliases + runbook.alerts.map(\.name) { fields.add(name, to: .title) }
      for code in runbook.exitCodes { fields.add("exit \(code)", to: .symptoms) }
      for code in runbook.stopCodes { fields.add(code, to: .symptoms) }
      for label in runbook.tags + [runbook.category] + runbook.services {
        fields.add(label, to: .headings)
      }
      fields.add(runbook.description, to: .body)
    case .incident(let incident):
      labels = DocumentRows.labels(of: incident)
      steps = []
      for label in incident.tags + incident.services + [incident.environment ?? ""] {
        fields.add(label, to: .headings)
      }
    }
    let symptoms = Set(document.sections.filter { $0.name == .symptoms }.map(\.title))
    for (passage, terms) in zip(passages, passageTerms) {
      switch passage.kind {
      case .symptom: fields.add(terms: terms, to: .symptoms)
      case .heading: fields.add(terms: terms, to: .headings)
      default: fields.add(terms: terms, to: symptoms.contains(passage.section) ? .symptoms : .body)
      }
    }
    for section in document.sections where section.name == .meaning {
      for name in DocumentRows.errorNames(in: section.plainText) {
        fields.add(name, to: .symptoms)
      }
    }
    self.fields = fields.columns
    terms = TermTally.distinctTerms(in: fields.columns)
  }

  /// The symptoms, and the passages outside the steps, that lead to a step.
  private static func causes(_ passages: [Passage]) -> [CauseRow] {
    passages.flatMap { passage -> [CauseRow] in
      guard passage.step == nil, passage.kind != .heading else { return [] }
      return passage.leadsTo.map { target in
        CauseRow(
          target: target, kind: passage.kind == .symptom ? .sign : .row, text: passage.text)
      }
    }
  }

  private static func symptomPhrases(
    _ title: String, _ passages: [Passage], _ terms: [String]
  ) -> String {
    var phrases = [(line: 1, terms: Terms.list(in: title))]
    for (passage, terms) in zip(passages, terms) where passage.kind == .symptom {
      let words = terms.utf8.split(separator: 0x20).map { String(Substring($0)) }
      phrases.append((passage.line, words))
    }
    return phrases.map { phrase in
      var seen: Set<String> = []
      let kept = phrase.terms.filter { !StopWords.all.contains($0) && seen.insert($0).inserted }
      return "\(phrase.line) \(kept.joined(separator: " "))"
    }.joined(separator: "\n")
  }

  /// The four columns while they grow.
  private struct Fields {
    enum Name: Int { case title, symptoms, headings, body }

    private(set) var columns = ["", "", "", ""]

    init(title: String, id: String) {
      add(title, to: .title)
      add(id, to: .title)
    }

    mutating func add(_ text: String, to field: Name) {
      add(terms: Terms.joined(in: text), to: field)
    }

    mutating func add(terms: String, to field: Name) {
      guard !terms.isEmpty else { return }
      if !columns[field.rawValue].isEmpty { columns[field.rawValue] += " " }
      columns[field.rawValue] += terms
    }
  }

  private static func labels(of runbook: Runbook) -> [(kind: LabelKind, values: [String])] {
    [
      (.service, runbook.services), (.tag, runbook.tags), (.alias, runbook.aliases),
      (.alert, runbook.alerts.map(\.name)),
      (.symptom, runbook.symptoms.map(\.text)), (.exitCode, runbook.exitCodes.map(String.init)),
      (.stopCode, runbook.stopCodes), (.related, runbook.related),
    ]
  }

  private static func labels(of incident: Incident) -> [(kind: LabelKind, values: [String])] {
    [
      (.service, incident.services), (.tag, incident.tags),
      (.fingerprint, incident.fingerprints), (.author, incident.authors),
    ]
  }

  /// Names such as `OutOfMemoryError`: what a page says it means is as good as a symptom.
  private static func errorNames(in text: String) -> [String] {
    let words = text.utf8.split { !(0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0) }
    return words.map { String(Substring($0)) }.filter { word in
      let ending = word.hasSuffix("Error") ? 5 : word.hasSuffix("Exception") ? 9 : Int.max
      return word.utf8.count > ending && 0x41...0x5A ~= word.utf8.first ?? 0
    }
  }
}

/// What leads to a step, by where it stands.
enum CauseKind: String, Sendable {
  /// A symptom of the front matter.
  case sign
  /// A passage with a link: a row of a table, an item, a paragraph.
  case row
}

/// The lists of the front matter that the index knows.
public enum LabelKind: String, CaseIterable, Sendable {
  case service, tag, alias, alert, symptom, related, fingerprint, author
  case exitCode = "exit_code"
  case stopCode = "stop_code"
}
