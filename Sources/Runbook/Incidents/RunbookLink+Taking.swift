extension [RunbookLink] {
  /// The place of the link that a new one changes: the one to the same step, or to the page alone
  /// where the new one names a step of it.
  ///
  /// A link without a step changes none that has one: who says that the page helped did not say that
  /// this step did.
  ///
  /// - Returns: nil where the new one is another link.
  func place(for link: RunbookLink) -> Int? {
    if let same = firstIndex(where: { $0.target == link.target }) { return same }
    guard link.step != nil else { return nil }
    return firstIndex { $0.id == link.id && $0.step == nil }
  }
}

extension IncidentDraft {
  /// Names a runbook, or a step of it; the last of two that name the same counts.
  public mutating func link(_ link: RunbookLink) {
    if let place = runbooks.place(for: link) {
      runbooks[place] = link
    } else {
      runbooks.append(link)
    }
  }
}
