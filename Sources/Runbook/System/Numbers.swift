#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few functions of the C mathematics library that are used.
enum Numbers {
  /// The natural logarithm.
  static func log(_ value: Double) -> Double { cLog(value) }

  /// The square root.
  static func squareRoot(_ value: Double) -> Double { value.squareRoot() }

  /// e to the power of the value.
  static func exp(_ value: Double) -> Double { cExp(value) }
}

// Outside the type, where the names of its own methods do not hide the C functions.
private func cLog(_ value: Double) -> Double { log(value) }

private func cExp(_ value: Double) -> Double { exp(value) }
