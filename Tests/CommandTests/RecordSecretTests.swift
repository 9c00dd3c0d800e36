import Runbook
import Testing

/// No secret that is typed or pasted reaches the disk, the index, its log or the terminal.
@Suite struct RecordSecretTests {
  /// Put together here, so that no scanner takes this file for a leak.
  private static let secrets: [(secret: String, text: String)] = {
    let key = "AK" + "IA" + "Z7Q4LMN2XW8RTVKP"
    let long = "wJalrXUtnFEMIK7MDENGbPxRfiCYzK3p" + "N8vTqLs2"
    let token =
      "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dozjgNryP4J3jVmNHl0w5N_XgL0"
    let git = "gh" + "p_" + "a8F2kLm9QwErTyUiOp3AsDfGhJk4LzXcVb12"
    let slack = "xo" + "xb-" + "123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"
    let stripe = "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"
    let pem = "MIIEowIBAAKCAQEAzT9Q8vXkLmNoPqRsTuVwXyZ0123456789abcdefghijklmn"
    let signature = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0"
    let bearer = "ya29.A0ARrdaM8kLmNoPqRsTuVwXyZ0123456789"
    return [
      (key, "AWS_ACCESS_KEY_ID=\(key)"),
      (long, "AWS_SECRET_ACCESS_KEY=\(long)"),
      (long + "J", "{\"environment\":[{\"name\":\"SECRET_KEY\",\"value\":\"\(long)J\"}]}"),
      (token, "token \(token) expired"),
      (git, "git clone https://\(git)@github.com/o/r"),
      (slack, "posted with \(slack)"),
      (stripe, "stripe \(stripe) refused"),
      (pem, "-----BEGIN RSA PRIVATE KEY-----\n\(pem)\n-----END RSA PRIVATE KEY-----"),
      ("hunter2-is-long", "postgres://app:hunter2-is-long@db.internal:5432/app"),
      (bearer, "Authorization: Bearer \(bearer)"),
      (signature, "https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=\(signature)"),
      ("correct-horse-battery", "DB_PASSWORD=correct-horse-battery"),
    ]
  }()

  /// What looks like a secret and is none.
  private static let innocent = [
    "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256:c7e7d9f7ef4565bfab367ad3751d397729b486c5af28941dabc810b8cc99a7f7",
    "arn:aws:ecs:us-east-1:111122223333:task/prod/aacd834b5cdc64a329e27649143406dd",
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/app:v42", "2026-11-03T10:00:20.435000+00:00",
    "req-5ff6f9ec-d463-4000-8000-3bff7776d247", "subnet-0d0eab1bb38d5ca64",
    "unable to retrieve secret from asm", "password authentication failed for user \"app\"",
    "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf",
  ]

  /// Every place below the folder, the home included, that holds one of the secrets.
  private func leaks(in folder: RecordFolder) throws -> [String] {
    var found: [String] = []
    for (secret, _) in Self.secrets {
      let result = try folder.shell("grep -rlaF -e \"$SECRET\" ..", variables: ["SECRET": secret])
      found += result.lines.map { "\($0): \(secret.prefix(6))…" }
    }
    return found
  }

  private func check(_ outcome: RecordFolder.Outcome) {
    for (secret, _) in Self.secrets {
      #expect(!outcome.output.contains(secret) && !outcome.errors.contains(secret))
    }
  }

  @Test("a pasted log and a pasted JSON are kept without their secrets, and with all else")
  func evidence() throws {
    let folder = try RecordFolder()
    let lines = Self.secrets.map(\.text) + Self.innocent
    for number in 0..<3 {
      let input =
        number == 2
        ? #"{"tasks":[{"containers":[{"name":"app","exitCode":1,"reason":"x","environment":["#
          + Self.secrets.enumerated().map { index, secret in
            #"{"name":"A_SECRET_\#(index)","value":"\#(secret.secret)"}"#
          }.joined(separator: ",") + "]}]}]}"
        : lines.joined(separator: "\n")
      let outcome = try folder.runbook(
        ["log", "--no-input", "-", "paste", "\(number)"] + (number == 1 ? ["--json"] : []),
        input: input)
      #expect(outcome.status == 0)
      check(outcome)
      #expect(number == 1 || outcome.errors.contains("removed "))
    }
    // Into the index, and its log.
    _ = try folder.runbook(["search", "paste"])
    #expect(try leaks(in: folder) == [])
    let kept = try folder.shell("cat Content/incidents/*/*paste-0.evidence.txt").output
    for text in Self.innocent { #expect(kept.contains(text)) }
  }

  @Test("no option, note or follow answer carries a secret to the disk")
  func words() throws {
    let folder = try RecordFolder()
    let values = Self.secrets.filter { !$0.text.contains("\n") }.map(\.text)
    var words = ["log", "--open", "--no-input", "--json", "title " + values[0]]
    for text in values {
      words += ["--symptom", text, "--action", text]
    }
    words += [
      "--summary", values.joined(separator: " "), "--impact", values.joined(separator: "\n"),
    ]
    words += ["--resolution", Self.secrets[7].text, "--owner", values[9]]
    let logged = try folder.runbook(words)
    #expect(logged.status == 0, "\(logged.errors)")
    check(logged)
    let printed = try #require(Printed(logged.output))
    #expect((printed["redacted"]?.items.count ?? 0) > values.count)
    #expect(printed["redacted"]?[0]?["kind"]?.text?.isEmpty == false)
    #expect(printed["redacted"]?[0]?["line"]?.int == 1)
    let id = try #require(printed["incident"]?.text)

    for text in values { check(try folder.runbook(["note", "-i", id, text])) }
    let all = Self.secrets.map(\.text).joined(separator: "\n")
    check(try folder.runbook(["note", "-i", id, "-"], input: all))
    let answers = values.map { "n \($0)" }.joined(separator: "\n") + "\nd \(values[0])\nq\n"
    _ = try folder.runbook(["follow", "ecs-exec", "--incident", id], input: answers)
    _ = try folder.runbook(["search", "--kind", "incidents", "title"])
    #expect(try leaks(in: folder) == [])
    #expect(try folder.problems() == [])
  }

  @Test("what an editor wrote is cleaned where it is saved and where it is only kept")
  func editor() throws {
    let folder = try RecordFolder()
    let all = Self.secrets.map(\.text).joined(separator: "\n")
    try FileSystem.write(Array((all + "\n").utf8), to: "\(folder.path)/typed")
    let paste = try folder.script("paste", "cat ../typed >> \"$1\"; $THEN")
    func outcome(_ words: [String], then: String = ":") throws -> RecordFolder.Outcome {
      let result = try folder.runbook(
        words, variables: ["EDITOR": paste, "THEN": then, "PAGE": "1"])
      check(result)
      return result
    }
    let saved = try outcome(["log", "--edit", "--no-input", "typed"])
    #expect(saved.status == 0, "\(saved.errors)")
    #expect(saved.errors.contains("removed aws"))
    // A page without a title is kept as a draft.
    let kept = try outcome(["log", "--edit"])
    #expect(kept.status == 65)
    #expect(try outcome(["edit", "typed"]).status == 0)
    #expect(try outcome(["edit", "ecs-exec"]).status == 0)
    _ = try folder.shell("rm ../typed; runbook search typed")
    #expect(try leaks(in: folder) == [])
  }

  @Test("secrets stay only where that is asked for, account ids go only where that is")
  func explicit() throws {
    let folder = try RecordFolder()
    let secret = Self.secrets[0].secret
    _ = try folder.runbook(["log", "--no-input", "--no-redact", "a", "--symptom", secret])
    _ = try folder.runbook(
      [
        "log", "--no-input", "--redact-accounts", "b", "--symptom",
        "arn:aws:iam::111122223333:role/x",
      ])
    #expect(try folder.shell("cat Content/incidents/*/*-a.md").output.contains(secret))
    let account = try folder.shell("cat Content/incidents/*/*-b.md").output
    #expect(!account.contains("111122223333"))
  }

  @Test("a text that is edited elsewhere keeps lines that look like a secret")
  func kept() throws {
    let folder = try RecordFolder()
    let page = "Content/runbooks/ecs/ecs-exec.md"
    let example = Self.secrets[0].text
    _ = try folder.shell("echo '\(example)' >> \(page)")
    let editor = try folder.script(
      "append", "echo 'and DB_PASSWORD=correct-horse-battery' >> \"$1\"")
    let outcome = try folder.runbook(["edit", "ecs-exec"], variables: ["EDITOR": editor])
    #expect(outcome.status == 0)
    let text = try folder.text(page)
    #expect(text.contains("\n\(example)\n"))
    #expect(!text.contains("correct-horse-battery"))
  }
}
