// The table of lines: unfolding, filtering, ordering. Everything works from the keyboard and from a plain file.
(() => {
  const STEP = 400;
  const table = document.querySelector("table.lines");
  if (!table) return;
  const details = new Details(JSON.parse(document.getElementById("data").textContent));
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const text = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
  const unfolded = new Map();
  const find = document.getElementById("find"), order = document.getElementById("order");
  const count = document.getElementById("count"), more = document.getElementById("more");
  const kinds = [...document.querySelectorAll("input[name=kind]")];
  let limit = STEP;

  function unfold(row, open) {
    const button = row.querySelector("button.unfold");
    let detail = unfolded.get(row);
    if (open && !detail) {
      const number = Number(row.dataset.n);
      const cell = h("td", { colspan: table.dataset.columns }, details.line(number, false));
      detail = h("tr", { class: "unfolded", id: `detail-${number}` }, cell);
      unfolded.set(row, detail);
      button.setAttribute("aria-controls", detail.id);
    }
    if (!detail) return;
    if (open) row.after(detail); else detail.remove();
    button.setAttribute("aria-expanded", String(open));
    row.classList.toggle("is-open", open);
  }

  function show() {
    const wanted = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = new Set(kinds.filter(k => k.checked).map(k => k.value));
    let matching = 0;
    for (const row of rows) {
      const fits = chosen.has(row.dataset.kind) && wanted.every(word => text.get(row).includes(word));
      row.hidden = !(fits && matching < limit);
      matching += fits;
      const detail = unfolded.get(row);
      if (detail) detail.hidden = row.hidden;
    }
    const shown = Math.min(matching, limit);
    count.textContent = matching ? `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} ${details.words.shown}` : details.words.none;
    more.hidden = matching <= limit;
  }

  function sort() {
    const key = order.value;
    const value = row => key === "d" ? row.dataset.d : Number(row.dataset[key]);
    rows.sort((a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a.dataset.n - b.dataset.n));
    for (const row of rows) {
      body.append(row);
      const detail = unfolded.get(row);
      if (detail && detail.isConnected) row.after(detail);
    }
    show();
  }

  body.addEventListener("click", event => {
    const row = event.target.closest("tr[data-n]");
    if (!row || event.target.closest("a") || String(getSelection())) return;
    unfold(row, !row.classList.contains("is-open"));
  });
  document.querySelector("form.tools").addEventListener("submit", event => event.preventDefault());
  find.addEventListener("input", () => { limit = STEP; show(); });
  order.addEventListener("change", sort);
  kinds.forEach(kind => kind.addEventListener("change", show));
  more.addEventListener("click", () => { limit += STEP; show(); });
  function follow() {
    const row = /^#line-\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (row) { limit = Math.max(limit, rows.indexOf(row) + 1); show(); unfold(row, true); row.scrollIntoView({ block: "start" }); }
  }
  addEventListener("hashchange", follow);
  show();
  follow();
})();
