// The pages of which nothing but their words is known, beside what the taught ones answer. See
// `PlainPages` in Sources/Runbook/Answering.
(function (site) {
  "use strict";

  site.PlainPages = class {
    /** `pages` are `{hit, isNamed, kind}`, best first. */
    constructor(query, ranking, data) {
      this.weights = data.weights;
      const named = new Set();
      for (const whole of query.wholes.slice(0, data.base.limits.concepts)) {
        if (whole.length < this.weights.pageNameLength) continue;
        const found = data.pagesTitled(whole);
        // A word that stands in many titles names none of them.
        if (found.length <= this.weights.pageNamesakes) found.forEach((number) => named.add(number));
      }
      this.pages = ranking.hits.map((hit) => {
        const isNamed = named.has(hit.document);
        return { hit, isNamed, kind: this.kind(hit, isNamed) };
      }).sort((a, b) => b.isNamed - a.isNamed || b.hit.score - a.hit.score);
    }

    kind({ coverage, phrase }, isNamed) {
      const { pageMatch, pageWeak } = this.weights;
      if (isNamed || coverage >= pageMatch.coverage && phrase >= pageMatch.phrase) return "match";
      return coverage >= pageWeak.coverage && phrase >= pageWeak.phrase ? "weak" : "none";
    }

    /** Whether the first page stands before the taught ones. */
    leads(taught) {
      const [first] = this.pages, { pageLead } = this.weights;
      if (!first || first.kind === "none") return false;
      if (first.isNamed || taught.kind === "none") return true;
      if (taught.isTold) return false;
      const { coverage, phrase } = first.hit;
      if (taught.kind === "weak") return coverage * phrase > taught.coverage * taught.phrase + pageLead;
      return first.kind === "match" && phrase > taught.phrase + pageLead;
    }

    /** What a page adds to its score: above the taught ones where it leads, else below them. */
    weight({ hit }, place, leads, taught) {
      const first = this.pages[0].hit.score;
      const share = first > 0 ? hit.score / first : 0;
      if (leads && place === 0) return taught.score + Math.max(hit.score, 1);
      const most = taught.kind === "none" ? first : taught.score * this.weights.pageBelow;
      return most * Math.min(1, share) * this.weights.pageBelow;
    }
  };
})(runbookSite);
