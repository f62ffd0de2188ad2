// The window of the watch: what its server tells is drawn, and what is clicked and typed is asked of it.
"use strict"
const by = id => document.getElementById(id)
const body = document.body, pages = by("pages"), text = (tag, words, kind = "") => Object.assign(document.createElement(tag), { textContent: words, className: kind })
const LAYOUTS = { spreads: "Spreads", single: "Pages", contact: "Contact sheet" }
const ruler = document.createElement("canvas").getContext("2d")
ruler.font = "100px Georgia, serif"

let state = { views: {}, problems: [], status: "" }
let view = "book", wanted = "chapter" // what is shown, and what somebody has asked for
let drawn = {}, contents = { pages: [], outline: [], looks: [] }
let going = null, turned = -1, zoom = 1, hits = [], hit = -1, at = { change: -1, look: -1 }, visit = 0

const ask = (what, given = {}, method = "GET") => fetch(`${what}?${new URLSearchParams(given)}`, { method }).then(answer => answer.ok ? answer.json() : null)
const say = words => { by("said").textContent = words; by("said").hidden = !words }

// --- what the press tells ---------------------------------------------------------------------------

const events = new EventSource("events")
events.onerror = () => { by("status").textContent = "the press has stopped" }
events.onmessage = event => {
  const before = state
  state = JSON.parse(event.data)
  by("status").textContent = state.status
  if (JSON.stringify(before.problems) !== JSON.stringify(state.problems)) complain()
  by("to-chapter").disabled = !state.views.chapter
  by("to-book").disabled = !state.views.book
  const turn = state.turn
  if (turn.number !== turned && state.views[turn.view]) {
    turned = turn.number
    show(turn.view, turn.page, turn.down)
  } else if (view === "chapter" && wanted === "book" && state.views.book?.version !== before.views.book?.version) {
    const folio = contents.pages[current()]?.folio // the chapter stood in for the book until that was made
    show("book").then(() => toFolio(folio, false))
  } else if (state.views[view] && state.views[view].version !== drawn[view]) show(view)
}

function complain() {
  const list = by("problems"), number = state.problems.length
  list.replaceChildren(...state.problems.map(problem => {
    const item = text("li", "", problem.severity), place = text("button", problem.place, "place"), said = text("button", `${problem.severity}: ${problem.said}`, "problem")
    place.title = "opens it in the editor"
    place.onclick = () => open({ path: problem.path, line: problem.line })
    said.title = "shows where it stands on the page"
    said.onclick = () => toPlace(problem.path, problem.line)
    item.append(place, said)
    if (problem.hint) item.append(text("div", `hint: ${problem.hint}`, "hint"))
    return item
  }))
  by("to-problems").hidden = !number
  by("to-problems").textContent = `${number} problem${number === 1 ? "" : "s"}`
  name()
}

const name = () => { document.title = (state.problems.length ? "! " : "") + (contents.title || "The press") }

// --- pages ------------------------------------------------------------------------------------------

async function show(which, page = -1, down = 0) {
  // What comes anew while it is on its way is turned to where it was to be.
  if (page < 0 && going?.which === which) ({ page, down } = going)
  const here = ++visit
  const fresh = drawn[which] !== state.views[which]?.version || view !== which
  going = fresh && page >= 0 ? { which, page, down } : null
  if (fresh) {
    const found = await ask(`${which}/pages.json`)
    if (here !== visit) return
    going = null
    if (!found) return
    const same = view === which ? current() : 0
    contents = found
    view = which
    drawn = { [which]: found.version }
    draw()
    if (page < 0) toPage(Math.min(same, contents.pages.length - 1), 0, false)
  }
  if (page >= 0) toPage(page, down)
}

// A picture that is there already stays until the new one has come.
function draw() {
  while (pages.children.length > contents.pages.length) pages.lastChild.remove()
  while (pages.children.length < contents.pages.length) {
    const figure = document.createElement("figure"), image = new Image()
    image.loading = "lazy"
    image.draggable = false
    figure.append(image, text("div", "", "text"), document.createElement("figcaption"))
    pages.append(figure)
  }
  contents.pages.forEach((page, n) => {
    const figure = pages.children[n], [image, layer, caption] = figure.children
    figure.className = [page.verso ? "verso" : "recto", page.changed && "changed", page.look && "looked"].filter(Boolean).join(" ")
    figure.dataset.page = n
    image.width = page.width
    image.height = page.height
    image.style.aspectRatio = `${page.width}/${page.height}`
    image.alt = `page ${page.folio}`
    caption.textContent = page.folio
    layer.replaceChildren()
    delete layer.dataset.filled
    near.unobserve(figure)
    near.observe(figure)
  })
  picture()
  by("title").textContent = contents.title
  by("pdf").href = `${view}/pages.pdf`
  by("to-chapter").setAttribute("aria-pressed", view === "chapter")
  by("to-book").setAttribute("aria-pressed", view === "book")
  by("to-changes").disabled = !contents.pages.some(page => page.changed)
  by("to-looks").textContent = contents.looks.length ? `Looks ${contents.looks.length}` : "Looks"
  by("to-looks").disabled = !contents.looks.length
  at = { change: -1, look: -1 }
  outline()
  name()
  body.dataset.version = `${view} ${drawn[view]}`
}

function picture() {
  const scale = body.classList.contains("contact") ? 50 : zoom > 1.6 ? 400 : 200
  contents.pages.forEach((_, n) => {
    const source = `${view}/${n}.png?scale=${scale}&of=${drawn[view]}`, image = pages.children[n].firstChild
    if (image.getAttribute("src") !== source) image.src = source
  })
}

// The words of a page are put over its picture when it comes into sight.
const near = new IntersectionObserver(seen => seen.filter(each => each.isIntersecting).forEach(each => fill(each.target)), { rootMargin: "400px" })

async function fill(figure) {
  const layer = figure.children[1], of = `${view} ${drawn[view]}`
  if (layer.dataset.filled === of || body.classList.contains("contact")) return
  layer.dataset.filled = of
  const page = await ask(`${view}/${figure.dataset.page}.json`, { of: drawn[view] })
  if (!page || layer.dataset.filled !== of) return
  layer.replaceChildren(...page.lines.map((line, n) => lineOf(line, n, page)))
  page.lines.forEach(line => { if (line.changed) layer.append(markOf([line.turned ? line.box[0] : line.box[0] - 9, line.box[1], 3, line.box[3]], page, "changed")) })
  page.looks.forEach(look => layer.append(Object.assign(markOf(look.box, page, "look"), { title: look.message })))
  if (hits[hit]?.page === +figure.dataset.page) highlight(hits[hit])
}

function lineOf(line, n, page) {
  const span = text("span", line.text), [left, top, width, height] = line.box
  const [long, high] = line.turned ? [height, width] : [width, height], size = high * .8
  const scale = long / (ruler.measureText(line.text).width / 100 * size || 1)
  span.dataset.line = n
  span.dataset.divided = line.divided ? "1" : ""
  const style = span.style
  style.left = `${left / page.width * 100}%`
  style.top = `${(line.turned ? top + height : top) / page.height * 100}%`
  style.fontSize = `${size / page.width * 100}cqw`
  style.lineHeight = `${high / page.width * 100}cqw`
  style.transform = `${line.turned ? "rotate(-90deg) " : ""}scaleX(${scale})`
  return span
}

function markOf([left, top, width, height], page, kind) {
  const mark = text("i", "", kind), style = mark.style
  style.left = `${left / page.width * 100}%`
  style.top = `${top / page.height * 100}%`
  if (width) style.width = `${width / page.width * 100}%`
  style.height = `${height / page.height * 100}%`
  return mark
}

// The page that is read: the one whose middle is nearest to that of the window.
function current() {
  let best = 0, least = Infinity
  const middle = innerHeight / 2
  for (const figure of pages.children) {
    const box = figure.getBoundingClientRect(), far = box.top > middle ? box.top - middle : box.bottom < middle ? middle - box.bottom : 0
    if (far < least) { least = far; best = +figure.dataset.page }
    if (box.top > innerHeight * 2) break
  }
  return best
}

function toPage(n, down = 0, mark = true) {
  const figure = pages.children[n]
  if (!figure) return
  if (body.classList.contains("contact") && mark) arrange("spreads")
  for (const each of pages.querySelectorAll(".here")) each.classList.remove("here")
  figure.classList.add("here")
  const top = figure.getBoundingClientRect().top + scrollY
  scrollTo(0, down ? top + figure.offsetHeight * down - innerHeight / 3 : top - document.querySelector("header").offsetHeight - 8)
  if (mark && down) {
    const spot = text("i", "", "spot")
    spot.style.top = `${down * 100}%`
    figure.children[1].append(spot)
    setTimeout(() => spot.remove(), 2600)
  }
}

function toFolio(folio, complaint = true) {
  const asked = String(folio).trim().toLowerCase(), n = contents.pages.findIndex(page => page.folio.toLowerCase() === asked)
  if (n >= 0) toPage(n, 0, complaint)
  else if (complaint && asked) say(`no page ${asked} in ${view === "book" ? "the book" : "this chapter"}`)
}

async function toPlace(path, line) {
  const place = await ask("place.json", { path, line })
  if (!place) return say(`${path}:${line} is printed on no page that is shown`)
  await show(place.view, place.page, place.down)
}

function step(by) {
  const here = current(), two = body.classList.contains("spreads") && innerWidth > 720
  let n = here + by
  if (two) { // a spread is a verso and the recto behind it
    const verso = contents.pages[here]?.verso
    n = by > 0 ? here + (verso ? 2 : 1) : here - (verso ? 2 : 1)
    if (by < 0 && n > 0 && !contents.pages[n]?.verso) n -= 1
  }
  toPage(Math.max(0, Math.min(n, contents.pages.length - 1)), 0, false)
}

function outline() {
  by("outline").replaceChildren(...contents.outline.map(([level, label, page]) => {
    const entry = text("button", label)
    entry.style.paddingLeft = `${(level - 1) * 14 + 6}px`
    entry.append(text("span", contents.pages[page]?.folio || ""))
    entry.onclick = () => toPage(page)
    return entry
  }))
}

function arrange(how) {
  const here = current()
  body.classList.remove(...Object.keys(LAYOUTS))
  body.classList.add(how)
  by("layout").textContent = LAYOUTS[how]
  picture()
  for (const figure of pages.children) { near.unobserve(figure); near.observe(figure) }
  toPage(here, 0, false)
}

function enlarge(factor) {
  const here = current()
  zoom = factor ? Math.max(.3, Math.min(4, zoom * factor)) : 1
  body.classList.toggle("fits", !factor)
  document.documentElement.style.setProperty("--zoom", zoom)
  picture()
  toPage(here, 0, false)
}

function next(kind, by) {
  const found = kind === "change" ? contents.pages.flatMap((page, n) => page.changed ? [{ page: n }] : []) : contents.looks
  if (!found.length) return say(kind === "change" ? "nothing has changed since the last good book" : "there is nothing to look at")
  at[kind] = (at[kind] + by + found.length) % found.length
  const there = found[at[kind]]
  toPage(there.page)
  if (kind === "look") say(`p. ${contents.pages[there.page].folio}: ${there.message} [${there.rule}], ${there.path}:${there.line}`)
}

// --- from the page to the manuscript ------------------------------------------------------------------

async function open(what) {
  const found = await ask("open.json", what, "POST")
  if (!found) return say("nobody knows where that comes from")
  say(found.hindrance || found.place)
  if (found.link) location.assign(found.link)
}

pages.addEventListener("click", event => {
  const figure = event.target.closest("figure"), line = event.target.closest("span[data-line]")
  if (!figure) return
  if (body.classList.contains("contact")) { toPage(+figure.dataset.page); return }
  if (event.target.matches("i.look")) say(event.target.title)
  else if (line && getSelection().isCollapsed) open({ view, page: figure.dataset.page, line: line.dataset.line })
})

// What is copied are words, and not lines.
document.addEventListener("copy", event => {
  const chosen = getSelection(), lines = [...pages.querySelectorAll("span[data-line]")].filter(span => chosen.containsNode(span, true))
  if (chosen.isCollapsed || !lines.length) return
  const range = chosen.getRangeAt(0)
  const words = lines.map(span => {
    const own = document.createRange()
    own.selectNodeContents(span)
    if (span.contains(range.startContainer)) own.setStart(range.startContainer, range.startOffset)
    if (span.contains(range.endContainer)) own.setEnd(range.endContainer, range.endOffset)
    const part = own.toString()
    return span.dataset.divided && part.endsWith("-") ? part.slice(0, -1) : `${part} `
  })
  event.clipboardData.setData("text/plain", words.join("").trim())
  event.preventDefault()
})

// --- search -----------------------------------------------------------------------------------------

async function search(words) {
  hits = words.trim() ? await ask(`${view}/search.json`, { words }) || [] : []
  hit = -1
  const list = hits.map((each, n) => {
    const entry = document.createElement("button")
    entry.append(text("b", each.folio), "…", each.before, text("mark", each.words), each.after, "…")
    entry.onclick = () => toHit(n)
    return entry
  })
  by("found").replaceChildren(text("p", words.trim() ? `${hits.length || "not"} found` : ""), ...list)
  by("found").hidden = !words.trim()
  if (hits.length) toHit(0)
  else highlight()
}

function toHit(n) {
  if (!hits.length) return
  hit = (n + hits.length) % hits.length
  toPage(hits[hit].page, 0, false)
  fill(pages.children[hits[hit].page]).then(() => highlight(hits[hit]))
}

// Where a hit stands: a running head is none of the lines of the text, and is known by its words.
function spansOf(found) {
  const spans = [...pages.children[found.page].querySelectorAll("span[data-line]")]
  const own = spans.filter(span => found.lines.includes(+span.dataset.line))
  return found.lines.length ? own : spans.filter(span => span.textContent.includes(found.words)).slice(-1)
}

function highlight(found) {
  for (const mark of pages.querySelectorAll("mark")) mark.replaceWith(mark.textContent)
  for (const span of found ? spansOf(found) : []) {
    const whole = span.textContent, start = whole.indexOf(found.words)
    const [before, words] = start < 0 ? ["", whole] : [whole.slice(0, start), found.words]
    span.replaceChildren(before, text("mark", words), whole.slice(before.length + words.length))
    span.scrollIntoView({ block: "center" })
  }
}

// --- what is clicked and typed ------------------------------------------------------------------------

const toggle = panel => { by(panel).hidden = !by(panel).hidden; by("to-outline").setAttribute("aria-expanded", !by("outline").hidden) }
const choose = which => { if (state.views[which]) { wanted = which; show(which) } }
const darken = dark => { document.documentElement.classList.toggle("dark", dark); localStorage.setItem("dark", dark ? "1" : "") }
const layouts = Object.keys(LAYOUTS), layout = () => layouts.find(each => body.classList.contains(each))
const escape = () => { say(""); hits = []; highlight(); by("found").hidden = by("outline").hidden = true; by("words").blur(); by("folio").blur() }
const KEYS = {
  j: () => scrollBy(0, 60), k: () => scrollBy(0, -60), ArrowRight: () => step(1), ArrowLeft: () => step(-1), PageDown: () => step(1), PageUp: () => step(-1),
  Home: () => toPage(0, 0, false), End: () => toPage(contents.pages.length - 1, 0, false),
  g: () => { by("folio").focus(); by("folio").select() }, "/": () => { by("words").focus(); by("words").select() },
  b: () => choose(view === "book" ? "chapter" : "book"), s: () => arrange(layout() === "spreads" ? "single" : "spreads"), c: () => arrange(layout() === "contact" ? "spreads" : "contact"),
  "+": () => enlarge(1.25), "=": () => enlarge(1.25), "-": () => enlarge(.8), 0: () => enlarge(0),
  o: () => toggle("outline"), p: () => by("problems").classList.toggle("closed"), m: () => body.classList.toggle("unmarked"),
  n: () => next("change", 1), N: () => next("change", -1), l: () => next("look", 1), L: () => next("look", -1),
  d: () => darken(!document.documentElement.classList.contains("dark")), "?": () => by("keys").showModal(), Escape: escape,
}
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || by("keys").open) return
  if (event.target.matches("input") && event.key !== "Escape") return
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key]() }
})
const CLICKS = {
  "to-outline": KEYS.o, "to-problems": KEYS.p, "to-chapter": () => choose("chapter"), "to-book": () => choose("book"), smaller: KEYS["-"], larger: KEYS["+"],
  "to-changes": KEYS.n, "to-looks": KEYS.l, dark: KEYS.d, help: KEYS["?"], layout: () => arrange(layouts[(layouts.indexOf(layout()) + 1) % layouts.length]),
}
for (const [id, does] of Object.entries(CLICKS)) by(id).addEventListener("click", does)
by("folio").addEventListener("keydown", event => { if (event.key === "Enter") { toFolio(by("folio").value); by("folio").blur() } })
by("words").addEventListener("input", () => { clearTimeout(search.soon); search.soon = setTimeout(() => search(by("words").value), 150) })
by("words").addEventListener("keydown", event => { if (event.key === "Enter") toHit(hit + (event.shiftKey ? -1 : 1)) })
const dark = localStorage.getItem("dark")
darken(dark === null ? matchMedia("(prefers-color-scheme: dark)").matches : !!dark)
