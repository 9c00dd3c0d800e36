import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension CommandError {
  /// What the person reads, and the number the shell sees, for any error of the library.
  init(describing error: any Error) {
    switch error {
    case let error as CommandError:
      self = error
    case let error as FileError:
      self.init(CommandError.code(of: error), error.description)
    case let error as IncidentError:
      self.init(describing: error)
    case let error as KnowledgeBaseError:
      self.init(CommandError.code(of: error), error.description)
    case let error as SQLiteError:
      self.init(error.isBusy ? .locked : .inputOutput, "index: \(error)")
    case .unread(_) as ExportError:
      self.init(.inputOutput, "\(error)", hints: ["'runbook doctor' says what it is"])
    case let error as ExportError:
      self.init(.cannotCreate, error.description)
    default:
      self.init(.software, "\(error)", hints: ["this is a bug of runbook; please report it"])
    }
  }

  private static func code(of error: KnowledgeBaseError) -> ExitCode {
    switch error {
    case .missingFolder, .noContent: .noInput
    case .newerIndex, .foreignIndex: .badData
    case .index(_, let error): error.isBusy ? .locked : .inputOutput
    case .migration: .software
    }
  }

  private static func code(of error: FileError) -> ExitCode {
    switch error.code {
    case ENOENT: .noInput
    case EACCES, EROFS, EPERM, EEXIST: .cannotCreate
    default: .inputOutput
    }
  }
}
