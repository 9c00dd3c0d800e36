import Runbook

/// A document as a resource: `runbook://runbooks/ID` or `runbook://incidents/ID`.
struct ResourceName: Equatable {
  enum Kind: String, CaseIterable {
    case runbooks, incidents

    /// What a document of this kind calls its id.
    var key: String { String(rawValue.dropLast()) }
  }

  var kind: Kind
  var id: String
  var title = ""
  var summary = ""

  var address: String { "runbook://\(kind.rawValue)/\(id)" }

  /// Reads an address; nil where it is none.
  init?(_ address: String) {
    for kind in Kind.allCases where address.hasPrefix("runbook://\(kind.rawValue)/") {
      let id = String(address.dropFirst("runbook://\(kind.rawValue)/".count))
      guard DocumentID.isValid(id) else { return nil }
      (self.kind, self.id) = (kind, id)
      return
    }
    return nil
  }

  /// A document as the answers of commands name it.
  init?(_ document: JSON) {
    for kind in Kind.allCases {
      guard let id = document[kind.key]?.plainText, DocumentID.isValid(id) else { continue }
      (self.kind, self.id) = (kind, id)
      title = document["title"]?.plainText ?? ""
      summary = document["description"]?.plainText ?? ""
      return
    }
    return nil
  }

  private var members: [(key: String, value: JSON)] {
    var members: [(key: String, value: JSON)] = [("uri", .string(address)), ("name", .string(id))]
    if !title.isEmpty { members.append(("title", .string(title))) }
    if !summary.isEmpty { members.append(("description", .string(summary))) }
    return members + [("mimeType", "text/markdown")]
  }

  /// As an item of a list.
  var json: JSON { .object(members) }

  /// As a link in a result.
  var link: JSON { .object([("type", "resource_link")] + members) }

  static let templates: JSON = .array(
    Kind.allCases.map { kind in
      [
        "uriTemplate": .string("runbook://\(kind.rawValue)/{id}"), "name": .string(kind.key),
        "title": .string(kind == .runbooks ? "A runbook" : "An incident"),
        "description": "The whole Markdown of it.", "mimeType": "text/markdown",
      ]
    })

  private static let linkLimit = 10

  /// The documents that an answer is about, each once, in its order.
  static func named(in answer: JSON) -> [ResourceName] {
    let subjects = answer["subjects"]?.items.flatMap { $0["diagnoses"]?.items ?? [] } ?? []
    let rows =
      [answer] + (answer["results"]?.items ?? []) + subjects + (answer["incidents"]?.items ?? [])
    var names: [ResourceName] = []
    for name in rows.compactMap({ ResourceName($0) }) where names.count < linkLimit {
      if !names.contains(where: { $0.address == name.address }) { names.append(name) }
    }
    return names
  }
}

extension MCPServer {
  private static let pageSize = 100

  /// `resources/list`, in pages.
  func resources(_ request: Request) throws(Failure) -> Reply {
    let names = try documents()
    var start = 0
    if let cursor = request.parameters?["cursor"] {
      guard let text = cursor.string, let place = Int(text), place > 0, place < names.count,
        text == String(place)
      else { throw Failure(.invalidParameters, "no such cursor") }
      start = place
    }
    let end = min(start + MCPServer.pageSize, names.count)
    var members: [(key: String, value: JSON)] = [
      ("resources", .array(names[start..<end].map(\.json)))
    ]
    if end < names.count { members.append(("nextCursor", .string(String(end)))) }
    return Reply(members, keptFor: .moment)
  }

  private func documents() throws(Failure) -> [ResourceName] {
    let outcome = run(["list", "--kind=all", "--json"], "")
    guard outcome.code < 2, let root = JSONDocument.read(outcome.output).document.roots.first else {
      throw Failure(.internalError, outcome.message)
    }
    return (JSON(cleaning: root)["documents"]?.items ?? []).compactMap { ResourceName($0) }
  }

  /// `resources/read`.
  func readResource(_ request: Request, _ revision: Revision) throws(Failure) -> Reply {
    let address = try request.text("uri")
    guard let name = ResourceName(address), let text = try text(of: name) else {
      throw Failure(
        revision.isStateless ? .invalidParameters : .resourceNotFound,
        "no resource '\(address)'", data: ["uri": .string(Cleaning.text(address))])
    }
    return Reply(
      [
        (
          "contents",
          [["uri": .string(name.address), "mimeType": "text/markdown", "text": .string(text)]]
        )
      ], keptFor: .moment)
  }

  /// The Markdown of a document, with the notice on top; nil where there is none.
  func text(of name: ResourceName) throws(Failure) -> String? {
    let known = run(["completions", "--words=\(name.kind.key)"], "")
    let ids = String(decoding: known.output, as: UTF8.self).split(separator: "\n")
    guard ids.contains(Substring(name.id)) else { return nil }
    let outcome = run(["show", "--raw", "--", name.id], "")
    guard outcome.code == 0 else { throw Failure(.internalError, outcome.message) }
    let text = Cleaning.text(OutsideText.text(outcome.output))
    return "<!-- \(Notice.text) -->\n\(text)"
  }
}
