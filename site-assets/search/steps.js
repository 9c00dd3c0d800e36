// Which step of a page mends what a text tells: BM25 over what leads to each step, field by field. See
// `StepChoice` in Sources/Runbook/Answering.
(function (site) {
  "use strict";

  const MOST = 255; // a feature is not counted further in one field

  /** What leads to a step, field by field, in the order of the weights. */
  function fieldsOf({ title, text, signs, lines, rows, commands }) {
    const changing = commands.filter(([, safety]) => safety === "mutating").map(([command]) => command);
    return [signs, lines, [`${title}\n${text}`], rows, changing];
  }

  /** The features of some texts: how many there are, and how often each is there. */
  function count(texts, limit) {
    const field = { length: 0, counts: new Map() };
    for (const text of texts) {
      for (const [hash, count] of site.lineFeatures(text, limit)) {
        field.length += count;
        field.counts.set(hash, (field.counts.get(hash) ?? 0) + count);
      }
    }
    return field;
  }

  const counted = new WeakMap(); // by card: the fields of its steps

  function fieldsOfCard(card, limit) {
    if (!counted.has(card)) {
      counted.set(card, card.steps.map((step) => fieldsOf(step).map((texts) => count(texts, limit))));
    }
    return counted.get(card);
  }

  /** BM25 of each step. */
  function words(features, steps, weights) {
    const usual = weights.stepFields.map((_, field) =>
      steps.reduce((sum, step) => sum + step[field].length, 0) / steps.length);
    const scores = steps.map(() => 0);
    for (const hash of [...features.keys()].sort((a, b) => a - b)) {
      const frequencies = steps.map((step) => {
        let frequency = 0;
        weights.stepFields.forEach((weight, field) => {
          const count = Math.min(MOST, step[field].counts.get(hash) ?? 0);
          if (!count) return;
          const norm = 1 - weights.lengthShare + weights.lengthShare * step[field].length / usual[field];
          frequency += weight * count / norm;
        });
        return frequency;
      });
      const holders = frequencies.filter((frequency) => frequency > 0).length;
      if (!holders) continue;
      const rarity = Math.log(1 + (steps.length - holders + 0.5) / (holders + 0.5));
      frequencies.forEach((frequency, place) => {
        if (!(frequency > 0)) return;
        scores[place] += rarity * frequency * (weights.saturation + 1) / (frequency + weights.saturation);
      });
    }
    return scores;
  }

  /** `{order, isDecided}`: the places of the steps, best first; null where the page has none. */
  site.chooseStep = function (features, card, evidence, data) {
    if (!card.steps.length) return null;
    const { weights, limits } = data.base;
    const scores = words(features, fieldsOfCard(card, limits.features), weights);
    const most = Math.max(...scores);
    // Where words say little, the order in which the page's author would try them decides.
    const ordered = scores.map((score, place) => score + weights.stepOrder / (1 + place));
    const best = Math.max(weights.tellingWords, ...ordered);
    const ranked = ordered.map((score, place) => {
      let value = score / best;
      for (const { step, stepWeight } of evidence) {
        if (step === card.steps[place].anchor) value += stepWeight;
      }
      return { place, score: value };
    }).sort((a, b) => b.score - a.score || a.place - b.place);
    const isClear = ranked[0].score - (ranked[1]?.score ?? 0) >= weights.clearStep;
    return {
      order: ranked.map(({ place }) => place),
      isDecided: isClear && (most >= weights.decidedStep || ranked[0].score > 1),
    };
  };
})(runbookSite);
