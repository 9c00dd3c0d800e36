import Testing

@testable import Runbook

@Suite struct TermsTests {
  @Test(
    "identifiers give the whole and the parts, words lose their endings",
    arguments: [
      (
        "CannotPullContainerError", "cannotpullcontainererror cannot pull container error"
      ),
      ("ecr:BatchGetImage", "ecrbatchgetimage ecr batch get imag"),
      ("snake_case DEC-0054", "snakecase snak cas dec0054 dec 0054"),
      ("i/o timeout", "io timeout"),
      ("exit137 ec2 s3 ipv4", "exit 137 ec2 s3 ipv4"),
      ("TLSHandshake ENIs ARNs", "tlshandshake tls handshak eni arn"),
      ("stopped stopping stops stop", "stop stop stop stop"),
      ("killed kills; missing, caching cached cache", "kill kill miss cach cach cach"),
      ("access status processes retries", "access status process retry"),
      ("a dash - alone, dots... and end.", "dash alon dot and end"),
      ("タスクが起動しない サーバー", "タス スク 起動 サー ーバ バー"),
      ("起動失敗", "起動 動失 失敗"),
      ("", ""),
      ("\u{0} \u{1b}[31m", "31m"),
    ])
  func list(text: String, expected: String) {
    #expect(Terms.list(in: text).joined(separator: " ") == expected)
  }

  @Test("a query term and an index term of one text are the same, whatever stands around it")
  func contextFree() {
    for word in ["InsufficientFreeAddressesInSubnet", "kms:Decrypt", "time-out", "exec"] {
      let alone = Terms.list(in: word)
      #expect(Terms.list(in: "(\(word))") == alone)
      #expect(Terms.list(in: "x \(word), y").dropFirst(0).filter(alone.contains) == alone)
    }
  }
}
