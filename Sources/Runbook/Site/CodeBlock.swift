/// A block of code; a shell command has its safety class in front, in words and in colour.
struct CodeBlock {
  var info: String
  var text: String

  func write(to html: inout HTML) {
    let fence = FenceInfo(info)
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard fence.isShell else {
      html.element("pre") { html in html.element("code", text) }
      html.line()
      return
    }
    let typed = FenceInfo.command(in: text)
    CodeBlock.write(command: text, fence.safety, copy: typed == text ? nil : typed, to: &html)
  }

  /// A shell command: the safety class, then the text with its placeholders marked.
  ///
  /// - Parameters:
  ///   - command: what is shown.
  ///   - safety: what running it can do.
  ///   - copy: what the copy button takes, where that is less than what is shown.
  ///   - html: where it goes.
  static func write(command: String, _ safety: Safety?, copy: String? = nil, to html: inout HTML) {
    html.element("div", ["class": "command", "data-copy": copy]) { html in
      let name = safety?.rawValue ?? "unclassified"
      html.element("p", ["class": "safety \(name)"], name)
      html.element("pre") { html in
        html.element("code") { html in writeMarked(command, to: &html) }
      }
    }
    html.line()
  }

  /// `<cluster>` stands out: it is to be replaced before the command runs.
  private static func writeMarked(_ command: String, to html: inout HTML) {
    var rest = command[...]
    while let open = rest.firstIndex(of: "<") {
      html.text(String(rest[..<open]))
      rest = rest[open...]
      let inside = rest.dropFirst().prefix {
        $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-")
      }
      if !inside.isEmpty, inside.endIndex < rest.endIndex, rest[inside.endIndex] == ">" {
        html.element("var", "<\(inside)>")
        rest = rest[rest.index(after: inside.endIndex)...]
      } else {
        html.text("<")
        rest = rest.dropFirst()
      }
    }
    html.text(String(rest))
  }
}
