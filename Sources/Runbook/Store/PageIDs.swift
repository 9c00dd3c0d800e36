/// The ids of pages that give themselves none, no two alike.
///
/// An id is the file name; where several folders have a file of that name, the first one in path
/// order keeps it, a file that has it word for word before the others, and the others get the name of
/// their folder before it.
struct PageIDs {
  /// What a page is called instead of by its file name, by its path.
  private(set) var qualified: [String: String] = [:]

  init(paths: [String]) {
    var groups: [String: [String]] = [:]
    for path in paths {
      if let id = DocumentID.derived(fromPath: path) { groups[id, default: []].append(path) }
    }
    var taken = Set(groups.keys)
    for (id, group) in groups.sorted(by: { $0.key < $1.key }) where group.count > 1 {
      let ordered = group.sorted { left, right in
        let (isLeft, isRight) = (DocumentID.ofFile(left) == id, DocumentID.ofFile(right) == id)
        return isLeft == isRight ? left < right : isLeft
      }
      for path in ordered.dropFirst() {
        let name = DocumentID.qualified(fromPath: path) ?? id
        var candidate = name
        var number = 2
        while !taken.insert(candidate).inserted {
          candidate = "\(name.prefix(76))-\(number)"
          number += 1
        }
        qualified[path] = candidate
      }
    }
  }

  /// The document under its id: another one than it was read with where its file name is taken.
  func named(_ document: Document) -> Document {
    guard case .runbook(var runbook) = document, runbook.isAsItWas,
      let id = qualified[runbook.source.path]
    else { return document }
    runbook.aliases.removeAll { $0 == id }
    runbook.id = id
    return .runbook(runbook)
  }
}
