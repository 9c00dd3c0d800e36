package import Runbook

/// What makes a client start this server.
package enum ClientSnippet: String, CaseIterable, Sendable {
  case claude, cursor, vscode, kiro

  /// Where it belongs.
  package var place: String {
    switch self {
    case .claude: "claude_desktop_config.json of Claude Desktop, or .mcp.json for Claude Code"
    case .cursor: "~/.cursor/mcp.json, or .cursor/mcp.json of a project"
    case .vscode: ".vscode/mcp.json of a project"
    case .kiro: "~/.kiro/settings/mcp.json, or .kiro/settings/mcp.json of a project"
    }
  }

  /// The snippet.
  ///
  /// - Parameters:
  ///   - program: the path of the program.
  ///   - arguments: its arguments.
  /// - Returns: an object that is a whole file, or is put into one.
  package func json(program: String, arguments: [String]) -> JSON {
    var server: [(key: String, value: JSON)] = [
      ("command", .string(program)), ("args", JSON(arguments)),
    ]
    switch self {
    case .claude, .cursor: break
    case .vscode: server.insert(("type", "stdio"), at: 0)
    case .kiro: server.append(("disabled", false))
    }
    let servers: JSON = ["runbook": .object(server)]
    return self == .vscode ? ["servers": servers] : ["mcpServers": servers]
  }
}
