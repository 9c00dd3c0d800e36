import Foundation
import PackagePlugin

/// Runs `embed-tool` over the folders that are embedded, whose files become values of
/// the `EmbeddedContent` target.
@main
struct EmbedContent: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let root = context.package.directoryURL
    let output = context.pluginWorkDirectoryURL.appending(path: "Embedded.swift")
    var inputs: [URL] = []
    for folder in ["Content", "migrations", "site-assets", "rules"] {
      let base = root.appending(path: folder)
      let files = FileManager.default.enumerator(
        at: base, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
      for case let file as URL in files ?? .init() {
        let values = try file.resourceValues(forKeys: [.isRegularFileKey])
        if values.isRegularFile == true { inputs.append(file) }
      }
    }
    inputs.sort { $0.path < $1.path }
    return [
      .buildCommand(
        displayName: "Embedding Content/, migrations/, site-assets/ and rules/",
        executable: try context.tool(named: "embed-tool").url,
        arguments: [output.path, root.path] + inputs.map(\.path),
        inputFiles: inputs, outputFiles: [output])
    ]
  }
}
