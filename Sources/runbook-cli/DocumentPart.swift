import Runbook

/// What the word behind a `#` names in a document.
enum DocumentPart {
  case step(Step)
  /// A section, or what stands below a heading in one.
  case passage(Section)
}

extension DocumentText {
  /// The steps of a runbook; an incident has none.
  var steps: [Step] {
    if case .runbook(let runbook) = document { runbook.steps } else { [] }
  }

  /// What leads here again: the id, with the revision where the text is not the present one.
  var name: String {
    isOld ? "\(document.id)@\(document.source.revision.prefix(8))" : document.id
  }

  /// The part that a word names: a step by its anchor, the beginning of it, its title or its number,
  /// or a heading by its anchor.
  ///
  /// - Throws: `CommandError` that names what was probably meant, and the steps there are.
  func part(_ word: String) throws(CommandError) -> DocumentPart {
    let steps = steps
    if !steps.contains(where: { $0.anchor == word }), let passage = document.passage(at: word) {
      return .passage(passage)
    }
    guard case .runbook(let runbook) = document, !steps.isEmpty else {
      throw CommandError(
        .noInput, "\(document.id) has no steps, and no heading '\(word)'",
        hints: ["'runbook show \(document.id)' shows the whole page"])
    }
    return .step(try runbook.step(named: word))
  }
}
