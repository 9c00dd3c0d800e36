extension Linter {
  /// What the steps of a page need so that a symptom can lead to the one that mends it.
  static let stepRules: [LintRule] = [
    .forRunbooks(
      "mitigation-steps", .warning, "Mitigation has no steps.",
      because: "The answer to a symptom is a step; a page without one can only be read."
    ) { runbook, file, _, report in
      guard let section = runbook.sections.first(where: { $0.name == .mitigation }),
        !section.blocks.isEmpty, section.steps.isEmpty
      else { return }
      report.note(
        file.path, at: section.location, "'\(section.title)' has no steps",
        fix: "make each action a heading: ### Raise the memory of the task")
    },
    .forRunbooks(
      "step-text", .warning, "A step whose first paragraph does not say when and what to do.",
      because: "The card shows that paragraph alone, below the heading."
    ) { runbook, file, _, report in
      for step in runbook.steps where !step.anchor.hasPrefix("step-") {
        let words = step.text.split(separator: " ").count
        if step.text.isEmpty {
          report.note(
            file.path, at: step.location, "the step '\(step.title)' begins with no paragraph",
            fix: "say in one sentence when it applies and what to do")
        } else if words < leastStepWords {
          report.note(
            file.path, at: step.location,
            "the step '\(step.title)' says in \(words) words when it applies and what to do",
            fix: "write one sentence that is complete in itself")
        }
      }
    },
    .forRunbooks(
      "long-step", .warning, "A step that does not fit on a card.",
      because: "The card is one screen of 80 columns: the action on one line, then a few more."
    ) { runbook, file, _, report in
      for step in runbook.steps {
        if step.title.count > stepTitleLimit {
          report.note(
            file.path, at: step.location,
            "the step's heading has \(step.title.count) characters, more than \(stepTitleLimit)",
            fix: "name the action and its object, and explain below")
        }
        if step.text.count > stepTextLimit {
          report.note(
            file.path, at: step.location,
            "the step's first paragraph has \(step.text.count) characters, more than "
              + "\(stepTextLimit)", fix: "say when and what in one sentence, and explain below it")
        }
      }
    },
    .forRunbooks(
      "unknown-step", .error, "A symptom or a link that names a step which does not exist.",
      because: "Who follows it at 3 a.m. ends nowhere, and the answer loses its step."
    ) { runbook, file, context, report in
      let own = Set(runbook.steps.map(\.anchor))
      for (index, symptom) in runbook.symptoms.enumerated() {
        guard let step = symptom.step, !own.contains(step) else { continue }
        report.note(
          file.path, at: runbook.source.location(of: "symptoms", at: index),
          "no step '#\(step)' on this page", fix: suggestion(for: step, in: own))
      }
      for section in runbook.sections {
        section.blocks.walkInlines { inlines, location in
          for link in inlines.destinations {
            guard let target = StepReference(link: link, on: runbook.id),
              let page = context.runbooks[target.runbook],
              !page.anchors.contains(target.step)
            else { continue }
            report.note(
              file.path, at: file.location(of: link, in: location),
              "no heading '#\(target.step)' on \(target.runbook)",
              fix: suggestion(for: target.step, in: Set(page.steps.map(\.anchor))))
          }
        }
      }
    },
    .forRunbooks(
      "cause-without-step", .warning, "A row of a table of causes that leads to no step.",
      because: "The row is what the searcher sees; the step is what helps."
    ) { runbook, file, _, report in
      for section in runbook.sections where section.name == .diagnosis {
        section.blocks.walk { block in
          guard case .table(_, let header, let rows) = block.content,
            header.cells.last?.plainText.lowercased() == "step"
          else { return }
          for row in rows {
            let links = (row.cells.last ?? []).destinations
            if !links.contains(where: { StepReference(link: $0, on: runbook.id) != nil }) {
              report.note(
                file.path, at: row.location, "the row leads to no step",
                fix: "link the step in its last column: [Raise the memory](#raise-the-memory)")
            }
          }
        }
      }
    },
    LintRule(
      "unreached-step", .warning, "A step that no symptom, row, link or rule leads to.",
      because: "A step that nothing leads to is never the answer."
    ) { context, report in
      var reached = context.ruleSteps
      for runbook in context.runbooks.values {
        for passage in Document.runbook(runbook).passages {
          for target in passage.leadsTo
          where target.runbook != runbook.id || passage.step != target.step {
            reached.insert(target)
          }
        }
      }
      for file in context.files {
        guard let runbook = file.runbook, runbook.status != .draft else { continue }
        for step in runbook.steps where !step.anchor.hasPrefix("step-") {
          let name = StepReference(runbook: runbook.id, step: step.anchor)
          guard !reached.contains(name) else { continue }
          report.note(
            file.path, at: step.location, "nothing leads to the step '\(step.title)'",
            fix: "link it from a row of Diagnosis, or give it a symptom: \"… -> #\(step.anchor)\"")
        }
      }
    },
  ]

  private static let leastStepWords = 6
  private static let stepTitleLimit = 76
  private static let stepTextLimit = 460

  private static func suggestion(for step: String, in known: Set<String>) -> String? {
    Spelling.nearest(to: step, in: known.sorted()).map { "did you mean '#\($0)'?" }
  }
}

extension Runbook {
  /// Every anchor that a link into the page may name: those of its steps and of its headings.
  var anchors: Set<String> {
    var all = Set(steps.map(\.anchor))
    for section in sections {
      all.insert(Anchors.slug(section.title))
      section.blocks.walk { block in
        if case .heading(_, let inlines) = block.content {
          all.insert(Anchors.slug(FieldReader.oneLine(inlines.plainText)))
        }
      }
    }
    return all
  }
}
