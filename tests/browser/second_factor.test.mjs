// The second step of a login, set up and used as a person does it, with JavaScript and without.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { invalidHtml, look } from "./html.mjs";
import { password } from "./server.mjs";
import { openPage, press, startSite, stopSite } from "./site.mjs";


let site;
before(async () => { site = await startSite({ posts: 3 }); });
after(() => stopSite(site));

// What an authenticator app shows (RFC 6238).
function codeOf(secret, later = 0) {
  let bits = "";
  for (const letter of secret) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  const name = javaScriptEnabled ? "olga" : "pete";

  const sound = async (page, answer, what) => {
    if (javaScriptEnabled) return look(page, answer, what);
    assert.equal(answer.status(), 200, what);
    assert.deepEqual(await invalidHtml(await answer.text()), [], what);
  };
  const send = async (page, fields, words) => {
    for (const [field, value] of Object.entries(fields)) await page.locator(`[name=${field}]`).fill(value);
    return press(page, page.getByRole("button", { name: words, exact: true }));
  };

  test(`a second step is turned on, asked for and turned off ${how}`, { timeout: 120_000 }, async () => {
    site.run("createsuperuser", "--noinput", "--username", name, "--email", `${name}@example.org`);
    const { page, context, problems } = await openPage(site, { javaScriptEnabled, viewport: { width: 1280, height: 860 } });
    await page.goto(`${site.url}/login/?next=/two_factor/`);
    await sound(page, await send(page, { username: name, password }, "Log in"), "it is off");

    await sound(page, await press(page, page.getByRole("link", { name: "Turn it on" })), "the code to scan");
    assert.equal(await page.locator(".qr svg").count(), 1);
    const secret = await page.locator("main code").innerText();
    await sound(page, await send(page, { code: "000000" }, "Turn on"), "a wrong code");
    await sound(page, await send(page, { code: codeOf(secret, -1) }, "Turn on"), "recovery codes");
    const recovery = await page.locator(".codes code").allInnerTexts();
    assert.equal(recovery.length, 10);
    await sound(page, await press(page, page.getByRole("link", { name: "I have kept them" })), "it is on");

    await context.clearCookies();
    await page.goto(`${site.url}/login/?next=/two_factor/`);
    await sound(page, await send(page, { username: name, password }, "Log in"), "the second step");
    assert.match(page.url(), /login\/second\/$/);
    await sound(page, await send(page, { code: "123" }, "Log in"), "a wrong code at login");
    await sound(page, await send(page, { code: codeOf(secret) }, "Log in"), "logged in");
    assert.match(page.url(), /two_factor\/$/);

    await sound(page, await press(page, page.getByRole("link", { name: "Make new ones" })), "the way to new recovery codes");
    await sound(page, await send(page, { code: recovery[0] }, "New recovery codes"), "new recovery codes");
    const renewed = await page.locator(".codes code").allInnerTexts();
    await press(page, page.getByRole("link", { name: "I have kept them" }));
    await sound(page, await press(page, page.getByRole("link", { name: "Turn it off" })), "the way to turn it off");
    await sound(page, await send(page, { code: renewed[3] }, "Turn off the second step"), "it is off again");
    assert.match(await page.locator("main").innerText(), /It is off/);
    assert.deepEqual(problems, []);
    await context.close();
  });
}
