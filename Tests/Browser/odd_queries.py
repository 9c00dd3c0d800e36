"""Searches that are hard to read, made from ordinary ones; the same ones in every run."""

from __future__ import annotations

import html
import json
import random

SEED = 20_240_137

CODES = ["0", "1", "2", "13", "126", "127", "128", "130", "134", "137", "139", "143", "255", "256", "-1", "007", "1.5"]
CODE_FORMS = [
    "exit code {a}, {b} and {c}", "exit codes {a}/{b}", "exited with code {a} or {b}", "exit {a} {b} {c}",
    "code {a} then {b}", "rc={a} rc={b}", "returned {a}, {b}", "signal {a}", "signal: {a} exit {b}",
    "Exited ({a}) {b} minutes ago", "exitCode={a};exitCode={b}", '"exitCode": {a}, "reason": "x{b}"',
    "終了コード {a} {b}", "終了ステータス: {a}、{b}", "status {a} code {b}", "{a}", "{a} {b}", "died with {a} on {b}",
    "task exit {a} in container exit {b} of service", "lastStatus=STOPPED exitCode: {a}", "exit code: {a}-{b}",
    "exit code {a}:{b}", "healthStatus: UNHEALTHY exit {a}", "reason: MISSING code {a}", "|| exit {a}", "exit status\t{a}\t",
]  # fmt: skip
LINES = [
    "2026-11-03T10:31:0{d}Z INFO request 0123456789abcdef served in {d} ms by worker 7",
    "[{d}] 10.0.0.{d} - - \"GET /health HTTP/1.1\" 200 {d}",
    "ip-10-0-{d}-1 kernel: [ {d}] memory: usage 524288kB, limit 524288kB, failcnt {d}",
    "\tat com.example.App.run(App.java:{d})",
    "level=info ts=2026-11-03T10:31:00Z caller=main.go:{d} msg=\"listening\"",
    "npm warn deprecated thing@{d}: use another", "", "-----{d}-----", "{{\"level\":30,\"pid\":{d},\"msg\":\"ok\"}}",
]  # fmt: skip
WIDE = [
    "コンテナ", "タスク", "が", "停止", "終了コード", "エラー", "メモリ", "不足", "ヘルスチェック", "失敗", "任务", "容器", "退出代码",
    "内存不足", "컨테이너", "종료", "작업", "ทำงาน", "задача", "остановлена", "Τέλος", "מכולה", "حاوية", "🔥", "👩‍💻", "ﬁle", "ǅ", "ß", "İ",
]  # fmt: skip
HOSTILE = [
    '"', '""', "*", "^", "NEAR(", ") OR (", "AND", "NOT", "title:", "-", "--", "';", "<script>", "</textarea>", "<img src=x onerror=alert(1)>",
    "javascript:", "${x}", "{{x}}", "%00", "\\", "\\u0000", "\\ud83d", "\\u+123", "\\n", "&amp;lt;", "&#x27;", "&nbsp", "\x00", "\x1b[31m",
    "\x1b]0;x", "\x9b", "\u202e", "\ufeff", "\u200b", "\ufffd", "\ud7ff", "\ue000", "\U0010ffff", "__proto__", "constructor", "toString",
    "hasOwnProperty", "valueOf", "a" * 300, "9" * 60, ":" * 40, "/" * 40, "_" * 40, "|" * 40, "a.b.c:d/e_f-g", "x" * 5000,
]  # fmt: skip


def odd_queries(ordinary: list[str], count: int) -> list[str]:
    """Searches in which something is odd: codes, pastes, scripts, slips, escapes, hostile text."""
    draw = random.Random(SEED)
    makers = [_codes, _paste, _wide, _slips, _disguise, _wrapped, _hostile, _spliced, _points, _noise]
    found: dict[str, None] = {}
    while len(found) < count:
        text = makers[len(found) % len(makers)](draw, ordinary)
        text = text.replace("\r\n", "\n").replace("\r", "\n")  # as a text area has it
        if text.strip():
            found[text] = None
    return list(found)


def _codes(draw: random.Random, ordinary: list[str]) -> str:
    form = draw.choice(CODE_FORMS).format(a=draw.choice(CODES), b=draw.choice(CODES), c=draw.choice(CODES))
    return form if draw.random() < 0.5 else f"{form} {draw.choice(ordinary)}"


def _line(draw: random.Random) -> str:
    return draw.choice(LINES).format(d=draw.randrange(10))


def _paste(draw: random.Random, ordinary: list[str]) -> str:
    lines = [_line(draw) for _ in range(draw.choice([3, 20, 80, 400]))]
    for _ in range(draw.randrange(1, 4)):
        lines.insert(draw.randrange(len(lines)), draw.choice(ordinary))
    return "\n".join(lines)


def _wide(draw: random.Random, ordinary: list[str]) -> str:
    words = [draw.choice(WIDE) for _ in range(draw.randrange(1, 6))]
    if draw.random() < 0.6:
        words.insert(draw.randrange(len(words)), draw.choice([*CODES, "ECS", "OOMKilled", "task", "Fargate"]))
    return draw.choice(["", " ", "、"]).join(words)


def _slips(draw: random.Random, ordinary: list[str]) -> str:
    letters = list(draw.choice(ordinary)[:200])
    for _ in range(draw.randrange(1, 4)):
        at = draw.randrange(len(letters))
        match draw.randrange(4):
            case 0:
                letters[at] = ""
            case 1:
                letters[at] *= 2
            case 2:
                letters[at] = draw.choice("abcdefghijklmnopqrstuvwxyz")
            case 3:
                other = min(at + 1, len(letters) - 1)
                letters[at], letters[other] = letters[other], letters[at]
    return "".join(letters)


def _disguise(draw: random.Random, ordinary: list[str]) -> str:
    text = draw.choice(ordinary)
    match draw.randrange(9):
        case 0:
            return json.dumps(text)
        case 1:
            return json.dumps(json.dumps(text))
        case 2:
            return html.escape(text)
        case 3:
            return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
        case 4:
            return text.replace(" ", draw.choice(["\u00a0", "\u3000", "\u2009", "\t", "  ", "_", "-", "\u200b"]))
        case 5:
            return " ".join(f"\x1b[{draw.randrange(30, 38)}m{word}\x1b[0m" for word in text.split(" "))
        case 6:
            return text.upper()
        case 7:
            return "\n".join(f"│ {line} │" for line in text.split("\n"))
        case _:
            return f"\u201c{text}\u201d \u2014 {text[:20]}\u2026"


def _wrapped(draw: random.Random, ordinary: list[str]) -> str:
    text, width = draw.choice(ordinary), draw.choice([7, 39, 40, 41, 60, 80])
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _hostile(draw: random.Random, ordinary: list[str]) -> str:
    parts = [draw.choice(HOSTILE) for _ in range(draw.randrange(1, 5))]
    parts.insert(draw.randrange(len(parts)), draw.choice(ordinary)[:120])
    return draw.choice(["", " ", "\n"]).join(parts)


def _spliced(draw: random.Random, ordinary: list[str]) -> str:
    one, other = draw.choice(ordinary), draw.choice(ordinary)
    cut, start = draw.randrange(len(one)), draw.randrange(len(other))
    return one[:cut] + draw.choice(["", " ", "\n", ", ", "; ", "/"]) + other[start:]


def _points(draw: random.Random, ordinary: list[str]) -> str:
    spaces = [(0x20, 0x7F), (0x80, 0x17F), (0x370, 0x3FF), (0x2000, 0x206F), (0x3000, 0x30FF), (0x4E00, 0x4FFF),
              (0xFE00, 0xFF60), (0x1F300, 0x1F64F), (0xE0000, 0xE007F), (0x300, 0x36F), (0x2500, 0x25A0)]  # fmt: skip
    letters = [chr(draw.randrange(*draw.choice(spaces))) for _ in range(draw.randrange(5, 60))]
    letters.insert(draw.randrange(len(letters)), draw.choice(ordinary)[:60])
    return "".join(letters)


def _noise(draw: random.Random, ordinary: list[str]) -> str:
    digits = "".join(draw.choice("0123456789abcdef") for _ in range(32))
    names = [
        f"arn:aws:ecs:eu-west-1:111122223333:task/prod/{digits}", f"arn:aws:ecs:eu-west-1:111122223333:service/{digits[:6]}",
        f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}", f"sha256:{digits}{digits}",
        f"111122223333.dkr.ecr.us-east-1.amazonaws.com/web/app:{digits[:7]}", f"https://x.example.com/a?b={digits}#c",
        f"subnet-{digits[:17]}", f"10.{draw.randrange(256)}.0.1:8080", "2026-11-03 10:31:00,123", f"--cluster {digits[:5]}",
        f"Root=1-{digits[:8]}-{digits[8:]}", f"/aws/ecs/{digits[:4]}:log-stream:{digits}", f"v1.{draw.randrange(99)}.{draw.randrange(9)}",
    ]  # fmt: skip
    words = draw.choice(ordinary).split(" ")
    for _ in range(draw.randrange(1, 5)):
        words.insert(draw.randrange(len(words) + 1), draw.choice(names))
    return " ".join(words)
