/* A web edition: notes beside the text where there is room, else in a window at their call; how a passage is cited. */
"use strict";
(() => {
  const { words, cite } = JSON.parse(document.getElementById("b-told").textContent);
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
  const pageAt = (node) => {
    const before = signs.filter((sign) => sign.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before.length ? before[before.length - 1].title : "";
  };
  const citation = (number) => {
    const from = number, chosen = window.getSelection();
    const through = chosen && !chosen.isCollapsed && main.contains(chosen.focusNode);
    const ends = through ? [pageAt(chosen.getRangeAt(0).startContainer), pageAt(chosen.getRangeAt(0).endContainer)] : [pageAt(from)];
    const pages = [...new Set(ends.filter(Boolean))];
    // a paragraph may begin on one page and end on another: without a choice of words the page of its beginning is told
    const inside = !through && !pages.length ? "" : pages.join("–");
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
