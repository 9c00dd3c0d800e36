import Runbook

/// What the target of a link is called on a terminal, where nothing can be clicked.
struct LinkNames {
  /// The id of the document that the links stand in.
  var document: String
  /// The steps of the document.
  var steps: [Step] = []
  /// Whether the whole document is shown, where a number is enough to find a step of it.
  var isWhole = true

  /// What follows the text of a link: the id, `id#step`, `step 3` or the address.
  ///
  /// - Returns: nil where the text says it already.
  func name(of destination: String, text: String) -> String? {
    let name = plainName(of: destination)
    return name == text || name.isEmpty ? nil : name
  }

  private func plainName(of destination: String) -> String {
    let (path, anchor) = StepReference.split(destination)
    if path.isEmpty {
      guard let anchor else { return "" }
      let step = steps.first { $0.anchor == anchor }
      if let step { return isWhole ? "step \(step.number)" : "\(document)#\(step.number)" }
      return isWhole ? "" : "\(document)#\(anchor)"
    }
    guard !path.contains(":"), path.hasSuffix(".md") else {
      return destination.hasPrefix("mailto:") ? String(destination.dropFirst(7)) : destination
    }
    let id = FileSystem.name(of: String(path.dropLast(3)))
    return anchor.map { "\(id)#\($0)" } ?? id
  }
}
