// Many readers and writers at once with rude clients among them, on four loops, and SIGTERM in the middle of it: each answer is whole, what
// was acknowledged is there, and the server ends by itself. It counts requests, not seconds; the sanitizers' builds run it for their findings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Commenter } from "./commenter.mjs";
import { deaf, pipelined, rude } from "./rude.mjs";
import { cookiesOf, password, Site } from "./server.mjs";

const readers = 12, pagesEach = 24;
const writers = 6, commentsEach = 8;
const rudeRounds = 6;
const answersBeforeSigterm = 60;

const pages = [["/", 200], ["/?page=2", 200], ["/authors/1/", 200], ["/api/posts/?size=50", 200], ["/api/posts/?size=many", 422],
               ["/openapi.json", 200], ["/docs", 200], ["/static/blog/blog.css", 200], ["/admin/", 302], ["/admin/login/", 200],
               ["/nothing/here/", 404]];

async function read(site, headers = {}, [path, status] = pages[0]) {
  const answer = await fetch(site.url + path, { headers, redirect: "manual" });
  assert.equal(answer.status, status, path);
  assert.ok((await answer.text()).length > 0 || status === 302, `${path} has a body`);
}

async function readMany(site, which) {
  for (let i = 0; i < pagesEach; ++i) await read(site, {}, pages[(which + i) % pages.length]);
}

async function comment(site, post, which, said) {
  const commenter = new Commenter(site, post);
  await commenter.open();
  for (let i = 0; i < commentsEach; ++i) {
    const text = `comment-${which}-${i}-end`;
    if (await commenter.say(text)) said.push(text);
  }
}

async function createPosts(site, which) {
  for (let i = 0; i < commentsEach; ++i) {
    const answer = await fetch(`${site.url}/api/posts/`, {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ title: `Written under load ${which} ${i}`, body: "x", author: 1, tags: ["bread"] }),
    });
    assert.equal(answer.status, 201, await answer.text());
  }
}

// Logs in, which hashes a password on another thread, and works in the admin.
async function administer(site) {
  const form = await fetch(`${site.url}/admin/login/`);
  const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await form.text())[1];
  const entered = await fetch(`${site.url}/admin/login/`, {
    method: "POST", redirect: "manual",
    headers: { cookie: cookiesOf(form), origin: site.url, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfmiddlewaretoken: token, username: "ada", password, next: "/admin/" }),
  });
  assert.equal(entered.status, 302, await entered.text());
  const headers = { cookie: cookiesOf(entered) };
  for (const path of ["/admin/", "/admin/blog/post/", "/admin/blog/post/?q=bread", "/admin/blog/post/add/", "/admin/blog/post/1/change/"])
    await read(site, headers, [path, 200]);
}

async function beRude(site) {
  for (let round = 0; round < rudeRounds; ++round) await Promise.all(rude.map((client) => client(site.port)));
}

test("under load each answer is whole and SIGTERM ends the server", { timeout: 500_000 }, async (t) => {
  // A writer waits as long as it takes: how busy the machine is shall not decide.
  const site = new Site({ settings: `[database]\nurl = "sqlite:db.sqlite3"\ntimeout = "300s"\n` });
  t.after(() => site.remove());
  site.prepare({ posts: 60 });
  await site.start("--workers", "4");
  const post = /href="(\/posts\/[^"]+)"/.exec(await (await fetch(`${site.url}/`)).text())[1];
  const silent = Array.from({ length: 10 }, () => deaf(site.port));
  t.after(() => silent.forEach((socket) => socket.destroy()));

  const said = [];
  await Promise.all([
    ...Array.from({ length: readers }, (_, which) => readMany(site, which)),
    ...Array.from({ length: writers }, (_, which) => comment(site, post, which, said)),
    ...Array.from({ length: 3 }, (_, which) => createPosts(site, which)),
    ...Array.from({ length: 3 }, () => administer(site)),
    ...Array.from({ length: 3 }, () => beRude(site)),
    ...Array.from({ length: 4 }, async () => assert.equal((await pipelined(site.port, 20)).match(/^HTTP\/1\.1 200 /gm)?.length, 20)),
  ]);
  assert.equal(said.length, writers * commentsEach);

  // The same again until the server goes: an answer that began is whole, all else is a refused connection.
  let answers = 0, goes = false;
  const until = async (work) => {
    for (;;) {
      let answer;
      try {
        answer = await work();
      } catch {
        if (!goes) throw new Error(`refused before SIGTERM:\n${site.log.slice(-2000)}`);
        return;
      }
      if (answer) assert.equal((await answer.text()).trimEnd().slice(-1), ">", "the page is whole");
      if (++answers === answersBeforeSigterm) { goes = true; site.server.kill("SIGTERM"); }
    }
  };
  const commenters = Array.from({ length: 4 }, () => new Commenter(site, post));
  await Promise.all(commenters.map((commenter) => commenter.open()));
  let sent = 0;
  const comments = (commenter) => until(async () => {
    const text = `comment-late-${sent++}-end`;
    if (await commenter.say(text)) said.push(text);
  });
  await Promise.all([...Array.from({ length: readers }, () => until(() => fetch(`${site.url}/`))), ...commenters.map(comments), beRude(site)]);
  silent.forEach((socket) => socket.destroy());
  assert.deepEqual(await site.ended, { code: 0, signal: null }, site.log.slice(-4000));
  assert.doesNotMatch(site.log, /Sanitizer|runtime error|terminate called/);

  await site.start();
  const page = await (await fetch(site.url + post)).text();
  assert.deepEqual(said.filter((text) => !page.includes(text)), [], "acknowledged and lost");
  await site.stop();
  assert.equal(site.server.exitCode, 0, site.log.slice(-4000));
});
