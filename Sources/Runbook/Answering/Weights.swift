/// Every number by which evidence is weighed: one value, which the page of the site gets as data.
///
/// The words of a good match add up to between 10 and 60. A rule that is certain is beyond what words
/// can reach; a suspicion, such as an exit code alone, is worth a good match and can be outweighed.
struct Weights: Sendable {
  /// The weights in use.
  static let current = Weights()

  // Words of documents.

  /// Of the columns: title, symptoms, headings, body.
  ///
  /// A word in the body is worth little beside one
  /// that an author chose as a symptom; BM25 saturates, so the body's weight must be below one.
  var columns = [4.0, 4.0, 1.5, 0.6]
  /// Of a synonym or a correction beside the word itself.
  var alternative = 0.6
  /// How many documents, best by words, have their symptoms read and can be results by words.
  var depth = 32
  /// Of the likeness of the nearest symptom.
  var phrase = 1.2
  /// From here on the query is the symptom, word for word, and counts three times.
  var samePhrase = 0.93
  var samePhraseFactor = 3.0
  /// What every shared word of a symptom counts beside its rarity: common words in common are what
  /// makes two sentences alike.
  var evenness = 1.0
  /// The weight of a word of a symptom that the query lacks, as a share of the largest there is.
  var missing = 0.8
  /// What one shared word of several is worth: a coincidence more often than not.
  var singleWord = 0.6

  /// From here on a symptom is named as the reason.
  var shownPhrase = 0.3

  // Pages of which nothing but their words is known.

  /// From this coverage and this likeness of title or alert on, such a page is a match.
  var pageMatch = (coverage: 0.85, phrase: 0.5)
  /// From here on it is worth a look.
  var pageWeak = (coverage: 0.6, phrase: 0.2)
  /// How much nearer than the first taught page it must be to stand before it.
  var pageLead = 0.15
  /// What it has at most where it does not, as a share of the first taught page's score; and what it has
  /// of that, at most.
  var pageBelow = 0.9
  /// An identifier that more titles hold is the name of none, nor is a shorter one.
  var pageNamesakes = 5
  var pageNameLength = 8

  // Lines that the classifier learned.

  /// Of a unit of the logarithm of a page's probability above the floor.
  var lines = 4.5
  var linesFloor = -6.0

  // Rules of the decision table, by confidence: suspected, likely, certain.

  var rule = [30.0, 120, 200]
  var ruleBeside = [15.0, 30, 40]

  // What happened before.

  /// The same failure was fixed with this runbook before; half of it where it only helped.
  var fingerprint = 400.0
  /// The share of an incident's own score that goes to a runbook it names, by outcome.
  var share: [Outcome: Double] = [.fixed: 0.8, .helped: 0.6, .notTried: 0.2, .noHelp: 0]
  /// A second incident, and one that says less than the page itself, adds this part of its share.
  var further = 0.1
  /// A runbook that did not help with the very same symptoms is taken back by this share.
  var noHelp = 0.3
  /// Of how much of the query, and how near to one of its symptoms, these are.
  var noHelpCoverage = 0.8
  var noHelpPhrase = 0.5
  /// What an own incident must share with the query before it has a say.
  var incidentCoverage = 0.5
  /// How many own incidents, best by words, are looked at.
  var incidentDepth = 12
  /// By how many terms of the query, the weightiest, they are looked for.
  var incidentTerms = 12
  /// What a word of an own incident counts beside its rarity, as BM25 would for a word that stands
  /// twice in a text of the usual length.
  var incidentWord = 1.4

  // Steps within the page: BM25 over what leads to each, as a share of the best one's.

  /// Of the fields, in the order of `StepWords.Field`: signs, lines, text, rows, commands.
  var stepFields = [2.0, 1, 0.5, 0.5, 0.3]
  /// BM25's own: how soon a repeated word counts no more, and how much the length of a text counts.
  var saturation = 1.2
  var lengthShare = 0.5
  /// What words must reach to have their full say beside rules and history.
  var tellingWords = 20.0
  /// Of the first step of the page beside words; of the second half of it, of the third a third.
  var stepOrder = 0.5
  /// Of a step that a rule names as the most probable one, by confidence: suspected, likely, certain.
  var ruleStep = [0.15, 0.15, 0.15]
  /// Of a step that a rule names for this very text.
  var ruleTextStep = 0.6
  /// Added for a step that something the account says names; words alone have 1 at most.
  var ruleFactStep = 1.0
  /// Of a step that ended the same failure before.
  var fingerprintStep = 2.0
  /// Of a step that ended an incident with the same words; less as the words differ.
  var incidentStep = 1.5
  /// Words below this do not decide a step, nor does a step that is so near to the second.
  var decidedStep = 4.0
  var clearStep = 0.1
}

extension Weights {
  /// The weights as the page of the site reads them.
  var json: JSON {
    [
      "columns": .array(columns.map(JSON.double)), "alternative": .double(alternative),
      "depth": .int(depth), "phrase": .double(phrase), "samePhrase": .double(samePhrase),
      "samePhraseFactor": .double(samePhraseFactor), "evenness": .double(evenness),
      "missing": .double(missing), "singleWord": .double(singleWord),
      "shownPhrase": .double(shownPhrase), "lines": .double(lines),
      "pageMatch": ["coverage": .double(pageMatch.coverage), "phrase": .double(pageMatch.phrase)],
      "pageWeak": ["coverage": .double(pageWeak.coverage), "phrase": .double(pageWeak.phrase)],
      "pageLead": .double(pageLead), "pageBelow": .double(pageBelow),
      "pageNamesakes": .int(pageNamesakes), "pageNameLength": .int(pageNameLength),
      "linesFloor": .double(linesFloor), "rule": byConfidence(rule),
      "ruleBeside": byConfidence(ruleBeside), "fingerprint": .double(fingerprint),
      "share": .object(
        Outcome.allCases.map { (key: $0.rawValue, value: .double(share[$0] ?? 0)) }),
      "further": .double(further), "noHelp": .double(noHelp),
      "incidentCoverage": .double(incidentCoverage), "incidentDepth": .int(incidentDepth),
      "incidentTerms": .int(incidentTerms), "incidentWord": .double(incidentWord),
      "noHelpCoverage": .double(noHelpCoverage), "noHelpPhrase": .double(noHelpPhrase),
      "stepFields": .array(stepFields.map(JSON.double)), "saturation": .double(saturation),
      "lengthShare": .double(lengthShare), "tellingWords": .double(tellingWords),
      "stepOrder": .double(stepOrder),
      "ruleStep": byConfidence(ruleStep),
      "ruleTextStep": .double(ruleTextStep), "ruleFactStep": .double(ruleFactStep),
      "fingerprintStep": .double(fingerprintStep),
      "incidentStep": .double(incidentStep), "decidedStep": .double(decidedStep),
      "clearStep": .double(clearStep),
    ]
  }

  private func byConfidence(_ numbers: [Double]) -> JSON {
    .object(
      Diagnosis.Confidence.allCases.map {
        (key: $0.description, value: .double(numbers[$0.rawValue]))
      })
  }
}
