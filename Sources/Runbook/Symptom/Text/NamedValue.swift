/// What stands behind a key in a text, and how the two are joined.
struct NamedValue {
  /// The value.
  let text: String
  /// The placeholder that the key fills.
  let key: String
  /// Whether a colon, an equals sign or a quotation mark joins them.
  let isKeyed: Bool
  /// Whether the key is an option of a command line.
  let isOption: Bool
  /// Whether both stand alone in parentheses.
  let isInParentheses: Bool
  /// Whether a sentence about the named thing follows.
  let isSubject: Bool

  /// Whether it looks like what the placeholder needs; prose such as `service is down` does not.
  var isAccepted: Bool {
    let isPlain = text.utf8.allSatisfy(PlaceholderText.isName)
    let isLong = text.utf8.count > 1
    switch key {
    case "task-id", "container-instance-id": return PlaceholderText.isTaskID(text)
    case "account-id": return text.utf8.count == 12 && text.utf8.allSatisfy(ASCII.isDigit)
    case "port":
      let isPort = Int(text).map { (1...65535).contains($0) } ?? false
      return isPort && (isKeyed || isInParentheses)
    case "region": return PlaceholderText.isRegion(text)
    // The short id of a service deployment stands in its ARN alone.
    case "deployment-id": return false
    case "image": return text.contains("/") && !text.hasPrefix("/")
    case "parameter-name": return text.hasPrefix("/")
    case "log-group": return text.hasPrefix("/") || isKeyed && isPlain && text.contains("-")
    case "stream-prefix", "family", "bucket", "repository", "capacity-provider":
      return (isKeyed || isOption) && isPlain && isLong
    case "subnet-id": return text.hasPrefix("subnet-")
    case "service":
      guard isPlain, isLong, !NamedValue.isState(text) else { return false }
      return isKeyed || isOption || isInParentheses || isSubject
    case "cluster": return isPlain && isLong && (isKeyed || isOption) && !NamedValue.isState(text)
    default: return isPlain && isLong && (isKeyed || isOption)
    }
  }

  /// Words that say how a thing fares, behind `service:` or `cluster:` in a log.
  private static func isState(_ text: String) -> Bool {
    let word = text.lowercased()
    return words.contains(word)
      || [Facts.Name.lastStatus, .healthStatus, .rolloutState].contains { fact in
        Vocabulary.values(of: fact).contains { $0.lowercased() == word }
      }
  }

  private static let words = [
    "ecs", "fargate", "create", "created", "creating", "update", "updated", "updating", "delete",
    "deleting", "error", "false", "true", "none", "null", "draining", "inactive", "not", "missing",
  ]
}
