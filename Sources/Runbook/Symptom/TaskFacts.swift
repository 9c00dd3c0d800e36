/// Conclusions about the containers of one task; pure.
enum TaskFacts {
  /// The code of the container whose end ended the others.
  ///
  /// A code that the process chose or died of comes before 0, and 137 and 143 come last: they are
  /// what the others get when the task is taken down.
  static func culprit(ofCodes codes: [Int]) -> Int? {
    codes.first { $0 != 0 && $0 != 137 && $0 != 143 } ?? codes.first { $0 == 0 }
      ?? codes.first { $0 == 137 } ?? codes.first
  }
}
