import Testing

@testable import Runbook

/// Examples that are made from the rules themselves, so that a new rule is a tested one.
@Suite struct SecretTokenTests {
  private static let letters = Array("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789".utf8)

  @Test("every line of the tables is a rule")
  func tables() {
    let lines = { (table: String) in table.split(separator: "\n").count }
    #expect(SecretVocabulary.tokens.count == lines(SecretVocabulary.tokenTable))
    #expect(SecretVocabulary.infixes.count == lines(SecretVocabulary.infixTable))
  }

  @Test("a token made from each rule goes, alone and in a sentence", arguments: 1...3)
  func generated(seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    for token in SecretVocabulary.tokens {
      let set = Self.letters.filter { token.characters.contains($0) }
      let rest = (0..<token.length.lowerBound).map { index in
        // All characters in turn first, so that the example has the entropy of a real one.
        index < set.count
          ? set[(index * 7 + Int(seed)) % set.count] : set.randomElement(using: &generator) ?? 0x61
      }
      let text = String(decoding: token.prefix + rest, as: UTF8.self)
      for place in ["\(text)", "it said \(text) and stopped", "{\"x\":[\"\(text)\"]}"] {
        #expect(!Redactor().redact(place).text.contains(text), "\(token.kind): \(text)")
      }
    }
  }

  @Test("names are read by whole words")
  func words() {
    for name in [
      "DB_PASSWORD_ADMIN", "TOKEN_EXPORT", "DB_PASSWORD_STORAGE", "SECRET_PROFILE",
      "PASSWORD_LOCALHOST", "PASSWORD_PAROLE",
    ] {
      #expect(!Redactor().redact("\(name)=swordfish").text.contains("swordfish"), "\(name)")
    }
    for line in [
      "PWD=/app", "OLDPWD=/", "pwd: /app", "cwd=/app pwd=/app", "COOKIE_DOMAIN=x.example.com",
      "auth: disabled", "credentials: include", "SECRET_BACKEND=vault", "docker run -u app:app x",
    ] {
      #expect(Redactor().redact(line).text == line)
    }
  }

  @Test("a number of JSON gives way to a text")
  func number() {
    let text = Redactor().redact(#"{"password": 8349201, "a": 1}"#).text
    #expect(text == #"{"password": "[redacted:password]", "a": 1}"#)
  }

  @Test(
    "twice the text takes about twice the time, whatever is repeated",
    arguments: [
      #""name":"DB_PASSWORD","#, "password=", "password%3D", "a.",
      #""value":"x","name":"DB_PASSWORD","#,
      "eyJ-", "Cookie: ", "://a:b", "-----BEGIN PRIVATE KEY-----", "| password |\n|---|\n",
      "<password>",
      "kind: Secret\n", "$2b$", "パスワード：",
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
