// docs/how-to/tune.md names settings with their defaults, and metrics: they are those of the program.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Site } from "./server.mjs";

const page = readFileSync(process.env.TUNE, "utf8");
const units = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6 };

// "10s" and "0:00:10.000000", as the settings command says it, are 10; other values stay as they are.
function plain(value) {
  const short = /^(\d+)(h|m|s|ms|us)$/.exec(value);
  if (short) return Number(short[1]) * units[short[2]];
  const long = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(value);
  if (long) return Number(long[1]) * 3600 + Number(long[2]) * 60 + Number(long[3]);
  return value.replaceAll('"', "");
}

test("each setting of the page is there, with that default", (t) => {
  const site = new Site({ settings: "" });
  t.after(() => site.remove());
  const known = new Map(site.run("settings", "--profile", "production", "--set", `secret_key=${"k".repeat(50)}`, "--set", "allowed_hosts=example.org")
    .split("\n").map((line) => line.split(" = ")).filter((pair) => pair.length === 2));
  const told = [...page.matchAll(/^\| `([a-z_.]+)` \| ([^|]+) \|/gm)];
  assert.ok(told.length >= 20, `${told.length} settings`);
  for (const [, key, value] of told) assert.equal(plain(known.get(key) ?? "unknown"), plain(value), key);
  for (const [, key] of page.matchAll(/`((?:server|database|auth|orm|session|cache)\.[a-z_]+)`/g)) assert.ok(known.has(key), key);
});

test("each metric of the page is there", async (t) => {
  const site = new Site();
  t.after(() => site.remove());
  site.prepare({ posts: 3 });
  await site.start();
  const metrics = await (await fetch(`${site.url}/metrics`)).text();
  const onlyPostgresql = /^portico_database_/;
  for (const [, name] of page.matchAll(/`((?:portico|process)_[a-z_]+)/g))
    if (!onlyPostgresql.test(name)) assert.match(metrics, new RegExp(`^${name}[{ ]`, "m"), name);
});
