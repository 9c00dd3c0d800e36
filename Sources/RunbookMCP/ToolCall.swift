import Runbook

/// The arguments of a call as a command line.
struct ToolCall {
  private(set) var words: [String]
  private(set) var input = ""
  /// How many rows are kept of the answer.
  private(set) var rows: Int?
  private var behind: [String] = []

  /// The most that a text may be, in bytes.
  static let textLimit = 1 << 20

  /// Reads the arguments.
  ///
  /// - Throws: `ToolProblem` where one is missing, unknown, or of another kind.
  init(_ tool: Tool, _ arguments: JSONValue?) throws(ToolProblem) {
    words = tool.words
    let members = arguments?.members ?? []
    let names = tool.parameters.map(\.name)
    for (key, _) in members where !names.contains(key.string ?? "") {
      let name = key.string ?? ""
      let guess = Spelling.nearest(to: name, in: names).map { "; did you mean '\($0)'?" } ?? ""
      throw ToolProblem("'\(tool.name)' has no argument '\(name)'\(guess)")
    }
    for parameter in tool.parameters {
      let value = members.last { $0.key.string == parameter.name }?.value
      guard let value, value.kind != .null else {
        if parameter.required { throw ToolProblem("'\(parameter.name)' is needed") }
        continue
      }
      let texts = try parameter.texts(value).map(Cleaning.visible)
      guard texts.reduce(0, { $0 + $1.utf8.count }) <= ToolCall.textLimit else {
        throw ToolProblem(
          "'\(parameter.name)' is over 1 MiB; cut it to the lines around the failure")
      }
      take(texts, for: parameter)
    }
    if !behind.isEmpty { words += ["--"] + behind }
  }

  private mutating func take(_ texts: [String], for parameter: Tool.Parameter) {
    switch parameter.use {
    case .option(let name): words += texts.map { "--\(name)=\($0)" }
    case .toggle(let name): if !texts.isEmpty { words.append("--\(name)") }
    case .values: words += texts.map { "--set=\($0)" }
    case .word: behind += texts
    case .rows: rows = texts.first.flatMap { Int($0) }
    case .choice(let flags): words += texts.compactMap { flags[$0] }.map { "--\($0)" }
    case .part:
      if let part = texts.first, let last = behind.indices.last { behind[last] += "#\(part)" }
    case .input:
      input = texts.first ?? ""
      // A command reads its input where it is given '-', or is told whence.
      if parameter.name == "evidence" { words.append("--from=-") } else { behind.append("-") }
    }
  }
}

extension MCPServer {
  /// `tools/call`.
  func call(_ request: Request, _ revision: Revision) throws(Failure) -> Reply {
    let name = try request.text("name")
    guard let tool = tools.first(where: { $0.name == name }) else {
      let hint =
        Tool.all.contains { $0.name == name }
        ? "; it writes, and needs 'runbook mcp --allow-write'" : ""
      throw Failure(.invalidParameters, "no tool '\(name)'\(hint)")
    }
    let arguments = try request.object("arguments")
    do throws(ToolProblem) {
      let answer = try answer(of: tool, arguments)
      var content: [JSON] = [["type": "text", "text": .string(answer.text())]]
      guard revision.hasLinks else { return Reply([("content", .array(content))]) }
      content += ResourceName.named(in: answer).map(\.link)
      return Reply([("content", .array(content)), ("structuredContent", answer)])
    } catch {
      return Reply([
        ("content", [["type": "text", "text": .string(Cleaning.text(error.message))]]),
        ("isError", true),
      ])
    }
  }

  /// The most that an answer may be, in bytes; an assistant reads all of it.
  private static let answerLimit = 256 << 10

  private func answer(
    of tool: Tool, _ arguments: JSONValue?
  ) throws(ToolProblem) -> JSON {
    let call = try ToolCall(tool, arguments)
    if tool.words.isEmpty { return facets }
    let outcome = run(call.words, call.input)
    // 1 is a negative answer, 65 beside an answer means that a part of the input was not understood.
    let isAnswer = !outcome.output.isEmpty && (outcome.code < 2 || outcome.code == 65)
    guard isAnswer else { throw ToolProblem(outcome.message) }
    // Not even read: an input of many tasks has an answer far larger than itself.
    guard outcome.output.count <= 16 * MCPServer.answerLimit else { throw MCPServer.tooLarge }
    let (document, problem) = JSONDocument.read(outcome.output)
    guard problem == nil, let root = document.roots.first, root.kind == .object else {
      throw ToolProblem("the answer of '\(tool.name)' could not be read; this is a bug")
    }
    // A part of a document is small enough to be whole. What is left out need not be cleaned.
    let isPart = root.members.contains { ["step", "section"].contains($0.key.string ?? "") }
    let leftOut = isPart ? [] : tool.output.leavesOut
    var members: [(key: String, value: JSON)] = root.members.compactMap { key, value in
      let name = Cleaning.visible(key.string ?? "")
      return leftOut.contains(name) ? nil : (name, JSON(cleaning: value))
    }
    let pages = tool.output.leavesOutOfPages
    members = members.map { ($0.key, pages.isEmpty ? $0.value : $0.value.withoutInPages(pages)) }
    if let rows = call.rows ?? tool.output.rows, let name = tool.output.list {
      members = members.flatMap { member -> [(key: String, value: JSON)] in
        guard member.key == name else { return [member] }
        return [
          (name, .array(Array(member.value.items.prefix(rows)))),
          ("total", .int(member.value.items.count)),
        ]
      }
    }
    if !outcome.message.isEmpty {
      members.append(("problem", .string(Cleaning.text(outcome.message))))
    }
    let answer = JSON.object([("notice", .string(Notice.text))] + members)
    guard answer.bytes().count <= MCPServer.answerLimit else { throw MCPServer.tooLarge }
    return answer
  }

  private static var tooLarge: ToolProblem {
    ToolProblem(
      "the answer is over \(answerLimit >> 10) KiB; give less at once, such as fewer tasks, or a "
        + "lower limit")
  }

  /// The labels that documents have.
  private var facets: JSON {
    func words(_ kind: String) -> JSON {
      JSON(lines(["completions", "--words=\(kind)"]))
    }
    return [
      "notice": .string(Notice.text), "schema_version": 1, "services": words("service"),
      "tags": words("tag"), "categories": words("category"),
    ]
  }

  /// The lines that a command prints, cleaned.
  func lines(_ words: [String]) -> [String] {
    String(decoding: run(words, "").output, as: UTF8.self).split(separator: "\n").map {
      Cleaning.text(String($0))
    }
  }
}

extension JSON {
  /// The value, each page that it lists without some members.
  fileprivate func withoutInPages(_ names: [String]) -> JSON {
    switch self {
    case .array(let items): return .array(items.map { $0.withoutInPages(names) })
    case .object(let members):
      let isPage = members.contains { $0.key == "runbook" || $0.key == "incident" }
      return .object(
        members.filter { !isPage || !names.contains($0.key) }.map {
          ($0.key, $0.key == "diagnoses" ? $0.value.withoutInPages(names) : $0.value)
        })
    default: return self
    }
  }
}
