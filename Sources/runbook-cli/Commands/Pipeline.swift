import Runbook

/// What a host runs with each push: the checks, then the site.
enum Pipeline: String, CaseIterable {
  case github, gitlab

  /// Writes the workflow and a hook of git that checks before a commit; a file that exists stays.
  func write(to folder: String, _ console: Console) throws {
    if try make("\(folder)/\(path)", text) {
      console.print("added  \(path)")
    } else {
      console.note("\(path) exists and stays as it is")
    }
    if FileSystem.status("\(folder)/.git")?.isDirectory == true {
      let hook = ".git/hooks/pre-commit"
      if try make("\(folder)/\(hook)", Self.hook, mode: 0o755) { console.print("added  \(hook)") }
    }
    for line in advice { console.note(line) }
  }

  private func make(_ path: String, _ text: String, mode: UInt32 = 0o644) throws -> Bool {
    guard FileSystem.status(path) == nil else { return false }
    try FileSystem.makeDirectory(FileSystem.parent(of: path))
    try FileSystem.write(Array(text.utf8), to: path, mode: mode)
    return true
  }

  private var path: String {
    switch self {
    case .github: ".github/workflows/runbooks.yml"
    case .gitlab: ".gitlab-ci.yml"
    }
  }

  /// What only a person can set.
  private var advice: [String] {
    let program = "the address from which your runners may load the program 'runbook' for Linux"
    switch self {
    case .github:
      return [
        "left to do: Settings > Secrets and variables > Actions > Variables: RUNBOOK_URL, \(program)",
        "to publish the site: Settings > Pages > Source: GitHub Actions",
      ]
    case .gitlab: return ["left to do: Settings > CI/CD > Variables: RUNBOOK_URL, \(program)"]
    }
  }

  /// Errors stop a commit; warnings do not.
  private static let hook = """
    #!/bin/sh
    # Checks the knowledge base before each commit; 'git commit --no-verify' goes on all the same.
    command -v runbook >/dev/null || exit 0
    exec runbook lint --dir "$(git rev-parse --show-toplevel)" >&2

    """

  private var text: String {
    switch self {
    case .github: Self.githubWorkflow
    case .gitlab: Self.gitlabPipeline
    }
  }

  private static let githubWorkflow = """
    name: Runbooks
    on:
      push:
      pull_request:
    permissions:
      contents: read
    jobs:
      check:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@v4
            with:
              fetch-depth: 0
          - name: Install runbook
            env:
              RUNBOOK_URL: ${{ vars.RUNBOOK_URL }}
            run: |
              curl -fsSL "$RUNBOOK_URL" -o "$RUNNER_TEMP/runbook"
              chmod +x "$RUNNER_TEMP/runbook"
              echo "$RUNNER_TEMP" >> "$GITHUB_PATH"
          - name: Check every file and every expected search
            run: runbook lint --dir .
          - name: Make the site
            run: runbook export --dir . site
          - uses: actions/upload-pages-artifact@v3
            if: github.ref_name == github.event.repository.default_branch
            with:
              path: site
      publish:
        needs: check
        if: github.ref_name == github.event.repository.default_branch
        runs-on: ubuntu-latest
        permissions:
          pages: write
          id-token: write
        environment:
          name: github-pages
        steps:
          - uses: actions/deploy-pages@v4

    """

  private static let gitlabPipeline = """
    default:
      image: debian:stable-slim
      before_script:
        - apt-get update -qq && apt-get install -y -qq curl git ca-certificates
        - curl -fsSL "$RUNBOOK_URL" -o /usr/local/bin/runbook && chmod +x /usr/local/bin/runbook
    check:
      script:
        - runbook lint --dir .
        - runbook export --dir . site
    pages:
      rules:
        - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      script:
        - runbook export --dir . public
      artifacts:
        paths: [public]

    """
}
