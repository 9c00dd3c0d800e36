/// What each file was when it was brought here, by an import or with the program: `Content/.origins`.
///
/// A line holds the git blob id of the file as it was written then, and its path below the content
/// folder. It is what a later run compares with, so that an edit made here is seen, and kept. The file
/// belongs into git: the next import may be run by somebody else.
public struct Origins: Equatable, Sendable {
  /// The name of the file in the content folder.
  public static let name = ".origins"

  private var revisions: [String: String] = [:]

  /// Nothing was brought here.
  public init() {}

  /// Reads the file; a line that is none of its own is left out.
  public init(_ bytes: [UInt8]) {
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].utf8.count == 40 else { continue }
      revisions[String(parts[1])] = String(parts[0])
    }
  }

  /// The blob id of a file as it was brought here; nil for any other file.
  public subscript(path: String) -> String? {
    get { revisions[path] }
    set { revisions[path] = newValue }
  }

  /// The paths, sorted.
  public var paths: [String] { revisions.keys.sorted() }

  /// The file, in path order, so that it merges well.
  public var bytes: [UInt8] {
    Array(paths.map { "\(revisions[$0] ?? "") \($0)\n" }.joined().utf8)
  }
}

/// What becomes of one file when its source is read again.
public enum Arrival: Equatable, Sendable {
  /// It was not here.
  case added([UInt8])
  /// Nobody has touched it here, and the source is another.
  case updated([UInt8])
  /// Both have changed it, in different places.
  case merged([UInt8])
  /// It is what the source says.
  case unchanged
  /// It was edited here, and the source is as it was.
  case kept
  /// It was taken away here, and stays away.
  case removedHere
  /// Both have changed the same lines, or nobody knows what it was: it stays as it is.
  case conflict

  /// Compares the three texts.
  ///
  /// - Parameters:
  ///   - new: what the source says now.
  ///   - here: the file here; nil where there is none.
  ///   - origin: the blob id of what the source said before; nil where it said nothing.
  ///   - text: the text of a blob id, where it is still known.
  public init(
    _ new: [UInt8], here: [UInt8]?, origin: String?, text: (String) -> [UInt8]?
  ) {
    guard let here else {
      self = origin == nil ? .added(new) : .removedHere
      return
    }
    if here == new {
      self = .unchanged
    } else if let origin {
      if Revision.blobID(of: here) == origin {
        self = .updated(new)
      } else if Revision.blobID(of: new) == origin {
        self = .kept
      } else if let base = text(origin) {
        let merged = LineMerge.merge(base: base, left: here, right: new)
        self = merged.hasConflict ? .conflict : .merged(merged.bytes)
      } else {
        self = .conflict
      }
    } else {
      self = .conflict
    }
  }

  /// What is to be written; nil where nothing is.
  public var bytes: [UInt8]? {
    switch self {
    case .added(let bytes), .updated(let bytes), .merged(let bytes): bytes
    case .unchanged, .kept, .removedHere, .conflict: nil
    }
  }

  /// What happened in one word.
  public var word: String {
    switch self {
    case .added: "added"
    case .updated: "updated"
    case .merged: "merged"
    case .unchanged: "unchanged"
    case .kept: "kept"
    case .removedHere: "removed here"
    case .conflict: "conflict"
    }
  }
}
