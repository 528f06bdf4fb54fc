// The admin's look: nothing that axe objects to, no policy violation, nothing wider than a phone, dark as well as light.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "./html.mjs";
import { logIn, openPage, startSite, stopSite } from "./site.mjs";

const pages = ["/admin/", "/admin/blog/post/", "/admin/blog/post/add/", "/admin/blog/post/1/change/", "/admin/blog/post/1/delete/",
               "/admin/blog/post/1/history/", "/admin/blog/tag/", "/", "/posts/", "/docs"];

let site;
before(async () => { site = await startSite(); });
after(() => stopSite(site));

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
