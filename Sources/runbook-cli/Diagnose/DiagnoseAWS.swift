import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The installed `aws` program, run without a shell and only for calls that read.
struct AWSProgram {
  /// A call that was made.
  struct Call {
    /// The command line as it was shown.
    var command: String
    /// What AWS or the program said instead of an answer; nil where it answered.
    var failure: String?
  }

  /// The only operations that are ever run.
  private static let allowed: [String: [String]] = [
    "ecs": [
      "list-tasks", "describe-tasks", "describe-services", "describe-task-definition",
    ],
    "elbv2": ["describe-target-health"],
    "cloudwatch": ["get-metric-statistics"],
  ]

  private let console: Console
  private let variables: [String: String]
  private let shared: [String]
  private(set) var calls: [Call] = []
  /// Whether calling again would fail in the same way: not logged in, no Region, no network.
  private(set) var isHopeless = false

  init(_ environment: Environment, profile: String?, region: String?) {
    console = environment.console
    var variables = environment.variables
    // Neither a pager nor a prompt may wait for somebody who does not see it.
    variables["AWS_PAGER"] = ""
    variables["AWS_CLI_AUTO_PROMPT"] = "off"
    self.variables = variables
    var shared = ["--output", "json", "--cli-connect-timeout", "10", "--cli-read-timeout", "30"]
    if let profile { shared += ["--profile", profile] }
    if let region { shared += ["--region", region] }
    self.shared = shared
  }

  /// Runs a call and reads its answer.
  ///
  /// - Returns: the answer; nil where there is none, which the person has been told.
  /// - Throws: `CommandError` where the program is not installed.
  mutating func call(
    _ service: String, _ operation: String, _ options: [String]
  ) throws(CommandError) -> [UInt8]? {
    guard AWSProgram.allowed[service]?.contains(operation) == true, !isHopeless else { return nil }
    let words = ["aws", service, operation] + options + shared
    let command = words.map(AWSProgram.quoted).joined(separator: " ")
    console.note("+ \(command)")
    let result: Subprocess.Result
    do {
      result = try Subprocess.run(words, environment: variables)
    } catch {
      guard error.code == ENOENT else {
        throw CommandError(.inputOutput, error.description)
      }
      throw CommandError(
        .noInput, "the program 'aws' is not installed, or not in PATH",
        hints: [
          "install it: https://docs.aws.amazon.com/cli/latest/userguide/install-cliv2.html",
          "or give the JSON that somebody else fetched: runbook diagnose FILE",
        ])
    }
    guard result.status == 0 else {
      fail(command, result)
      return nil
    }
    let (document, problem) = JSONDocument.read(result.output)
    guard problem == nil, !document.roots.isEmpty else {
      let what = problem.map { "\($0)" } ?? "an empty answer"
      report(command, "aws gave no JSON: \(what)")
      return nil
    }
    calls.append(Call(command: command, failure: nil))
    return result.output
  }

  // MARK: Failures

  private mutating func fail(_ command: String, _ result: Subprocess.Result) {
    let said = String(decoding: result.errors.suffix(8192), as: UTF8.self)
    let line = AWSProgram.message(in: said) ?? "aws ended with status \(result.status)"
    report(command, line)
    guard let advice = AWSProgram.advice(for: said) else { return }
    for hint in advice.hints { console.note("  \(hint)") }
    if advice.isHopeless { isHopeless = true }
  }

  private mutating func report(_ command: String, _ message: String) {
    console.note("runbook: \(message)")
    calls.append(Call(command: command, failure: Console.safe(message)))
  }

  /// The sentence that matters: the last line that is not a usage text.
  private static func message(in text: String) -> String? {
    let lines = text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).map { line in
      line.drop { $0 == " " }
    }.filter { !$0.isEmpty }
    let error = lines.last { $0.contains("error") || $0.contains("Error") } ?? lines.last
    return error.map { Redactor().redact(String($0.prefix(500))).text }
  }

  /// What to do, and whether other calls would end the same way.
  private static func advice(for text: String) -> (hints: [String], isHopeless: Bool)? {
    let folded = text.lowercased()
    for (signs, hints, isHopeless) in troubles
    where signs.contains(where: { folded.contains($0) }) {
      return (hints, isHopeless)
    }
    return nil
  }

  private static let troubles: [(signs: [String], hints: [String], isHopeless: Bool)] = [
    (
      ["unable to locate credentials", "nocredentials"],
      ["log in first: 'aws login', 'aws sso login' or 'aws configure'; or give --profile"], true
    ),
    (
      ["sso session", "token has expired", "error loading sso token", "expiredtoken"],
      ["the session has expired: run 'aws sso login', or fetch new credentials"], true
    ),
    (
      ["invalidclienttokenid", "unrecognizedclient", "signaturedoesnotmatch"],
      ["AWS does not accept these credentials; see 'aws sts get-caller-identity'"], true
    ),
    (
      ["config profile", "profile could not be found"],
      ["see 'aws configure list-profiles', and give one with --profile"], true
    ),
    (["you must specify a region"], ["give --region, or set AWS_REGION"], true),
    (
      ["could not connect to the endpoint", "connect timeout", "failed to connect"],
      ["AWS cannot be reached from here; is there a network, a VPN, a proxy?"], true
    ),
    (
      ["clusternotfound"],
      ["no such cluster in this account and Region; see 'aws ecs list-clusters'"], true
    ),
    (
      ["servicenotfound"],
      ["no such service in this cluster; see 'aws ecs list-services'"], false
    ),
    (
      ["accessdenied", "not authorized", "unauthorizedoperation"],
      ["these credentials may not make this call; going on with the others"], false
    ),
    (
      ["throttling", "rate exceeded"], ["AWS throttles this call; going on with the others"], false
    ),
  ]

  // MARK: Words

  /// A word as it can be pasted into a shell.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "-_./:@+=,%".utf8.contains(byte)
    }
    if isPlain, !word.isEmpty { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
