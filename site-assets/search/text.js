// Words as the index knows them. The same steps as the program's own search: see `Terms`, `Stem`,
// `Noise` and `Spelling` in Sources/Runbook/Text.
(function (site) {
  "use strict";

  // ---- Stem: plural, -ing, -ed and a final e go; nothing else does.

  function stem(word) {
    if (!/^[a-z]{4,}$/.test(word)) return word;
    return cutFinalE(cutVerbEnding(cutPlural(word)));
  }

  function cutPlural(word) {
    if (!word.endsWith("s")) return word;
    if (word.endsWith("ies") && word.length > 4) return word.slice(0, -3) + "y";
    if (/(?:sses|shes|ches|xes)$/.test(word)) return word.slice(0, -2);
    return /(?:ss|us|is)$/.test(word) ? word : word.slice(0, -1);
  }

  function cutVerbEnding(word) {
    const isPast = word.endsWith("ed") && !word.endsWith("eed");
    const length = word.endsWith("ing") ? 3 : isPast ? 2 : 0;
    const rest = word.slice(0, word.length - length);
    if (length === 0 || rest.length < 3 || !/[aeiouy]/.test(rest)) return word;
    // stopped, stopping: stop; but killed: kill, missing: miss.
    return /([^aeiouylsz])\1$/.test(rest) ? rest.slice(0, -1) : rest;
  }

  function cutFinalE(word) {
    return word.length >= 4 && word.endsWith("e") ? word.slice(0, -1) : word;
  }

  // ---- Terms: identifiers whole and split, plain words, pairs where words are not spaced.

  const LOWER = 1, UPPER = 2, DIGIT = 3, JOINER = 4, HAN = 5, KATAKANA = 6, OTHER = 7;

  function kindOf(char) {
    const code = char.codePointAt(0);
    if (code < 0x80) {
      if (code >= 0x61 && code <= 0x7A) return LOWER;
      if (code >= 0x41 && code <= 0x5A) return UPPER;
      if (code >= 0x30 && code <= 0x39) return DIGIT;
      return "-./:_".includes(char) ? JOINER : OTHER;
    }
    if (code >= 0x3041 && code <= 0x309F) return OTHER; // Hiragana
    if (code >= 0x30A1 && code <= 0x30FA || code >= 0x30FC && code <= 0x30FF
      || code >= 0x31F0 && code <= 0x31FF) return KATAKANA;
    if (code >= 0x3400 && code <= 0x4DBF || code >= 0x4E00 && code <= 0x9FFF
      || code >= 0xF900 && code <= 0xFAFF || code >= 0x20000 && code <= 0x3134F
      || code === 0x3005 || code >= 0xAC00 && code <= 0xD7AF) return HAN;
    return /\p{Alphabetic}/u.test(char) ? LOWER : OTHER;
  }

  /** Lower case character by character, so that no character depends on its neighbours. */
  function lower(text) {
    return /^[\x00-\x7f]*$/.test(text)
      ? text.toLowerCase() : Array.from(text, (char) => char.toLowerCase()).join("");
  }

  const encoder = new TextEncoder();

  function byteLength(text) {
    return /^[\x00-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length;
  }

  /** `exit137` is `exit` and `137`, but `ec2`, `v12` and `ipv4` are words. */
  function splitDigits(word) {
    const match = /^([^0-9]{3,})([0-9]{3,})$/u.exec(word);
    return match ? [match[1], match[2]] : [word];
  }

  /** `ENIs` was cut as `EN` and `Is`; it is more than one ENI. */
  function joinPlurals(parts) {
    const tail = parts[parts.length - 1];
    if (parts.length > 1 && /^[A-Z]s$/.test(tail) && /^[A-Z]*$/.test(parts[parts.length - 2])) {
      parts.pop();
      parts[parts.length - 1] += tail[0];
    }
  }

  /** The words of a text: `{whole, parts}`, where `whole` is null for a plain word. */
  function words(text) {
    const found = [];
    let parts = [], part = "", last = OTHER, pendingJoiner = false, run = [], runKind = OTHER;

    function endPart() {
      if (part) parts.push(part);
      part = "";
    }

    function endWord() {
      pendingJoiner = false;
      endPart();
      last = OTHER;
      if (!parts.length) return;
      joinPlurals(parts);
      const whole = parts.length > 1 ? lower(parts.join("")) : null;
      const pieces = parts.flatMap((part) => splitDigits(lower(part)))
        .filter((piece) => byteLength(piece) > 1 || /^[0-9]$/.test(piece));
      found.push({
        whole: whole !== null && byteLength(whole) <= 64 ? whole : null, parts: pieces.map(stem),
      });
      parts = [];
    }

    function endRun() {
      if (!run.length) return;
      const pairs = [];
      for (let i = 0; i < Math.max(1, run.length - 1); i++) pairs.push(run.slice(i, i + 2).join(""));
      found.push({ whole: null, parts: pairs });
      run = [];
      runKind = OTHER;
    }

    function takeLetter(char, kind) {
      if (pendingJoiner) {
        pendingJoiner = false;
        endPart();
      } else if (last === LOWER && kind === UPPER) {
        endPart();
      } else if (last === UPPER && kind === LOWER && part.length > 1) {
        // The last capital of a row begins the next part: TLSHandshake is tls handshake.
        const initial = part[part.length - 1];
        part = part.slice(0, -1);
        endPart();
        part = initial;
      }
      part += char;
    }

    for (const char of text) {
      const kind = kindOf(char);
      if (kind === LOWER || kind === UPPER || kind === DIGIT) {
        endRun();
        takeLetter(char, kind);
      } else if (kind === JOINER) {
        endRun();
        if (pendingJoiner || !part) endWord(); else pendingJoiner = true;
      } else if (kind === HAN || kind === KATAKANA) {
        endWord();
        if (kind !== runKind) endRun();
        runKind = kind;
        run.push(char);
      } else {
        endWord();
        endRun();
      }
      last = kind;
    }
    endWord();
    endRun();
    return found;
  }

  function terms(text) {
    return words(text).flatMap((word) => word.whole === null ? word.parts : [word.whole, ...word.parts]);
  }

  // ---- Noise: what names one machine, one moment or one request says nothing about the failure.

  const isRegion = (word) => /^[A-Za-z]{2}(?:-[A-Za-z]{3,}){1,2}-[0-9][\x00-,.-\x7f]?$/.test(word);

  function isDigest(word) {
    if (word.startsWith("sha256:")) return true;
    const hex = word.replaceAll("-", "");
    return hex.length >= 8 && /^[0-9a-fA-F]+$/.test(hex) && /[0-9]/.test(hex);
  }

  function isAddress(word) {
    if (/^[0-9]*$/.test(word)) return word.length >= 4;
    return /^[0-9x]{1,3}(?:\.[0-9x]{1,3}){3}$/.test(word.split(/[:/]/, 1)[0]);
  }

  const isMoment = (word) =>
    /^[0-9]{4}(?:-[0-9]{2}-|\/[0-9]{2}\/)[0-9]{2}$/.test(word.slice(0, 10))
    || /^[0-9]{1,2}:[0-9]{2}/.test(word);

  /** The telling labels of a URL's or an AWS registry's host name; null for any other word. */
  function hostOf(word) {
    const scheme = word.indexOf("://");
    if (scheme < 0 && !word.includes(".amazonaws.com")) return null;
    let rest = scheme < 0 ? word : word.slice(scheme + 3);
    rest = rest.split("/", 1)[0];
    rest = rest.slice(rest.lastIndexOf("@") + 1).split(":", 1)[0];
    return rest.split(".").filter((label) =>
      label && label.replace(/[^0-9]/g, "").length < 5 && !isRegion(label)
      && !["com", "io", "org", "net"].includes(label)).join(" ");
  }

  function kept(word) {
    if (word.startsWith("arn:")) return word.split(":")[2] ?? "";
    const host = hostOf(word);
    if (host !== null) return host;
    if (isMoment(word) || isAddress(word) || isDigest(word) || isRegion(word)) return "";
    const id = /^([A-Za-z]+)-([0-9a-fA-F]{6,17})$/.exec(word);
    return id && /[0-9]/.test(id[2]) ? id[1] : word;
  }

  function withoutNoise(text) {
    return text.split(/[\x00-\x20\x7f,;"'`<>()[\]{}|=]+/)
      .map((word) => kept(word.replace(/[.:!?]+$/, "").replace(/^[.:!?]+/, "")))
      .filter((word) => word).join(" ");
  }

  // ---- Spelling: the optimal string alignment distance, over bytes.

  function bytesOf(text) {
    return /^[\x00-\x7f]*$/.test(text) ? text : String.fromCharCode(...new TextEncoder().encode(text));
  }

  function distance(left, right, limit) {
    const a = bytesOf(left), b = bytesOf(right);
    if (Math.abs(a.length - b.length) > limit) return null;
    let beforeLast = [], last = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let best = i;
      for (let j = 1; j <= b.length; j++) {
        const cost = a[i - 1] === b[j - 1] ? 0 : 1;
        let value = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          value = Math.min(value, beforeLast[j - 2] + 1);
        }
        row.push(value);
        best = Math.min(best, value);
      }
      if (best > limit) return null;
      beforeLast = last;
      last = row;
    }
    return last[b.length] <= limit ? last[b.length] : null;
  }

  /** How many mistakes a word may hold: none below four letters, one below eight, then two. */
  function tolerance(word) {
    return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  }

  const isLongNumber = (term) => /^[0-9]{4,}$/.test(term);

  Object.assign(site, { words, terms, withoutNoise, distance, tolerance, lower, isLongNumber });
})(runbookSite);
