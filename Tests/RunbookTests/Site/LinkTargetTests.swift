import Testing

@testable import Runbook

@Suite struct LinkTargetTests {
  @Test(
    "only http, https and mailto lead out, ready for an attribute",
    arguments: [
      (
        "https://docs.aws.amazon.com/x?a=1&b=[2]#c", "https://docs.aws.amazon.com/x?a=1&b=%5B2%5D#c"
      ),
      ("HTTP://example.com", "HTTP://example.com"),
      ("http://[::1]:8080/a[b", "http://[::1]:8080/a%5Bb"),
      ("mailto:ops@example.com", "mailto:ops@example.com"),
      ("  https://example.com/a b\"c<d>  ", "https://example.com/a%20b%22c%3Cd%3E"),
      ("https://example.com/\u{fc}\\x", "https://example.com/%C3%BC%5Cx"),
      ("ht\ttps://exa\nmple.com/", "https://example.com/"),
    ])
  func external(destination: String, url: String) {
    #expect(LinkTarget(destination) == .external(url))
  }

  @Test(
    "a script in any disguise, a file and an unknown scheme lead nowhere",
    arguments: [
      "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
      "\u{1}javascript:alert(1)",
      "java\tscript:alert(1)", "java\nscript:alert(1)", "java\r\nscript:alert(1)",
      "java\u{0}script:alert(1)", "javascript\t:alert(1)", "javascript:/*--></title>*/alert(1)",
      "javascript://example.com/%0aalert(1)", "vbscript:msgbox(1)", "livescript:x", "mocha:x",
      "data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHNjcmlwdD4=",
      "data:image/svg+xml,<svg onload=alert(1)>", "file:///etc/passwd", "blob:https://x/y",
      "view-source:https://x", "ftp://example.com", "feed:https://x", "x-foo:bar", "about:blank",
      "//evil.example/x", "\\\\evil.example\\x", "/\\evil.example", "\\/evil.example", "",
      "   ", "http:evil", "https:/evil.example", "https://", ":x", "jav&#x09;ascript:alert(1)",
      "&#106;avascript:alert(1)", "java%73cript:alert(1)", "?", "\u{FEFF}javascript:alert(1)",
    ])
  func refused(destination: String) {
    let target = LinkTarget(destination)
    if case .relative(let path, _) = target {
      // What is left of an entity is a path, and a path is only followed where it is a document.
      #expect(!path.contains(":"))
    } else {
      #expect(target == nil)
    }
  }

  @Test(
    "a path and a fragment are told apart and decoded",
    arguments: [
      ("ecs-x.md", "ecs-x.md", nil), ("../a/b.md#fix", "../a/b.md", "fix"),
      ("a%20b.md?raw=1#x%20y", "a b.md", "x y"), ("./c.md#", "./c.md", ""),
      ("%2e%2e/x.md", "../x.md", nil),
    ] as [(String, String, String?)])
  func relative(destination: String, path: String, fragment: String?) {
    #expect(LinkTarget(destination) == .relative(path: path, fragment: fragment))
  }

  @Test("a fragment alone stays on the page")
  func fragment() {
    #expect(LinkTarget("#the%20fix") == .fragment("the fix"))
  }
}
