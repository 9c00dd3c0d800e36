// The answer as a card: the step to take, what happened before, the other steps, why, other pages.
(function (site) {
  "use strict";

  const { element } = site;

  const pageOf = (id) => `runbooks/${id === "index" ? "_index" : id}.html`;

  const incidentLink = (id, text = id) => element("a", { href: `incidents/${id}.html` }, text);

  function titleOf({ id, title, status }, tag, attributes = { "data-result": "" }) {
    const mark = status === "active" ? null : element("span", { class: `badge ${status}` }, status);
    return element(tag, {}, element("a", { href: pageOf(id), ...attributes }, title), " ", mark);
  }

  // ---- Do

  function commandOf([text, safety, changes, undo], placeholders) {
    const code = element("code");
    const filled = placeholders.fill(text);
    let end = 0;
    for (const match of filled.matchAll(/<[a-z0-9-]+>/g)) {
      code.append(filled.slice(end, match.index), element("var", {}, match[0]));
      end = match.index + match[0].length;
    }
    code.append(filled.slice(end));
    const said = (name, value) => value ? [element("strong", {}, `${name}: `), value, " "] : [];
    const effect = [...said("Changes", changes), ...said("Undo", undo)];
    return [
      element("div", { class: "command" },
        element("p", { class: `safety ${safety}` }, safety), element("pre", {}, code)),
      effect.length ? element("p", { class: "effect" }, ...effect) : null,
    ];
  }

  function doingOf({ results: [page], card, choice, facts: { placeholders } }) {
    const commands = (list) => list.flatMap((command) => commandOf(command, placeholders));
    if (!choice) return commands(card.commands);
    const [place] = choice.order, step = card.steps[place];
    const look = choice.isDecided ? [] : card.commands.slice(0, 1);
    return [
      element("h3", { class: "do" }, element("span", { class: "part" }, "Do "),
        element("a", { href: `${pageOf(page.id)}#${step.anchor}` }, `${place + 1}. ${step.title}`)),
      step.text && step.text !== step.title ? element("p", {}, step.text) : null,
      look.length ? element("p", { class: "look" }, "The cause is not decided yet. Look first:") : null,
      ...commands(look),
      look.length && step.commands.length ? element("p", { class: "look" }, "Then, if it fits:") : null,
      ...commands(step.commands),
    ];
  }

  // ---- Past

  const times = (count) => count === 1 ? "once" : `${count} times`;

  function countsOf(history, past) {
    const counts = [];
    if (past?.step && past.taken) counts.push(`this step worked ${past.worked} of ${past.taken} times here`);
    counts.push(`page seen ${times(history.seen)}`, `fixed ${history.fixed}`);
    if (history.last) counts.push(`last ${history.last}`);
    if (history.median) counts.push(`median ${history.median}`);
    if (history.actions) counts.push(`${history.actions} open action${history.actions === 1 ? "" : "s"}`);
    const text = counts.join(", ");
    return `${text[0].toUpperCase()}${text.slice(1)}.`;
  }

  function incidentOf({ id, title, date, outcome, words, time }, { before = null, after = null } = {}) {
    return element("li", {}, element("time", { datetime: date }, date), " ", before,
      incidentLink(id, title), " ", element("span", { class: `badge ${outcome}` }, words),
      time ? ` ${time}` : null, after ? element("p", {}, after) : null);
  }

  /** The incident that the step ended last, with what ended it; then others, the team's own first. */
  function pastOf({ card: { steps, history }, choice }) {
    const anchor = choice ? steps[choice.order[0]].anchor : null;
    const whole = history.past.find(({ step }) => step === null);
    const past = history.past.find(({ step }) => step !== null && step === anchor) ?? whole;
    const last = past?.last ?? null;
    const others = history.own.filter(({ id }) => id !== last?.id).slice(0, last ? 2 : 3);
    const examples = history.examples.slice(0, history.own.length ? 1 : 2);
    const items = [
      ...last ? [incidentOf(last, { after: past.resolution })] : [],
      ...others.map((incident) => incidentOf(incident)),
      ...examples.map((incident) => incidentOf(incident, { before: "public example: " })),
    ];
    return [
      element("h3", {}, "Past"),
      element("p", {}, history.seen ? countsOf(history, past) : "Not seen here yet."),
      items.length ? element("ul", { class: "incidents" }, ...items) : null,
    ];
  }

  // ---- Else and why

  /** The other steps by their numbers, in the order of the page. */
  function otherSteps({ results: [page], card: { steps }, choice }) {
    if (!choice || steps.length < 2) return [];
    const items = steps.map(({ title, anchor }, place) => place === choice.order[0] ? null
      : element("li", { value: place + 1 }, element("a", { href: `${pageOf(page.id)}#${anchor}` }, title)));
    return [element("h3", {}, "Else"), element("ol", { class: "steps" }, ...items)];
  }

  /** The strongest reason; what stands in backticks there is code, and an incident is a link. */
  function whyOf([reason]) {
    if (!reason) return null;
    const parts = reason.text.split(/`([^`]*)`/)
      .map((part, i) => i % 2 ? element("code", {}, part) : part);
    return element("p", { class: "why" }, element("strong", {}, "Why "),
      element("span", {}, ...parts, reason.incident ? incidentLink(reason.incident) : null));
  }

  /** The card of an answer that has a result. */
  function cardOf(answer) {
    const [page] = answer.results;
    return element("article", { class: "card" },
      answer.kind === "weak" ? element("p", { class: "warning" }, "Not a sure match; the best there is.") : null,
      titleOf(page, "h2"),
      page.question ? element("p", { class: "ask" }, element("strong", {}, "Ask: "), page.question) : null,
      ...doingOf(answer), ...pastOf(answer), ...otherSteps(answer), whyOf(page.why));
  }

  /** What is shown for an answer. */
  site.showAnswer = function (answer) {
    const item = (attributes) => (page) =>
      element("li", {}, titleOf(page, "h3", attributes), element("p", {}, page.text));
    if (answer.kind === "none") {
      return [
        element("p", {}, "Try the error line itself, or the words of the stoppedReason. The lists below show "
          + "everything that there is."),
        answer.nearest.length ? element("section", {},
          element("h2", {}, "The nearest pages, all unlikely"),
          element("ul", { class: "others nearest" }, ...answer.nearest.map(item({})))) : null,
      ].filter((part) => part);
    }
    const others = answer.results.slice(1);
    return [cardOf(answer), ...others.length ? [element("section", {}, element("h2", {}, "Or"),
      element("ul", { class: "others" }, ...others.map(item())))] : []];
  };
})(runbookSite);
