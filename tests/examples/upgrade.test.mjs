// A field is added to a model: rebuild (blog_next is the blog with a subtitle), makemigrations, migrate, back, forward.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Site } from "./server.mjs";

const migrations = process.env.NEXT_MIGRATIONS;
const shipped = new Set(process.env.SHIPPED_MIGRATIONS.split(","));

// The migrations folder as it ships, whatever an earlier run left.
function resetMigrations() {
  for (const name of readdirSync(migrations)) if (!shipped.has(name)) rmSync(join(migrations, name));
  copyFileSync(join(process.env.BLOG_MIGRATIONS, "latest"), join(migrations, "latest"));
}

async function titles(site) {
  await site.start();
  const list = await (await fetch(`${site.url}/api/posts/?size=100`)).json();
  await site.stop();
  return list.items.map((post) => [post.id, post.title, post.author.name, post.tags.join()]);
}

test("a new field comes and goes and every row stays", { timeout: 120_000 }, async (t) => {
  resetMigrations();
  const site = new Site();
  t.after(() => site.remove());
  t.after(resetMigrations);
  site.prepare({ posts: 200 });
  const before = await titles(site);
  assert.equal(before.length, 100);

  site.program = process.env.BLOG_NEXT_PROGRAM;
  assert.match(site.run("makemigrations", "--dry-run"), /subtitle/);
  site.run("makemigrations", "--name", "subtitle");
  const written = readdirSync(migrations).find((name) => /^0002_.*subtitle.*\.json$/.test(name));
  assert.ok(written, "a second migration was written");
  assert.match(readFileSync(join(migrations, written), "utf8"), /add_field/);
  assert.match(readFileSync(join(migrations, "latest"), "utf8"), /0002/);
  assert.match(site.run("makemigrations"), /no changes/i);

  assert.match(site.run("showmigrations"), /\[ \] 0002/);
  site.run("migrate");
  assert.match(site.run("showmigrations"), /\[X\] 0002/i);
  assert.deepEqual(await titles(site), before);

  site.run("migrate", "blog", "0001");
  assert.match(site.run("showmigrations"), /\[ \] 0002/);
  site.program = process.env.BLOG_PROGRAM;
  assert.deepEqual(await titles(site), before);

  site.program = process.env.BLOG_NEXT_PROGRAM;
  site.run("migrate");
  assert.deepEqual(await titles(site), before);
  assert.ok(existsSync(join(site.root, "db.sqlite3")));
});
