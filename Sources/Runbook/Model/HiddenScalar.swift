extension Unicode.Scalar {
  /// Whether a reader does not see it, and it changes what is read.
  ///
  /// It obeys a terminal, turns the direction of the text, hides in it, or stands in for a blank. A tab
  /// and a newline are none.
  public var isHidden: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0xAD: true
    // Joiners, marks and overrides of direction, line and paragraph separators, invisible operators.
    case 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
    // Fillers, variation selectors, the byte order mark, annotations, shorthand and music controls.
    case 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB: true
    case 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A: true
    // Tags, more variation selectors, and what else Unicode reserves to be ignored.
    case 0xE0000...0xE0FFF: true
    default: false
    }
  }
}
