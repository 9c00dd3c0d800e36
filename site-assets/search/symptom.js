// A pasted text made comparable, and its words. See `SymptomText` and `WordScanner` in
// Sources/Runbook/Symptom. Texts are strings with one character for each byte of UTF-8, because
// places and distances are counted in bytes.
(function (site) {
  "use strict";

  const bytes = (text) => unescape(encodeURIComponent(text.toWellFormed()));
  const readable = (text) => {
    try {
      return decodeURIComponent(escape(text));
    } catch {
      return text.replace(/[\x80-\xff]+/g, "\uFFFD"); // cut inside a character
    }
  };

  const ENTITIES = {
    "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&apos;": "'",
    "&#39;": "'", "&#x27;": "'", "&nbsp;": " ",
  };
  const ENTITY = /&(?:amp|lt|gt|quot|#34|apos|#39|#x27|nbsp);/y;

  /** What a character outside ASCII becomes: text, nothing, or null for itself. */
  function plainForm(code) {
    const within = (first, last) => code >= first && code <= last;
    if (within(0x80, 0x9F) && code !== 0x85 || code === 0xAD || within(0x200B, 0x200F)
      || within(0x202A, 0x202E) || within(0x2060, 0x2069) || within(0xFE00, 0xFE0F)
      || code === 0xFEFF || within(0xE0000, 0xE007F)) return "";
    if (code === 0xA0 || within(0x2000, 0x200A) || code === 0x202F || code === 0x205F
      || code === 0x3000 || within(0x2500, 0x259F)) return " ";
    if (code === 0x2028 || code === 0x2029 || code === 0x85) return "\n";
    if (within(0x2018, 0x201B) || code === 0x2032 || code === 0xB4) return "'";
    if (within(0x201C, 0x201F) || code === 0x2033 || code === 0xAB || code === 0xBB) return '"';
    if (within(0x2010, 0x2015) || code === 0x2212) return "-";
    if (code === 0x2026) return "...";
    if (within(0xFF01, 0xFF5E)) return String.fromCharCode(code - 0xFF01 + 0x21);
    return null;
  }

  /** The text without escapes, controls and table borders, blanks single. */
  function clean(text) {
    const output = [];
    let length = 0, lineStart = 0, owed = "", escape = "";

    function put(char) {
      if (owed && length > 0) {
        output.push(owed);
        length += 1;
      }
      if (owed === "\n") lineStart = length;
      owed = "";
      output.push(char);
      length += 1;
    }

    function endLine() {
      while (length > lineStart && /^[| ]$/.test(output[length - 1])) {
        output.pop();
        length -= 1;
      }
    }

    function takeEscaped(char) {
      if (escape === "started") {
        escape = char === "[" ? "control" : char === "]" ? "string" : "";
      } else if (escape === "control") {
        if (char >= "@" && char <= "~") escape = "";
      } else if (escape === "string") {
        // An unclosed title sequence must not swallow the text: it ends with its line.
        escape = char === "\x07" || char === "\n" ? "" : char === "\x1b" ? "string end" : "string";
      } else {
        escape = "";
      }
    }

    function take(char) {
      if (escape) return takeEscaped(char);
      if (char === "\x1b") {
        escape = "started";
      } else if (char === "\n" || char === "\r") {
        endLine();
        owed = "\n";
      } else if (char === " " || char === "\t") {
        owed = owed || " ";
      } else if (char > " " && char !== "\x7f" && char !== "`") {
        // A border of a table at the start of a line is not text.
        if (char === "|" && (length === lineStart || owed === "\n")) return;
        put(char);
      }
    }

    function takeCharacter(char) {
      const code = char.codePointAt(0);
      if (code < 0x80) return take(char);
      const plain = plainForm(code);
      if (plain !== null) {
        for (const part of plain) take(part);
      } else if (!escape) {
        const [first, ...rest] = bytes(char);
        put(first);
        for (const byte of rest) {
          output.push(byte);
          length += 1;
        }
      }
    }

    let index = 0;
    while (index < text.length) {
      const char = text[index];
      if (char === "\\") {
        index += takeBackslash(index);
      } else if (char === "&") {
        ENTITY.lastIndex = index;
        const entity = ENTITY.exec(text);
        takeCharacter(entity ? ENTITIES[entity[0]] : char);
        index += entity ? entity[0].length : 1;
      } else {
        const whole = String.fromCodePoint(text.codePointAt(index));
        takeCharacter(whole);
        index += whole.length;
      }
    }

    /** An escape of a JSON string or of a quoted log line; the length it has. */
    function takeBackslash(index) {
      const next = text[index + 1];
      if (next !== undefined && "\"'/\\".includes(next)) {
        take(next);
        return 2;
      }
      if (next === "n" || next === "r") {
        take("\n");
        return 2;
      }
      if (next === "t") {
        take(" ");
        return 2;
      }
      const digits = text.slice(index + 2, index + 6);
      if (next === "u" && /^(?:[0-9a-fA-F]{4}|\+[0-9a-fA-F]{3})$/.test(digits)) {
        const code = parseInt(digits, 16);
        if (code < 0xD800 || code > 0xDFFF) takeCharacter(String.fromCharCode(code));
        return 6;
      }
      take("\\");
      return 1;
    }

    endLine();
    while (length > 0 && /^[\n ]$/.test(output[length - 1])) {
      output.pop();
      length -= 1;
    }
    return output.join("");
  }

  const WRAP_WIDTH = 40;

  /** Without the line ends that a terminal may have put inside a word; empty where there is none. */
  function glue(plain, folded) {
    const cuts = [];
    let lineStart = 0;
    for (let index = plain.indexOf("\n"); index >= 0; index = plain.indexOf("\n", index + 1)) {
      const isInsideWord = /^[0-9A-Za-z]\n[0-9A-Za-z]$/.test(plain.slice(index - 1, index + 2));
      if (index > 0 && isInsideWord && index - lineStart >= WRAP_WIDTH) cuts.push(index);
      lineStart = index + 1;
    }
    if (!cuts.length) return "";
    let glued = "", start = 0;
    for (const cut of cuts) {
      glued += folded.slice(start, cut);
      start = cut + 1;
    }
    return glued + folded.slice(start);
  }

  const fold = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

  /** `{plain, folded, glued}` of a text. */
  function symptomText(text) {
    const plain = clean(text.toWellFormed());
    const folded = fold(plain).replaceAll("\n", " ");
    return { plain, folded, glued: glue(plain, folded) };
  }

  /** The words of a folded text, with what stands between them. */
  class WordScanner {
    constructor(folded) {
      this.folded = folded;
      this.words = [];
      for (const match of folded.matchAll(/[a-z0-9_]+|[\x80-\xff]+/g)) {
        this.words.push({ text: match[0], start: match.index, end: match.index + match[0].length });
      }
    }

    get count() { return this.words.length; }

    text(index) { return this.words[index]?.text ?? ""; }

    /** What stands between a word and the next one; empty at the ends. */
    gap(index) {
      if (index < 0 || index + 1 >= this.count) return "";
      return this.folded.slice(this.words[index].end, this.words[index + 1].start);
    }

    /** The number of at most three digits that a word is; null for `1.2`, `1:2`, `1-2`. */
    number(index) {
      if (!/^[0-9]{1,3}$/.test(this.text(index))) return null;
      if (/^[.:-]$/.test(this.gap(index)) && /^[0-9]/.test(this.text(index + 1))) return null;
      return Number(this.text(index));
    }
  }

  Object.assign(site, { bytes, readable, fold, symptomText, WordScanner });
})(runbookSite);
