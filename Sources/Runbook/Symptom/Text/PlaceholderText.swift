/// Finds the values of placeholders in a text: ARNs, ids, image references, `--cluster prod`.
struct PlaceholderText {
  private let text: SymptomText
  private(set) var values = Placeholders()
  /// Where the last ARN ended, so that its parts are not read again as something else.
  private var covered = 0

  /// How many bytes the longest line has.
  private let longestLine: Int

  init(_ text: SymptomText) {
    self.text = text
    var longest = 0
    var start = 0
    for (index, byte) in text.plain.enumerated() where byte == 0x0A {
      longest = max(longest, index - start)
      start = index + 1
    }
    longestLine = max(longest, text.plain.count - start)
  }

  /// Prefixes of resource ids with the placeholder each fills: `subnet-0123456789abcdef0`.
  static let resourceIDs: [(prefix: String, name: String)] = [
    ("subnet", "subnet-id"), ("sg", "security-group-id"), ("vpc", "vpc-id"),
    ("rtb", "route-table-id"), ("fs", "file-system-id"),
  ]

  /// Keys, options and nouns that stand before a name, with the placeholder it fills.
  static let namedValues: [(key: String, name: String)] = [
    ("cluster", "cluster"), ("clustername", "cluster"), ("cluster_name", "cluster"),
    ("service", "service"), ("services", "service"), ("servicename", "service"),
    ("service_name", "service"), ("task", "task-id"), ("tasks", "task-id"), ("taskid", "task-id"),
    ("family", "family"), ("container", "container"), ("containername", "container"),
    ("container_name", "container"), ("region", "region"), ("group", "log-group"),
    ("prefix", "stream-prefix"), ("port", "port"), ("ref", "image"), ("repository", "repository"),
    ("deployment", "deployment-id"), ("instance", "container-instance-id"), ("bucket", "bucket"),
    ("parameters", "parameter-name"), ("provider", "capacity-provider"),
    ("subnet", "subnet-id"), ("account", "account-id"),
  ]

  /// Reads `arn:aws:ecs:eu-west-1:111122223333:task/prod/0123…` that starts at the place.
  mutating func takeARN(at start: Int) {
    guard start >= covered, start + 4 < text.plain.count, text.plain[start + 3] == 0x3A else {
      return
    }
    var end = start
    while end < text.plain.count, PlaceholderText.isARN(text.plain[end]) { end += 1 }
    while end > start, ".:,-/".utf8.contains(text.plain[end - 1]) { end -= 1 }
    covered = end
    let arn = text.string(start..<end)
    guard !isCut(at: end) || PlaceholderText.isWhole(arn) else { return }
    if arn.hasPrefix("arn:"), arn.contains(":iam::") || arn.contains(":sts::") {
      takePrincipal(arn, at: start)
    } else {
      values.take(arn: arn)
    }
  }

  /// Takes a role only where the text says what it is to the task: whoever was refused something is
  /// the caller, and may be a pipeline or a person.
  private mutating func takePrincipal(_ arn: String, at start: Int) {
    let parts = arn.parts(by: ":", most: 5, keepingEmpty: true)
    guard parts.count == 6 else { return }
    values.take(account: parts[4])
    let path = String(parts[5]).parts(by: "/")
    switch path.first {
    // Only a task names its session by its id.
    case "assumed-role" where path.count == 3 && PlaceholderText.isTaskID(path[2]):
      values.add("role-name", path[1])
    case "role":
      let before = text.folded[max(0, start - 48)..<start]
      let words = String(decoding: before, as: UTF8.self)
      switch PlaceholderText.lastKey(of: words) {
      case "executionrolearn", "execution_role_arn": values.takeRole(arn, "execution-role")
      case "taskrolearn", "task_role_arn": values.takeRole(arn, "task-role")
      default:
        let isToAssume =
          words.contains("assume the role") || words.contains("assume role")
          || words.contains("assume the service role")
        guard isToAssume, let name = path.last else { return }
        values.add("role-arn", arn)
        values.add("role-name", name)
      }
    default: break
    }
  }

  /// The last word of a text that ends before a value.
  private static func lastKey(of text: String) -> String {
    var key: [UInt8] = []
    for byte in text.utf8.reversed() {
      if ASCII.isDigit(byte) || byte &- 0x61 < 26 || byte == 0x5F {
        key.append(byte)
      } else if !key.isEmpty {
        break
      }
    }
    return String(decoding: key.reversed(), as: UTF8.self)
  }

  /// Whether an ARN ends with an id that has all its digits.
  private static func isWhole(_ arn: String) -> Bool {
    guard let last = arn.parts(by: "/").last else { return false }
    return isTaskID(last) || arn.contains(":elasticloadbalancing:") && last.utf8.count == 16
  }

  /// Whether a value may go on in the next line: it ends where the longest line of the text ends,
  /// which is where a terminal breaks it.
  private func isCut(at end: Int) -> Bool {
    guard end + 1 < text.plain.count, text.plain[end] == 0x0A,
      // The rest of a name seldom begins with a capital, and a line often does.
      PlaceholderText.isARN(text.plain[end + 1]), text.plain[end + 1] &- 0x41 >= 26
    else { return false }
    let start = text.plain[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    guard end - start >= PlaceholderText.narrowest,
      !text.plain[(end + 1)...].starts(with: "arn:".utf8)
    else { return false }
    // Blanks at the start of a line are gone from it.
    return end - start + PlaceholderText.narrowest > longestLine
  }

  /// Nobody has a narrower terminal.
  private static let narrowest = 40

  /// Letters, digits and `:/_+=.@-`.
  static func isARN(_ byte: UInt8) -> Bool {
    isName(byte) || ":/+=@".utf8.contains(byte)
  }

  static func isName(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F || byte == 0x2E
  }

  /// Reads an ECR reference around its `dkr`: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1`.
  mutating func takeImage(at place: Int) {
    guard place >= covered else { return }
    var start = place
    while start > 0, PlaceholderText.isName(text.plain[start - 1]) { start -= 1 }
    var end = place
    while end < text.plain.count, PlaceholderText.isARN(text.plain[end]) { end += 1 }
    while end > start, ".:,-/".utf8.contains(text.plain[end - 1]) { end -= 1 }
    covered = end
    if !isCut(at: end) { values.take(image: text.string(start..<end)) }
  }

  /// Reads an id after its prefix.
  mutating func takeID(_ name: String, _ prefix: Range<Int>) {
    let start = prefix.upperBound
    guard prefix.lowerBound >= covered, start < text.plain.count, text.plain[start] == 0x2D else {
      return
    }
    var end = start + 1
    while end < text.folded.count, PlaceholderText.isHex(text.folded[end]) { end += 1 }
    guard end - start > 8 else { return }
    values.add(name, text.string(prefix.lowerBound..<end))
  }

  static func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x61 < 6 }

  /// Reads a name after its key: `cluster: prod`, `--service web`, `(task 0123…)`, `"family": "x"`.
  mutating func takeNamed(_ name: String, after end: Int) {
    var start = end
    let limit = min(end + 6, text.plain.count)
    while start < limit, " :=\"'[{".utf8.contains(text.plain[start]) { start += 1 }
    let gap = text.plain[end..<start]
    guard !gap.isEmpty, start >= covered, PlaceholderText.joinsName(gap) else { return }
    var valueEnd = start
    while valueEnd < text.plain.count, PlaceholderText.isARN(text.plain[valueEnd]) { valueEnd += 1 }
    while valueEnd > start, ".:,-".utf8.contains(text.plain[valueEnd - 1]) { valueEnd -= 1 }
    guard valueEnd > start, !isCut(at: valueEnd), !isKey(endingAt: valueEnd) else { return }
    let value = NamedValue(
      text: text.string(start..<valueEnd), key: name,
      isKeyed: gap.contains(where: ":=[\"".utf8.contains) && endsThere(valueEnd, gap),
      isOption: isOption(before: end), isInParentheses: isInParentheses(valueEnd, end),
      isSubject: name == "service" && gap.elementsEqual(" ".utf8) && isSubject(valueEnd))
    if value.isAccepted { values.add(name, value.text) }
  }

  /// Whether what stands between a key and a value joins them.
  ///
  /// After a blank a bracket opens a remark, as in `cluster [update in progress]`, and behind a brace another key follows.
  private static func joinsName(_ gap: ArraySlice<UInt8>) -> Bool {
    guard !gap.contains(0x7B) else { return false }
    return !gap.contains(0x5B) || gap.contains(0x3A) || gap.contains(0x3D)
  }

  /// Whether the word that ends at the place is itself the key of a value.
  private func isKey(endingAt end: Int) -> Bool {
    var next = end
    while next < text.plain.count, "\"'".utf8.contains(text.plain[next]) { next += 1 }
    return next > end && next < text.plain.count && text.plain[next] == 0x3A
  }

  /// Whether a value behind a colon is all that the key has: what goes on in words is a sentence,
  /// as in `service: was not ACTIVE`.
  private func endsThere(_ end: Int, _ gap: ArraySlice<UInt8>) -> Bool {
    guard gap.contains(0x3A), !gap.contains(0x22), !gap.contains(0x27), end < text.plain.count,
      text.plain[end] == 0x20
    else { return true }
    let next = text.plain[(end + 1)...].prefix(40).prefix { $0 != 0x20 && $0 != 0x0A }
    return next.contains(where: ":=".utf8.contains)
      || next.first.map { "-([|/{".utf8.contains($0) } ?? true
  }

  /// Whether a sentence of the scheduler about a service follows its name, as the console shows it.
  private func isSubject(_ end: Int) -> Bool {
    let rest = String(decoding: text.folded[end...].prefix(40), as: UTF8.self)
    return PlaceholderText.predicates.contains { rest.hasPrefix($0) }
  }

  /// How events of a service go on behind its name.
  private static let predicates = [
    " (port ", " (instance ", " was unable to ", " is unhealthy in ", " is unable to ",
    " has started ", " has stopped ", " has begun ", " has reached ", " registered ",
    " deregistered ", " failed to ", " operations are ", " (taskset ", " (task ",
  ]

  /// Whether the word that ends at the place is `--word` on a command line.
  private func isOption(before end: Int) -> Bool {
    var start = end
    while start > 0, PlaceholderText.isName(text.plain[start - 1]) { start -= 1 }
    return start + 2 < end && text.plain[start] == 0x2D && text.plain[start + 1] == 0x2D
  }

  /// Whether a key and its value stand alone in parentheses, as the scheduler names things.
  private func isInParentheses(_ end: Int, _ keyEnd: Int) -> Bool {
    var start = keyEnd
    while start > 0, PlaceholderText.isName(text.plain[start - 1]) { start -= 1 }
    guard start > 0, text.plain[start - 1] == 0x28, end < text.plain.count else { return false }
    return text.plain[end] == 0x29 || text.plain[end] == 0x2C
  }

  /// Whether a text is the id of a task or of a container instance, new or old.
  static func isTaskID(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    let isUUID =
      bytes.count == 36 && [8, 13, 18, 23].allSatisfy { bytes[$0] == 0x2D }
    return (bytes.count == 32 || isUUID)
      && bytes.allSatisfy { isHex($0 | 0x20) || isUUID && $0 == 0x2D }
  }

  /// `eu-west-1`, `us-gov-east-1`.
  static func isRegion(_ value: some StringProtocol) -> Bool {
    var parts = 0
    var length = 0
    var isNumber = false
    for byte in value.utf8 {
      if byte == 0x2D {
        guard length > 0, !isNumber, parts > 0 || length <= 4 else { return false }
        parts += 1
        length = 0
      } else if ASCII.isDigit(byte) {
        guard length == 0 || isNumber else { return false }
        isNumber = true
        length += 1
      } else {
        guard byte &- 0x61 < 26, !isNumber else { return false }
        length += 1
      }
    }
    return isNumber && (2...3).contains(parts)
  }

  /// What follows from the values that were found.
  mutating func finish() {
    takeConsoleLinks()
    values.deriveFromNames()
  }

  /// Reads addresses of the console: `…/clusters/prod/services/web/tasks/0123…?region=eu-west-1`.
  private mutating func takeConsoleLinks() {
    let marker = Array("console.aws.amazon.com/ecs".utf8)
    guard text.folded.count > marker.count else { return }
    var index = 0
    while index + marker.count <= text.folded.count {
      defer { index += 1 }
      guard text.folded[index] == marker[0], text.folded[index...].starts(with: marker) else {
        continue
      }
      let end = text.plain[index...].firstIndex { $0 <= 0x20 || $0 == 0x22 || $0 == 0x29 }
      let link = text.string(index..<(end ?? text.plain.count))
      if end.map({ !isCut(at: $0) }) ?? true { values.take(consoleLink: link) }
      index = end ?? text.plain.count
    }
  }
}
