/// Characters that a reader does not see and that change what is read: they obey a terminal, turn the
/// direction of the text, hide in it, or stand in for a blank.
public enum HiddenCharacters {
  /// The text without any of them, and without escape sequences; newlines and tabs stay.
  ///
  /// A joiner between two pictures or in a word of an Indic or Arabic script stays, and so does a
  /// variation selector after a picture or an ideograph: there they belong to the writing.
  public static func removed(from text: String) -> String {
    guard text.utf8.contains(where: mayBegin), text.unicodeScalars.contains(where: \.isHidden)
    else { return text }
    var kept = String.UnicodeScalarView()
    let scalars = Array(EscapeSequences.removed(from: text).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if !scalar.isHidden || belongs(scalar, after: kept.last, before: next) {
        kept.append(scalar)
      }
    }
    return String(kept)
  }

  /// Whether a byte can be in a hidden character; the first test, since most texts have none.
  private static func mayBegin(_ byte: UInt8) -> Bool {
    byte < 0x20 ? byte != 0x09 && byte != 0x0A : byte >= 0x7F
  }

  private static func belongs(
    _ scalar: Unicode.Scalar, after before: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    guard let before else { return false }
    switch scalar.value {
    case 0x200C: return isJoining(before) && next.map(isJoining) ?? false
    case 0x200D:
      guard let next else { return false }
      return isPicture(before) && isPicture(next) || isJoining(before) && isJoining(next)
    case 0xFE0E, 0xFE0F: return isPicture(before) || "0123456789#*".unicodeScalars.contains(before)
    case 0xFE00...0xFE02, 0xE0100...0xE01EF: return before.properties.isIdeographic
    default: return false
    }
  }

  /// Whether it is a picture, or what stands at the end of one that is put together.
  private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xFE0F || scalar.value > 0xFF && scalar.properties.isEmoji
  }

  /// Whether it is of a script that uses joiners: Arabic, Syriac, the Indic ones, Mongolian.
  private static func isJoining(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0620...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1820...0x18AF: true
    default: false
    }
  }
}
