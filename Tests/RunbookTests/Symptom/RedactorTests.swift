import Testing

@testable import Runbook

/// Secrets that were never anybody's, put together here so that no scanner takes this file for a leak.
private enum Planted {
  static func random(_ count: Int, _ alphabet: String, seed: UInt64 = 3) -> String {
    var generator = SeededGenerator(state: seed)
    let letters = Array(alphabet)
    return String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "x" })
  }

  static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
  static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
  static let accessKey = "AK" + "IA" + random(16, capitals)
  static let temporaryKey = "AS" + "IA" + random(16, capitals)
  static let secretKey = random(38, letters) + "/+"
  static let jwt =
    "ey" + "J" + random(30, letters) + ".ey" + "J" + random(40, letters) + "." + random(43, letters)
  static let gitHub = "gh" + "p_" + random(36, letters)
  static let gitHubFine = "github" + "_pat_" + random(70, letters)
  static let slack = "xo" + "xb-" + "123456789012-" + random(24, letters)
  static let stripe = "sk" + "_live_" + random(24, letters)
  static let npm = "np" + "m_" + random(36, letters)
  static let pypi = "py" + "pi-" + random(120, letters)
  static let google = "AI" + "za" + random(35, letters)
  static let word = "hunter" + "2hunter"
  static let key =
    "-----BEGIN RSA PRIV" + "ATE KEY-----\n" + random(64, letters) + "\n" + random(64, letters)
    + "\n-----END RSA PRIV" + "ATE KEY-----"
  static let hex = random(64, "0123456789abcdef")
}

@Suite struct RedactorTests {
  /// A text with `§` where the secret stands, the secret, and the kind it is reported as.
  static let secrets: [(text: String, secret: String, kind: String)] = [
    ("key § used", Planted.accessKey, "aws-access-key"),
    ("\"AccessKeyId\": \"§\",", Planted.temporaryKey, "aws-access-key"),
    ("AWS_SECRET_ACCESS_KEY=§", Planted.secretKey, "aws-secret-key"),
    ("aws_secret_access_key = §", Planted.secretKey, "aws-secret-key"),
    (#""SecretAccessKey": "§","#, Planted.secretKey, "aws-secret-key"),
    ("AWS_SESSION_TOKEN=§", Planted.random(200, Planted.letters), "aws-session-token"),
    (#"{"SessionToken":"§"}"#, Planted.random(200, Planted.letters), "aws-session-token"),
    ("token was § yesterday", Planted.jwt, "jwt"),
    ("remote: https://§@github.com/a/b", Planted.gitHub, "github-token"),
    ("GH §", Planted.gitHubFine, "github-token"), ("slack §.", Planted.slack, "slack-token"),
    (
      "https://hooks.slack.com/services/§",
      "T01ABCDEF/B01ABCDEF/" + Planted.random(24, Planted.letters), "slack-webhook"
    ),
    ("stripe: §", Planted.stripe, "stripe-key"),
    ("//registry.npmjs.org/:_authToken=§", Planted.npm, "npm-token"),
    ("npm login § failed", Planted.npm, "npm-token"),
    ("twine § upload", Planted.pypi, "pypi-token"),
    ("https://maps.example/api?key=§&x=1", Planted.google, "google-key"),
    ("loading\n§\ndone", Planted.key, "private-key"),
    (
      #"{"private_key": "§"}"#, Planted.key.split(separator: "\n").joined(separator: "\\n"),
      "private-key"
    ),
    ("postgres://app:§@db.example:5432/shop", Planted.word, "url-password"),
    ("amqp://user:§@host/", "p%40ss" + Planted.word, "url-password"),
    ("app:§@tcp(db:3306)/shop", Planted.word, "url-password"),
    ("Authorization: §", "Bearer " + Planted.random(40, Planted.letters), "authorization"),
    (
      "curl -H 'Authorization: §' https://x", "Basic " + Planted.random(20, Planted.letters),
      "authorization"
    ),
    (#""authorization": "§","#, "Bearer abc", "authorization"),
    ("sent Bearer § to it", Planted.random(40, Planted.letters), "authorization"),
    ("Cookie: §", "session=\(Planted.word); theme=dark", "cookie"),
    ("Set-Cookie: §", "sid=\(Planted.word); Path=/; HttpOnly", "cookie"),
    (
      "https://b.s3.amazonaws.com/k?X-Amz-Date=20260101T000000Z&X-Amz-Signature=§&X-Amz-SignedHeaders=host",
      Planted.hex, "signature"
    ),
    (
      "https://b.s3.amazonaws.com/k?X-Amz-Security-Token=§&x=1",
      Planted.random(80, Planted.letters), "aws-session-token"
    ),
    (
      "https://x.blob.core.windows.net/c?sv=2022&sig=§&se=2026",
      Planted.random(40, Planted.letters), "signature"
    ),
    ("DB_PASSWORD=§", Planted.word, "password"),
    ("export PGPASSWORD='§'", "correct horse", "password"),
    ("DB_PASSWORD=§", "correct horse battery", "password"),
    ("PGPASSWORD=§ psql -h db", Planted.word, "password"),
    ("password: §", "swordfish", "password"), ("  password: \"§\"", "sword fish", "password"),
    ("login with password: § today", Planted.word, "password"),
    (#"{"dbPassword":"§"}"#, "swordfish", "password"),
    (#"\"password\":\"§\","#, "swordfish", "password"),
    (#"{"name": "DB_PASSWORD", "value": "§"}"#, "swordfish", "secret"),
    (#"{"value": "§", "name": "API_KEY"}"#, "swordfish", "secret"),
    ("{\n  \"name\": \"STRIPE_SECRET\",\n  \"value\": \"§\"\n}", "sword fish", "secret"),
    ("- name: DB_PASSWORD\n  value: §", "swordfish", "secret"),
    ("{ name = \"DB_PASSWORD\", value = \"§\" }", "swordfish", "secret"),
    (#"{"Name":"/prod/db","Type":"SecureString","Value":"§"}"#, "swordfish", "secret"),
    (#"{"SecretString": "§"}"#, #"{\"a\":\"b\"}"#, "secret"),
    ("client_secret=§&grant_type=x", "swordfish", "secret"),
    ("x-api-key: §", Planted.word, "secret"),
    ("os.environ[\"API_TOKEN\"] = \"§\"", "swordfish", "token"),
    ("password := \"§\"", "swordfish", "password"),
    ("'password' => '§',", "swordfish", "password"),
    ("mysql --password § -h x", "swordfish", "secret"),
    ("curl -u admin:§ https://x", "swordfish", "password"),
    ("Server=x;Password=§;Timeout=5", "swordfish", "password"),
    ("<password>§</password>", "swordfish", "secret"), (#""tokens": ["§", "b"]"#, "", ""),
    ("Access key § and", Planted.accessKey, "aws-access-key"),
  ]

  @Test(
    "a secret goes, what is around it stays, and it is reported",
    arguments: secrets.filter { !$0.secret.isEmpty })
  func removes(text: String, secret: String, kind: String) throws {
    let parts = text.split(separator: "§", maxSplits: 1, omittingEmptySubsequences: false)
    let planted = "first\n\(parts[0])\(secret)\(parts[1])\nlast"
    let result = Redactor().redact(planted)
    #expect(result.text == "first\n\(parts[0])[redacted:\(kind)]\(parts[1])\nlast")
    let line = 2 + parts[0].utf8.count { $0 == 0x0A }
    #expect(result.removed == [Redactor.Removal(kind: kind, line: line)])
    #expect(Redactor().redact(result.text) == Redactor.Result(text: result.text, removed: []))
  }

  @Test("a secret key without a name goes where it stands beside its access key")
  func besideAccessKey() {
    let result = Redactor().redact("\(Planted.accessKey),\(Planted.secretKey)")
    #expect(result.text == "[redacted:aws-access-key],[redacted:aws-secret-key]")
  }

  @Test(
    "what only looks like a secret stays",
    arguments: [
      "commit 0d0eab1bb38d5ca64a1b2c3d4e5f60718293a4b5",
      "sha256:c7e7d9f7ef4565bfab367ad3751d397729b486c5af28941dabc810b8cc99a7f7",
      "2026-11-03T10:08:02.184000+00:00",
      "arn:aws:ecs:us-east-1:111122223333:task/prod/938db8c9f82c8cb58d3f3ef4fd250036",
      #""secretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-Ab12Cd""#,
      #"{"name": "DB_PASSWORD", "valueFrom": "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-Ab12Cd:password::"}"#,
      #"{"name": "DB_PASSWORD", "valueFrom": "/prod/db/password"}"#,
      "111122223333.dkr.ecr.us-east-1.amazonaws.com/web-api:v42",
      "eebb07dc-aaaa-4bbb-8ccc-4abd6d11ddcf",
      #""integrity": "sha512-\#(Planted.random(86, Planted.letters))==""#,
      "ETag: \"\(Planted.hex)\"",
      "User: arn:aws:sts::111122223333:assumed-role/x is not authorized to perform: secretsmanager:GetSecretValue",
      "unable to retrieve secret from asm: service call has been retried 1 time(s)",
      "the password is wrong",
      "invalid token: unexpected end of input", "token: expired", "error: password: must be longer",
      #""nextToken": "\#(Planted.random(90, Planted.letters))""#,
      #""clientToken": "eebb07dc-aaaa-4bbb-8ccc-4abd6d11ddcf""#,
      "max_tokens: 4096", #""maxTokens": 4096"#, "DB_PASSWORD_FILE=/run/secrets/db",
      "PASSWORD=${DB_PASSWORD}",
      "password = var.db_password", "password: <your password>",
      "TOKEN=$(aws ecr get-login-password)", "PASSWORD=",
      "SECRET_NAME=prod/db", #""passwordPolicy": {"min": 8}"#, "https://example.com:8080/a@2x.png",
      "https://example.com/a:b@c",
      "AIDA" + Planted.random(16, Planted.capitals), "AROA" + Planted.random(16, Planted.capitals),
      "password: ********",
      "git@github.com:a/b.git", "docker run -u 1000:1000 image", "if token == other { }",
      "tokenType: Bearer",
      "aws_access_key_id     ****************ABCD shared-credentials-file",
      #""essential": true, "secrets": []"#,
      #""secrets": [{"name": "A", "valueFrom": "arn:aws:ssm:x"}]"#,
      "Basic authentication failed for the user",
      "Bearer token missing", "key: value", "--secret-id prod/db", "--token-file /tmp/x",
      "x-amzn-RequestId: 5d1c77aa",
      "eni-0f6b537b3ec7ba800 in subnet-0d0eab1bb38d5ca64", "failed: exit status 1: signal: killed",
      #"{"name": "app", "value": "plain"}"#, #"{"name": "LOG_LEVEL", "value": "debug"}"#,
      "BEGIN CERTIFICATE",
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA user@host",
      "credentials: not found", "X-Amz-Credential=x&X-Amz-Date=20260101T000000Z",
      "secretsmanager.us-east-1.amazonaws.com:443",
    ])
  func keeps(text: String) {
    #expect(Redactor().redact(text) == Redactor.Result(text: text, removed: []))
  }

  @Test("account ids go where that is asked for, and nothing that looks like them")
  func accounts() {
    let text =
      "arn:aws:ecs:us-east-1:111122223333:task/x 111122223333.dkr.ecr.us-east-1.amazonaws.com at 1793700482184 0.111122223333"
    #expect(Redactor().redact(text).text == text)
    let result = Redactor(redactsAccounts: true).redact(text)
    #expect(
      result.text
        == "arn:aws:ecs:us-east-1:<account-id>:task/x <account-id>.dkr.ecr.us-east-1.amazonaws.com at 1793700482184 0.111122223333"
    )
    #expect(result.removed.map(\.kind) == ["account", "account"])
  }

  @Test("JSON stays JSON, and only its secrets change")
  func json() {
    let text = #"""
      {"containers": [{"name": "app", "environment": [
        {"name": "DB_PASSWORD", "value": "sword\"fish"}, {"name": "URL", "value": "https://a:b\#("c1")@x/"}],
        "secrets": [{"name": "API_KEY", "valueFrom": "arn:aws:ssm:eu-west-1:111122223333:parameter/k"}]}]}
      """#
    let result = Redactor().redact(text)
    #expect(JSONDocument.read(Array(result.text.utf8)).problem == nil)
    #expect(result.removed.map(\.kind) == ["secret", "url-password"])
    #expect(result.text.contains("parameter/k"))
    #expect(!result.text.contains("fish"))
  }

  @Test("no planted secret survives a random document, and a second pass changes nothing")
  func corpus() {
    var generator = SeededGenerator(state: 5)
    let filler = [
      "task failed", "{\"a\": [1, 2]}", "2026-11-03T10:08:02Z INFO x=1", "", "key: value", "日本語",
    ]
    for _ in 0..<40 {
      var lines: [String] = []
      var planted: [String] = []
      for _ in 0..<12 {
        if let (text, secret, _) = Self.secrets.randomElement(using: &generator), !secret.isEmpty,
          secret.utf8.count > 8
        {
          lines.append(
            text.split(separator: "§", omittingEmptySubsequences: false).joined(separator: secret))
          planted.append(secret)
        }
        lines.append(filler.randomElement(using: &generator) ?? "")
      }
      let result = Redactor().redact(lines.joined(separator: "\n"))
      for secret in planted { #expect(!result.text.contains(secret), "\(secret)") }
      #expect(Redactor().redact(result.text).text == result.text)
    }
  }

  @Test("cut and damaged text is redacted without harm")
  func fuzz() {
    var generator = SeededGenerator(state: 9)
    let whole = Array(
      Self.secrets.map { $0.text.split(separator: "§").joined(separator: $0.secret) }.joined(
        separator: "\n"
      ).utf8)
    for _ in 0..<200 {
      let start = Int.random(in: 0..<whole.count, using: &generator)
      let end = Int.random(in: start...min(whole.count, start + 400), using: &generator)
      var bytes = Array(whole[start..<end])
      if !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      let once = Redactor(redactsAccounts: true).redact(String(decoding: bytes, as: UTF8.self))
      let twice = Redactor(redactsAccounts: true).redact(once.text)
      #expect(twice == Redactor.Result(text: once.text, removed: []))
    }
  }
}
