// node build.mjs FIRSTCHAIR.wasm OUT: the page as a folder of static files. Nothing is fetched; report/page.css and the
// engine are taken from this source tree.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import { png } from "./tools/icon.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [wasm, out] = process.argv.slice(2);
if (!wasm || !out) throw new Error("usage: node build.mjs FIRSTCHAIR.wasm OUT");
const page = join(here, "page");
function weightsFile(kind) {
  const folder = join(here, "../data/weights");
  return join(
    folder,
    readdirSync(folder).find((name) => new RegExp(`^${kind}-[0-9a-f]+\\.weights$`).test(name)),
  );
}
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const common = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};
// A page comes with the view that is looked at; the others follow once it stands.
const { metafile } = await build({
  ...common,
  entryPoints: [join(page, "main.ts")],
  splitting: true,
  chunkNames: "[name]-[hash]",
  outdir: out,
  metafile: true,
});
// What the page needs before it stands is asked for at once, not when the script has come that asks for it.
const { imports } = Object.entries(metafile.outputs).find(([name]) => basename(name) === "main.js")[1];
const early = [
  '<link rel="preload" href="firstchair.wasm" as="fetch" crossorigin />',
  ...imports
    .filter(({ kind }) => kind === "import-statement")
    .map(({ path }) => `<link rel="modulepreload" href="${basename(path)}" />`),
];
await build({
  ...common,
  entryPoints: ["worklet.ts", "band_worklet.ts", "takes_worker.ts", "kit_worker.ts"].map((name) =>
    join(page, name),
  ),
  outdir: out,
});
for (const name of ["icon.svg", "manifest.json"]) copyFileSync(join(page, name), join(out, name));
for (const name of ["index.html", "school.html"]) {
  const html = readFileSync(join(page, name), "utf8");
  if (!html.includes("  </head>")) throw new Error(`${name} has no head`);
  writeFileSync(join(out, name), html.replace("  </head>", `    ${early.join("\n    ")}\n  </head>`));
}
const icon = readFileSync(join(page, "icon.svg"), "utf8");
for (const size of [180, 512]) writeFileSync(join(out, `icon-${size}.png`), png(icon, size));
copyFileSync(wasm, join(out, "firstchair.wasm"));
copyFileSync(weightsFile("ear"), join(out, "ear.weights"));
copyFileSync(weightsFile("file-ear"), join(out, "file-ear.weights"));
copyFileSync(join(dirname(wasm), "firstchair_verify.wasm"), join(out, "verify.wasm"));
copyFileSync(join(dirname(wasm), "firstchair_band.wasm"), join(out, "band.wasm"));
copyFileSync(join(dirname(wasm), "firstchair_kit.wasm"), join(out, "kit.wasm"));
copyFileSync(join(here, "../data/sounds/band.sounds"), join(out, "band.sounds"));
writeFileSync(
  join(out, "page.css"),
  [
    "../report/page/page.css",
    "page/app.css",
    "page/stage.css",
    "page/grid.css",
    "page/chairs.css",
    "page/school.css",
    "page/film.css",
    "page/band.css",
  ]
    .map((name) => readFileSync(join(here, name), "utf8"))
    .join(""),
);

// The service worker knows every file, and its name changes with any of them.
const kWhenAskedFor = [
  "verify.wasm",
  "band.wasm",
  "band.sounds",
  "kit.wasm",
  "kit_worker.js",
  "file-ear.weights",
  "icon-180.png",
  "icon-512.png",
];
const files = readdirSync(out).filter(
  (name) => !["index.html", "school.html", ...kWhenAskedFor].includes(name),
);
const hash = createHash("sha256");
for (const name of readdirSync(out).sort()) hash.update(name).update(readFileSync(join(out, name)));
await build({
  ...common,
  entryPoints: [join(page, "sw.ts")],
  outdir: out,
  format: "iife",
  define: {
    FILES: JSON.stringify(["/", ...files.map((name) => `/${name}`)]),
    LATER: JSON.stringify(kWhenAskedFor.map((name) => `/${name}`)),
    VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)),
  },
});

// What the server sends to whoever takes it packed. The engine takes seconds, so a packed one is kept by its hash.
const cache = join(here, "node_modules/.cache/page");
mkdirSync(cache, { recursive: true });
let sum = 0;
for (const name of readdirSync(out)) {
  const bytes = readFileSync(join(out, name));
  const kept = join(cache, `${createHash("sha256").update(bytes).digest("hex")}.br`);
  if (!existsSync(kept)) {
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(kept, brotliCompressSync(bytes, { params }));
  }
  const packed = readFileSync(kept);
  if (packed.length < bytes.length) writeFileSync(join(out, `${name}.br`), packed);
  sum += Math.min(packed.length, bytes.length);
  console.log(`${name} ${packed.length} bytes packed`);
}
console.log(`${sum} bytes in all`);
