extension ExpectedSearch {
  /// What is wrong with an answer; nil where it is as expected.
  ///
  /// - Parameter answer: the answer, with the steps of its first result where the entry names one.
  /// - Returns: what is wrong, to stand behind the query.
  public func problem(with answer: Answer) -> String? {
    let first = answer.kind == .none ? nil : answer.results.first?.id
    if expect == "none" {
      return first.map { "answers \($0), expected none" }
    }
    guard let first else { return "answers none, expected \(expect)" }
    guard first == expect else {
      return accept.contains(first)
        ? nil : "answers \(first), expected \(([expect] + accept).joined(separator: " or "))"
    }
    guard let step else { return nil }
    let found = answer.results.first?.step?.anchor
    return found == step
      ? nil : "answers the step #\(found ?? "none") of \(first), expected #\(step)"
  }
}
