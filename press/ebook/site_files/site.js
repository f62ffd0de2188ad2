/* A web edition: notes beside the text where there is room, else in a window at their call; how a passage is cited. */
"use strict";
(() => {
  const { words, cite, page, foot } = JSON.parse(document.getElementById("b-told").textContent);
  const main = document.getElementById("b-text");
  const wide = window.matchMedia("(min-width: 80rem)");
  const element = (name, properties, ...within) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...within);
    return made;
  };

  // --- notes ---------------------------------------------------------------------------------------

  const noteOf = (call) => {
    const [file, anchor] = (call.getAttribute("href") || "").split("#");
    return file ? null : document.getElementById(anchor);
  };
  const copied = (note) => {
    const copy = note.cloneNode(true);
    copy.querySelectorAll(".back").forEach((each) => each.remove());
    for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
    copy.removeAttribute("role");
    return copy;
  };
  const calls = [...main.querySelectorAll('a[role="doc-noteref"]')].filter(noteOf);

  // The notes themselves stay at the end, for who listens and for print: what stands beside the text repeats them.
  const column = element("div", { className: "beside" });
  column.setAttribute("aria-hidden", "true");
  const place = () => {
    column.remove();
    document.body.classList.toggle("with-notes", wide.matches && calls.length > 0);
    if (!wide.matches || !calls.length) return;
    if (!column.childElementCount) {
      for (const call of calls) {
        const note = element("div", { className: "beside-note" }, element("span", { className: "beside-mark" }, call.textContent), copied(noteOf(call)));
        note.querySelectorAll("a").forEach((each) => each.setAttribute("tabindex", "-1"));
        column.append(note);
      }
    }
    main.append(column);
    const top = main.getBoundingClientRect().top;
    let free = 0;
    calls.forEach((call, n) => {
      const note = column.children[n];
      const at = Math.max(free, call.getBoundingClientRect().top - top - 4);
      note.style.top = `${at}px`;
      free = at + note.offsetHeight + 8;
    });
    // where notes are many they reach below the text
    main.style.minHeight = `${free}px`;
  };
  wide.addEventListener("change", place);
  window.addEventListener("resize", place);
  window.addEventListener("load", place);
  if (document.fonts) document.fonts.ready.then(place);
  place();

  const dialog = element("dialog", { className: "window" });
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  const open = (label, ...within) => {
    const shut = element("button", { type: "button", className: "shut" }, words.close);
    shut.addEventListener("click", () => dialog.close());
    dialog.setAttribute("aria-label", label);
    dialog.replaceChildren(...within, shut);
    dialog.showModal();
  };
  for (const call of calls) {
    call.addEventListener("click", (event) => {
      if (wide.matches || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const on = element("a", { href: call.getAttribute("href") }, words.to_note);
      on.addEventListener("click", () => dialog.close());
      open(call.textContent, copied(noteOf(call)), element("p", { className: "onward" }, on));
    });
  }

  // --- how a passage is cited ----------------------------------------------------------------------

  const signs = [...main.querySelectorAll('[role="doc-pagebreak"]')];
  // notes at the foot are on the page of their call, wherever the screen has them
  const printedAt = (node) => {
    const beside = node.parentElement.closest(".beside-note");
    const note = beside ? noteOf(calls[[...column.children].indexOf(beside)]) : node.parentElement.closest(".note");
    if (!note || (!foot && !beside)) return node;
    return (foot && document.getElementById(`call-${note.id}`)) || note;
  };
  const pageAt = (node) => {
    const at = printedAt(node);
    const before = signs.filter((sign) => sign.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before.length ? before[before.length - 1].title : page;
  };
  // the words of a range, or from a node on: numbers and the white between elements stand on no page
  const textsOf = (range) => {
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT), found = [];
    for (let text = walk.nextNode(); text; text = walk.nextNode()) {
      if (!range.intersectsNode(text) || text.parentElement.closest(".paragraph-number")) continue;
      const from = text === range.startContainer ? range.startOffset : 0;
      const to = text === range.endContainer ? range.endOffset : text.length;
      if (text.data.slice(from, to).trim()) found.push(text);
    }
    return found;
  };
  // a sign stands behind the number of a paragraph with which its page begins
  const firstBehind = (number) => {
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    walk.currentNode = number;
    for (let text = walk.nextNode(); text; text = walk.nextNode()) if (text.data.trim() && !number.contains(text)) return text;
    return number;
  };
  const citation = (number) => {
    const chosen = window.getSelection();
    const through = chosen && !chosen.isCollapsed && main.contains(chosen.focusNode) ? textsOf(chosen.getRangeAt(0)) : [];
    const ends = through.length ? [through[0], through[through.length - 1]].map(pageAt) : [pageAt(firstBehind(number))];
    const pages = [...new Set(ends.filter(Boolean))];
    // a paragraph may begin on one page and end on another: without a choice of words the page of its beginning is told
    const inside = pages.join("–");
    const where = inside ? `${pages.length > 1 ? words.pages : words.page} ${inside}` : `${words.paragraph} ${number.textContent.trim()}`;
    const address = location.protocol === "file:" ? "" : `, ${location.href.split("#")[0]}#${number.id}`;
    return `${cite}, ${where}${address}.`;
  };
  for (const number of main.querySelectorAll(".paragraph-number")) {
    const button = element("button", { type: "button", className: "cite", title: words.cite }, number.textContent.trim());
    button.setAttribute("aria-label", `${words.cite}: ${words.paragraph} ${number.textContent.trim()}`);
    const text = number.textContent;
    number.removeAttribute("aria-hidden");
    number.replaceChildren(button, text.endsWith(" ") ? " " : "");
    // what is chosen is given up when a button is pressed
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      const told = element("p", { className: "citation" }, citation(number));
      const copy = element("button", { type: "button" }, words.copy);
      copy.addEventListener("click", () => navigator.clipboard.writeText(told.textContent).then(() => { copy.textContent = words.copied; }));
      open(words.cite, told, copy);
    });
  }

  // --- the contents are open on a desk, and out of the way on a phone -------------------------------

  const contents = document.querySelector(".site-contents details");
  const desk = window.matchMedia("(min-width: 60rem)");
  const fold = () => { if (contents) contents.open = desk.matches; };
  desk.addEventListener("change", fold);
  fold();
})();
