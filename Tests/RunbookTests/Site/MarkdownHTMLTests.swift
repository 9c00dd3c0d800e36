import Testing

@testable import Runbook

@Suite struct MarkdownHTMLTests {
  private func html(_ markdown: String) -> String {
    let body = MarkdownParser.parse(Array(markdown.utf8), path: "x.md", firstLine: 1)
    var markdown = MarkdownHTML { path, fragment in
      path == "known.md" ? "../runbooks/known.html" + (fragment.map { "#\($0)" } ?? "") : nil
    }
    var html = HTML()
    markdown.write(body.blocks, to: &html)
    return String(decoding: html.bytes, as: UTF8.self)
      .split(separator: "\n").joined(separator: "\n")
  }

  @Test(
    "blocks and inlines become the elements that mean them",
    arguments: [
      (
        "a *b* **c** ~~d~~ `e<f>`",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f&gt;</code></p>"
      ),
      ("one\ntwo  \nthree", "<p>one\ntwo<br>three</p>"),
      ("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>"),
      ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
      ("> q", "<blockquote><p>q</p>\n</blockquote>"),
      ("---", "<hr>"),
      (
        "- [ ] a [k](known.md)\n- [x] b",
        """
        <ul class="tasks">
        <li class="task"><label><input type="checkbox"><span>a \
        <a href="../runbooks/known.html">k</a></span></label></li>
        <li class="task"><label><input type="checkbox" checked><span>b</span></label></li>
        </ul>
        """
      ),
      (
        "| a | b |\n|:-:|--:|\n| 1 | `x` |",
        """
        <div class="table"><table><thead><tr><th class="center">a</th><th class="right">b</th></tr></thead>
        <tbody>
        <tr><td class="center">1</td><td class="right"><code>x</code></td></tr>
        </tbody></table></div>
        """
      ),
      (
        "```sh safety=mutating\naws x --cluster <cluster> < in\n```",
        """
        <div class="command"><p class="safety mutating">mutating</p><pre><code>aws x --cluster \
        <var>&lt;cluster&gt;</var> &lt; in</code></pre></div>
        """
      ),
      (
        "```console\n$ a\nout\n```",
        """
        <div class="command" data-copy="a"><p class="safety unclassified">unclassified</p>\
        <pre><code>$ a\nout</code></pre></div>
        """
      ),
      ("```json\n{}\n```", "<pre><code>{}</code></pre>"),
      (
        "[a](known.md#b) [c](gone.md) [d](#e)",
        "<p><a href=\"../runbooks/known.html#b\">a</a> c <a href=\"#e\">d</a></p>"
      ),
      (
        "![alt](https://x.example/a.png) ![b](b.png)",
        "<p><a href=\"https://x.example/a.png\">alt</a> b</p>"
      ),
      (
        "<https://x.example/?a&b>",
        "<p><a class=\"bare\" href=\"https://x.example/?a&amp;b\">https://x.example/?a&amp;b</a></p>"
      ),
    ])
  func elements(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test(
    "raw HTML is dropped but for a few tags without attributes, which are always closed",
    arguments: [
      ("press <kbd>Ctrl</kbd>", "<p>press <kbd>Ctrl</kbd></p>"),
      ("a<br>b<br/>c<br />", "<p>a<br>b<br>c<br></p>"),
      ("H<sub>2</sub>O <sup>open", "<p>H<sub>2</sub>O <sup>open</sup></p>"),
      ("</kbd>x <kbd><sub></kbd></sub>", "<p>x <kbd><sub></sub></kbd></p>"),
      ("<kbd onclick=alert(1)>x</kbd>", "<p>x</p>"),
      ("a <img src=x onerror=alert(1)> b", "<p>a  b</p>"),
      ("<script>alert(1)</script>", ""),
      ("a <svg/onload=alert(1)>", "<p>a &lt;svg/onload=alert(1)&gt;</p>"),
      ("<iframe src=\"javascript:alert(1)\"></iframe>", ""),
      ("<!-- x --> y", ""),
      (
        "<details>\n<summary>More & <b>more</b></summary>\n\ntext\n\n</details>\n\nafter",
        "<details><summary>More &amp; more</summary><p>text</p>\n</details><p>after</p>"
      ),
      ("<details>\n\ntext", "<details><summary>Details</summary><p>text</p>\n</details>"),
      ("<details open ontoggle=alert(1)>\n<summary>x</summary>\n</details>", ""),
      ("<summary>x</summary>\n\n</details>", ""),
      ("<style>*{display:none}</style>\n\nx", "<p>x</p>"),
      (
        "<details><script>alert(1)</script></details>",
        "<details><summary>Details</summary><p>alert(1)</p></details>"
      ),
    ])
  func raw(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test(
    "text that looks like markup stays text, whatever it stands in",
    arguments: [
      ("\\<script\\>alert(1)\\</script\\>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
      ("[x](javascript:alert(1))", "<p>x</p>"),
      ("[x](<java\tscript:alert(1)>)", "<p>x</p>"),
      (
        "[x](https://a.example \"\\\" onmouseover=alert(1)\")",
        "<p><a href=\"https://a.example\" title=\"&quot; onmouseover=alert(1)\">x</a></p>"
      ),
      ("&lt;img src=x onerror=alert(1)&gt;", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
      (
        "```\"><script>\n</code></pre><script>\n```",
        "<pre><code>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;</code></pre>"
      ),
      (
        "![\"onerror=\"alert(1)](https://x.example/\"onerror=\"alert(1))",
        "<p><a href=\"https://x.example/%22onerror=%22alert(1)\">&quot;onerror=&quot;alert(1)</a></p>"
      ),
      ("![x](javascript:alert(1))", "<p>x</p>"),
      ("a\u{202E}b\u{2066}c\u{1}\u{7F}\u{9B}\u{FFFE}", "<p>abc\u{FFFD}</p>"),
    ])
  func hostile(markdown: String, expected: String) {
    #expect(html(markdown) == expected)
  }

  @Test("headings have ids as on GitHub, unlike each other and unlike the page's own")
  func anchors() {
    let html = html("## The fix: `x`\n\n### The fix: x\n\n###### History\n\n# 日本 語\n\n## !!")
    #expect(
      html == """
        <h2 id="the-fix-x">The fix: <code>x</code> <a class="anchor" href="#the-fix-x" \
        aria-label="Link to The fix: x">#</a></h2>
        <h3 id="the-fix-x-1">The fix: x <a class="anchor" href="#the-fix-x-1" \
        aria-label="Link to The fix: x">#</a></h3>
        <h4 id="history-1">History <a class="anchor" href="#history-1" \
        aria-label="Link to History">#</a></h4>
        <h2 id="日本-語">日本 語 <a class="anchor" href="#日本-語" aria-label="Link to 日本 語">#</a></h2>
        <h2 id="section">!! <a class="anchor" href="#section" aria-label="Link to !!">#</a></h2>
        """)
  }

  @Test("a step has the anchor by which it is known, whatever headings stand before it")
  func steps() {
    let text = """
      ### Wait

      ## Fix

      ### Wait

      For it.

      ### Step 1
      """
    let body = MarkdownParser.parse(Array(text.utf8), path: "x.md", firstLine: 1)
    var markdown = MarkdownHTML { _, _ in nil }
    markdown.name([
      Step(
        number: 1, title: "Wait", anchor: "wait", text: "For it.",
        location: SourceLocation(line: 5))
    ])
    var html = HTML()
    markdown.write(body.blocks, to: &html)
    #expect(markdown.headings.map(\.id) == ["wait-1", "fix", "wait", "step-1"])
  }

  @Test("an item of a list that is a step can be linked")
  func items() {
    let body = MarkdownParser.parse(Array("1. a\n2. b".utf8), path: "x.md", firstLine: 1)
    var markdown = MarkdownHTML { _, _ in nil }
    markdown.name([
      Step(number: 1, title: "b", anchor: "step-1", text: "b", location: SourceLocation(line: 2))
    ])
    var html = HTML()
    markdown.write(body.blocks, to: &html)
    #expect(
      String(decoding: html.bytes, as: UTF8.self)
        == "<ol>\n<li>a</li>\n<li id=\"step-1\">b</li>\n</ol>\n")
  }

  @Test("a text on another page keeps the links into its own")
  func home() {
    let body = MarkdownParser.parse(Array("[a](#b)".utf8), path: "x.md", firstLine: 1)
    var markdown = MarkdownHTML { _, _ in nil }
    markdown.home = "../runbooks/x.html"
    var html = HTML()
    markdown.write(body.blocks, to: &html)
    #expect(
      String(decoding: html.bytes, as: UTF8.self)
        == "<p><a href=\"../runbooks/x.html#b\">a</a></p>\n")
  }

  @Test("blocks that are nested without end are cut, not followed")
  func nesting() {
    let html = html(String(repeating: "> ", count: 500) + "x")
    #expect(html.count < 2000)
  }
}
