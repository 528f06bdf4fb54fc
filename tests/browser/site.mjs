// A site of its own for each test file, and a browser beside it.
import { chromium } from "playwright-core";
import { password, Site } from "./server.mjs";

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"],
  });
}

export async function startSite({ settings, ...options } = {}) {
  const site = new Site(settings ? { settings } : {});
  site.prepare(options);
  await site.start();
  site.browser = await openBrowser();
  return site;
}

export async function stopSite(site) {
  await site?.browser?.close();
  await site?.remove();
}

export async function logIn(page, site) {
  await page.goto(`${site.url}/admin/`);
  await page.getByLabel("Username").fill("ada");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.locator(".top").waitFor();
}

// A page that collects what a person would see as broken: script errors, policy violations, failed requests.
export async function openPage(site, { javaScriptEnabled = true, ...options } = {}) {
  const context = await site.browser.newContext({ javaScriptEnabled, ...options });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4\d\d)/.test(message.text())) problems.push(message.text());
  });
  // The browser itself gives up what is still loading (an icon) when the page is left.
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") problems.push(`failed: ${request.url()} ${reason}`);
  });
  return { page, context, problems };
}

// The answer to what the button sends.
export async function press(page, button) {
  const [answer] = await Promise.all([page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() !== 302), button.click()]);
  await page.waitForLoadState();
  return answer;
}

// The server's own checks, not the browser's.
export async function withoutChecks(page) {
  await page.evaluate(() => document.querySelectorAll("form").forEach((form) => { form.noValidate = true; }));
}
