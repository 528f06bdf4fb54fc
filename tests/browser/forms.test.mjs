// Every field, widget and way of showing a form (form_pages): valid HTML, and nothing that axe objects to.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { invalidHtml, violations } from "./html.mjs";
import { openBrowser } from "./site.mjs";

const folder = mkdtempSync(join(tmpdir(), "portico-forms-"));
execFileSync(process.env.FORM_PAGES, [folder]);
const pages = readdirSync(folder).sort();
let browser;
before(async () => { browser = await openBrowser(); });
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a fault is found where there is one", async () => {
  assert.match((await invalidHtml('<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><p><div></div></p></body></html>')).join(), /div/);
});

test("there is a page for each way of showing a form", () => assert.ok(pages.length >= 40, pages.join()));

for (const name of pages) {
  test(`${name} is valid HTML that everybody can use`, { timeout: 60_000 }, async () => {
    const html = readFileSync(join(folder, name), "utf8");
    assert.deepEqual(await invalidHtml(html), []);
    const page = await browser.newPage();
    await page.setContent(html);
    assert.deepEqual(await violations(page), []);
    await page.close();
  });
}
