import Runbook
import Testing

/// Repositories that name programs: none of them may run.
@Suite struct HostileCloneTests {
  /// How a repository gets to a person, and the configuration that names a program.
  struct Kind: Sendable, CustomTestStringConvertible {
    var name: String
    /// Lines of the configuration; `PWN` is the program.
    var config: String
    /// What has to be done to the repository beside that.
    var setUp = ""
    /// A command of git's own that runs the program: it proves that the trap works.
    var proof: String?
    var testDescription: String { name }
  }

  static let kinds = [
    Kind(name: "a monitor", config: "[core]\n\tfsmonitor = PWN\n", proof: "git status"),
    Kind(
      name: "a filter",
      config: "[filter \"x\"]\n\tclean = PWN\n\tsmudge = PWN\n\trequired = true\n",
      setUp: "echo '* filter=x' > .git/info/attributes; touch Content/runbooks/ecs/*.md",
      proof: "git diff"),
    Kind(
      name: "a signature checker",
      config: "[log]\n\tshowSignature = true\n[gpg]\n\tprogram = PWN\n",
      setUp: """
        git cat-file commit HEAD | sed '/^committer /a\\
        gpgsig -----BEGIN PGP SIGNATURE-----\\
         \\
         aaaa\\
         -----END PGP SIGNATURE-----' > ../commit
        git update-ref HEAD $(git hash-object -t commit -w ../commit)
        """, proof: "git log -1"),
    Kind(
      name: "a remote for what is missing",
      config: """
        [core]
        \trepositoryformatversion = 1
        [extensions]
        \tpartialClone = origin
        [remote "origin"]
        \turl = ext::PWN
        \tpromisor = true
        [protocol]
        \tallow = always
        [protocol "ext"]
        \tallow = always

        """,
      setUp: """
        blob=$(git rev-parse HEAD~1:Content/runbooks/ecs/ecs-oom-killed.md)
        rm -f .git/objects/$(echo $blob | cut -c1-2)/$(echo $blob | cut -c3-)
        """, proof: "git show HEAD~1:Content/runbooks/ecs/ecs-oom-killed.md"),
    Kind(
      name: "hooks", config: "[core]\n\thooksPath = ../hooks\n",
      setUp: """
        mkdir ../hooks; for hook in post-index-change pre-commit post-checkout reference-transaction; do
          ln -s "$PWN" ../hooks/$hook; ln -s "$PWN" .git/hooks/$hook; done
        """, proof: "git commit --allow-empty -m x"),
    Kind(
      name: "a view of texts",
      config: "[diff \"x\"]\n\ttextconv = PWN\n\tcommand = PWN\n[diff]\n\texternal = PWN\n",
      setUp: "echo '* diff=x' > .git/info/attributes", proof: "git log -p --ext-diff -1"),
    Kind(
      name: "pagers, editors, aliases and helpers",
      config: """
        [core]
        \tpager = PWN
        \teditor = PWN
        \tsshCommand = PWN
        \taskPass = PWN
        [pager]
        \tlog = PWN
        \tcat-file = PWN
        [alias]
        \tlog = !PWN
        \tls-tree = !PWN
        \tx = !PWN
        [credential]
        \thelper = !PWN

        """, proof: "git x"),
    Kind(
      name: "an included file", config: "[include]\n\tpath = ../evil\n",
      setUp: "printf '[core]\\n\\tfsmonitor = %s\\n' \"$PWN\" > evil", proof: "git status"),
  ]

  /// Everything that asks git, and everything else that reads the folder.
  static let commands = [
    "history ecs-oom-killed", "history --json ecs-oom-killed", "diff ecs-oom-killed",
    "diff ecs-oom-killed 1 7", "show ecs-oom-killed@7", "show ecs-oom-killed@abcd1234",
    "show --raw ecs-oom-killed@1", "follow ecs-oom-killed@7", "lint", "search exit 137", "list",
    "doctor", "index --rebuild", "export ../site", "log --no-input -r ecs-oom-killed=fixed x",
    "init sub", "init .",
  ]

  /// A knowledge base under git with two texts of one page, and the trap.
  private func folder() throws -> (folder: RecordFolder, program: String, mark: String) {
    let folder = try RecordFolder()
    let mark = "\(folder.path)/ran"
    let program = try folder.script("pwn", "touch '\(mark)'; exit 1")
    let made = try folder.shell(
      """
      set -e
      git init -q -b main . && git add -A && git commit -qm start
      echo 'A line more.' >> Content/runbooks/ecs/ecs-oom-killed.md
      git commit -qam more
      rm -rf .runbook
      """)
    #expect(made.status == 0, "\(made.errors)")
    return (folder, program, mark)
  }

  private func runAll(
    in folder: RecordFolder, mark: String, _ location: Testing.SourceLocation = #_sourceLocation
  ) throws {
    for command in Self.commands {
      _ = try folder.shell("runbook \(command) </dev/null")
      #expect(
        FileSystem.status(mark) == nil, "'runbook \(command)' ran it", sourceLocation: location)
      _ = try? folder.shell("rm -f '\(mark)'")
    }
  }

  @Test("no program that an unpacked repository names is run", arguments: kinds)
  func unpacked(kind: Kind) throws {
    let (folder, program, mark) = try folder()
    let config = kind.config.split(separator: "PWN", omittingEmptySubsequences: false)
      .joined(separator: program)
    try FileSystem.write(Array(config.utf8), to: "\(folder.path)/config")
    let trap = try folder.shell(
      "\(kind.setUp)\ncat ../config >> .git/config", variables: ["PWN": program])
    #expect(trap.status == 0, "\(trap.errors)")
    if let proof = kind.proof {
      _ = try folder.shell("\(proof) </dev/null >/dev/null 2>&1; true")
      #expect(FileSystem.status(mark) != nil, "the trap does not work")
      _ = try folder.shell("rm -f '\(mark)'")
    }
    try runAll(in: folder, mark: mark)
  }

  @Test("a bare repository that a clone brings in one of its folders is not used")
  func embedded() throws {
    let (folder, program, mark) = try folder()
    let made = try folder.shell(
      """
      set -e
      for name in HEAD objects refs config; do cp -a .git/$name .; done
      rm -rf .git
      cat >> config <<END
      [core]
      \tbare = false
      \tworktree = .
      \tfsmonitor = $PWN
      END
      git status >/dev/null 2>&1 || true
      """, variables: ["PWN": program])
    #expect(made.status == 0, "\(made.errors)")
    #expect(FileSystem.status(mark) != nil, "the trap does not work")
    _ = try folder.shell("rm -f '\(mark)'")
    try runAll(in: folder, mark: mark)
  }

  @Test("variables that lead git elsewhere, or name a program, are not handed on")
  func variables() throws {
    let (folder, program, mark) = try folder()
    let other = try RecordFolder()
    _ = try other.shell("git init -q -b main . && git add -A && git commit -qm other")
    let variables = [
      "GIT_DIR": "\(other.base)/.git", "GIT_WORK_TREE": other.base, "GIT_EXTERNAL_DIFF": program,
      "GIT_PAGER": program, "GIT_SSH_COMMAND": program, "GIT_EXEC_PATH": folder.path,
      "GIT_ALLOW_PROTOCOL": "ext", "GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='\(program)'",
    ]
    let history = try folder.runbook(["history", "ecs-oom-killed"], variables: variables)
    #expect(history.output.contains("more"))
    #expect(!history.output.contains("other"))
    #expect(FileSystem.status(mark) == nil)
  }

  @Test("in an honest repository history, diff, old texts and lint know what git knows")
  func honest() throws {
    let (folder, _, _) = try folder()
    let history = try folder.runbook(["history", "ecs-oom-killed"])
    #expect(history.output.contains("start") && history.output.contains("more"))
    #expect(try folder.runbook(["diff", "ecs-oom-killed"]).output.contains("+A line more."))
    let page = "Content/runbooks/ecs/ecs-oom-killed.md"
    let pin = try folder.shell("git rev-parse --short=8 HEAD~1:\(page)")
    let old = try folder.runbook(["show", "--raw", "ecs-oom-killed@\(pin.lines[0])"])
    #expect(old.status == 0 && !old.output.contains("A line more."))
    #expect(
      try !folder.runbook(["lint", "--rule", "same-version"]).output.contains("same-version"))
    _ = try folder.shell("echo 'Not committed.' >> \(page)")
    #expect(try folder.runbook(["lint", "--rule", "same-version"]).output.contains("same-version"))
  }
}
