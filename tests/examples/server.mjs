// The blog as a process of its own: a temporary folder, a database with demo data, a server on a free port.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const password = "correct horse battery";

export function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// What a browser would send back of an answer's cookies: "a=1; b=2". Debian's Node 18 has no getSetCookie.
export function cookiesOf(answer) {
  const all = answer.headers.getSetCookie?.() ?? (answer.headers.get("set-cookie") ?? "").split(/,\s*(?=[^;,\s]+=)/);
  return all.map((cookie) => cookie.split(";")[0]).join("; ");
}

export class Site {
  constructor({ program = process.env.BLOG_PROGRAM, settings = `[database]\nurl = "sqlite:db.sqlite3"\n` } = {}) {
    this.program = program;
    this.root = mkdtempSync(join(tmpdir(), "portico-site-"));
    writeFileSync(join(this.root, "settings.toml"), settings);
    this.environment = { ...process.env, PORTICO_ROOT: this.root, PORTICO_SUPERUSER_PASSWORD: password };
  }

  // Runs a command; throws when it fails.
  run(...args) {
    return execFileSync(this.program, args, { env: this.environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  // Runs a command that may fail: {status, output}.
  attempt(args, environment = {}) {
    const done = spawnSync(this.program, args, { env: { ...this.environment, ...environment }, encoding: "utf8", timeout: 20_000 });
    return { status: done.status, signal: done.signal, output: done.stdout + done.stderr };
  }

  prepare({ posts = 120 } = {}) {
    this.run("migrate");
    this.run("demo", "--posts", String(posts));
    this.run("createsuperuser", "--noinput", "--username", "ada", "--email", "ada@example.org");
  }

  async start(...args) {
    this.port ??= await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    this.log = "";
    this.server = spawn(this.program, ["runserver", "--port", String(this.port), ...args],
                        { env: this.environment, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.server.stdout, this.server.stderr]) stream.on("data", (text) => { this.log += text; });
    this.ended = new Promise((resolve) => this.server.once("exit", (code, signal) => resolve({ code, signal })));
    for (let attempt = 0; attempt < 400; ++attempt) {
      if (this.server.exitCode !== null) throw new Error(`the server ended with ${this.server.exitCode}:\n${this.log}`);
      try {
        await fetch(`${this.url}/`, { redirect: "manual" });
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
    throw new Error(`nothing answers at ${this.url}:\n${this.log}`);
  }

  kill() {
    this.server.kill("SIGKILL");
    return this.ended;
  }

  async stop() {
    if (this.server && this.server.exitCode === null && this.server.signalCode === null) {
      this.server.kill("SIGTERM");
      await this.ended;
    }
  }

  async remove() {
    await this.stop();
    rmSync(this.root, { recursive: true, force: true });
  }
}
