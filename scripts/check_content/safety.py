"""Which safety class a command must carry in its fence."""

from __future__ import annotations

import re

from . import iam_data, models

CLASSES = ("read-only", "sensitive-read", "mutating", "interactive")

_READING_VERBS = {
    "describe", "list", "get", "head", "search", "lookup", "filter", "query",
    "simulate",
    "validate", "wait", "tail", "test", "estimate", "preview", "scan", "discover", "decode",
    "check",
}  # fmt: skip
_READING = {
    ("logs", "start-query"), ("logs", "stop-query"), ("logs", "start-live-tail"),
    ("ecr", "batch-get-image"), ("ecr", "batch-check-layer-availability"),
    ("iam", "generate-service-last-accessed-details"), ("iam", "generate-credential-report"),
    ("s3", "ls"), ("configure", "list"), ("configure", "get"), ("configure", "list-profiles"),
}  # fmt: skip
_SENSITIVE = {
    ("secretsmanager", "get-secret-value"), ("secretsmanager", "batch-get-secret-value"),
    ("ecr", "get-login-password"), ("ecr", "get-login"), ("ecr", "get-authorization-token"),
    ("sts", "assume-role"), ("sts", "get-session-token"), ("sts", "get-federation-token"),
    ("kms", "decrypt"), ("configure", "export-credentials"),
}  # fmt: skip
_DECRYPTING = {"get-parameter", "get-parameters", "get-parameters-by-path", "get-parameter-history"}
_INTERACTIVE = {("ecs", "execute-command"), ("ssm", "start-session")}

# Other programs that change something, by the start of their command line.
_CHANGING = re.compile(
    r"docker (?:push|rm|rmi|kill|stop|restart|tag|login|system prune)\b"
    r"|terraform (?:apply|destroy|import|taint)\b|cdk (?:deploy|destroy)\b"
    r"|copilot \w+ (?:deploy|delete)\b|git push\b|kill\b|rm\b|brew install\b|apt(?:-get)? install\b"
    r"|curl .*(?:-X|--request)[ =]?(?:POST|PUT|PATCH|DELETE)\b"
)
_PRINTS_SECRETS = {"env", "printenv"}


def of_aws(argv: list[str]) -> str:
    """The class of an `aws` command."""
    service, operation = _command(argv)
    if (service, operation) in _INTERACTIVE:
        return "interactive"
    if (service, operation) in _SENSITIVE:
        return "sensitive-read"
    if service == "ssm" and operation in _DECRYPTING and "--with-decryption" in argv:
        return "sensitive-read"
    if (service, operation) in _READING or operation in ("", "help"):
        return "read-only"
    if (service, operation) == ("s3", "cp") and argv[-1] == "-":
        return "read-only"  # to standard output
    if operation.split("-")[0] in _READING_VERBS:
        return "read-only"
    return "read-only" if _access_level(service, operation) in ("List", "Read") else "mutating"


def of_other(argv: list[str]) -> str | None:
    """The class of another program, or None where nothing is known."""
    if argv[0] in _PRINTS_SECRETS and not any("=" in word for word in argv[1:]):
        return "sensitive-read"
    return "mutating" if _CHANGING.match(" ".join(argv)) else None


def _command(argv: list[str]) -> tuple[str, str]:
    words = positionals(argv)
    return (words[0] if words else ""), (words[1] if len(words) > 1 else "")


def positionals(argv: list[str]) -> list[str]:
    """The service and operation words; options before them take one value at most."""
    flags = {"--debug", "--no-sign-request", "--no-paginate", "--no-cli-pager", "--no-verify-ssl"}
    words: list[str] = []
    skip = False
    for word in argv[1:]:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = "=" not in word and word not in flags and len(words) < 2
        else:
            words.append(word)
        if len(words) == 2:
            break
    return words


def _access_level(service: str, operation: str) -> str:
    model = models.service(service)
    name = models.cli_operations(service).get(operation)
    if model is None or name is None:
        return ""
    for prefix in (model.signing_name, model.endpoint_prefix, service):
        action = iam_data.action(f"{prefix}:{name}")
        if action:
            return action.access_level
    return ""
