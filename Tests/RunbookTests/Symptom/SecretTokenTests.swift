import Testing

@testable import Runbook

/// Examples that are made from the rules themselves, so that a new rule is a tested one.
@Suite struct SecretTokenTests {
  private static let letters = Array(
    "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789".utf8)
  private static let rules = SecretRules.shipped
  private static let tokens = rules.tokens.flatMap { $0 }
  private static let infixes = rules.infixes.flatMap { $0 }

  @Test("every line of the file is a rule, and each rule has a name of its own")
  func lines() {
    #expect(Self.rules.problems == [])
    #expect(Self.tokens.count > 200)
    #expect(Self.infixes.count > 5)
    let ids = Self.tokens.map(\.id) + Self.infixes.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  @Test(
    "a line that is no rule is named",
    arguments: [
      "a AKIA upper 16 - key", "a AKIA runes 16 - key vendor", "a AKIA upper 9-3 - key vendor",
      "a AKIA upper 16 - key nobody", "a AKIA upper 16 much key vendor",
    ])
  func problems(line: String) {
    let rules = SecretRules(Array("[sources]\nvendor x\n[tokens]\n\(line)\n".utf8))
    #expect(rules.problems == [4])
    #expect(rules.tokens.flatMap { $0 }.isEmpty)
  }

  /// Characters of a set in turn first, so that the example has the entropy of a real one.
  private static func example(
    _ set: SecretRules.CharacterSet, _ count: Int, _ generator: inout SeededGenerator
  ) -> [UInt8] {
    let letters = letters.filter { set.contains($0) }
    let first = Int.random(in: 0..<max(1, letters.count), using: &generator)
    return (0..<count).map { index in
      index < letters.count
        ? letters[(index * 7 + first) % letters.count]
        : letters.randomElement(using: &generator) ?? 0x61
    }
  }

  private static func places(_ text: String) -> [String] {
    [
      text, "it said \(text) and stopped", "{\"x\":[\"\(text)\"]}", "x=\(text);y",
      "{\\\"x\\\":\\\"\(text)\\\"}",
    ]
  }

  @Test("a token made from each rule goes, alone, in a sentence and in JSON", arguments: 1...3)
  func generated(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    for token in Self.tokens {
      let rest = Self.example(token.rest, token.length.lowerBound, &generator)
      let text = String(decoding: token.start + rest, as: UTF8.self)
      for place in Self.places(text) {
        #expect(!Redactor().redact(place).text.contains(text), "\(token.id): \(text)")
      }
    }
    for rule in Self.infixes {
      let lead = Self.example(rule.before, rule.lead.lowerBound, &generator)
      let rest = Self.example(rule.behind, rule.rest.lowerBound, &generator)
      let text = String(decoding: lead + rule.text + rest, as: UTF8.self)
      for place in Self.places(text) {
        #expect(!Redactor().redact(place).text.contains(text), "\(rule.id): \(text)")
      }
    }
  }

  @Test("what looks random behind the name of a vendor goes, and words stay")
  func owners() {
    for name in ["ADAFRUIT_IO", "confluent_cluster_access", "Netlify-Deploy", "zendesk.live"] {
      let text = Redactor().redact("\(name)=4f9a1k2m8x3b7q6w").text
      #expect(!text.contains("4f9a1k2m"), "\(name)")
    }
    for line in [
      "SENTRY_RELEASE=4f9a1c2e8d3b7f604f9a1c2e8d3b7f604f9a1c2e", "SONAR_PROJECT=acme_checkout-2",
      "DATADOG_SITE=datadoghq.eu", "HEROKU_APP_NAME=acme-checkout-2026",
    ] {
      #expect(Redactor().redact(line).text == line)
    }
  }

  @Test("names are read by whole words")
  func words() {
    for name in [
      "DB_PASSWORD_ADMIN", "TOKEN_EXPORT", "DB_PASSWORD_STORAGE", "SECRET_PROFILE",
      "PASSWORD_LOCALHOST", "PASSWORD_PAROLE", "GH_PAT", "STRIPE_KEY", "db.password.primary",
    ] {
      #expect(!Redactor().redact("\(name)=swordfish").text.contains("swordfish"), "\(name)")
    }
    for line in [
      "PWD=/app", "OLDPWD=/", "pwd: /app", "cwd=/app pwd=/app", "COOKIE_DOMAIN=x.example.com",
      "auth: disabled", "credentials: include", "SECRET_BACKEND=vault", "docker run -u app:app x",
      "napi_key_writable = 1", "idempotency_key=swordfish",
    ] {
      #expect(Redactor().redact(line).text == line)
    }
  }

  @Test("a number of JSON gives way to a text, in a text of JSON as well")
  func number() {
    let text = Redactor().redact(#"{"password": 8349201, "a": 1}"#).text
    #expect(text == #"{"password": "[redacted:password]", "a": 1}"#)
    let inner = Redactor().redact(#"{"m":"{\"password\":8349201}"}"#).text
    #expect(inner == #"{"m":"{\"password\":\"[redacted:password]\"}"}"#)
  }

  @Test("a value of any length goes as a whole", arguments: ["", "\"", "'"])
  func long(quote: String) {
    let value = String(repeating: "s3cr!t-", count: 3000)
    for text in ["API_TOKEN=\(quote)\(value)\(quote)", "token: \(quote)\(value)\(quote)"] {
      #expect(!Redactor().redact(text).text.contains("s3cr"), "\(text.prefix(20))")
    }
  }

  @Test(
    "twice the text takes about twice the time, whatever is repeated",
    arguments: [
      #""name":"DB_PASSWORD","#, "password=", "password%3D", "a.", "a=", "\"", "\\", "{\"a\":", ",",
      #""value":"x","name":"DB_PASSWORD","#, #"\\\"password\\\":"#, "password = <<EOF\n",
      "| password ",
      "eyJ-", "Cookie: ", "://a:b", "-----BEGIN PRIVATE KEY-----", "| password |\n|---|\n", "t1.",
      "<password>", "password is ", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n", "&quot;", "%25",
      "kind: Secret\n", "\"kind\":\"Secret\",", "\"kty\":\"RSA\",", "$2b$", "パスワード：",
      "user,password\n",
      "name=\"password\"\n\n", "QWxhZGRpbjpvcGVuIHNlc2FtZTE", "INSERT INTO t (password) VALUES (",
    ])
  func linear(fragment: String) {
    let time = { (count: Int) -> Duration in
      let text = String(repeating: fragment, count: count / fragment.utf8.count)
      return ContinuousClock().measure { _ = Redactor().redact(text) }
    }
    let (once, fourfold) = (time(1 << 14), time(1 << 16))
    // A square would be 16 times as long; the machine may be busy.
    #expect(fourfold < once * 12 + .milliseconds(300), "\(fragment): \(once), \(fourfold)")
  }
}
