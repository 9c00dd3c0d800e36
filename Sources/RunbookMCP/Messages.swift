import Runbook

/// A request that can be answered.
struct Request {
  var id: JSON
  var method: String
  /// Its `params`, an object where they are there at all.
  var parameters: JSONValue?

  /// Reads a message.
  ///
  /// - Returns: nil for a notification, or an answer to something that was never asked.
  init?(_ line: [UInt8]) throws(Failure) {
    let (document, problem) = JSONDocument.read(line)
    if let problem { throw Failure(.parse, "no JSON: \(problem)") }
    let roots = document.roots
    guard roots.count == 1, let root = roots.first, root.kind == .object else {
      throw Failure(
        roots.isEmpty ? .parse : .invalidRequest, "a message is one JSON object in one line")
    }
    let id = root["id"]
    guard let method = root["method"] else {
      if root["result"] != nil || root["error"] != nil { return nil }
      throw Failure(.invalidRequest, "a request has a method", id: Request.id(id))
    }
    guard root["jsonrpc"]?.string == "2.0", let name = method.string else {
      throw Failure(
        .invalidRequest, "a request has \"jsonrpc\": \"2.0\" and the name of a method",
        id: Request.id(id))
    }
    // A notification is never answered, whatever it says.
    guard let id else { return nil }
    guard let kept = Request.id(id) else {
      throw Failure(.invalidRequest, "an id is a text or a whole number")
    }
    let parameters = root["params"]
    if let parameters, parameters.kind != .object {
      throw Failure(.invalidParameters, "'params' is an object", id: kept)
    }
    (self.id, self.method, self.parameters) = (kept, name, parameters)
  }

  private static func id(_ value: JSONValue?) -> JSON? {
    guard let value else { return nil }
    if let text = value.string { return .string(text) }
    return value.kind == .number ? value.int.map(JSON.int) : nil
  }

  /// A text among the parameters.
  func text(_ name: String) throws(Failure) -> String {
    guard let text = parameters?[name]?.string else {
      throw Failure(.invalidParameters, "'\(name)' is a text, and needed")
    }
    return text
  }

  /// An object among the parameters; nil where it is not there.
  func object(_ name: String) throws(Failure) -> JSONValue? {
    guard let value = parameters?[name] else { return nil }
    guard value.kind == .object else {
      throw Failure(.invalidParameters, "'\(name)' is an object")
    }
    return value
  }

  /// A list that is given whole has no cursor.
  func refuseCursor() throws(Failure) {
    if parameters?["cursor"] != nil { throw Failure(.invalidParameters, "no such cursor") }
  }
}

/// Why a request has no result.
struct Failure: Error {
  enum Code: Int {
    case parse = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParameters = -32602
    case internalError = -32603
    /// That of the handshake's revisions.
    case resourceNotFound = -32002
    case unsupportedVersion = -32022
  }

  var code: Code
  var message: String
  var data: JSON?
  /// That of the message, where it could be read.
  var id: JSON?

  init(_ code: Code, _ message: String, data: JSON? = nil, id: JSON? = nil) {
    self.code = code
    self.message = Cleaning.text(message)
    (self.data, self.id) = (data, id)
  }

  var json: JSON {
    var pairs: [(key: String, value: JSON)] = [
      ("code", .int(code.rawValue)), ("message", .string(message)),
    ]
    if let data { pairs.append(("data", data)) }
    return .object(pairs)
  }
}

/// The members of a result, and how long a client may keep it.
struct Reply {
  enum Keeping {
    /// As long as the program runs.
    case program
    /// It may change with the next file.
    case moment
    /// Not said of such a result.
    case unsaid
  }

  var members: [(key: String, value: JSON)]
  var keeping: Keeping

  init(_ members: [(key: String, value: JSON)], keptFor keeping: Keeping = .unsaid) {
    (self.members, self.keeping) = (members, keeping)
  }
}

/// A revision of the protocol, and what it asks of every message.
struct Revision {
  static let stateless = "2026-07-28"
  static let withHandshake = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
  static let newestWithHandshake = "2025-11-25"

  private static let prefix = "io.modelcontextprotocol/"

  let name: String
  var isStateless: Bool { name == Revision.stateless }
  /// Results may link to resources, and have structured content.
  var hasLinks: Bool { name >= "2025-06-18" }

  /// The revision of a request: the one that it names, else the one that was agreed on.
  init(of request: Request, agreed: String) throws(Failure) {
    let meta = try request.object("_meta")
    guard let named = meta?[Revision.prefix + "protocolVersion"] else {
      if request.method == "server/discover" {
        throw Failure(
          .invalidParameters, "'_meta' names no '\(Revision.prefix)protocolVersion'")
      }
      name = agreed
      return
    }
    guard let version = named.string else {
      throw Failure(.invalidParameters, "'\(Revision.prefix)protocolVersion' is a text")
    }
    guard version == Revision.stateless else {
      throw Failure(
        .unsupportedVersion, "the revision is not supported",
        data: [
          "supported": JSON([Revision.stateless]), "requested": .string(Cleaning.text(version)),
        ])
    }
    guard meta?[Revision.prefix + "clientCapabilities"]?.kind == .object else {
      throw Failure(
        .invalidParameters, "'_meta' has no '\(Revision.prefix)clientCapabilities'")
    }
    name = version
  }

  /// A result as this revision has it.
  func finish(_ reply: Reply, server: JSON) -> JSON {
    guard isStateless else { return .object(reply.members) }
    var members = reply.members
    members.append(("resultType", "complete"))
    switch reply.keeping {
    case .program: members += [("ttlMs", 3_600_000), ("cacheScope", "public")]
    case .moment: members += [("ttlMs", 0), ("cacheScope", "private")]
    case .unsaid: break
    }
    members.append(("_meta", .object([(key: Revision.prefix + "serverInfo", value: server)])))
    return .object(members)
  }
}
