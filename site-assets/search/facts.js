// What a symptom says about itself. See `TextFacts` and `NameMatcher` in Sources/Runbook/Symptom; the
// names it knows (`vocabulary`) come with the data of the site.
(function (site) {
  "use strict";

  const SHORT_TEXT = 7; // a text of so few words is a query; in a longer one a code needs company
  const LONGEST_RUN = 6;
  const LONGEST_TEXT = 16 * 1024; // longer texts are logs, which spell names right

  const isLink = (gap) => /^[ :=("'#[>*-]{0,8}$/.test(gap);
  const isTelling = (number) => number >= 125 && number <= 159 || number === 255;

  /** The known words with everything that each is, as `{kind, value}`. */
  function keywordTable(vocabulary) {
    const table = new Map();
    const add = (word, kind, value) => {
      const key = site.fold(word);
      if (!table.has(key)) table.set(key, []);
      table.get(key).push({ kind, value });
    };
    for (const word of vocabulary.exitWords) add(word, "exit");
    for (const word of vocabulary.weakExitWords) add(word, "weak exit");
    for (const [name] of vocabulary.signals) add(name, "fact", ["signal", name]);
    add("signal", "signal word");
    for (const name of vocabulary.stopCodes) add(name, "fact", ["stop_code", name]);
    for (const [name] of vocabulary.errorNames) add(name, "error", name);
    for (const name of vocabulary.eventNames) add(name, "fact", ["event_name", name]);
    for (const [key, fact] of vocabulary.keys) add(key, "key", fact);
    add("PRECREATED", "fact", ["eni_status", "PRECREATED"]);
    for (const word of vocabulary.ecsWords) add(word, "context", "ecs");
    for (const word of vocabulary.containerWords) add(word, "context", "container");
    for (const word of vocabulary.foreignWords) add(word, "context", "foreign");
    add("arn", "arn");
    add("dkr", "registry");
    for (const [prefix, name] of vocabulary.resourceIDs) add(prefix, "id", name);
    for (const [key, name] of vocabulary.namedValues) add(key, "named", name);
    return table;
  }

  /** Names as they may be written apart: lower case, `cannot…` without the ending `error`. */
  function nameStems(vocabulary) {
    const stems = vocabulary.errorNames.map(([name, isSpaced]) => {
      const stem = name.toLowerCase();
      return {
        name, isSpaced,
        stem: stem.startsWith("cannot") && stem.endsWith("error") ? stem.slice(0, -5) : stem,
      };
    });
    return stems.concat(vocabulary.stopCodes.map((name) =>
      ({ name, isSpaced: false, stem: name.toLowerCase() })));
  }

  /** The facts of one text. */
  class Facts {
    constructor() {
      this.entries = [];
      this.placeholders = new site.Placeholders();
      this.reasons = [];
    }

    values(name) {
      return this.entries.filter((entry) => entry.name === name).map((entry) => entry.value);
    }

    evidence(name, value) {
      return this.entries.find((entry) => entry.name === name && entry.value === value)?.excerpt ?? null;
    }

    /** Adds a value, unless the fact has it; `excerpt` is null for what follows from other values. */
    add(name, value, excerpt = null) {
      if (!this.entries.some((entry) => entry.name === name && entry.value === value)) {
        this.entries.push({ name, value, excerpt });
      }
    }
  }

  /** One pass over the words of a text. */
  class TextReader {
    constructor(text, vocabulary) {
      this.text = text;
      this.vocabulary = vocabulary;
      this.scanner = new site.WordScanner(text.folded);
      this.facts = new Facts();
      this.placeholders = new site.PlaceholderText(text, this.facts.placeholders);
      this.errorStarts = [];
    }

    read() {
      const { scanner, vocabulary } = this;
      vocabulary.table ??= keywordTable(vocabulary);
      for (let index = 0; index < scanner.count; index++) {
        for (const keyword of vocabulary.table.get(scanner.text(index)) ?? []) this.take(keyword, index);
        if (scanner.text(index) >= "\x80") this.takeWide(index);
      }
      if (this.text.folded.length <= LONGEST_TEXT) this.readInexactNames();
      if (scanner.count <= SHORT_TEXT) this.takeBareCode();
      this.placeholders.finish();
    }

    take({ kind, value }, index) {
      const word = this.scanner.words[index];
      switch (kind) {
        case "exit": return this.takeExitCode(index, false);
        case "weak exit": return this.takeExitCode(index, true);
        case "fact": return this.add(value[0], value[1], index, index);
        case "signal word": return this.takeSignal(index);
        case "error": return this.takeErrorName(value, index, index);
        case "key": return this.takeValue(value, index);
        case "context": return this.facts.add("context", value);
        case "arn": return this.placeholders.takeARN(word.start);
        case "registry": return this.placeholders.takeImage(word.start);
        case "id": return this.placeholders.takeID(value, word);
        case "named": return this.placeholders.takeNamed(value, word.end);
      }
    }

    add(name, value, first, last) {
      const { words } = this.scanner;
      this.facts.add(name, value, site.readable(this.text.plain.slice(words[first].start, words[last].end)));
    }

    isWord(index, ...words) { return words.includes(this.scanner.text(index)); }

    takeErrorName(name, first, last) {
      // `java.lang.OutOfMemoryError` is the heap's own limit, inside the process.
      const isJavaHeap = this.isWord(first - 1, "lang") && this.scanner.gap(first - 1) === ".";
      if (name === "OutOfMemoryError" && isJavaHeap) return;
      const { start } = this.scanner.words[first];
      if (this.errorStarts.at(-1) !== start) this.errorStarts.push(start);
      this.add("error_name", name, first, last);
    }

    /** A value beside its key: `"stopCode": "UserInitiated"`, `lastStatus=RUNNING`. */
    takeValue(fact, index) {
      const gap = this.scanner.gap(index);
      if (gap.length > 6 || !/[:=]/.test(gap)) return;
      for (const known of this.vocabulary.values[fact] ?? []) {
        if (site.fold(known) === this.scanner.text(index + 1)) this.add(fact, known, index, index + 1);
      }
    }

    // ---- Exit codes and signals

    /** The number after a word such as `exit`, fillers in between: `exited with code 137`. */
    takeExitCode(index, isWeak) {
      const { scanner } = this;
      if (!this.isExit(index, isWeak)) return;
      for (let next = index + 1; next - index < LONGEST_RUN && isLink(scanner.gap(next - 1)); next++) {
        const number = scanner.number(next);
        if (number !== null) {
          if (!this.isPlausible(number, next, index, isWeak)) return;
          // `Exited (143)` is the state of a container in a list.
          if (this.isWord(index, "exited") && scanner.gap(index) === " (") {
            this.add("context", "container", index, next);
          }
          return this.takeCodes(next, index);
        }
        if (!isWeak && this.isWord(next, "none", "null", "nil", "missing")) {
          return this.add("exit_code", "none", index, next);
        }
        if (!this.vocabulary.exitFillers.includes(scanner.text(next))) return;
      }
    }

    /** A number and those listed with it: `137 and 143`, `137/143`. */
    takeCodes(start, first) {
      let next = start, trigger = first;
      for (;;) {
        const number = this.scanner.number(next);
        if (number === null || number > 255) return;
        this.add("exit_code", String(number), trigger, next);
        const gap = this.scanner.gap(next);
        const isListed = gap === " " && this.scanner.number(next + 1) !== null;
        if (gap === "/" || gap === ", " || isListed) next += 1;
        else if (gap === " " && this.isWord(next + 1, "and", "or")) next += 2;
        else return;
        trigger = next;
      }
    }

    /** Whether the word speaks of the end of a process. */
    isExit(index, isWeak) {
      const before = this.scanner.text(index - 1);
      if (isWeak) {
        return this.scanner.text(index) !== "code" || !this.vocabulary.otherCodes.includes(before);
      }
      // `cmd || exit 1` is a script that says what it would do; a layer has a status of its own.
      const gap = this.scanner.gap(index - 1);
      if (gap.includes("|") && gap.length > 2 || /[&;]/.test(gap)) return false;
      return before !== "applylayer";
    }

    isPlausible(number, index, first, isWeak) {
      const { scanner } = this;
      if (number > 255 || scanner.gap(index - 1).endsWith("-")) return false;
      const word = scanner.text(first);
      if (!isWeak) {
        // `exit 2 seconds ago`: a number with a unit is none.
        const hasUnit = scanner.gap(index) === " " && this.isWord(index + 1, "seconds", "second",
          "minutes", "minute", "hours", "hour", "times", "days", "ms", "s");
        return !hasUnit || word === "exitcode";
      }
      if (word === "rc") return scanner.gap(first).includes("=");
      if (word === "returned") {
        return scanner.gap(index) !== " " && !(number >= 100 && number <= 124)
          && !(number >= 200 && number <= 254);
      }
      // `code 139`, `died with 137`: only where the number could be nothing else.
      let hasCode = false;
      for (let i = first; i <= index; i++) hasCode ||= this.isWord(i, "code");
      return isTelling(number) && (hasCode || this.isWord(index - 1, "with"));
    }

    takeSignal(index) {
      const number = this.scanner.number(index + 1);
      if (!isLink(this.scanner.gap(index)) || number === null) return;
      for (const [name, value] of this.vocabulary.signals) {
        if (value === number) this.add("signal", name, index, index + 1);
      }
    }

    /** A number that stands alone in a short query: `137`, `137 oom`. */
    takeBareCode() {
      const { scanner } = this;
      if (this.facts.values("exit_code").length) return;
      const numbers = scanner.words.map((_, index) => index).filter((index) => {
        const number = scanner.number(index);
        return number !== null && isTelling(number);
      });
      if (numbers.length !== 1) return;
      const [index] = numbers;
      const isApart = (gap) => /^[ ()"',:?!=]*$/.test(gap);
      if (isApart(scanner.gap(index - 1)) && isApart(scanner.gap(index))
        && !this.isWord(index - 1, "port", "line", "took", "after", "http", "status", "code")) {
        this.add("exit_code", scanner.text(index), index, index);
      }
    }

    /** Japanese: a number right after 終了コード or 終了ステータス. */
    takeWide(index) {
      const word = site.readable(this.scanner.text(index));
      const number = this.scanner.number(index + 1);
      if ((/終了(?:コード|ステータス)$/.test(word) || word === "コード")
        && isLink(this.scanner.gap(index)) && number !== null && number <= 255) {
        this.takeCodes(index + 1, index);
      }
    }

    // ---- Names that are written apart or with a slip

    readInexactNames() {
      this.vocabulary.stems ??= nameStems(this.vocabulary);
      for (let index = 0; index < this.scanner.count;) {
        const match = this.matchName(index);
        if (!match) {
          index += 1;
          continue;
        }
        if (this.vocabulary.stopCodes.includes(match.name)) {
          this.add("stop_code", match.name, index, match.last);
        } else {
          this.takeErrorName(match.name, index, match.last);
        }
        index = match.last + 1;
      }
    }

    matchName(first) {
      const { scanner } = this;
      const start = scanner.text(first).slice(0, 3);
      const candidates = start.length === 3
        ? this.vocabulary.stems.filter(({ stem }) => stem.startsWith(start)) : [];
      const isBlank = (gap) => gap === " " || gap === "-";
      let joined = "", best = null;
      for (let last = first; candidates.length && last < Math.min(first + 6, scanner.count); last++) {
        if (last > first && !isBlank(scanner.gap(last - 1))) break;
        joined += scanner.text(last);
        for (const { name, stem, isSpaced } of candidates) {
          if (last !== first && !isSpaced) continue;
          // The ending may be there or not.
          const written = stem.endsWith("error")
            ? joined : joined.replace(/(?:errors|error|eror|erorr|err)$/, "");
          const distance = nameDistance(written, stem);
          if (distance === null) continue;
          if (!best || distance < best.distance || distance === best.distance && last > best.last) {
            best = { name, last, distance };
          }
        }
      }
      if (best && isBlank(scanner.gap(best.last)) && this.isWord(best.last + 1, "error")) best.last += 1;
      return best;
    }

    /** Where reasons start that have no error name. */
    phraseStarts() {
      const { folded } = this.text;
      if (folded.length > LONGEST_TEXT) return [];
      return this.vocabulary.reasonStarts
        .map((phrase) => this.scanner.words.find(({ start }) => folded.startsWith(phrase, start)))
        .filter((word) => word).map(({ start }) => start);
    }

    /** Lines that name a failure: from the name of an error to the end of its line or quotation. */
    readReasons() {
      const { plain } = this.text;
      let covered = 0;
      const starts = [...this.errorStarts, ...this.phraseStarts()].sort((a, b) => a - b);
      for (const start of starts.slice(0, 64)) {
        if (start < covered) continue;
        const limit = Math.min(plain.length, start + 1024);
        const quote = plain[start - 1], isQuoted = quote === '"' || quote === "'";
        let end = start;
        while (end < limit && plain[end] !== "\n") {
          const next = end + 1 === limit ? "" : plain[end + 1];
          if (isQuoted && plain[end] === quote && ",}\n".includes(next)) break;
          end += 1;
        }
        covered = end;
        const reason = site.readable(plain.slice(start, end));
        if (!this.facts.reasons.includes(reason)) this.facts.reasons.push(reason);
      }
    }
  }

  /** The edit distance where it is small for the length of the name; null otherwise. */
  function nameDistance(word, name) {
    const limit = name.length >= 16 ? 2 : name.length >= 11 ? 1 : 0;
    if (Math.abs(word.length - name.length) > limit) return null;
    if (limit === 0) return word === name ? 0 : null;
    const row = Array.from({ length: name.length + 1 }, (_, i) => i);
    for (let i = 0; i < word.length; i++) {
      let diagonal = row[0];
      row[0] = i + 1;
      let smallest = row[0];
      for (let column = 0; column < name.length; column++) {
        const cost = word[i] === name[column]
          ? diagonal : Math.min(diagonal, row[column], row[column + 1]) + 1;
        diagonal = row[column + 1];
        row[column + 1] = cost;
        smallest = Math.min(smallest, cost);
      }
      if (smallest > limit) return null;
    }
    return row[name.length] <= limit ? row[name.length] : null;
  }

  /** What follows from the values of a text. */
  function derive(facts, vocabulary, isShort) {
    for (const signal of facts.values("signal")) {
      if (facts.values("exit_code").length) continue;
      const number = vocabulary.signals.find(([name]) => name === signal)?.[1];
      // In prose a signal that asks a process to end is talked of, not reported.
      if (number !== undefined && (isShort || ![1, 2, 3, 9, 15].includes(number))) {
        facts.add("culprit_exit_code", `signal ${number}`, facts.evidence("signal", signal));
      }
    }
    const codes = facts.values("exit_code").filter((code) => code !== "none").map(Number);
    const culprit = codes.find((code) => ![0, 137, 143].includes(code))
      ?? [0, 137].find((code) => codes.includes(code)) ?? codes[0];
    // Whoever names more than two asks what they mean.
    if (culprit !== undefined && codes.length <= 2) {
      facts.add("culprit_exit_code", String(culprit), facts.evidence("exit_code", String(culprit)));
    } else if (facts.values("exit_code").join() === "none") {
      facts.add("culprit_exit_code", "none");
    }
    if (facts.values("oom_killed").join() === "true"
      || facts.values("error_name").includes("OutOfMemoryError")) facts.add("oom", "text");
    const context = facts.values("context");
    const isOurs = context.includes("ecs")
      || ["stop_code", "last_status", "health_status", "rollout_state"]
        .some((name) => facts.values(name).length > 0);
    const isForeign = context.includes("foreign") && !isOurs;
    const hasSubject = isOurs || context.includes("container") || facts.values("oom_killed").length > 0;
    if (isForeign || !hasSubject && !isShort) facts.add("exit_context", "weak");
  }

  /** Reads the facts of a text. */
  site.readFacts = function (text, vocabulary) {
    const cleaned = site.symptomText(text);
    const reader = new TextReader(cleaned, vocabulary);
    reader.facts.add("input", "text");
    reader.read();
    reader.readReasons();
    derive(reader.facts, vocabulary, reader.scanner.count <= SHORT_TEXT);
    reader.facts.text = cleaned;
    return reader.facts;
  };
})(runbookSite);
