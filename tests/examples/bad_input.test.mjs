// What goes wrong is said clearly, and a running server keeps running.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { cookiesOf, Site } from "./server.mjs";

const root = process.getuid() === 0;
let site;
before(async () => { site = new Site(); site.prepare({ posts: 5 }); await site.start(); });
after(() => site.remove());

async function stillServes() {
  assert.equal((await fetch(`${site.url}/`)).status, 200);
}

// Sends bytes as they are and gives back all that comes.
function raw(text) {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = createConnection(site.port, "127.0.0.1", () => socket.end(text));
    socket.on("data", (data) => { answer += data; });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

test("wrong settings are all told at once, with file, line and the nearest key", () => {
  const wrong = new Site({ settings: `debgu = true\nport = "many"\n[database]\nurll = "sqlite:x"\n` });
  const { status, output } = wrong.attempt(["check"]);
  assert.notEqual(status, 0);
  assert.match(output, /settings\.toml:1/);
  assert.match(output, /did you mean "debug"\?/);
  assert.match(output, /port/);
  assert.match(output, /did you mean "database\.url"\?/);
  assert.doesNotMatch(output, /terminate called|Aborted/);
});

test("a site whose migrations are missing is not ready until they are applied", { timeout: 60_000 }, async (t) => {
  const early = new Site({ settings: `debug = false\n[database]\nurl = "sqlite:db.sqlite3"\n[monitoring]\nready_for = "0s"\n` });
  t.after(() => early.remove());
  await early.start();
  const before = await fetch(`${early.url}/readyz`);
  assert.equal(before.status, 503);
  assert.match(await before.text(), /^not ready\n[^]*migrations: not applied: [^]*blog\.0001_initial[^]*migrate/);
  assert.equal((await fetch(`${early.url}/healthz`)).status, 200);
  early.run("migrate");
  const after = await fetch(`${early.url}/readyz`);
  assert.equal(after.status, 200, await after.text());
});

test("an unknown command is answered with the nearest one", () => {
  const { status, output } = site.attempt(["runsrever"]);
  assert.notEqual(status, 0);
  assert.match(output, /runserver/);
});

test("a database that can't be written is named", () => {
  const closed = new Site();
  mkdirSync(join(closed.root, "closed"));
  chmodSync(join(closed.root, "closed"), 0o555);
  chmodSync(closed.root, 0o755);
  // Root may write everywhere but there.
  const file = root ? "/proc/self/db.sqlite3" : "closed/db.sqlite3";
  const { status, output } = closed.attempt(["migrate"], { PORTICO_DATABASE_URL: `sqlite:${file}` });
  assert.equal(status, 1);
  assert.ok(output.includes(file), output);
});

test("a database in a folder that is not there is named", () => {
  const { status, output } = site.attempt(["migrate"], { PORTICO_DATABASE_URL: "sqlite:nowhere/db.sqlite3" });
  assert.equal(status, 1);
  assert.match(output, /nowhere/);
});

test("a file that is no database is named", () => {
  writeFileSync(join(site.root, "text.sqlite3"), "this is a text and no database at all".repeat(100));
  const { status, output } = site.attempt(["migrate"], { PORTICO_DATABASE_URL: "sqlite:text.sqlite3" });
  assert.equal(status, 1);
  assert.match(output, /text\.sqlite3/);
});

test("a locked database: the write fails with a clear answer and the server goes on", { timeout: 60_000 }, async () => {
  const locker = execFileSync("bash", ["-c",
    `(printf 'BEGIN EXCLUSIVE;\\n'; sleep 12) | sqlite3 '${join(site.root, "db.sqlite3")}' > /dev/null 2>&1 & echo $!`], { encoding: "utf8" });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const page = await fetch(`${site.url}/`);
  assert.ok([200, 503].includes(page.status), `reading gives ${page.status}`);
  const answer = await fetch(`${site.url}/api/posts/`, {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({ title: "While locked", body: "x", author: 1 }),
  });
  assert.ok([201, 503].includes(answer.status), `writing gives ${answer.status}`);
  assert.ok(locker);
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  await stillServes();
});

test("an unapplied migration is told at the start and on the page", async () => {
  const fresh = new Site();
  const check = fresh.attempt(["check", "--database"]);
  assert.match(check.output, /migrat/);
  await fresh.remove();
});

test("a body over the limit is refused before it is read", async () => {
  const answer = await raw("POST /posts/x/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 99999999999\r\n\r\n");
  assert.match(answer, /^HTTP\/1\.1 413 /);
  await stillServes();
});

test("a broken multipart is a bad request", async () => {
  const page = await fetch(`${site.url}/`);
  const post = /href="(\/posts\/[^"]+)"/.exec(await page.text())[1];
  const form = await fetch(site.url + post);
  const cookie = cookiesOf(form);
  const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await form.text())[1];
  const answer = await fetch(site.url + post, {
    method: "POST", headers: { cookie, origin: site.url, "x-csrftoken": token, "content-type": "multipart/form-data; boundary=abc" },
    body: "--abc\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAnn",
  });
  assert.equal(answer.status, 400);
  await stillServes();
});

test("an unknown route is a page, and JSON for those who want JSON", async () => {
  const page = await fetch(`${site.url}/no/such/page/`, { headers: { accept: "text/html" } });
  assert.equal(page.status, 404);
  assert.match(page.headers.get("content-type"), /text\/html/);
  const json = await fetch(`${site.url}/no/such/page/`, { headers: { accept: "application/json" } });
  assert.equal(json.status, 404);
  assert.match(json.headers.get("content-type"), /application\/json/);
  await stillServes();
});

test("a port that is taken is named", () => {
  const { status, output } = site.attempt(["runserver", "--port", String(site.port)]);
  assert.notEqual(status, 0);
  assert.match(output, new RegExp(String(site.port)));
});
