// What people do with their accounts, as they do it: by links in mails, with JavaScript and without.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { invalidHtml, look } from "./html.mjs";
import { openPage, press, startSite, stopSite, withoutChecks } from "./site.mjs";

const settings = `[database]\nurl = "sqlite:db.sqlite3"\n[auth]\nregistration = true\n[mail]\nurl = "file:mail"\n`;
const first = "seaweed umbrella", second = "kelp forest lighthouse", third = "an otter in the bay";

let site;
before(async () => { site = await startSite({ settings, posts: 3 }); });
after(() => stopSite(site));

// The address in the newest mail to that person. Mail is sent after the answer.
async function linkFor(address, seen) {
  const folder = join(site.root, "mail");
  for (let attempt = 0; attempt < 200; ++attempt) {
    const mails = existsSync(folder) ? readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), "utf8")) : [];
    const links = mails.filter((mail) => mail.includes(`To: ${address}`)).map((mail) => /http:\/\/\S+/.exec(mail.replace(/=\r?\n/g, "").replace(/=3D/g, "="))?.[0]);
    if (links.length > seen) return links.at(-1);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no mail to ${address} in ${folder}`);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  const name = javaScriptEnabled ? "mira" : "noor";
  const address = `${name}@example.org`;
  const options = { javaScriptEnabled, viewport: { width: 1280, height: 860 } };

  // Axe runs in the page; without scripts its HTML is the same, and is looked at by the validator alone.
  const sound = async (page, answer, what) => {
    if (javaScriptEnabled) return look(page, answer, what);
    assert.equal(answer.status(), 200, what);
    assert.deepEqual(await invalidHtml(await answer.text()), [], what);
  };
  const button = (page, words) => page.getByRole("button", { name: words, exact: true });
  const send = async (page, fields, words) => {
    for (const [field, value] of Object.entries(fields)) await page.locator(`[name=${field}]`).fill(value);
    return press(page, button(page, words));
  };
  const logIn = async (page, password) => {
    await page.goto(`${site.url}/login/?next=/sessions/`);
    return send(page, { username: name, password }, "Log in");
  };

  test(`an account is made, used and lost ${how}`, { timeout: 120_000 }, async () => {
    const { page, context, problems } = await openPage(site, options);

    // Made, by way of a mistake.
    await page.goto(`${site.url}/login/`);
    await sound(page, await press(page, page.getByRole("link", { name: "Make one" })), "register");
    await sound(page, await send(page, { username: name, email: address, password1: first, password2: second }, "Make an account"), "passwords that differ");
    assert.match(await page.locator("main").innerText(), /two password fields/);
    await sound(page, await send(page, { password1: first, password2: first }, "Make an account"), "registered");
    assert.match(page.url(), /register\/done/);

    // Good once the address has answered.
    const link = await linkFor(address, 0);
    await sound(page, await page.goto(link), "the link in the mail");
    await press(page, button(page, "Go on"));
    assert.equal(new URL(page.url()).pathname, "/");
    await sound(page, await page.goto(link), "the link again");
    assert.match(await page.locator("h1").innerText(), /no longer good/);

    // Where one is logged in; another is ended.
    await sound(page, await page.goto(`${site.url}/sessions/`), "one session");
    const other = await openPage(site, { ...options, userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1" });
    await logIn(other.page, first);
    assert.equal(await other.page.locator(".sessions li").count(), 2);
    await sound(page, await page.goto(`${site.url}/sessions/`), "two sessions");
    await sound(page, await press(page, page.getByRole("button", { name: /^End this session: Safari on an iPhone/ })), "one ended");
    assert.match(await page.locator("main").innerText(), /The session was ended/);
    await other.page.goto(`${site.url}/sessions/`);
    assert.match(other.page.url(), /\/login\/\?next=\/sessions\//);
    await logIn(other.page, first);
    await page.goto(`${site.url}/sessions/`);
    await press(page, button(page, "End all others"));
    assert.match(await page.locator("main").innerText(), /One other session was ended/);
    await other.page.goto(`${site.url}/sessions/`);
    assert.match(other.page.url(), /\/login\//);

    // A new password, by way of a mistake; then out.
    await page.goto(`${site.url}/sessions/`);
    await page.getByRole("link", { name: "Change your password" }).click();
    await sound(page, await send(page, { old_password: "wrong", new_password1: second, new_password2: second }, "Change password"), "a wrong old password");
    await sound(page, await send(page, { old_password: first, new_password1: second, new_password2: second }, "Change password"), "password changed");
    await page.goto(`${site.url}/sessions/`);
    await sound(page, await press(page, button(page, "Log out")), "logged out");
    await page.goto(`${site.url}/sessions/`);
    assert.match(page.url(), /\/login\//);

    // Forgotten.
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.waitForURL(/password_reset\/$/);
    if (javaScriptEnabled) await withoutChecks(page);
    await sound(page, await send(page, { email: javaScriptEnabled ? "no address" : address }, "Send me a link"), "asked for a link");
    if (javaScriptEnabled) await sound(page, await send(page, { email: address }, "Send me a link"), "asked for a link again");
    assert.match(page.url(), /password_reset\/done/);
    const reset = await linkFor(address, 1);
    await sound(page, await page.goto(reset), "a link for a new password");
    assert.match(page.url(), /set-password/);
    await sound(page, await send(page, { new_password1: "12345678", new_password2: "12345678" }, "Set the password"), "a common password");
    await sound(page, await send(page, { new_password1: third, new_password2: third }, "Set the password"), "password set");
    await page.getByRole("link", { name: "Log in", exact: true }).click();
    await send(page, { username: name, password: third }, "Log in");
    assert.equal(new URL(page.url()).pathname, "/");
    await sound(page, await page.goto(reset), "a used link");
    assert.match(await page.locator("h1").innerText(), /no longer good/);

    assert.deepEqual(problems, []);
    assert.deepEqual(other.problems, []);
    await context.close();
    await other.context.close();
  });
}

test("the page of sessions fits a phone, dark as well as light", { timeout: 60_000 }, async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, context, problems } = await openPage(site, { viewport: { width: 360, height: 740 }, colorScheme });
    await page.goto(`${site.url}/login/?next=/sessions/`);
    await page.locator("[name=username]").fill("mira");
    await page.locator("[name=password]").fill(third);
    await look(page, await press(page, page.getByRole("button", { name: "Log in" })), colorScheme);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${colorScheme}: too wide`);
    assert.deepEqual(problems, []);
    await context.close();
  }
});
