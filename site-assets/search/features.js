// What the classifier, and the choice of a step, see of a text. See `LineFeatures` in
// Sources/Runbook/Classifier.
(function (site) {
  "use strict";

  const encoder = new TextEncoder();

  /** FNV-1a (32 bit) of the bytes of a text. */
  function hash(text) {
    let hash = 0x811C9DC5;
    if (/^[\x00-\x7f]*$/.test(text)) {
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    } else {
      for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
    }
    return hash >>> 0;
  }

  /**
   * The features of a text by their hash, in the order of their first appearance, with how often; of a
   * long paste a limited number of words is read.
   */
  function lineFeatures(text, limit, corrections = new Map()) {
    const counts = new Map();
    const add = (name) => {
      const key = hash(name);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    };
    let last = null, read = 0;
    for (const { whole, parts } of site.words(site.withoutNoise(text))) {
      if (read >= limit) break;
      if (whole !== null) add(`=${whole}`);
      for (const written of parts) {
        if (site.isLongNumber(written)) continue;
        const part = corrections.get(written) ?? written;
        read += 1;
        add(part);
        if (last !== null) add(`${last} ${part}`);
        last = part;
      }
    }
    return counts;
  }

  /** How much an appearance says: `1 + ln tf`, times the inverse document frequency. */
  const featureValue = (count, idf) => count === 1 ? idf : (1 + Math.log(count)) * idf;

  Object.assign(site, { hash, lineFeatures, featureValue });
})(runbookSite);
