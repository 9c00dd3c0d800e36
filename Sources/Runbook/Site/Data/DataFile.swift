/// A script that hands data to the page: pages that are opened as files can load nothing else.
struct DataFile {
  /// The name without folder and ending; it changes with the content.
  let name: String
  let bytes: [UInt8]

  static let folder = "search/"

  /// Wraps JSON, which is JavaScript too; the name ends with a digest of it.
  init(_ prefix: String, _ json: [UInt8]) {
    self.init(name: "\(prefix)-\(DataFile.digest(of: json))", json)
  }

  /// Wraps JSON under a name that changes with it.
  init(name: String, _ json: [UInt8]) {
    self.name = name
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count + 64)
    bytes += "runbookSite.take(\"\(name)\",".utf8
    bytes += json
    bytes += ");\n".utf8
    self.bytes = bytes
  }

  init(_ prefix: String, _ json: JSON) {
    self.init(prefix, Array(json.text().utf8))
  }

  static func digest(of bytes: [UInt8]) -> String { String(Revision.blobID(of: bytes).prefix(10)) }

  var path: String { DataFile.folder + name + ".js" }
}

/// Cuts a list of JSON values into files of about one size.
struct DataChunks {
  /// The number of the first value of each file, and its name.
  private(set) var index: [JSON] = []
  private(set) var files: [DataFile] = []
  private let prefix: String
  private let size: Int
  private var values: [String] = []
  private var first = 0
  private var count = 0
  private var length = 0

  init(_ prefix: String, size: Int) {
    self.prefix = prefix
    self.size = size
  }

  mutating func add(_ value: JSON) {
    let text = value.text()
    if length + text.utf8.count > size, !values.isEmpty { flush() }
    values.append(text)
    length += text.utf8.count
    count += 1
  }

  /// Ends the last file.
  mutating func finish() {
    if !values.isEmpty || files.isEmpty { flush() }
  }

  private mutating func flush() {
    let file = DataFile("\(prefix)\(files.count)", Array("[\(values.joined(separator: ","))]".utf8))
    files.append(file)
    index.append([.int(first), .string(file.name)])
    values = []
    first = count
    length = 0
  }
}
