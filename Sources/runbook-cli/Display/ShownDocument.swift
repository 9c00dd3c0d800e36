import Runbook

/// A document, or a part of it, that was named to be read.
struct ShownDocument {
  let text: DocumentText
  private let part: DocumentPart?
  private let values: Placeholders
  private let base: KnowledgeBase

  /// - Parameters:
  ///   - word: `ID`, `ID@PIN`, either with `#STEP`.
  ///   - values: what fills the placeholders of commands.
  ///   - base: has it.
  /// - Throws: `CommandError` where there is none such.
  init(_ word: String, values: Placeholders, in base: KnowledgeBase) throws {
    let (name, step) = StepReference.split(word)
    let text = try DocumentText.find(name, in: base)
    part = try step.map { step in try text.part(step) }
    self.text = text
    self.values = values
    self.base = base
  }

  /// The document or its part as text for a terminal.
  func page(_ console: Console) throws -> String {
    let page = DocumentPage(text, values: values, console: console)
    return switch part {
    case .step(let step):
      try StepPage(step, of: text, values: values, console: console).whole(history: base)
    case .passage(let passage): page.passage(passage)
    case nil: try page.whole(history: base)
    }
  }

  /// The document or its part for `--json`.
  var json: JSON {
    get throws {
      try part.map { part in try text.json(of: part, in: base, values: values) }
        ?? text.json(in: base, values: values)
    }
  }

  /// Says of which values no command has the placeholder: most were mistyped.
  func noteUnused(_ values: Placeholders, to console: Console) {
    let names = text.document.commands.flatMap { Placeholders().missing(in: $0.text) }
    for (name, _) in values.values where !names.contains(name) {
      let guess = Spelling.nearest(to: name, in: names).map { "; did you mean <\($0)>?" } ?? ""
      console.note("runbook: note: no command of \(text.document.id) has <\(name)>\(guess)")
    }
  }
}
