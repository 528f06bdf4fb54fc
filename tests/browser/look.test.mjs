// The admin's look: nothing that axe objects to, no policy violation, nothing wider than a phone, dark as well as light.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { logIn, openPage, startSite, stopSite } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = ["/admin/", "/admin/blog/post/", "/admin/blog/post/add/", "/admin/blog/post/1/change/", "/admin/blog/post/1/delete/",
               "/admin/blog/post/1/history/", "/admin/blog/tag/", "/", "/posts/", "/docs"];

let site;
before(async () => { site = await startSite(); });
after(() => stopSite(site));

async function violations(page) {
  // The policy forbids inline scripts, so axe comes in through the debugger, which no page can do.
  const { result } = await (await page.context().newCDPSession(page)).send("Runtime.evaluate", {
    expression: `${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
      .then((r) => JSON.stringify(r.violations.map((v) => v.id + " × " + v.nodes.length + ": " + v.nodes[0].html.slice(0, 120))))`,
    awaitPromise: true, returnByValue: true,
  });
  return JSON.parse(result.value);
}

async function publicPost(page) {
  await page.goto(`${site.url}/`);
  return new URL(await page.locator("article h2 a").first().getAttribute("href"), site.url).pathname;
}

for (const [name, options] of [
  ["on a desk, light", { viewport: { width: 1280, height: 860 }, colorScheme: "light" }],
  ["on a desk, dark", { viewport: { width: 1280, height: 860 }, colorScheme: "dark" }],
  ["on a phone", { viewport: { width: 375, height: 740 }, colorScheme: "light" }],
]) {
  test(`every page is sound ${name}`, { timeout: 180_000 }, async () => {
    const { page, context, problems } = await openPage(site, options);
    const login = await page.goto(`${site.url}/admin/`);
    assert.match(login.headers()["content-security-policy"] ?? "", /script-src/);
    assert.deepEqual(await violations(page), [], "login");
    await logIn(page, site);
    const post = await publicPost(page);
    for (const path of pages) {
      const answer = await page.goto(site.url + (path === "/posts/" ? post : path));
      assert.equal(answer.status(), 200, path);
      assert.deepEqual(await violations(page), [], path);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wider <= 0, `${path} is ${wider} px too wide`);
    }
    assert.deepEqual(problems, []);
    await context.close();
  });
}
