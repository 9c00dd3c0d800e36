/// Brings a folder of pages and postmortems into a knowledge base.
public struct FolderImport {
  /// One file of the source, and what becomes of it.
  public struct Row: Sendable {
    /// Its path in the source.
    public var source: String
    /// Where it is here, below the content folder; empty where it is nowhere.
    public var path: String
    /// What becomes of it; nil where it is skipped.
    public var arrival: Arrival?
    /// What was not written in the file and had to be taken from elsewhere.
    public var guessed: [String]
    /// Why it is skipped; empty where it is not.
    public var reason: String
    /// How many secrets were taken out.
    public var removed: Int = 0
  }

  /// What is in the knowledge base.
  public struct Here {
    /// The paths of its documents below the content folder.
    public var paths: [String]
    /// The bytes of a file below the content folder.
    public var read: (String) -> [UInt8]?
    /// The text of a blob id, for a document with an id.
    public var text: (_ id: String, _ revision: String) -> [UInt8]?

    /// Describes a knowledge base.
    public init(
      paths: [String], read: @escaping (String) -> [UInt8]?,
      text: @escaping (_ id: String, _ revision: String) -> [UInt8]?
    ) {
      self.paths = paths
      self.read = read
      self.text = text
    }
  }

  /// The rows in the order of the source.
  public private(set) var rows: [Row] = []
  /// What each file is now that it was brought here.
  public private(set) var origins: Origins

  private let here: Here
  private let area: String
  private static let sizeLimit = 4 << 20
  private static let pageEndings = ["md", "markdown", "mdx"]
  private static let imageEndings = ["png", "jpg", "jpeg", "gif", "svg", "webp"]
  private static let otherTexts: [String: String] = [
    "adoc": "AsciiDoc", "asciidoc": "AsciiDoc", "rst": "reStructuredText", "org": "Org",
    "textile": "Textile", "html": "HTML", "docx": "Word", "pdf": "PDF", "txt": "plain text",
  ]

  /// Plans the import; nothing is written.
  ///
  /// - Parameters:
  ///   - files: the files of the source, as paths and how to read each.
  ///   - area: the folder below `runbooks` for its pages.
  ///   - origins: what was brought here before.
  ///   - here: the knowledge base.
  public init(
    _ files: [(path: String, read: () throws -> [UInt8])], area: String, origins: Origins,
    here: Here
  ) {
    self.here = here
    self.area = area
    self.origins = origins
    var pages: [(source: String, bytes: [UInt8], target: String)] = []
    var images: [(source: String, bytes: [UInt8])] = []
    for file in files {
      let ending = FileSystem.name(of: file.path).split(separator: ".").last?.lowercased() ?? ""
      let isJSON = ending == "json"
      guard
        FolderImport.pageEndings.contains(ending) || isJSON
          || FolderImport.imageEndings.contains(ending)
      else {
        if let name = FolderImport.otherTexts[ending] { skip(file.path, "\(name) is not read") }
        continue
      }
      guard let bytes = try? file.read() else {
        skip(file.path, "it cannot be read")
        continue
      }
      if bytes.allSatisfy({ $0 <= 0x20 }) {
        skip(file.path, "it is empty")
      } else if bytes.count > FolderImport.sizeLimit {
        skip(file.path, "it is larger than 4 MiB")
      } else if isJSON {
        takeJSON(bytes, file.path)
      } else if FolderImport.imageEndings.contains(ending) {
        images.append((file.path, bytes))
      } else if let postmortem = PostmortemImport(markdown: bytes, path: file.path) {
        take([postmortem], file.path)
      } else {
        let stem = file.path.dropLast(ending.utf8.count + 1)
        pages.append((file.path, bytes, "runbooks/\(area)/\(stem).md"))
      }
    }
    takePages(pages)
    takeImages(images, of: pages.map { ($0.source, $0.bytes) })
    rows.sort { $0.source < $1.source }
  }

  private mutating func skip(_ source: String, _ reason: String) {
    rows.append(Row(source: source, path: "", arrival: nil, guessed: [], reason: reason))
  }

  private mutating func takePages(_ pages: [(source: String, bytes: [UInt8], target: String)]) {
    let ids = PageIDs(paths: Set(here.paths + pages.map(\.target)).sorted())
    for page in pages {
      guard let id = ids.qualified[page.target] ?? DocumentID.derived(fromPath: page.target) else {
        skip(page.source, "its name has no letter of ASCII")
        continue
      }
      let (document, findings) = DocumentParser.parse(
        bytes: page.bytes, path: "Content/" + page.target)
      guard let document else {
        skip(page.source, findings.first?.message ?? "it has headings and no text")
        continue
      }
      let filled = PageImport(
        page.bytes, id: id, path: "Content/" + page.target, source: page.source)
      add(
        filled.bytes, id: filled.guessed.isEmpty ? document.id : id, to: page.target,
        from: page.source, guessed: filled.guessed)
    }
  }

  /// Pictures that a page shows, so that its links stay whole.
  private mutating func takeImages(
    _ images: [(source: String, bytes: [UInt8])], of pages: [(source: String, bytes: [UInt8])]
  ) {
    var wanted: Set<String> = []
    for page in pages {
      let body = (try? FrontMatter(SourceText(page.bytes)))?.body ?? page.bytes[...]
      let blocks = MarkdownParser.parse(Array(body), path: page.source, firstLine: 1).blocks
      blocks.walk { block in
        guard case .paragraph(let inlines) = block.content else { return }
        for link in inlines.destinations {
          if let path = RelativePath.path(of: link, from: page.source) { wanted.insert(path) }
        }
      }
    }
    for image in images where wanted.contains(image.source) {
      add(
        image.bytes, id: "", to: "runbooks/\(area)/\(image.source)", from: image.source,
        guessed: [])
    }
  }

  private mutating func takeJSON(_ bytes: [UInt8], _ source: String) {
    let found = PostmortemImport.all(json: bytes)
    if !found.isEmpty { take(found, source) }
  }

  private mutating func take(_ postmortems: [PostmortemImport], _ source: String) {
    for postmortem in postmortems {
      guard let page = postmortem.page(source: source) else {
        skip(source, "a postmortem without a day; add a line 'Date: yyyy-mm-dd'")
        continue
      }
      add(
        page.bytes, id: page.id, to: "incidents/\(page.id.prefix(4))/\(page.id).md", from: source,
        guessed: postmortem.guessed, removed: page.removed)
    }
  }

  private mutating func add(
    _ bytes: [UInt8], id: String, to path: String, from source: String, guessed: [String],
    removed: Int = 0
  ) {
    let arrival = Arrival(bytes, here: here.read(path), origin: origins[path]) { revision in
      here.text(id, revision)
    }
    if arrival != .conflict, arrival != .removedHere { origins[path] = Revision.blobID(of: bytes) }
    rows.append(
      Row(
        source: source, path: path, arrival: arrival, guessed: guessed, reason: "",
        removed: removed))
  }
}

/// A link between files of a source.
enum RelativePath {
  /// The path that a relative link means, nil for any other.
  static func path(of link: String, from path: String) -> String? {
    guard case .some(let target) = link.split(whereSeparator: { "#?".contains($0) }).first,
      !target.contains(":"), !target.hasPrefix("/")
    else { return nil }
    var parts = path.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/") {
      switch part {
      case ".": break
      case "..": if parts.popLast() == nil { return nil }
      default: parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}
