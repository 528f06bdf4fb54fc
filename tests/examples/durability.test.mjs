// kill -9 while comments are posted: what was acknowledged is there after the restart.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Commenter } from "./commenter.mjs";
import { Site } from "./server.mjs";

const kills = 20;
const acknowledgedAtLeast = 1000;
const writers = 8;

test("acknowledged comments survive kill -9", { timeout: 300_000 }, async (t) => {
  const site = new Site();
  t.after(() => site.remove());
  site.prepare({ posts: 3 });
  await site.start();
  const post = /href="(\/posts\/[^"]+)"/.exec(await (await fetch(`${site.url}/`)).text())[1];

  const acknowledged = [];
  let sent = 0, round = 0;
  while (round < kills || acknowledged.length < acknowledgedAtLeast) {
    const commenters = Array.from({ length: writers }, () => new Commenter(site, post));
    await Promise.all(commenters.map((commenter) => commenter.open()));
    const wanted = Math.ceil(acknowledgedAtLeast / kills) + Math.floor(Math.random() * 20);
    const before = acknowledged.length;
    const work = commenters.map(async (commenter) => {
      try {
        for (;;) {
          const text = `comment-${++sent}-end`;
          if (await commenter.say(text)) acknowledged.push(text);
          if (acknowledged.length - before >= wanted) site.server.kill("SIGKILL");
        }
      } catch { /* the server is gone */ }
    });
    await site.ended;
    await Promise.all(work);
    round += 1;
    await site.start();
  }

  const page = await (await fetch(site.url + post)).text();
  const lost = acknowledged.filter((text) => !page.includes(text));
  console.log(`${round} kills, ${acknowledged.length} acknowledged comments, ${lost.length} lost`);
  assert.deepEqual(lost, []);
  assert.equal(new Set(page.match(/comment-\d+-end/g)).size, page.match(/comment-\d+-end/g).length, "none twice");
});
