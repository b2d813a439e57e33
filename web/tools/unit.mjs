// node tools/unit.mjs: the tests of page/model and of these tools. Node reads no TypeScript before 22, so each test is
// bundled first.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const tests = (folder, ending) =>
  readdirSync(join(web, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(web, folder, name));
const outdir = join(web, "node_modules/.cache/unit");
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
const models = tests("page/model", "_test.ts");
await build({
  entryPoints: models,
  outdir,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node18",
  outExtension: { ".js": ".mjs" },
  sourcemap: "inline",
  logLevel: "warning",
});
const bundled = readdirSync(outdir).map((name) => join(outdir, name));
if (bundled.length !== models.length || models.length === 0) throw new Error("not every test was bundled");
const files = [...bundled, ...tests("tools", "_test.mjs")];
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], {
  stdio: "inherit",
});
process.exit(status ?? 1);
