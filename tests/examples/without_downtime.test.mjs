// docs/how-to/change-without-downtime.md, run as it stands there: on PostgreSQL, while a server of the version before reads and writes.
import assert from "node:assert/strict";
import { copyFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { database } from "./postgresql.mjs";
import { Site } from "./server.mjs";

const migrations = process.env.NEXT_MIGRATIONS;
const shipped = new Set(process.env.SHIPPED_MIGRATIONS.split(","));
const page = readFileSync(process.env.HOW_TO, "utf8");

function resetMigrations() {
  for (const name of readdirSync(migrations)) if (!shipped.has(name)) rmSync(join(migrations, name));
  copyFileSync(join(process.env.BLOG_MIGRATIONS, "latest"), join(migrations, "latest"));
}

function blocks(language) {
  return [...page.matchAll(new RegExp("```" + language + "\\n([^`]*)```", "g"))].map((block) => block[1].trim());
}

// Reads and writes posts without a pause until it is told to stop; every answer must be a good one.
class Visitor {
  constructor(site) {
    this.site = site;
    this.answers = 0;
    this.going = true;
    this.ended = this.visit();
    this.ended.catch(() => {});
  }
  async visit() {
    while (this.going) {
      for (const ask of [["/"], ["/api/posts/"], ["/api/posts/", { method: "POST", headers: { "content-type": "application/json" },
                                                                   body: JSON.stringify({ title: `Post ${this.answers}`, body: "text", author: 1, tags: [] }) }]]) {
        const answer = await fetch(this.site.url + ask[0], ask[1]);
        const text = await answer.text();
        if (answer.status !== (ask[1] ? 201 : 200)) throw new Error(`${ask[0]}: ${answer.status} ${text}`);
        ++this.answers;
      }
    }
  }
  // Waits until it has had so many answers more, or an error.
  async goesOn(more) {
    const until = this.answers + more;
    while (this.answers < until) await Promise.race([this.ended, new Promise(setImmediate)]);
  }
  stop() {
    this.going = false;
    return this.ended;
  }
}

test("the page is about the version that is built here", () => {
  const models = readFileSync(join(migrations, "../models.cpp"), "utf8");
  for (const line of blocks("cpp")[0].split("\n")) assert.ok(models.includes(line), line);
});

test("nobody notices the change", { timeout: 300_000 }, async (t) => {
  resetMigrations();
  t.after(resetMigrations);
  const { url, drop } = database("downtime");
  t.after(drop);
  const settings = `[database]\nurl = "${url}"\n`;
  const before = new Site({ settings }), after = new Site({ settings, program: process.env.BLOG_NEXT_PROGRAM });
  t.after(() => before.remove());
  t.after(() => after.remove());
  before.prepare({ posts: 300 });
  await before.start();
  const old = new Visitor(before);
  await old.goesOn(6);

  const run = (block) => block.split("\n").map((line) => after.run(...line.replace("./blog ", "").split(" "))).join("");
  const [write, look, expand, contract, drift] = blocks("sh");
  const written = run(write);
  for (const line of blocks("text")[0].split("\n")) assert.ok(written.includes(line.trim()), `${line}\nis not in\n${written}`);
  await old.goesOn(6);
  assert.match(run(look), /UNSAFE: the version that runs now writes rows to "blog_post" that the check refuses/);
  assert.equal([...run(look).matchAll(/UNSAFE/g)].length, 1);
  assert.match(run(expand), /Applying blog\.0004/);
  await old.goesOn(30);

  await after.start();
  const fresh = new Visitor(after);
  await fresh.goesOn(30);
  await old.goesOn(30);
  await old.stop();
  await before.stop();

  assert.match(run(contract), /Applying blog\.0005/);
  await fresh.goesOn(30);
  assert.match(run(drift), /The tables are what the applied migrations add up to/);
  assert.match(run(write), /No changes detected/);
  await fresh.stop();
});
