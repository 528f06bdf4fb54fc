// Every page that Portico brings: valid HTML, and nothing that axe objects to.
import { after, before, test } from "node:test";
import { look } from "./html.mjs";
import { logIn, openPage, press, startSite, stopSite, withoutChecks } from "./site.mjs";
import { password, Site } from "./server.mjs";

const desk = { viewport: { width: 1280, height: 860 } };
const production = `debug = false\nsecret_key = "for this test alone, as long as it has to be 0123456789"\nallowed_hosts = ["127.0.0.1"]\n` +
  `[database]\nurl = "sqlite:db.sqlite3"\n`;

let site;
before(async () => { site = await startSite(); });
after(() => stopSite(site));

async function lookAt(page, path, status = 200) {
  await look(page, await page.goto(site.url + path), path, status);
}

test("pages about users are sound", { timeout: 120_000 }, async () => {
  const { page, context } = await openPage(site, desk);
  await lookAt(page, "/login/");
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password").fill("wrong");
  await look(page, await press(page, page.getByRole("button", { name: "Log in" })), "a wrong password");
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password").fill(password);
  await press(page, page.getByRole("button", { name: "Log in" }));
  await lookAt(page, "/password_change/");
  await withoutChecks(page);
  await look(page, await press(page, page.locator("form button[type=submit]")), "a password change that was refused");
  await lookAt(page, "/password_change/done/");
  await page.goto(`${site.url}/password_change/`);
  await withoutChecks(page);
  await page.evaluate(() => { document.querySelector("form").action = "/logout/"; });
  await look(page, await press(page, page.locator("form button[type=submit]")), "logged out");
  await context.close();
});

const admin = ["", "blog/", "blog/post/", "blog/post/?q=nothing+of+that+name", "blog/post/add/", "blog/post/1/change/", "blog/post/1/delete/", "blog/post/1/history/",
               "blog/tag/", "blog/tag/add/", "blog/author/1/change/", "auth/user/", "auth/user/add/", "auth/user/1/change/", "auth/user/1/password/", "auth/group/",
               "auth/group/add/", "search/?q=a", "password_change/"];

test("the admin is sound", { timeout: 240_000 }, async () => {
  const { page, context } = await openPage(site, desk);
  await lookAt(page, "/admin/");
  await logIn(page, site);
  for (const path of admin) await lookAt(page, `/admin/${path}`);
  await lookAt(page, "/admin/blog/post/9999/change/");
  await page.goto(`${site.url}/admin/blog/post/add/`);
  await withoutChecks(page);
  await look(page, await press(page, page.locator("button[name=_save]")), "a post that was refused", 422);
  await page.goto(`${site.url}/admin/blog/post/`);
  await page.locator("tbody input[type=checkbox]").first().check();
  await look(page, await press(page, page.locator("button[value=delete_selected]")), "the deletion of several");
  await context.close();
});

test("the site, its API's page and pages for what is not there are sound", { timeout: 120_000 }, async () => {
  const { page, context } = await openPage(site, desk);
  await lookAt(page, "/");
  await lookAt(page, "/docs");
  await lookAt(page, "/nothing/", 404);
  await look(page, await page.goto(`${site.url}/logout/`), "a method that is not taken", 405);
  await context.close();
});

for (const [how, settings] of [["with the debug page", undefined], ["as visitors see them", production]]) {
  test(`error pages are sound ${how}`, { timeout: 120_000 }, async () => {
    const broken = new Site(settings ? { settings } : {});
    try {
      await broken.start();
      const { page, context } = await openPage({ browser: site.browser }, desk);
      // No table was made: whatever asks the database fails.
      await look(page, await page.goto(`${broken.url}/`), "a database without tables", 503);
      await look(page, await page.goto(`${broken.url}/nothing/`), "404", 404);
      await page.goto(`${broken.url}/nothing/`);
      await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<form method="post" action="/login/"><button>Send</button></form>'));
      await look(page, await press(page, page.getByRole("button", { name: "Send" })), "403", 403);
      await context.close();
    } finally {
      await broken.remove();
    }
  });
}
