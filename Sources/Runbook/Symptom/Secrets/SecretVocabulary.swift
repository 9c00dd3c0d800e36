/// What secrets look like, as data: prefixes of tokens, and names whose values are secret.
enum SecretVocabulary {
  /// Where the secret path of a webhook starts.
  static let webhooks: [(start: StaticString, kind: String)] = [
    ("hooks.slack.com/services/", "slack-webhook"),
    ("hooks.slack.com/workflows/", "slack-webhook"),
    ("hooks.slack.com/triggers/", "slack-webhook"),
    ("discord.com/api/webhooks/", "webhook"), ("discordapp.com/api/webhooks/", "webhook"),
    ("webhook.office.com/webhookb2/", "webhook"), ("hooks.zapier.com/hooks/catch/", "webhook"),
  ]

  /// Parts of names whose values are secret, compared without case and joints.
  static let secretNames = [
    "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "accesskey",
    "privatekey", "secretkey", "signingkey", "encryptionkey", "masterkey",
    "accountkey", "sharedkey", "authkey", "licensekey", "credential", "plaintext",
    "connectionstring", "signature", "authorization", "cookie", "applicationkey",
    "sdkkey", "integrationkey", "subscriptionkey", "storagekey", "saskey", "sakey", "hmackey",
    "cookiekey", "sessionkey", "jwtkey", "tlskey", "sslkey", "sshkey", "gpgkey", "deploykey",
    "keyb64", "keybase64", "keypem", "serviceaccountjson", "enckey", "aes256key", "aeskey",
    "setupkey",
    "totpkey", "routingkey", "firebasekey", "hmac", "pepper", "dbcreds", "storepass", "keypass",
    "passkey", "otpseed", "mfaseed", "totpseed", "seedphrase", "mnemonic", "userpin",
    "unsealkey", "recoverycode", "backupcode", "recoverykey", "recoveryphrase", "backupphrase",
    "authenticatorkey", "presharedkey",
    "accesscode", "webhookkey", "serverkey", "clientkey", "consumerkey", "pushkey", "rootkey",
    // The same in other languages, where letters of ASCII spell it.
    "passwort", "kennwort", "senha", "contrasena", "motdepasse", "wachtwoord", "lozinka",
    "geheimnis",
    "passwrod", "pasword", "passowrd", "passwrd",
    "katasandi", "salasana", "losenord", "adgangskode", "parola", "sifre",
  ]
  /// The same where they begin a word: `napi_key` is no API key.
  static let secretWords = ["apikey", "appkey"]
  /// Names that are secret as a whole.
  static let wholeNames = [
    "haslo", "jelszo", "passord", "auth", "sig", "jwt", "bearer", "salt", "pepper", "seed", "creds",
    "enckey", "redisauth",
    "basicauth", "httpauth", "npmauth", "masterauth", "pw", "psk", "pin", "jsessionid", "phpsessid",
    "aspnetsessionid", "laravelsession", "connectsid", "mfasecret",
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
    "policy", "prefix", "suffix", "enabled", "required", "rotation", "algorithm",
    "method", "source", "store", "provider", "status", "state", "field", "header", "format",
    "error", "errors", "exception", "invalid", "expired", "missing", "ref", "region",
    "class", "usage", "used", "budget", "headers", "rotated", "age", "index", "key_id", "keyid",
    "address", "selector", "resource", "action", "reset", "changed", "hint", "stdin", "prompt",
    "days", "hours", "minutes", "seconds", "secs", "millis", "interval", "timeout", "schedule",
    "size", "bytes", "window", "authentication", "write", "retries", "threshold", "lambda", "role",
    "issuedat", "createdat",
    "updatedat", "usedat", "attempts", "failures", "requests", "scope", "scopes", "audience",
    "issuer", "subject", "realm", "min", "max", "encryption", "reload", "validity", "spec",
    "domain", "secure", "samesite", "httponly", "backend", "hasher", "hashers", "mode", "engine",
    "active", "date", "service", "lastrotated", "command", "sha", "commit", "tag", "image", "cache",
    "keyref", "parameter", "at", "on", "since", "until", "lifetime", "lifespan", "duration",
    "release", "environment", "env", "project", "label", "placeholder",
    "group", "strength", "rules", "column", "regex",
  ]
  /// Names with `token` in them whose values are no secret.
  static let harmlessNames = [
    "nexttoken", "synctoken", "startingtoken", "clienttoken", "clientrequesttoken", "requesttoken",
    "continuationtoken", "nextcontinuationtoken", "previouspagetoken", "prevpagetoken",
    "resumetoken", "pagetoken", "nextpagetoken", "pagingtoken", "idempotencytoken",
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
    "absent", "provided", "valid", "default", "failed", "disabled", "enabled", "include", "omit",
    "sameorigin", "valuefrom", "value", "write", "read", "unchanged", "unknown", "encrypted",
    "prompted", "generated", "rotated", "filtered", "scrubbed", "removed", "obfuscated",
    "placeholder",
    "todo", "tbd", "tba", "na", "fixme", "replaceme", "replacethis",
  ]

  /// Words before `password` that say whose or which it is.
  static let qualifiers = Index([
    "root", "admin", "db", "database", "sudo", "wifi", "vpn", "ssh", "ftp", "master", "initial",
    "temp", "temporary", "current", "email", "mysql", "postgres", "redis", "bios", "backup",
  ])

  /// Ways to log in, as `auth=ldap` names them.
  static let authMethods = Index([
    "approle", "ldap", "oidc", "basic", "md5", "scram", "kerberos", "gssapi", "plain", "userpass",
    "kubernetes", "github", "aws", "azure", "gcp", "jwt", "token", "cert", "digest", "ntlm",
    "oauth",
    "oauth2", "sso", "saml", "login", "session", "password", "peer", "trust", "mtls", "okta",
    "radius",
  ])

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

    /// Whether one of the texts stands at a place of the name.
    func stands(at place: Int, of name: [UInt8]) -> Bool {
      byFirst[Int(name[place])].contains { name[place...].starts(with: $0) }
    }

    /// Whether the name ends with one of the texts.
    func isEnd(of name: ArraySlice<UInt8>) -> Bool {
      name.indices.contains { place in
        byFirst[Int(name[place])].contains { name[place...].elementsEqual($0) }
      }
    }

    /// Whether one of the texts is the name.
    func isWhole(_ name: [UInt8]) -> Bool {
      guard let first = name.first else { return false }
      return byFirst[Int(first)].contains(name)
    }
  }

  static let secretIndex = Index(secretNames)
  static let wordIndex = Index(secretWords)
  static let wholeIndex = Index(wholeNames)
  static let harmlessIndex = Index(harmlessNames)
  static let harmlessPassBytes = harmlessPasses.map { Array($0.utf8) }
  static let harmlessEndBytes = harmlessEnds.map { Array($0.utf8) }
}
