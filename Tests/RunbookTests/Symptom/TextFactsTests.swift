import Testing

@testable import Runbook

@Suite struct TextFactsTests {
  @Test(
    "an exit code is read however it is written",
    arguments: [
      ("exit 137", [137]), ("exit code: 137", [137]), ("exitCode=137", [137]),
      (#""ExitCode": 137"#, [137]), (#""exitCode": 0,"#, [0]),
      ("Exited (137) 2 seconds ago", [137]),
      ("exit status 1", [1]), ("code 139", [139]), ("returned 1", [1]),
      ("command returned: 127", [127]),
      ("container exited with code 1", [1]), ("exited with non-zero exit code 3", [3]),
      ("Exit Code\n137", [137]), ("task stopped, exit codes 137 and 143", [137, 143]),
      ("137/143 exit codes in ecs", []), ("exit codes 137/143", [137, 143]), ("exit_code=2", [2]),
      ("died with 139", [139]), ("137", [137]), ("137 oom", [137]), ("exited: 255", [255]),
      ("終了コード 137", [137]), ("終了コード: 1 で停止", [1]), ("ｅｘｉｔ　１３７", [137]),
      ("Exit code: 0x89", []), ("the essential container exited with exit code 2.", [2]),
      ("process terminated with code 134", [134]), ("return code 126", [126]),
      ("exit(1)", [1]), ("exit #137", [137]), ("\u{1B}[31mexit code 1\u{1B}[0m", [1]),
    ])
  func exitCodes(text: String, expected: [Int]) {
    #expect(Facts(text: text).exitCodes == expected)
  }

  @Test(
    "a number that is no exit code is left alone",
    arguments: [
      "operation error ECR, https response error status code: 400", "HTTP status code 200",
      "returned 404", "returned status 201", "curl returned 200 OK", "returned 3 rows",
      "failed to register layer: ApplyLayer exit status 1 stdout: stderr: no space left",
      #"["CMD-SHELL", "curl -f http://localhost/ || exit 1"]"#, "true && exit 1",
      "exit code 1.2.3", "exit code 500", "exit -1", "line 139", "port 137", "10.0.3.137",
      "released version 137.2", "error code 2", "zip code 127", "exit after 30 seconds", "",
    ])
  func noExitCode(text: String) {
    #expect(Facts(text: text).exitCodes == [])
  }

  @Test(
    "a missing exit code is a fact of its own", arguments: ["exitCode: null", "exit code none"])
  func missingExitCode(text: String) {
    #expect(Facts(text: text).values(.exitCode) == ["none"])
    #expect(Facts(text: text).value(.culpritExitCode) == "none")
  }

  @Test(
    "a signal is read by name and by number",
    arguments: [
      ("SIGKILL after 30 seconds", ["SIGKILL"]), ("killed by signal 9", ["SIGKILL"]),
      ("received signal: 15", ["SIGTERM"]), ("sigsegv in libc", ["SIGSEGV"]),
      ("signal strength 9", []), ("no signal", []),
    ])
  func signals(text: String, expected: [String]) {
    #expect(Facts(text: text).values(.signal) == expected)
  }

  @Test(
    "names of errors are read with any case, apart, and with a slip",
    arguments: [
      ("CannotPullContainerError: x", ["CannotPullContainerError"]),
      ("Cannotpullcontainererror: x", ["CannotPullContainerError"]),
      ("cannot pull container error", ["CannotPullContainerError"]),
      ("cannot pull container", ["CannotPullContainerError"]),
      ("canot pul container", ["CannotPullContainerError"]),
      ("CannotPullContainerEror", ["CannotPullContainerError"]),
      ("resource initialization error on fargate", ["ResourceInitializationError"]),
      ("Resourceinitializationerror", ["ResourceInitializationError"]),
      ("cannot start container", ["CannotStartContainerError"]),
      ("cannot stop container error", ["CannotStopContainerError"]),
      ("ecs exec targetnotconnectedexception", ["TargetNotConnectedException"]),
      ("java.lang.OutOfMemoryError: Java heap space", []),
      ("OutOfMemoryError: Container killed due to memory usage", ["OutOfMemoryError"]),
      ("the container runtime is docker", []), ("we cannot pull the container ship", []),
      ("an internal error occurred", []),
    ])
  func errorNames(text: String, expected: [String]) {
    #expect(Facts(text: text).values(.errorName) == expected)
  }

  @Test(
    "prose whose lines have one length is not glued together",
    arguments: [
      "He said \"the task has no network interface\nadd more addresses to the subnet soon\" then",
      "the service could not get a network interface\nadd some addresses to that subnet, and then\n"
        + "the next deployment will start all the tasks\nagain after that, as it has done before.",
    ])
  func proseIsNotJoined(text: String) {
    #expect(HardWrap.joined(Array(text.utf8)) == nil)
  }

  @Test("a name that a terminal broke is joined, beside words that it broke as well")
  func brokenName() throws {
    let whole =
      "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve "
      + "ref 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:v9: not found"
    let bytes = Array(whole.utf8)
    let lines = stride(from: 0, to: bytes.count, by: 60).map { start in
      String(decoding: bytes[start..<min(start + 60, bytes.count)], as: UTF8.self)
    }
    let joined = try #require(HardWrap.joined(Array(lines.joined(separator: "\n").utf8)))
    #expect(String(decoding: joined, as: UTF8.self) == whole)
  }

  @Test("the checker of ECS Exec names the container whose agent has stopped")
  func execChecker() {
    let text =
      "Managed Agent Status\n----\n 1. RUNNING for \"nginx\"\n 2. STOPPED (Reason: null) for \"api\""
    #expect(Facts(text: text).placeholders["container"] == "api")
    #expect(
      Facts(text: "Managed Agent Status\n 1. RUNNING for \"nginx\"").placeholders["container"]
        == nil)
  }

  @Test("a code of its own beside another container's 0 is the application's end")
  func ownExit() {
    let text = "Container web exited with code 1. Container envoy exited with code 0."
    #expect(Facts(text: text).value(.exitOrigin) == "own")
    #expect(Facts(text: "Container web exited with code 137").value(.exitOrigin) == nil)
  }

  @Test("a wrapped paste is read across its line ends")
  func wrappedPaste() {
    let text = Facts(
      text: """
        │ Stopped reason │ ResourceInitializationError: unable to pull secrets │
        │                │ or registry auth: execution resource retrieval       │
        """)
    #expect(text.values(.errorName) == ["ResourceInitializationError"])
    let folded = String(
      decoding: SymptomText("unable to pull\n   secrets\r\nor").folded, as: UTF8.self)
    #expect(folded == "unable to pull secrets or")
  }

  @Test("a word that a terminal broke is whole in the glued text")
  func glued() {
    let text = SymptomText(
      "ResourceInitializationError: failed to validate logger ar\ngs: create stream has been retried"
    )
    #expect(String(decoding: text.glued, as: UTF8.self).contains("logger args: create"))
    #expect(SymptomText("short\nlines").glued.isEmpty)
  }

  @Test(
    "what is invisible or ornamental is taken off",
    arguments: [
      ("can’t pull", "can't pull"), (#"\"exitCode\": 1"#, #""exitcode": 1"#),
      ("a\u{200B}b", "ab"), ("a\u{0}b", "ab"), ("| a | b |\n|---|", "a | b ---"),
      ("\u{1B}]0;title\u{07}text", "text"), ("can\\u2019t", "can't"), ("a &lt; b", "a < b"),
      ("`exit 1`", "exit 1"), ("\u{1B}[1", ""), ("ending\\", "ending\\"),
    ])
  func cleaning(text: String, expected: String) {
    #expect(String(decoding: SymptomText(text).folded, as: UTF8.self) == expected)
  }

  @Test("keys give their values")
  func keys() {
    let facts = Facts(
      text:
        #"{"lastStatus": "STOPPED", "stopCode": "UserInitiated", "OOMKilled": false, healthStatus=UNHEALTHY"#
    )
    #expect(facts.value(.lastStatus) == "STOPPED")
    #expect(facts.value(.stopCode) == "UserInitiated")
    #expect(facts.value(.oomKilled) == "false")
    #expect(facts.value(.healthStatus) == "UNHEALTHY")
    #expect(Facts(text: "StoppedCode: SpotInterruption").value(.stopCode) == "SpotInterruption")
  }

  @Test("a reason runs from the name of the error to the end of its line or quotation")
  func reasons() {
    let facts = Facts(
      text: """
        "stoppedReason": "CannotPullContainerError: ref \\"a\\" failed", "stopCode": "TaskFailedToStart"
        DockerTimeoutError: Could not transition to created
        """)
    #expect(
      facts.reasons == [
        #"CannotPullContainerError: ref "a" failed"#,
        "DockerTimeoutError: Could not transition to created",
      ])
  }

  @Test("the context of an exit code decides whether it is ours")
  func context() {
    #expect(Facts(text: "exit 1").value(.exitContext) == nil)
    #expect(
      Facts(text: "ecs task stopped, the worker then ended with exit code 1").value(.exitContext)
        == nil)
    #expect(Facts(text: "npm ERR! exit code 1").value(.exitContext) == "weak")
    #expect(
      Facts(text: "the build of the nightly thing has ended and it gave exit status 1").value(
        .exitContext)
        == "weak")
  }

  @Test("random bytes give facts without harm")
  func fuzz() {
    var generator = SeededGenerator(state: 7)
    let seeds = [
      "exit code 137 CannotPullContainerError: arn:aws:ecs:eu-west-1:111122223333:task/prod/0123",
      "\u{1B}[31m│ “can’t” \\u2019 &amp; 111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1 \u{3000}",
      "subnet-0d0eab1bb38d5ca64 終了コード 1 --cluster prod (service web) signal 9 exitCode",
    ]
    for _ in 0..<300 {
      var bytes = Array((seeds.randomElement(using: &generator) ?? "").utf8)
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes = Array(bytes[..<max(1, place)])
        default: bytes.insert(contentsOf: bytes[place...], at: place)
        }
      }
      let text = SymptomText(String(decoding: bytes, as: UTF8.self))
      #expect(text.plain.count == text.folded.count)
      _ = Facts(text).json.text()
    }
  }
}
