// A database of a test's own on the server that ctest started: {url, drop}.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export function database(purpose) {
  const [url] = readFileSync(process.env.PORTICO_TEST_POSTGRESQL, "utf8").split("\n");
  const name = `${purpose}_${process.pid}`;
  const psql = (sql) => execFileSync("psql", ["-qX", url, "-c", sql]);
  psql(`CREATE DATABASE ${name}`);
  return { url: url.replace("/postgres?", `/${name}?`), drop: () => psql(`DROP DATABASE ${name} WITH (FORCE)`) };
}
