// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The classifier learns whenever a test makes an index, which takes 14 s where it is not optimised. A
// package with such a flag cannot be a dependency, so only `make test` and `make unit` ask for it.
let optimised: [SwiftSetting] =
  Context.environment["RUNBOOK_FAST_TESTS"] == nil
  ? [] : [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "runbook",
  products: [
    .library(name: "Runbook", targets: ["Runbook"]),
    .executable(name: "runbook", targets: ["runbook-cli"]),
  ],
  targets: [
    // The three doors to C.
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    // The arguments of the process where there is no /proc to read them from.
    .target(name: "CArguments"),

    // migrations/, Content/, site-assets/ and learned/ as values, so that one file works anywhere. The
    // symlinks inside the target let the build notice an added or renamed file.
    .executableTarget(name: "embed-tool", swiftSettings: strict),
    .plugin(name: "EmbedContent", capability: .buildTool(), dependencies: ["embed-tool"]),
    .target(
      name: "EmbeddedContent", exclude: ["Content", "migrations", "site-assets", "learned"],
      swiftSettings: strict, plugins: ["EmbedContent"]),

    .target(
      name: "Runbook", dependencies: ["CSQLite", "CCMarkGFM", "CYAML", "EmbeddedContent"],
      swiftSettings: strict + optimised),
    // A server for assistants: the commands of the program as tools.
    .target(name: "RunbookMCP", dependencies: ["Runbook"], swiftSettings: strict),
    .executableTarget(
      name: "runbook-cli",
      dependencies: ["Runbook", "RunbookMCP", "EmbeddedContent", "CArguments"],
      swiftSettings: strict),

    .testTarget(
      name: "RunbookTests", dependencies: ["Runbook", "RunbookMCP", "EmbeddedContent"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["Runbook", "runbook-cli"], exclude: ["Fixtures"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
