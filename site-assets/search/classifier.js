// How probable each page is by the words of a text, and how probable it is that it is of none. See
// `LineVerdict` and `PageVerdict` in Sources/Runbook.
(function (site) {
  "use strict";

  /** The logarithm of the probability of each class; null where no feature is known. */
  function classLogarithms(features, data) {
    const { biases, scale } = data.base.model;
    const sums = biases.map(() => 0);
    let square = 0, isKnown = false;
    for (const [hash, count] of features) {
      const found = data.features.get(hash);
      if (!found) continue;
      isKnown = true;
      const value = site.featureValue(count, found.idf);
      square += value * value;
      found.numbers.forEach((number, i) => { sums[number] += value * found.weights[i]; });
    }
    if (!isKnown || !biases.length) return null;
    const length = square > 0 ? Math.sqrt(square) : 1;
    const scores = sums.map((sum, i) => (sum / length + biases[i]) * scale);
    const most = Math.max(...scores);
    const total = scores.reduce((total, score) => total + Math.exp(score - most), 0);
    return scores.map((score) => score - most - Math.log(total));
  }

  /** `{logarithms, elsewhere, first}`: of the pages among the pages, and of another field. */
  site.judgeLines = function (features, data) {
    const verdict = { logarithms: new Map(), elsewhere: 0, first: null };
    const { classes } = data.base.model;
    const found = classLogarithms(features, data);
    if (!found) return verdict;
    let inside = 0, outside = 0;
    classes.forEach((page, i) => {
      if (page === null) outside += Math.exp(found[i]);
      else inside += Math.exp(found[i]);
    });
    if (!(inside > 0)) return verdict;
    const shift = Math.log(inside);
    let most = -Infinity;
    classes.forEach((page, i) => {
      if (page === null) return;
      const logarithm = found[i] - shift;
      verdict.logarithms.set(page, logarithm);
      if (logarithm > most) [verdict.first, most] = [page, logarithm];
    });
    if (outside > 0) verdict.elsewhere = Math.log(outside) - shift;
    return verdict;
  };
})(runbookSite);
