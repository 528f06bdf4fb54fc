// What an editor does in a day: log in, write a post with a tag, a cover and a comment, find it, see it, mend a mistake, delete it, look
// back at it. With JavaScript and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { logIn, openPage, startSite, stopSite } from "./site.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => stopSite(site));

const cover = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
  const title = `Lanterns over the quay ${javaScriptEnabled ? "A" : "B"}`;
  const slug = `lanterns-${javaScriptEnabled ? "a" : "b"}`;

  test(`an editor's day, ${how}`, { timeout: 120_000 }, async () => {
    const { page, context, problems } = await openPage(site, { javaScriptEnabled });
    await logIn(page, site);

    // add a post with a tag, a cover and an inline comment
    await page.goto(`${site.url}/admin/blog/post/add/`);
    await page.getByLabel("Title").fill(title);
    await page.locator("[name=slug]").fill("not a slug!");
    await page.getByLabel("Body").fill("The lamps are lit **before** dusk.\n\nAnd <b>put out</b> at dawn.");
    await page.locator("[name=status]").selectOption("published");
    await page.locator("[name=author]").selectOption({ index: 2 });
    await page.getByRole("checkbox", { name: "Harbour", exact: true }).check();
    await page.locator("[name=views]").fill("7");
    await page.locator("[name=cover]").setInputFiles({ name: "quay.png", mimeType: "image/png", buffer: cover });
    await page.locator("[name=comments-0-name]").fill("Ben");
    await page.locator("[name=comments-0-text]").fill("A fine harbour.");
    await page.locator("button[name=_save]").click();

    // a bad slug: the error stands beside the field, all that was typed is still there
    const field = page.locator(".field", { has: page.locator("[name=slug]") });
    await field.getByText(/valid .slug./).waitFor();
    assert.equal(await page.locator("[name=slug]").getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByLabel("Title").inputValue(), title);
    assert.equal(await page.locator("[name=slug]").inputValue(), "not a slug!");
    assert.match(await page.getByLabel("Body").inputValue(), /<b>put out<\/b>/);
    assert.equal(await page.locator("[name=status]").inputValue(), "published");
    assert.ok(await page.getByRole("checkbox", { name: "Harbour", exact: true }).isChecked());
    assert.equal(await page.locator("[name=tags]:checked").count(), 1);
    assert.equal(await page.locator("[name=comments-0-text]").inputValue(), "A fine harbour.");
    await page.getByText("Chosen: quay.png").waitFor();

    // mend it
    await page.locator("[name=slug]").fill(slug);
    await page.locator("button[name=_save]").click();
    await page.getByText(/was added/).waitFor();

    // find it by search
    await page.goto(`${site.url}/admin/blog/post/`);
    await page.locator("#search").fill(title);
    await page.locator("#search").press("Enter");
    await page.getByRole("rowheader", { name: title }).getByRole("link").waitFor();
    assert.equal(await page.locator("tbody tr").count(), 1);

    // see it on the public page
    await page.goto(`${site.url}/posts/${slug}/`);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    assert.match(await page.locator("article").innerText(), /<b>put out<\/b>/, "markup that was typed is shown, not obeyed");
    assert.match(await page.locator("#comments").innerText(), /A fine harbour\./);
    const image = page.locator("img.cover");
    assert.ok(await image.evaluate((img) => img.complete && img.naturalWidth === 1), "the cover is served");
    await page.getByRole("link", { name: "Harbour" }).first().click();
    await page.getByRole("heading", { level: 2, name: title }).waitFor();

    // a visitor's comment: a mistake keeps what was typed
    await page.goto(`${site.url}/posts/${slug}/`);
    await page.locator("[name=text]").fill("From a visitor");
    await page.getByRole("button", { name: "Add comment" }).click({ noWaitAfter: false });
    if (await page.locator("#comments .comment").count() === 1) {
      await page.locator("[name=name]").fill("Chiara");
      assert.equal(await page.locator("[name=text]").inputValue(), "From a visitor");
      await page.getByRole("button", { name: "Add comment" }).click();
    }
    await page.locator("#comments").getByText("From a visitor").waitFor();

    // delete it: what goes along is said first
    await page.goto(`${site.url}/admin/blog/post/?q=${encodeURIComponent(title)}`);
    await page.getByRole("rowheader", { name: title }).getByRole("link").click();
    await page.getByLabel("Title").waitFor();
    const change = new URL(page.url()).pathname;
    await page.goto(`${site.url}${change.replace(/change\/$/, "delete/")}`);
    assert.match(await page.locator("main").innerText(), /2 comments/i);
    await page.getByRole("button", { name: /delete/i }).click();
    await page.getByText(/was deleted/).waitFor();
    assert.equal((await page.goto(`${site.url}/posts/${slug}/`)).status(), 404);

    // history tells
    await page.goto(`${site.url}/admin/`);
    const overview = await page.locator("main").innerText();
    assert.match(overview, new RegExp(title));
    assert.match(overview, /added/i);
    assert.match(overview, /deleted/i);
    await page.getByRole("link", { name: title }).first().click();
    assert.match(await page.locator("main").innerText(), /deleted it/);

    assert.deepEqual(problems, []);
    await context.close();
  });
}
