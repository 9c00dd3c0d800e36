/// A block of code; a shell command has its safety class in front, in words and in colour.
struct CodeBlock {
  var info: String
  var text: String

  private static let shells = ["sh", "bash", "zsh", "shell", "console", "fish", "powershell"]

  func write(to html: inout HTML) {
    let words = info.split(separator: " ")
    let language = words.first.map(String.init) ?? ""
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    if CodeBlock.shells.contains(language) {
      let safety = words.compactMap { word in
        word.hasPrefix("safety=") ? Safety(rawValue: String(word.dropFirst(7))) : nil
      }.first
      CodeBlock.write(command: text, safety, to: &html)
    } else {
      html.element("pre", ["class": language.isEmpty ? nil : "code"]) { html in
        html.element("code", text)
      }
      html.line()
    }
  }

  /// A shell command: the safety class, then the text with its placeholders marked.
  static func write(command: String, _ safety: Safety?, to html: inout HTML) {
    html.element("div", ["class": "command"]) { html in
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
