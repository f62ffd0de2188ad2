/* Search in the words of a web edition: all that were asked for, whatever their accents; in quotation marks, as they
   stand one behind another. */
"use strict";
(() => {
  const told = JSON.parse(document.getElementById("b-told").textContent).words;
  const { files, rows } = window.PRESS_WORDS;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘]/g, "'");
  const index = new MiniSearch({
    fields: ["words"],
    processTerm: (term) => plain(term).replace(/^'+|'+$/g, "") || null,
    searchOptions: { combineWith: "AND", prefix: (term) => term.length > 2,
      // what the book says comes before what its lists and indexes repeat
      boostDocument: (id) => (files[rows[id][0]][2] === "body" ? 3 : 1) },
  });
  index.addAll(rows.map((row, id) => ({ id, words: row[3] })));

  const element = (name, properties, ...within) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...within);
    return made;
  };

  // the words around the first that was found, which is marked with all others
  const shown = (text, terms) => {
    const low = plain(text), same = low.length === text.length ? low : text.toLowerCase();
    const at = Math.max(0, Math.min(...terms.map((term) => same.indexOf(term)).filter((n) => n >= 0)) || 0);
    const begin = at > 80 ? text.indexOf(" ", at - 80) + 1 : 0;
    const end = begin + 240 < text.length ? text.lastIndexOf(" ", begin + 240) : text.length;
    const parts = [begin ? "… " : ""];
    let from = begin;
    while (from < end) {
      const next = terms.map((term) => [same.indexOf(term, from), term.length]).filter(([n]) => n >= 0 && n < end);
      if (!next.length) break;
      const [where, length] = next.sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
      parts.push(text.slice(from, where), element("mark", {}, text.slice(where, where + length)));
      from = where + length;
    }
    parts.push(text.slice(from, end), end < text.length ? " …" : "");
    return parts;
  };

  const search = (asked) => {
    const phrases = [...asked.matchAll(/["“]([^"”]+)["”]/g)].map((found) => plain(found[1]).trim());
    const results = asked.trim() ? index.search(asked.replace(/["“”]/g, " ")) : [];
    return results
      .map((each) => ({ row: rows[each.id], terms: [...new Set(each.terms), ...phrases] }))
      .filter(({ row }) => phrases.every((phrase) => plain(row[3]).includes(phrase)));
  };

  const show = (asked) => {
    const found = search(asked);
    const list = document.getElementById("b-found");
    list.replaceChildren(...found.slice(0, 200).map(({ row: [file, place, page, text], terms }) => {
      const where = page ? ` ${told.page} ${page}` : "";
      const link = element("a", { href: `${files[file][0]}#${place}` }, files[file][1] || files[file][0]);
      return element("li", {}, link, where, element("p", {}, ...shown(text, terms)));
    }));
    const many = found.length === 1 ? told.found_one : told.found_many.replace("{}", found.length);
    document.getElementById("b-count").textContent = asked.trim() ? (found.length ? many : told.found_none) : "";
  };

  const field = document.getElementById("b-asked");
  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", () => show(field.value));
  show(field.value);
})();
