import Testing

@testable import Runbook

@Suite struct NoiseTests {
  @Test(
    "what names one machine, moment or request is gone, the words stay",
    arguments: [
      ("role arn:aws:iam::123456789012:role/web denied", "role iam denied"),
      ("2025-01-08T11:02:41.077Z INFO 11:02:41 started", "INFO started"),
      ("dial tcp 10.0.1.14:443: i/o timeout", "dial tcp i/o timeout"),
      ("dial tcp 13.x.x.x:443: i/o timeout", "dial tcp i/o timeout"),
      ("in subnet 'subnet-0d0eab1bb38d5ca64'", "in subnet subnet"),
      (
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web-api:v43: not found",
        "dkr ecr amazonaws not found"
      ),
      ("Get https://user:pw@registry-1.docker.io/v2/x?y: EOF", "Get registry-1 docker EOF"),
      ("task 60a736a708f44dfcb1191e0771825ad5 exit 137", "task exit 137"),
      ("id 7c1e26b0-1111-4222-8333-162201b5e3f0 x", "id x"),
      ("image sha256:c7e7d9f7ef45 | exitCode=1 |", "image exitCode 1"),
      ("deadbeef is a word, 12345 is not", "deadbeef is a word is not"),
      ("us-east-1b capacity", "capacity"),
      ("ヘルスチェック が通らない", "ヘルスチェック が通らない"),
      ("a ' \u{0} b", "a b"),
    ])
  func removed(text: String, expected: String) {
    #expect(Noise.removed(from: text) == expected)
  }
}
