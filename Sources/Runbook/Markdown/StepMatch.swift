/// What a person means by the word after a `#`.
public enum StepMatch: Equatable, Sendable {
  /// One step.
  case one(Step)
  /// The beginning of the anchors of several.
  case several([Step])
  /// No step; with the anchor that was probably meant.
  case none(nearest: String?)
}

extension [Step] {
  /// The step that a word names: by its anchor or the beginning of it, its title, or its number.
  public func matching(_ word: String) -> StepMatch {
    let anchor = Anchors.slug(word)
    if let step = first(where: { $0.anchor == anchor }) { return .one(step) }
    if let number = Int(word), let step = first(where: { $0.number == number }) {
      return .one(step)
    }
    let begun = filter { $0.anchor.hasPrefix(anchor) }
    switch begun.count {
    case 0: return .none(nearest: nearest(to: anchor))
    case 1: return .one(begun[0])
    default: return .several(begun)
    }
  }

  /// The anchor that was probably meant by one that no step has: a slip of the finger, or a heading
  /// that was reworded since.
  func nearest(to anchor: String) -> String? {
    if let near = Spelling.nearest(to: anchor, in: map(\.anchor)) { return near }
    let words = Set(anchor.split(separator: "-"))
    var best: (anchor: String, shared: Int)?
    for step in self {
      let shared = words.intersection(step.anchor.split(separator: "-")).count
      if shared * 2 > words.count, shared > best?.shared ?? 0 { best = (step.anchor, shared) }
    }
    return best?.anchor
  }
}
