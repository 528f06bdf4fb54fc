// docs/how-to/deploy.md as it stands there: its settings, its upgrade, nginx and HAProxy in front, the libraries of its container.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { get, request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { Site, freePort } from "./server.mjs";

const shown = (name) => readFileSync(join(process.env.DEPLOY, name), "utf8");
const secret = "PORTICO_SECRET_KEY=a-key-for-this-test-alone-of-fifty-characters-or-more-0123456789".split("=");

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const sent = (body ? request : get)({ ...options, agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece) => { text += piece; }).on("end", () => resolve({ ...answer, status: answer.statusCode, headers: answer.headers, text }));
    }).on("error", reject);
    if (body) sent.end(body);
  });
}

async function until(condition, what) {
  for (let i = 0; i < 1000; ++i) {
    if (await Promise.resolve().then(condition).catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(what());
}

// The blog with the page's settings, on a socket or port.
async function serve(t, settings, where) {
  const site = new Site({ settings });
  t.after(() => site.remove());
  site.environment[secret[0]] = secret[1];
  site.socket = join(site.root, "blog.sock");
  copyFileSync(site.program, join(site.root, "blog"));
  site.program = join(site.root, "blog");
  site.run("migrate");
  site.run("createsuperuser", "--noinput", "--username", "ada", "--email", "ada@example.org");
  site.log = "";
  site.server = spawn(site.program, ["runserver", where ?? `unix:${site.socket}`], { cwd: site.root, env: site.environment, stdio: ["ignore", "pipe", "pipe"] });
  site.ended = new Promise((resolve) => site.server.once("exit", resolve));
  for (const stream of [site.server.stdout, site.server.stderr]) stream.on("data", (text) => { site.log += text; });
  await until(() => site.log.includes("Ctrl-C"), () => site.log);
  return site;
}

function start(t, program, args, root) {
  const process_ = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  process_.said = "";
  for (const stream of [process_.stdout, process_.stderr]) stream.on("data", (text) => { process_.said += text; });
  t.after(() => process_.kill());
  return process_;
}

test("an upgrade, step by step", { timeout: 120_000 }, async (t) => {
  const site = await serve(t, shown("settings.toml"));
  const page = () => ask({ socketPath: site.socket, path: "/", headers: { host: "example.org", "x-forwarded-proto": "https" } });
  assert.equal((await page()).status, 200);
  const plain = await ask({ socketPath: site.socket, path: "/", headers: { host: "example.org" } });
  assert.deepEqual([plain.status, plain.headers.location], [301, "https://example.org/"]);

  copyFileSync(site.program, `${site.program}.new`);
  const shims = join(site.root, "shims");
  mkdirSync(shims);
  writeFileSync(join(shims, "systemctl"), `#!/bin/sh\necho "$@" > ${site.root}/asked\nkill -USR2 ${site.server.pid}\n`);
  chmodSync(join(shims, "systemctl"), 0o755);
  execFileSync("bash", ["-euc", shown("upgrade.sh")], { cwd: site.root, env: { ...site.environment, PATH: `${shims}:${process.env.PATH}` } });
  assert.equal(readFileSync(join(site.root, "asked"), "utf8"), "reload blog\n");
  await until(() => /process \d+ serves/.test(site.log), () => site.log);
  const next = Number(/process (\d+) serves/.exec(site.log)[1]);
  t.after(() => process.kill(next));
  assert.equal(await site.ended, 0);
  assert.equal((await page()).status, 200);
});

test("nginx in front", { timeout: 120_000 }, async (t) => {
  const site = await serve(t, shown("settings.toml"));
  const port = await freePort();
  const server = shown("nginx.conf").replace("/run/blog/blog.sock", site.socket).replace("listen 80;", `listen 127.0.0.1:${port};`);
  writeFileSync(join(site.root, "nginx.conf"),
    `daemon off; pid nginx.pid; error_log stderr; user root; events {}\nhttp { access_log off; client_body_temp_path tmp; proxy_temp_path tmp; ` +
    `fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;\n${server}}\n`);
  const nginx = start(t, "nginx", ["-p", site.root, "-c", "nginx.conf", "-e", "stderr"], site.root);
  const headers = { host: "example.org" };
  await until(async () => (await ask({ port, path: "/", headers })).status === 200, () => nginx.said + site.log);

  const from = site.log.length;
  assert.equal((await ask({ port, localAddress: "127.0.0.2", path: "/?forged", headers: { ...headers, "x-forwarded-for": "198.51.100.9" } })).status, 200);
  await until(() => /GET \/\?forged 200 .* 127\.0\.0\.2/.test(site.log.slice(from)), () => site.log.slice(from));

  const form = await ask({ port, path: "/admin/login/", headers });
  const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(form.text)[1];
  const cookie = form.headers["set-cookie"].map((one) => one.split(";")[0]).join("; ");
  for (const one of form.headers["set-cookie"]) assert.match(one, /Secure/);
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, username: "ada", password: "correct horse battery", next: "/admin/" }).toString();
  const entered = await ask({ port, method: "POST", path: "/admin/login/",
    headers: { ...headers, cookie, origin: "https://example.org", "content-type": "application/x-www-form-urlencoded", "content-length": body.length } }, body);
  assert.deepEqual([entered.status, entered.headers.location], [302, "/admin/"], entered.text);
});

test("HAProxy in front", { timeout: 120_000 }, async (t) => {
  const own = await freePort(), port = await freePort();
  const site = await serve(t, `profile = "production"\nallowed_hosts = ["example.org"]\n${shown("proxy.toml")}[database]\nurl = "sqlite:db.sqlite3"\n`, `127.0.0.1:${own}`);
  writeFileSync(join(site.root, "haproxy.cfg"), "defaults\n    timeout connect 5s\n    timeout client 5s\n    timeout server 5s\n" +
    shown("haproxy.cfg").replace(":443", `127.0.0.1:${port}`).replace("127.0.0.1:8000", `127.0.0.1:${own}`));
  const haproxy = start(t, "haproxy", ["-db", "-f", "haproxy.cfg"], site.root);
  const headers = { host: "example.org" };
  await until(async () => (await ask({ port, path: "/", headers })).status === 200, () => haproxy.said + site.log);
  const from = site.log.length;
  assert.equal((await ask({ port, localAddress: "127.0.0.2", path: "/?asked", headers })).status, 200);
  await until(() => /GET \/\?asked 200 .* 127\.0\.0\.2/.test(site.log.slice(from)), () => site.log.slice(from));
});

test("the container has the program's libraries", () => {
  const packages = new Set(shown("Dockerfile").match(/\blib[\w.+-]+|zlib1g/g));
  const needed = execFileSync("readelf", ["-d", process.env.BLOG_PROGRAM], { encoding: "utf8" }).match(/(?<=NEEDED.*\[)[^\]]+/g);
  const known = execFileSync("ldconfig", ["-p"], { encoding: "utf8" });
  for (const library of needed) {
    if (/^(libc|libm|libgcc_s|ld-linux-x86-64)\.so/.test(library)) continue;  // in every image
    const path = new RegExp(`^\\s${library.replaceAll(/[.+]/g, "\\$&")} .*=> (.*)$`, "m").exec(known)[1];
    const real = execFileSync("readlink", ["-f", path], { encoding: "utf8" }).trim();
    const owners = [real, real.replace(/^\/usr/, "")].map((name) => {
      try { return execFileSync("dpkg", ["-S", name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split(":")[0]; } catch { return ""; }
    }).filter(Boolean);
    assert.ok(owners.some((owner) => packages.has(owner)), `${library} is of ${owners}, which the Dockerfile does not install`);
  }
});
