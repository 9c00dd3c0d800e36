#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The installed `aws` program, run without a shell and only for calls that read.
public final class LiveProgram {
  /// A call that was made.
  public struct Call: Sendable {
    /// The command line as it was shown.
    public var command: String
    /// What AWS or the program said instead of an answer; nil where it answered.
    public var failure: String?
  }

  /// What came of a call.
  enum Reply {
    /// A JSON document.
    case answer([UInt8])
    /// The name of the error and the sentence that AWS gave.
    case refused(error: String, message: String)
    /// Nothing that says anything of the question.
    case nothing
  }

  /// The only operations that are ever run.
  static let allowed: [String: [String]] = [
    "ecs": [
      "list-clusters", "list-services", "list-tasks", "list-tags-for-resource", "describe-tasks",
      "describe-services", "describe-task-definition",
    ],
    "elbv2": ["describe-target-health"],
    "cloudwatch": ["get-metric-statistics", "describe-alarms"],
    "logs": ["get-log-events"],
    "ecr": ["describe-images"],
    "ec2": [
      "describe-subnets", "describe-route-tables", "describe-vpc-endpoints",
      "describe-security-groups", "describe-nat-gateways",
    ],
    "cloudformation": ["describe-stack-events"],
  ]

  private let variables: [String: String]
  private let profile: String?
  private let region: String?
  private let report: (LiveNotice) -> Void
  /// Every call so far.
  public private(set) var calls: [Call] = []
  /// Whether calling again would fail in the same way: not logged in, no Region, no network.
  private(set) var isHopeless = false
  /// Whether a call that was made before is told again.
  var showsRepeated = true
  private var shown: Set<String> = []

  /// Prepares to call.
  ///
  /// - Parameters:
  ///   - target: names the profile and the Region.
  ///   - variables: those of the program.
  ///   - report: is given each call before it is made, and what went wrong.
  public init(
    _ target: LiveTarget, variables: [String: String], report: @escaping (LiveNotice) -> Void
  ) {
    var variables = variables
    // Neither a pager nor a prompt may wait for somebody who does not see it.
    variables["AWS_PAGER"] = ""
    variables["AWS_CLI_AUTO_PROMPT"] = "off"
    self.variables = variables
    profile = target.profile
    region = target.region
    self.report = report
  }

  /// Runs a call and reads its answer; an error that is expected answers the question, and is no
  /// failure of the call.
  func call(
    _ service: String, _ operation: String, _ options: [String], expecting expected: [String] = [],
    region other: String? = nil
  ) throws(LiveError) -> Reply {
    guard LiveProgram.allowed[service]?.contains(operation) == true, !isHopeless else {
      return .nothing
    }
    var words = ["aws", service, operation] + options
    words += ["--output", "json", "--cli-connect-timeout", "10", "--cli-read-timeout", "30"]
    if let profile { words += ["--profile", profile] }
    if let region = other ?? region { words += ["--region", region] }
    let command = words.map(LiveProgram.quoted).joined(separator: " ")
    if shown.insert(command).inserted || showsRepeated { report(.call(command)) }
    let result: Subprocess.Result
    do {
      result = try Subprocess.run(words, environment: variables)
    } catch {
      throw error.code == ENOENT ? .notInstalled : .notRun(error)
    }
    guard result.status == 0 else { return fail(command, result, expected) }
    let (document, problem) = JSONDocument.read(result.output)
    guard problem == nil, !document.roots.isEmpty else {
      let what = problem.map { "\($0)" } ?? "an empty answer"
      tell(command, "aws gave no JSON: \(what)")
      return .nothing
    }
    calls.append(Call(command: command, failure: nil))
    return .answer(result.output)
  }

  // MARK: Failures

  private func fail(
    _ command: String, _ result: Subprocess.Result, _ expected: [String]
  ) -> Reply {
    let said = String(decoding: result.errors.suffix(8192), as: UTF8.self)
    let line = LiveProgram.message(in: said) ?? "aws ended with status \(result.status)"
    let name = LiveProgram.errorName(in: line)
    if let name, expected.contains(name) {
      calls.append(Call(command: command, failure: line))
      return .refused(error: name, message: line)
    }
    tell(command, line)
    let advice = LiveProgram.advice(for: said)
    for hint in advice?.hints ?? [] { report(.hint(hint)) }
    // What answered a call before fails for a reason of that call alone.
    if advice?.isHopeless == true, calls.allSatisfy({ $0.failure != nil }) { isHopeless = true }
    return name.map { .refused(error: $0, message: line) } ?? .nothing
  }

  private func tell(_ command: String, _ message: String) {
    report(.failure(message))
    calls.append(Call(command: command, failure: message))
  }

  /// The name in `An error occurred (NAME) when calling the … operation: …`.
  private static func errorName(in line: String) -> String? {
    let opened = line.parts(by: "(", most: 1)
    guard opened.count == 2, line.contains("when calling the") else { return nil }
    return String(opened[1]).parts(by: ")", most: 1).first.map(String.init)
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
