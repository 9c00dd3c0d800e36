/// The ids of the headings of one page, made as GitHub makes them, so that a link written for one
/// works on the other.
struct Anchors {
  /// The ids that the pages themselves use; a heading gets another one.
  static let reserved = [
    "content", "contents", "history", "versions", "search", "query", "results", "status", "related",
  ]

  private var counts: [String: Int] = [:]

  init() {
    for id in Anchors.reserved { counts[id] = 1 }
  }

  /// Keeps an id for what is not there yet; no heading gets it.
  mutating func reserve(_ id: String) { counts[id] = counts[id] ?? 1 }

  /// A new id for a heading.
  mutating func id(for heading: String) -> String {
    let base = Anchors.slug(heading)
    guard let count = counts[base] else {
      counts[base] = 1
      return base
    }
    var number = count
    while counts["\(base)-\(number)"] != nil { number += 1 }
    counts[base] = number + 1
    counts["\(base)-\(number)"] = 1
    return "\(base)-\(number)"
  }

  /// Letters and digits in lower case, hyphens for spaces, nothing else but `-` and `_`.
  static func slug(_ heading: String) -> String {
    var slug = ""
    for scalar in heading.lowercased().unicodeScalars {
      switch scalar {
      case " ", "-": slug += "-"
      case "_", "a"..."z", "0"..."9": slug.unicodeScalars.append(scalar)
      default:
        if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
          slug.unicodeScalars.append(scalar)
        }
      }
    }
    return slug.isEmpty ? "section" : slug
  }
}

extension Document {
  /// What stands below a heading of any level, up to the next one of its level.
  ///
  /// - Parameter anchor: the anchor of the heading, as a link has it.
  /// - Returns: nil where no heading has it.
  public func passage(at anchor: String) -> Section? {
    for section in sections {
      if !section.title.isEmpty, Anchors.slug(section.title) == anchor { return section }
      for (place, block) in section.blocks.enumerated() {
        guard case .heading(let level, let inlines) = block.content,
          Anchors.slug(inlines.plainText) == anchor
        else { continue }
        let below = section.blocks[(place + 1)...].prefix { block in
          if case .heading(let other, _) = block.content { other > level } else { true }
        }
        return Section(
          title: inlines.plainText, name: nil, location: block.location, blocks: Array(below))
      }
    }
    return nil
  }
}
