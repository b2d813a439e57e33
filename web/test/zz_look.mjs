import { chrome, serve, addKit, strokesWav } from "./browser.mjs";
import { mkdtempSync, writeFileSync } from "node:fs";
const folder = mkdtempSync("/tmp/ylook-");
writeFileSync(`${folder}/s.wav`, strokesWav([], 5));
const server = await serve(`${folder}/book.db`);
const browser = await chrome(`${folder}/s.wav`);
const sizes = { d: [1366, 768], t: [820, 1180], p: [390, 844] };
for (const spec of process.argv.slice(2)) {
  const [hash, size, scheme = "light", act = ""] = spec.split(",");
  const context = await browser.newContext({
    viewport: { width: sizes[size][0], height: sizes[size][1] },
    colorScheme: scheme,
    permissions: ["microphone"],
  });
  await addKit(context);
  const page = await context.newPage();
  page.on("pageerror", (e) => console.log(hash, "ERROR", e.message));
  page.on("console", (m) => m.type() === "error" && console.log(hash, m.text()));
  await page.goto(`${server.address}#${hash}`);
  await page.waitForSelector("html[data-started]");
  if (act === "more") await page.click(".more summary");
  if (act === "menu") await page.locator('[data-at="1 4"]').click({ button: "right" });
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/yshots/${hash}-${size}-${scheme}${act}.png`, fullPage: true });
  await context.close();
}
await browser.close();
await server.stop();
