// kill -9 while comments are posted: what was acknowledged is there after the restart, once. `make test-all` kills more often.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Commenter } from "./commenter.mjs";
import { database } from "./postgresql.mjs";
import { Site } from "./server.mjs";

const kills = Number(process.env.PORTICO_WRITE_KILLS ?? 4);
const acknowledgedBetweenKills = 40;
const writers = 8;

// Comments are posted until so many were acknowledged, then the server is killed, with others under way.
async function killUnderLoad(site, post, round, acknowledged) {
  const commenters = Array.from({ length: writers }, () => new Commenter(site, post));
  await Promise.all(commenters.map((commenter) => commenter.open()));
  const wanted = acknowledgedBetweenKills + Math.floor(Math.random() * 20);
  let sent = 0, said = 0;
  await Promise.all(commenters.map(async (commenter) => {
    try {
      for (;;) {
        const text = `comment-${round}-${++sent}-end`;
        if (!await commenter.say(text)) continue;
        acknowledged.push(text);
        if (++said === wanted) site.server.kill("SIGKILL");
      }
    } catch (error) {
      if (said < wanted) throw error;  // or the server is gone, as it should be
    }
  }));
  assert.deepEqual(await site.ended, { code: null, signal: "SIGKILL" });
}

async function survivesKills(t, name, url) {
  const site = new Site({ settings: `[database]\nurl = "${url}"\n` });
  t.after(() => site.remove());
  site.prepare({ posts: 3 });
  await site.start();
  const post = /href="(\/posts\/[^"]+)"/.exec(await (await fetch(`${site.url}/`)).text())[1];

  const acknowledged = [];
  for (let round = 0; round < kills; ++round) {
    await killUnderLoad(site, post, round, acknowledged);
    await site.start();
  }
  const page = await (await fetch(site.url + post)).text();
  const there = page.match(/comment-\d+-\d+-end/g);
  const known = new Set(there);
  const lost = acknowledged.filter((text) => !known.has(text));
  console.log(`${name}: ${kills} kills, ${acknowledged.length} acknowledged comments, ${lost.length} lost, ${known.size - acknowledged.length} saved of those that were under way`);
  assert.ok(acknowledged.length >= kills * acknowledgedBetweenKills);
  assert.deepEqual(lost, []);
  assert.equal(known.size, there.length, "none twice");
}

test("acknowledged comments survive kill -9 on SQLite", { timeout: 600_000 }, (t) => survivesKills(t, "SQLite", "sqlite:db.sqlite3"));

test("acknowledged comments survive kill -9 on PostgreSQL", { timeout: 600_000 }, async (t) => {
  const { url, drop } = database("durability");
  t.after(drop);
  await survivesKills(t, "PostgreSQL", url);
});
