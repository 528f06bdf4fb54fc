// Restarts under load, no request lost: by SIGUSR2, where the new program gets the old one's sockets, and by SIGTERM, where systemd (here
// supervise.py) keeps the socket. A new program that does not start costs nothing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, renameSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { Site, freePort } from "./server.mjs";

const restarts = 10;
const clients = 8;
const answersBetween = 60;
const settings = `profile = "production"
secret_key = "a-key-for-this-test-alone-of-fifty-characters-or-more-0123456789"
allowed_hosts = ["127.0.0.1"]
[database]
url = "sqlite:db.sqlite3"
`;

// Every second client keeps its connection, the others come anew for each request.
class Load {
  constructor(url) {
    this.url = url;
    this.answered = 0;
    this.failed = [];
    this.over = false;
    this.work = Array.from({ length: clients }, (_, i) => this.ask(new Agent({ keepAlive: i % 2 === 0, maxSockets: 1 })));
  }
  async ask(agent) {
    while (!this.over) {
      const status = await new Promise((resolve) => {
        get(this.url, { agent }, (answer) => {
          answer.resume();
          answer.on("end", () => resolve(answer.complete ? answer.statusCode : "cut"));
          answer.on("error", (error) => resolve(error.code));
        }).on("error", (error) => resolve(error.code));
      });
      if (status === 200) this.answered += 1;
      else this.failed.push(status);
    }
    agent.destroy();
  }
  async more(count = answersBetween) {
    for (const wanted = this.answered + count; this.answered < wanted && this.failed.length === 0 && !this.over;)
      await new Promise((resolve) => setTimeout(resolve, 5));
  }
  async end() {
    this.over = true;
    await Promise.all(this.work);
  }
}

async function until(condition, what) {
  for (let i = 0; i < 2000 && !condition(); ++i) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(condition(), what());
}

test("SIGUSR2 hands the sockets to the new program", { timeout: 200_000 }, async (t) => {
  const site = new Site({ settings });
  t.after(() => site.remove());
  const program = join(site.root, "blog"), next = join(site.root, "next");
  copyFileSync(site.program, program);
  site.program = program;
  site.run("migrate");
  site.run("demo", "--posts", "3");
  await site.start("--workers", "2");
  let process_ = site.server.pid;
  t.after(() => { try { process.kill(process_); } catch { /* it has ended */ } });
  const load = new Load(`${site.url}/`);
  t.after(() => load.end());
  for (let i = 0; i < restarts; ++i) {
    await load.more();
    copyFileSync(program, next);  // a deploy: another file at the same place
    renameSync(next, program);
    const said = site.log.length;
    process.kill(process_, "SIGUSR2");
    await until(() => /process \d+ serves/.test(site.log.slice(said)), () => site.log.slice(said));
    process_ = Number(/process (\d+) serves/.exec(site.log.slice(said))[1]);
  }

  writeFileSync(next, "#!/bin/sh\nexit 1\n");
  chmodSync(next, 0o755);
  renameSync(next, program);
  const said = site.log.length;
  process.kill(process_, "SIGUSR2");
  await until(() => site.log.slice(said).includes("did not start; this program goes on"), () => site.log.slice(said));
  await load.more();
  await load.end();
  console.log(`${restarts} restarts, ${load.answered} answers, ${load.failed.length} failed`);
  assert.deepEqual(load.failed, []);
});

test("SIGTERM loses nothing where systemd keeps the socket", { timeout: 200_000 }, async (t) => {
  const site = new Site({ settings });
  t.after(() => site.remove());
  site.run("migrate");
  site.run("demo", "--posts", "3");
  const port = await freePort();
  const supervisor = spawn("python3", [fileURLToPath(new URL("supervise.py", import.meta.url)), String(port), site.program, "runserver"],
                           { env: site.environment, stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise((resolve) => supervisor.once("exit", resolve));
  t.after(() => supervisor.kill());
  let said = "";
  supervisor.stdout.on("data", (text) => { said += text; });
  await until(() => said.includes("listening"), () => said);
  const load = new Load(`http://127.0.0.1:${port}/`);
  t.after(() => load.end());
  for (let i = 1; i <= restarts; ++i) {
    await load.more();
    supervisor.stdin.write("\n");
    await until(() => said.split("restarted 0").length === i + 1, () => said);
  }
  await load.more();
  await load.end();
  supervisor.stdin.end();
  assert.equal(await ended, 0);
  console.log(`${restarts} SIGTERMs, ${load.answered} answers, ${load.failed.length} failed`);
  assert.deepEqual(load.failed, []);
});
