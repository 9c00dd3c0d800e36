/// What secrets look like, as data: prefixes of tokens, and names whose values are secret.
enum SecretVocabulary {
  /// A token that is known by how it starts.
  struct Token: Sendable {
    /// The fixed start.
    var prefix: String
    /// What the rest may be made of.
    var characters: Characters
    /// How many characters follow at least.
    var shortest: Int
    /// How many follow at most; a longer run is something else.
    var longest = 4096
    /// The kind as it is reported.
    var kind: String
  }

  /// Sets of characters.
  enum Characters: Sendable {
    /// Capital letters and digits.
    case capitals
    /// Letters and digits.
    case alphanumeric
    /// Letters, digits, `-` and `_`.
    case base64URL
    /// Letters, digits, `-`, `_` and `.`.
    case dotted
    /// Letters, digits, `+`, `/` and `=`.
    case base64

    func contains(_ byte: UInt8) -> Bool {
      let isDigit = byte &- 0x30 < 10
      return switch self {
      case .capitals: isDigit || byte &- 0x41 < 26
      case .alphanumeric: isDigit || (byte | 0x20) &- 0x61 < 26
      case .base64URL: isDigit || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F
      case .base64:
        isDigit || (byte | 0x20) &- 0x61 < 26 || byte == 0x2B || byte == 0x2F || byte == 0x3D
      case .dotted:
        isDigit || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F || byte == 0x2E
      }
    }
  }

  /// Tokens by their start; `AROA` and `AIDA` are ids, not keys, and stay.
  static let tokens: [Token] = [
    Token(prefix: "AKIA", characters: .capitals, shortest: 16, longest: 16, kind: "aws-access-key"),
    Token(prefix: "ASIA", characters: .capitals, shortest: 16, longest: 16, kind: "aws-access-key"),
    Token(prefix: "ABIA", characters: .capitals, shortest: 16, longest: 16, kind: "aws-access-key"),
    Token(prefix: "ghp_", characters: .alphanumeric, shortest: 30, kind: "github-token"),
    Token(prefix: "gho_", characters: .alphanumeric, shortest: 30, kind: "github-token"),
    Token(prefix: "ghu_", characters: .alphanumeric, shortest: 30, kind: "github-token"),
    Token(prefix: "ghs_", characters: .alphanumeric, shortest: 30, kind: "github-token"),
    Token(prefix: "ghr_", characters: .alphanumeric, shortest: 30, kind: "github-token"),
    Token(prefix: "github_pat_", characters: .base64URL, shortest: 22, kind: "github-token"),
    Token(prefix: "glpat-", characters: .base64URL, shortest: 18, kind: "gitlab-token"),
    Token(prefix: "glcbt-", characters: .base64URL, shortest: 18, kind: "gitlab-token"),
    Token(prefix: "gldt-", characters: .base64URL, shortest: 18, kind: "gitlab-token"),
    Token(prefix: "glrt-", characters: .base64URL, shortest: 18, kind: "gitlab-token"),
    Token(prefix: "glptt-", characters: .base64URL, shortest: 18, kind: "gitlab-token"),
    Token(prefix: "dckr_pat_", characters: .base64URL, shortest: 20, kind: "docker-token"),
    Token(prefix: "dckr_oat_", characters: .base64URL, shortest: 20, kind: "docker-token"),
    Token(prefix: "xoxb-", characters: .base64URL, shortest: 10, kind: "slack-token"),
    Token(prefix: "xoxp-", characters: .base64URL, shortest: 10, kind: "slack-token"),
    Token(prefix: "xoxa-", characters: .base64URL, shortest: 10, kind: "slack-token"),
    Token(prefix: "xoxr-", characters: .base64URL, shortest: 10, kind: "slack-token"),
    Token(prefix: "xoxs-", characters: .base64URL, shortest: 10, kind: "slack-token"),
    Token(prefix: "xapp-", characters: .base64URL, shortest: 10, kind: "slack-token"),
    Token(prefix: "sk_live_", characters: .alphanumeric, shortest: 10, kind: "stripe-key"),
    Token(prefix: "sk_test_", characters: .alphanumeric, shortest: 10, kind: "stripe-key"),
    Token(prefix: "rk_live_", characters: .alphanumeric, shortest: 10, kind: "stripe-key"),
    Token(prefix: "rk_test_", characters: .alphanumeric, shortest: 10, kind: "stripe-key"),
    Token(prefix: "whsec_", characters: .base64URL, shortest: 16, kind: "stripe-key"),
    Token(prefix: "npm_", characters: .alphanumeric, shortest: 30, kind: "npm-token"),
    Token(prefix: "pypi-", characters: .base64URL, shortest: 50, kind: "pypi-token"),
    Token(prefix: "AIza", characters: .base64URL, shortest: 35, longest: 35, kind: "google-key"),
    Token(prefix: "ya29.", characters: .dotted, shortest: 20, kind: "google-token"),
    Token(prefix: "GOCSPX-", characters: .base64URL, shortest: 20, kind: "google-token"),
    Token(prefix: "SG.", characters: .dotted, shortest: 40, kind: "sendgrid-key"),
    Token(prefix: "sk-ant-", characters: .base64URL, shortest: 20, kind: "api-key"),
    Token(prefix: "sk-proj-", characters: .base64URL, shortest: 20, kind: "api-key"),
    Token(prefix: "sk-", characters: .alphanumeric, shortest: 40, kind: "api-key"),
    Token(prefix: "hvs.", characters: .base64URL, shortest: 20, kind: "vault-token"),
    Token(prefix: "hvb.", characters: .base64URL, shortest: 20, kind: "vault-token"),
    Token(prefix: "doo_v1_", characters: .alphanumeric, shortest: 40, kind: "api-key"),
    Token(prefix: "shpss_", characters: .alphanumeric, shortest: 30, kind: "api-key"),
    Token(prefix: "shpca_", characters: .alphanumeric, shortest: 30, kind: "api-key"),
    Token(prefix: "PMAK-", characters: .base64URL, shortest: 30, kind: "api-key"),
    Token(prefix: "sbp_", characters: .alphanumeric, shortest: 40, kind: "api-key"),
    Token(prefix: "rubygems_", characters: .alphanumeric, shortest: 40, kind: "api-key"),
    Token(prefix: "ABSK", characters: .base64, shortest: 100, kind: "aws-bedrock-key"),
    Token(prefix: "dop_v1_", characters: .alphanumeric, shortest: 40, kind: "api-key"),
    Token(prefix: "dp.pt.", characters: .alphanumeric, shortest: 30, kind: "api-key"),
    Token(prefix: "dapi", characters: .alphanumeric, shortest: 32, longest: 34, kind: "api-key"),
    Token(prefix: "lin_api_", characters: .alphanumeric, shortest: 30, kind: "api-key"),
    Token(prefix: "shpat_", characters: .alphanumeric, shortest: 30, kind: "api-key"),
    Token(prefix: "ATATT3", characters: .base64URL, shortest: 50, kind: "api-key"),
    Token(prefix: "glsa_", characters: .base64URL, shortest: 30, kind: "api-key"),
    Token(prefix: "NRAK-", characters: .capitals, shortest: 20, kind: "api-key"),
    Token(prefix: "sntrys_", characters: .base64URL, shortest: 30, kind: "api-key"),
    Token(prefix: "hf_", characters: .alphanumeric, shortest: 30, longest: 40, kind: "api-key"),
    Token(prefix: "AGE-SECRET-KEY-1", characters: .capitals, shortest: 50, kind: "private-key"),
  ]

  /// Where the secret path of a webhook starts.
  static let webhooks: [(start: StaticString, kind: String)] = [
    ("hooks.slack.com/services/", "slack-webhook"),
    ("hooks.slack.com/workflows/", "slack-webhook"),
    ("hooks.slack.com/triggers/", "slack-webhook"),
    ("discord.com/api/webhooks/", "webhook"), ("discordapp.com/api/webhooks/", "webhook"),
    ("webhook.office.com/webhookb2/", "webhook"), ("hooks.zapier.com/hooks/catch/", "webhook"),
  ]

  /// Commands that take a password with a short option, and that option.
  static let shortOptions: [(option: UInt8, isJoined: Bool, commands: [StaticString])] = [
    (UInt8(ascii: "p"), true, ["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb"]),
    (UInt8(ascii: "p"), true, ["sshpass"]),
    (UInt8(ascii: "p"), false, ["login", "sshpass", "mongo", "mongosh", "mongodump"]),
    (UInt8(ascii: "k"), false, ["openssl"]),
    (UInt8(ascii: "a"), false, ["redis-cli", "valkey-cli"]),
    (UInt8(ascii: "w"), false, ["ldapsearch", "ldapmodify", "ldapadd"]),
    (UInt8(ascii: "P"), false, ["sqlcmd", "bcp", "zip", "unzip"]),
  ]

  /// Parts of names whose values are secret, compared without case and joints.
  static let secretNames = [
    "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "apikey",
    "accesskey", "privatekey", "secretkey", "signingkey", "encryptionkey", "masterkey",
    "accountkey", "sharedkey", "authkey", "licensekey", "credential", "plaintext",
    "connectionstring", "signature", "authorization", "cookie", "appkey", "applicationkey",
    "sdkkey", "integrationkey", "subscriptionkey", "storagekey", "saskey", "sakey", "hmackey",
    "cookiekey", "sessionkey", "jwtkey", "tlskey", "sslkey", "sshkey", "gpgkey", "deploykey",
    "keyb64", "keybase64", "keypem", "serviceaccountjson",
  ]
  /// Names that are secret as a whole.
  static let wholeNames = [
    "auth", "sig", "jwt", "bearer", "redisauth", "basicauth", "httpauth", "npmauth", "masterauth",
  ]
  /// Names that end in `pass` and are no short form of a password.
  static let harmlessPasses = [
    "bypass", "compass", "surpass", "encompass", "trespass", "firstpass", "secondpass", "checkpass",
    "testpass", "proxypass", "fastcgipass", "uwsgipass", "grpcpass", "healthpass",
  ]
  /// Ends of names whose values are not the secret itself but something about it.
  static let harmlessEnds = [
    "arn", "arns", "id", "ids", "name", "names", "path", "paths", "file", "files", "filename",
    "dir", "directory", "url", "uri", "endpoint", "host", "port", "version", "versions", "ttl",
    "type", "expiry", "expires", "expiration", "expiresin", "expiresat", "length", "count", "limit",
    "policy", "prefix", "suffix", "manager", "enabled", "required", "rotation", "algorithm",
    "method", "source", "store", "provider", "status", "state", "field", "header", "format",
    "error", "errors", "exception", "invalid", "expired", "missing", "from", "ref", "region",
    "class", "usage", "used", "budget", "headers", "rotated", "age", "index", "key_id", "keyid",
    "address", "selector", "resource", "action", "reset", "changed", "hint", "stdin", "prompt",
    "days", "hours", "minutes", "seconds", "secs", "millis", "interval", "timeout", "schedule",
    "size", "bytes", "window", "retries", "threshold", "lambda", "role", "issuedat", "createdat",
    "updatedat", "usedat", "attempts", "failures", "requests", "scope", "scopes", "audience",
    "issuer", "subject", "realm", "min", "max", "encryption", "reload", "validity", "spec",
  ]
  /// Names with `token` in them whose values are no secret.
  static let harmlessNames = [
    "nexttoken", "startingtoken", "clienttoken", "clientrequesttoken", "requesttoken",
    "continuationtoken", "pagetoken", "nextpagetoken", "pagingtoken", "idempotencytoken",
    "nextforwardtoken", "nextbackwardtoken", "uploadsequencetoken", "sequencetoken", "maxtokens",
    "tokens", "inputtokens", "outputtokens", "totaltokens", "signedheaders", "tokenizer",
    "secretsmanager", "tokencount", "passwordless", "cookies", "synchronizationtoken",
    "inputtoken", "outputtoken", "nextsequencetoken", "expectedsequencetoken", "paginationtoken",
    "tokenize", "tokenizers", "imagepullsecrets", "pullsecrets", "imagepullsecret",
  ]
  /// Values that hide or stand for a secret already.
  static let harmlessValues = [
    "null", "none", "nil", "true", "false", "undefined", "redacted", "hidden", "masked", "secret",
    "sensitive", "omitted", "empty", "unset", "required", "optional", "string", "changed", "yes",
    "no", "missing", "invalid", "expired", "notset", "incorrect", "wrong", "denied", "rejected",
    "revoked", "await", "new", "async", "on", "off", "function", "lambda", "return", "iam", "ok",
    "present",
    "absent", "provided", "valid", "default", "failed",
  ]

  /// Texts by their first byte, for looking at one place of a name for all of them.
  struct Index: Sendable {
    private var byFirst: [[[UInt8]]] = Array(repeating: [], count: 256)

    init(_ texts: [String]) {
      for text in texts {
        let bytes = Array(text.utf8)
        if let first = bytes.first { byFirst[Int(first)].append(bytes) }
      }
    }

    /// Whether one of the texts stands in the name.
    func isPart(of name: [UInt8]) -> Bool {
      name.indices.contains { place in
        byFirst[Int(name[place])].contains { name[place...].starts(with: $0) }
      }
    }

    /// Whether one of the texts is the name.
    func isWhole(_ name: [UInt8]) -> Bool {
      guard let first = name.first else { return false }
      return byFirst[Int(first)].contains(name)
    }
  }

  static let secretIndex = Index(secretNames)
  static let wholeIndex = Index(wholeNames)
  static let harmlessIndex = Index(harmlessNames)
  static let harmlessPassBytes = harmlessPasses.map { Array($0.utf8) }
  /// Each harmless end, and whether it is also the end of a secret name, such as `secretid`.
  static let harmlessEndBytes = harmlessEnds.map { Array($0.utf8) }
}
