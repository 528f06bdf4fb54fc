// What is wrong with a page's HTML: by the HTML standard, and for those who read it with other means than their eyes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:standard", "html-validate:document", "html-validate:a11y", "html-validate:browser"],
  rules: {
    // Style, not HTML: either case is the same doctype, and a parser adds the <tbody>.
    "doctype-style": "off",
    "prefer-tbody": "off",
    // A button without a type sends its form, which is what is meant.
    "no-implicit-button-type": "off",
    // For files of other hosts: all of ours come from the site itself.
    "require-sri": "off",
    // A menu with headings of its own may stand before the page's.
    "heading-level": ["error", { minInitialRank: "h2" }],
    // Check boxes and MultipleHiddenInput: several controls of one name are how HTML sends several values.
    "form-dup-name": "off",
    // Django's radio buttons stand in labels that name them as well: that is valid, and its HTML is what forms here agree with.
    "no-redundant-for": "off",
    // {{ form.as_table }} has Django's <th>, which stand beside one cell each; the technique is for tables of data.
    "wcag/h63": "off",
  },
});

// The faults as lines of text; none where the page keeps to the standard.
export async function invalidHtml(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages.map(
    (fault) => `${fault.line}:${fault.column} ${fault.ruleId}: ${fault.message}: ${html.split("\n")[fault.line - 1].trim().slice(0, 160)}`));
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What axe objects to in the page that the browser shows.
export async function violations(page) {
  // The policy forbids inline scripts, so axe comes in through the debugger, which no page can do.
  const { result } = await (await page.context().newCDPSession(page)).send("Runtime.evaluate", {
    expression: `${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
      .then((r) => JSON.stringify(r.violations.map((v) => v.id + " × " + v.nodes.length + ": " + v.nodes[0].html.slice(0, 120))))`,
    awaitPromise: true, returnByValue: true,
  });
  return JSON.parse(result.value);
}

// A page as the server sent it and as the browser shows it is sound.
export async function look(page, answer, name, status = 200) {
  assert.equal(answer.status(), status, name);
  assert.deepEqual(await invalidHtml(await answer.text()), [], name);
  assert.deepEqual(await violations(page), [], name);
}
