// A short name for a failure, the same in any task, service and account. See `Fingerprint` in
// Sources/Runbook/Symptom.
(function (site) {
  "use strict";

  const WORDS = 24; // platforms cut long messages at different places
  const SUBJECT = /^\((?:service|task|taskset|instance|deployment|target-group|elb|port|container-instance)$/;

  /** The letters of a word without the punctuation around it; null for whatever varies. */
  function stableWord(part) {
    const end = part.length - /[^a-z]*$/.exec(part)[0].length;
    const start = /^[^a-z]*/.exec(part)[0].length;
    if (start >= end || /["'\]0-9]/.test(part.slice(end)) || /["'[/0-9]/.test(part.slice(0, start))) {
      return null;
    }
    const word = part.slice(start, end);
    return word.length >= 2 && /^[a-z']+$/.test(word) ? word : null;
  }

  /** The words of a reason that stay the same. */
  function skeletonOf(reason) {
    const found = [];
    let isInName = false;
    for (const part of site.symptomText(reason).folded.split(" ")) {
      if (!part) continue;
      // `(service web-api)`: which one it was is not part of the failure.
      if (SUBJECT.test(part)) isInName = true;
      if (isInName) {
        if (part.includes(")")) isInName = false;
        continue;
      }
      const word = stableWord(part);
      if (word !== null) found.push(word);
      if (found.length === WORDS) break;
    }
    return found;
  }

  function skeleton(facts) {
    for (const reason of facts.reasons) {
      const words = skeletonOf(reason);
      if (words.length >= 2 || words.length === 1 && words[0].length > 12) return words.join(" ");
    }
    const first = (name) => facts.values(name)[0];
    if (first("event_name")) return `event ${first("event_name")}`;
    if (first("failure")) return `failure ${first("failure")}`;
    const code = first("culprit_exit_code"), stop = first("stop_code");
    if (code === undefined) return stop === undefined ? null : `stop ${stop}`;
    // A deliberate stop and a crash with the same code are different failures.
    const suffix = stop === undefined || stop === "EssentialContainerExited" ? "" : ` ${stop}`;
    return `exit ${code}${suffix}${first("oom") ? " oom" : ""}`;
  }

  /** SHA-1 of a string of bytes, as hex; it names content, and guards nothing. */
  function sha1(bytes) {
    const length = bytes.length;
    const words = new Uint32Array(((length + 8 >> 6) + 1) * 16);
    for (let i = 0; i < length; i++) words[i >> 2] |= bytes.charCodeAt(i) << (24 - i % 4 * 8);
    words[length >> 2] |= 0x80 << (24 - length % 4 * 8);
    words[words.length - 1] = length * 8;
    const rotate = (value, count) => value << count | value >>> (32 - count);
    const state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
    const schedule = new Uint32Array(80);
    for (let block = 0; block < words.length; block += 16) {
      for (let i = 0; i < 80; i++) {
        schedule[i] = i < 16 ? words[block + i]
          : rotate(schedule[i - 3] ^ schedule[i - 8] ^ schedule[i - 14] ^ schedule[i - 16], 1);
      }
      let [a, b, c, d, e] = state;
      for (let i = 0; i < 80; i++) {
        const [mix, constant] = i < 20 ? [b & c | ~b & d, 0x5A827999] : i < 40 ? [b ^ c ^ d, 0x6ED9EBA1]
          : i < 60 ? [b & c | b & d | c & d, 0x8F1BBCDC] : [b ^ c ^ d, 0xCA62C1D6];
        [a, b, c, d, e] = [rotate(a, 5) + mix + e + constant + schedule[i] | 0, a, rotate(b, 30), c, d];
      }
      [a, b, c, d, e].forEach((value, i) => { state[i] = state[i] + value | 0; });
    }
    return state.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
  }

  /** The fingerprint of facts; null where nothing identifies the failure. */
  site.fingerprint = function (facts) {
    const text = skeleton(facts);
    if (text === null) return null;
    const bytes = site.bytes(text);
    return "f1-" + sha1(`blob ${bytes.length}\0${bytes}`).slice(0, 12);
  };
})(runbookSite);
