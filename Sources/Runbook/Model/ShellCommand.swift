/// A shell command of a runbook, for code that has another type named `Command`.
public typealias ShellCommand = Command
