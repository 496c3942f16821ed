"use strict";
// Builds what unfolds beneath a line from the data in the page. Text goes in as text nodes only, never as markup.
const SVG = "http://www.w3.org/2000/svg";

function h(tag, attributes, ...children) {
  const svg = tag.startsWith("svg:");
  const element = svg ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value !== false && value != null) element.setAttribute(name, value);
  for (const child of children.flat(3)) if (child != null && child !== "" && child !== false) element.append(child);
  return element;
}

class Details {
  constructor(data) {
    this.data = data;
    this.words = data.words;
  }

  pool(number) { return this.data.pool[number]; }

  all(numbers) { return numbers.map(number => this.pool(number)); }

  verdict([kind, sign, text]) {
    return h("span", { class: `v v-${kind}` }, h("i", { "aria-hidden": "true" }, sign), text);
  }

  section(title, ...content) {
    return h("section", {}, h("h3", {}, title), ...content);
  }

  line(number, open) {
    const row = this.data.lines[number], w = this.words;
    const parts = [
      h("dl", { class: "facts" }, this.all(row.facts).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("bdi", {}, value))))),
      row.free && h("p", { class: "note scope" }, this.data.nothing),
      row.duties && this.section(w.duties, this.duties(this.all(row.duties))),
      row.sets && this.section(this.all(row.sets).every(([, , , aspect]) => aspect === "review") ? w.settle_review : w.settle, this.sets(row)),
      row.chart != null && this.section(w.share, this.chart(this.pool(row.chart)), this.ledger(row.ledger), this.leaves(this.pool(row.leaves))),
      row.branches && this.section(w.branches, h("ul", { class: "rows" }, this.all(row.branches).map(([label, v, review]) => h("li", {}, this.verdict(v), ` ${label}`, review && h("span", { class: "soft" }, ` (${review})`))))),
      row.readings && this.section(w.readings, h("ul", { class: "rows" }, this.all(row.readings).map(([reading, alternative, v]) => h("li", {}, this.verdict(v), " ", h("code", {}, `${reading} = ${alternative}`))))),
      row.tried && this.section(w.proof, this.proof(row.tried, open)),
      (row.holds || row.ends) && this.section(w.holds, h("ul", {}, row.holds && h("li", {}, `${w.until} ${row.holds}`), (row.ends || []).map(e => h("li", {}, `${w.ends}: `, h("bdi", {}, e))))),
      row.issues && this.section(w.issues, h("ul", {}, row.issues.map(i => h("li", {}, h("bdi", {}, i))))),
      row.proof && h("p", { class: "soft" }, `${w.file}: `, h("a", { href: row.proof }, row.proof)),
    ];
    return h("div", { class: "detail", role: "region", "aria-label": row.name }, parts.filter(Boolean));
  }

  duties(duties) {
    const w = this.words;
    return h("ul", { class: "rows" }, duties.map(([title, provision, due, provisional, certain, id]) => h("li", { class: id === "ask_mofcom_before_transfer" ? "first" : "" },
      h("b", {}, title), h("span", { class: "soft" }, ` ${provision}`), due && ` ${w.due} ${due}`,
      provisional && h("em", { class: "read" }, w.provisional), !certain && h("em", { class: "read" }, w.perhaps))));
  }

  sets(row) {
    const w = this.words;
    const list = h("ol", { class: "sets" }, this.all(row.sets).map(([questions, answers, guaranteed]) => h("li", {},
      questions.map((number, index) => {
        const [en, zh, who] = this.pool(number);
        return h("div", { class: "question" }, index > 0 && h("span", { class: "joint" }, w.and), h("p", { class: "q" }, h("bdi", {}, en)),
          zh && h("p", { class: "zh", lang: "zh-Hans" }, zh), who && h("p", { class: "soft" }, `${w.who}: ${who}`));
      }),
      answers.length > 0 && h("ul", { class: "answers" }, answers.map(([answer, verdict]) => h("li", {}, h("b", {}, answer), " → ", verdict))),
      h("p", { class: "soft" }, guaranteed ? w.guaranteed : w.partial))));
    return [list, !row.complete && h("p", { class: "soft" }, w.cut)].filter(Boolean);
  }

  chart(c) {
    const narrow = matchMedia("screen and (max-width: 760px)").matches;
    const W = narrow ? 340 : 1000, deep = narrow ? 20 : 0, step = 46 + deep, top = 6, height = top + c.bars.length * step + 26;
    const at = x => (x * W) / 1000;
    const svg = h("svg:svg", { class: "bounds", viewBox: `-10 0 ${W + 20} ${height}`, role: "img", "aria-label": c.bars.map(b => `${b.label}: ${b.text}`).join("; ") + `; ${c.threshold_label}` });
    c.ticks.forEach(([x, label], index) => {
      svg.append(h("svg:line", { class: "month", x1: at(x), x2: at(x), y1: top, y2: height - 20 }));
      if (narrow && index % 2 === 0 && Math.abs(x - c.threshold) > 1) return;
      svg.append(h("svg:text", { class: "tick", x: at(x), y: height - 6, "text-anchor": x < 30 ? "start" : x > 970 ? "end" : "middle" }, label));
    });
    c.bars.forEach((bar, index) => {
      const y = top + index * step + deep;
      svg.append(h("svg:text", { class: "bar-label", x: 0, y: y + 14 - deep }, bar.label, !narrow && h("svg:tspan", { class: "bar-value", dx: 12 }, bar.text)));
      if (narrow) svg.append(h("svg:text", { class: "bar-value", x: 0, y: y + 14 }, bar.text));
      svg.append(h("svg:rect", { class: "track", x: 0, y: y + 20, width: W, height: 15, rx: 2 }));
      const from = Math.max(bar.start, c.threshold);
      if (bar.start < c.threshold) svg.append(h("svg:rect", { class: "below", x: at(bar.start), y: y + 20, width: Math.max(at(Math.min(bar.end, c.threshold) - bar.start), 5), height: 15 }));
      if (bar.side !== "below") svg.append(h("svg:rect", { class: "above", x: at(from), y: y + 20, width: Math.max(at(bar.end - from), 5), height: 15 }));
      if (bar.endless) svg.append(h("svg:text", { class: "bar-value", x: W - 6, y: y + 32, "text-anchor": "end" }, "→"));
    });
    svg.append(h("svg:line", { class: "limit", x1: at(c.threshold), x2: at(c.threshold), y1: 0, y2: height - 20 }));
    const w = this.words;
    return [svg,
      h("p", { class: "soft" }, `${c.threshold_label}, ${c.scale === "linear" ? w.scale_lin : w.scale_log}. ${w.crossing}`),
      c.bars.filter(b => b.flip).map(b => h("p", { class: "flip" }, `${b.label}: ${b.flip}`)),
      [...new Set(c.bars.flatMap(b => b.notes).concat(c.notes))].map(note => h("p", { class: "soft" }, note))];
  }

  ledger(rows) {
    if (!rows || !rows.length) return [];
    const w = this.words, few = rows.length < 4;
    return h("div", { class: "ledger" }, h("h4", {}, w.ledger), this.all(rows).map(([name, share, side, words, alone, facts, contents, flips]) =>
      h("details", { class: `pair side-${side}`, open: few ? "" : null },
        h("summary", {}, h("b", {}, h("bdi", {}, name)), h("span", { class: "pair-share" }, share), h("span", { class: "side" }, words), alone && h("span", { class: "soft" }, `${w.alone} ${alone}`)),
        h("dl", { class: "facts" }, facts.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))),
        h("ul", { class: "rows soft" }, contents.map(line => h("li", {}, h("bdi", {}, line)))),
        flips.length > 0 && h("p", { class: "soft" }, h("b", {}, w.turns)), flips.length > 0 && h("ul", { class: "rows" }, flips.map(line => h("li", {}, h("bdi", {}, line)))))));
  }

  leaves(leaves) {
    if (!leaves || !leaves.length) return [];
    const w = this.words;
    return h("details", {}, h("summary", {}, w.leaves), h("ul", { class: "rows" }, leaves.map(([label, entry, range, why]) =>
      h("li", {}, h("b", {}, h("bdi", {}, label)), ` ${entry}: ${range} `, h("span", { class: "soft" }, `(${w.per_unit})`, why && ` ${why}`)))));
  }

  proof(tried, open) {
    const w = this.words;
    const holder = h("div", { class: "proof" });
    const all = h("button", { type: "button", class: "small" }, w.open_all);
    all.addEventListener("click", () => {
      const opening = all.textContent === w.open_all;
      holder.querySelectorAll("details").forEach(d => { d.open = opening; });
      all.textContent = opening ? w.close_all : w.open_all;
    });
    const found = this.all(tried).map((finding, index) => [finding, index]);
    found.sort(([a, i], [b, j]) => b[0] - a[0] || i - j);
    holder.append(...found.map(([finding]) => this.finding(finding, open || (finding[0] > 0 && finding[5] !== ""))));
    return [all, holder];
  }

  // A condition as the pack writes it is code; a definition in words is prose.
  condition(text) { return h(/[=<>]=|!=|[a-z_]\(| in \(/.test(text) ? "code" : "span", { class: "step" }, text); }

  truth(code) {
    const [sign, word] = this.data.truths[code];
    return h("span", { class: `t t-${code}` }, h("i", { "aria-hidden": "true" }, sign), word);
  }

  finding([truth, provision, title, state, force, asks, by, confidence, citations, proof], open) {
    const w = this.words;
    return h("details", { class: `rule r-${truth}`, open: open ? "" : null },
      h("summary", {}, this.truth(truth), h("b", {}, provision), h("span", { class: "rule-title" }, title), h("span", { class: `state st-${force}` }, state)),
      h("p", { class: "soft" }, truth > 0 && asks && `${w.asks} ${asks}. `, by && `${w.displaced} ${by}. `, `${w.confidence}: ${confidence}`),
      proof >= 0 && h("ul", { class: "tree" }, this.node(this.pool(proof))),
      citations.length > 0 && h("ul", { class: "cites" }, this.all(citations).map(([source, article, read]) =>
        h("li", {}, h("cite", {}, source), article && ` ${article} `, h("em", { class: "read" }, read)))));
  }

  // A step that bears out its parent's truth stands open; one that does not is folded.
  node([text, truth, value = "", source = "", confidence = "", question = "", note = "", children = []], open = true) {
    const w = this.words, joint = note === "all of" || note === "any of";
    const head = [truth >= 0 && this.truth(truth), this.condition(text), value && h("span", { class: "value" }, h("bdi", {}, value)), joint && h("span", { class: "soft" }, ` ${note}`)];
    const from = [source && `${w.source} ${source}`, (!children.length || source) && confidence, question && `${w.settled_by}: ${question}`].filter(Boolean).join("; ");
    const under = [from && h("p", { class: "soft" }, h("bdi", {}, from)), note && !joint && h("p", { class: "soft" }, note)];
    if (!children.length) return h("li", {}, h("div", { class: "node" }, head), under);
    const steps = this.all(children);
    const alone = !steps.some(step => step[1] === truth);
    return h("li", {}, h("details", { open: open ? "" : null }, h("summary", { class: "node" }, head), under,
      h("ul", {}, steps.map(step => this.node(step, alone || step[1] === truth)))));
  }
}
