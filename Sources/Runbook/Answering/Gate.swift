/// Whether an answer is to be trusted: a match, worth a look, or nothing of ours.
///
/// Two logistic sums over the same few signs: whether the text is about this knowledge base at all, and
/// whether the first page is the right one. Their weights were fitted to labelled symptoms that no
/// ranking had learned from; what the words promise is measured by `make eval`.
struct Gate: Equatable, Sendable {
  /// What is seen of a text and of the best page for it; each number is near 0…1 or a logarithm.
  struct Signs: Equatable, Sendable {
    /// A word of this field alone was met.
    var ours = 0.0
    /// A word of this field that others use too was met.
    var shared = 0.0
    /// How many words of other systems were met, at most `mostForeign`.
    var foreign = 0.0
    /// The share of the text's weight that the best page meets.
    var coverage = 0.0
    /// The likeness of its nearest symptom.
    var phrase = 0.0
    /// The text is that symptom, or the title, word for word.
    var same = 0.0
    /// The logarithm of its probability among the pages, from `leastLogarithm`.
    var logarithm = 0.0
    /// The log-odds that the text is of another field, at most `mostElsewhere` either way.
    var elsewhere = 0.0
    /// The logarithm of the number of concepts.
    var length = 0.0
    /// The share of the concepts that no document knows.
    var unknown = 0.0
    /// A rule holds for the best page: certain and by the name of an error; certain; likely; suspected.
    var named = 0.0
    var certain = 0.0
    var likely = 0.0
    var suspected = 0.0
    /// The same failure was met before.
    var fingerprint = 0.0
    /// How much of the text an own incident holds that the best page ended or helped with.
    var own = 0.0
    /// How far the best page is before the second, as a share of its score.
    var margin = 0.0
    /// The classifier, too, has it first.
    var agrees = 0.0

    /// The numbers in a fixed order, for a sum and for whoever fits one.
    var values: [(name: String, value: Double)] {
      [
        ("ours", ours), ("shared", shared), ("foreign", foreign), ("coverage", coverage),
        ("phrase", phrase), ("same", same), ("logarithm", logarithm), ("elsewhere", elsewhere),
        ("length", length), ("unknown", unknown), ("named", named), ("certain", certain),
        ("likely", likely), ("suspected", suspected), ("fingerprint", fingerprint),
        ("own", own), ("margin", margin), ("agrees", agrees),
      ]
    }
  }

  static let mostForeign = 2.0
  static let leastLogarithm = -6.0
  static let mostElsewhere = 8.0

  /// The gate in use.
  static let current = Gate()

  /// What the sum begins with, and the weight of each sign, in the order of `Signs.values`.
  ///
  /// What rests on the team's own history, and on a text that is a symptom word for word, is set by
  /// hand: no labelled symptom has a history.
  var scope: [Double] = [
    -1.01, 1.62, 1.2, -2.29, 0.6, 0, 4, -0.5, -0.93, -0.37, -1.41, 0.66, 0, 0, 0.17, 5, 3, 0, 0,
  ]
  var right: [Double] = [
    0.27, 0.61, 0.3, -1.76, 0.17, 0.5, 2, 0.05, -0.31, -0.31, -0.28, 0.84, -0.05, -0.06, -0.04, 4,
    1.5, 2.12, -0.07,
  ]
  /// Below this the answer is none.
  var scopeLimit = 0.28
  /// From here on it is a match.
  var rightLimit = 0.87

  /// The probability that the text is of this field.
  func scope(_ signs: Signs) -> Double { Gate.logistic(scope, signs) }

  /// The probability that the first page is the right one.
  func right(_ signs: Signs) -> Double { Gate.logistic(right, signs) }

  /// How sure an answer with these signs is.
  func kind(_ signs: Signs) -> Answer.Kind {
    guard scope(signs) >= scopeLimit else { return .none }
    return right(signs) >= rightLimit ? .match : .weak
  }

  private static func logistic(_ weights: [Double], _ signs: Signs) -> Double {
    var sum = weights[0]
    for (weight, (_, value)) in zip(weights.dropFirst(), signs.values) { sum += weight * value }
    return 1 / (1 + Numbers.exp(-sum))
  }
}

extension Gate {
  /// The gate as the page of the site reads it: each weight with the name of its sign.
  var json: JSON {
    func named(_ weights: [Double]) -> JSON {
      let names = ["bias"] + Signs().values.map(\.name)
      return .object(zip(names, weights).map { (key: $0, value: .double($1)) })
    }
    return [
      "scope": named(scope), "right": named(right), "scopeLimit": .double(scopeLimit),
      "rightLimit": .double(rightLimit), "mostForeign": .double(Gate.mostForeign),
      "leastLogarithm": .double(Gate.leastLogarithm),
      "mostElsewhere": .double(Gate.mostElsewhere),
    ]
  }
}
