// Pages in a real browser, at two widths, by day and by night: what axe finds, what scrolls sideways, what is not seen.
// Takes a file of JSON: {browser, pages: [path], folder, searches: [[path, word]]}; prints JSON. `folder`: for pictures
// of figures. The tools lie in the folder that NODE_PATH names.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const require = createRequire(join(process.env.NODE_PATH, "x.js"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { browser: executablePath, pages, folder, searches = [] } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const VIEWS = [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]];

const look = () => {
  const root = document.documentElement;
  const measures = [...document.querySelectorAll("main p, body > section > p")].flatMap((each) => {
    const style = getComputedStyle(each), text = each.textContent.trim();
    if (text.length < 400) return [];
    const lines = Math.round(each.getBoundingClientRect().height / parseFloat(style.lineHeight));
    return lines > 5 ? [text.length / lines] : [];
  });
  const images = [...document.querySelectorAll("img")].map((each) => {
    const box = each.getBoundingClientRect();
    return { src: each.currentSrc.slice(-40), seen: each.naturalWidth > 0 && box.width > 20 && box.right <= root.clientWidth + 1 };
  });
  const astray = [...document.querySelectorAll('a[href^="#"]')].filter((each) => {
    const place = document.getElementById(decodeURIComponent(each.getAttribute("href").slice(1)));
    return !place || (place.closest("[hidden]") && !each.closest("[hidden]"));
  }).map((each) => each.getAttribute("href"));
  return { sideways: root.scrollWidth - root.clientWidth, measures, images, astray };
};

const browser = await puppeteer.launch({ executablePath, headless: true, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--allow-file-access-from-files"] });
const page = await browser.newPage();
await page.setBypassCSP(true);
const errors = [], asked = [];
page.on("pageerror", (error) => errors.push(String(error)));
page.on("request", (request) => { if (!/^(file|data|about|blob):/.test(request.url())) asked.push(request.url()); });
const found = [];
for (const path of pages) {
  for (const [width, scheme] of VIEWS) {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
    const seen = await page.evaluate(look);
    await page.evaluate(axe);
    const judged = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const violations = judged.violations.map((each) => [each.id, each.nodes[0].html.slice(0, 160), each.nodes.length, each.nodes[0].failureSummary]);
    const figures = [];
    if (scheme === "dark") {
      const imgs = await page.$$("figure img");
      for (let n = 0; n < imgs.length; n += 1) {
        const shot = join(folder, `figure-${found.length}-${n}.png`);
        await imgs[n].screenshot({ path: shot });
        figures.push(shot);
      }
    }
    found.push({ path, width, scheme, ...seen, violations, figures });
  }
}
const results = [];
await page.setViewport({ width: 1280, height: 900 });
for (const [path, word] of searches) {
  await page.goto(`${pathToFileURL(path).href}?q=${encodeURIComponent(word)}`, { waitUntil: "load" });
  results.push(await page.evaluate(() => [...document.querySelectorAll("#b-found li")].map((each) => [each.querySelector("a").getAttribute("href"), each.querySelector("p").textContent])));
}
await browser.close();
console.log(JSON.stringify({ found, results, errors, asked }));
