// Trunk's last step: makes the page fit a content security policy without inline code, and packs a release for the wire.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { hashedName } from "./hashed-name.mjs";
import { placeParts } from "./place-parts.mjs";
import { withoutNames } from "./without-names.mjs";

// What a first visit may download, fonts included; other parts of the program come when somebody goes to their pages.
// Raise it only with a reason.
const budget = 400_000;

const staging = process.env.TRUNK_STAGING_DIR;
const release = process.env.TRUNK_PROFILE === "release";
const page = join(staging, "index.html");

const { html, parts } = placeParts(staging, process.env.TESSERA_SPLIT_DIR, readFileSync(page, "utf8"));
const finished = withHashedFonts(withExternalStart(html));
refuseInlineCode(finished);
writeFileSync(page, finished);
if (release) {
  for (const file of filesBelow(staging).filter((file) => file.endsWith(".wasm"))) {
    writeFileSync(file, withoutNames(readFileSync(file)));
  }
  await Promise.all(filesBelow(staging).map(compress));
  checkBudget();
}

// Trunk starts the app from an inline module; the policy allows scripts from files only.
function withExternalStart(html) {
  const inline = /<script type="module"[^>]*>([^]*?)<\/script>/;
  const [, code] = html.match(inline) ?? [];
  if (!code?.trim()) {
    throw new Error("index.html has no inline start-up module any more: has Trunk changed what it writes?");
  }
  const name = hashedName("start.js", code);
  writeFileSync(join(staging, name), code.trimStart());
  return html.replace(inline, `<script type="module" src="/${name}"></script>`);
}

function withHashedFonts(html) {
  for (const name of readdirSync(join(staging, "fonts"))) {
    html = html.replaceAll(name.replace(/-[0-9a-f]{16}(?=\.)/, ""), name);
  }
  return html;
}

function refuseInlineCode(html) {
  const found = html.match(/<script(?![^>]*\bsrc=)[^>]*>|<style\b|<[^>]+\s(?:style|on[a-z]+)\s*=/i);
  if (found) {
    throw new Error(`index.html has inline code or style, which the content security policy forbids: ${found[0]}`);
  }
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

async function compress(file) {
  if (![".wasm", ".js", ".css", ".html", ".svg"].includes(extname(file))) return;
  const content = readFileSync(file);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } };
  const packed = await Promise.all([promisify(brotliCompress)(content, quality), promisify(gzip)(content, { level: 9 })]);
  writeFileSync(`${file}.br`, packed[0]);
  writeFileSync(`${file}.gz`, packed[1]);
}

function checkBudget() {
  const onTheWire = filesBelow(staging).filter((file) => /\.(br|woff2)$/.test(file));
  const later = new Set(parts.map((part) => join(staging, `${part}.br`)));
  const sum = (files) => files.reduce((bytes, file) => bytes + statSync(file).size, 0);
  const first = sum(onTheWire.filter((file) => !later.has(file)));
  for (const part of later) console.log(`Part ${basename(part)}: ${Math.round(statSync(part).size / 1000)} kB`);
  const sizes = `${Math.round(first / 1000)} kB of ${budget / 1000} kB`;
  if (first > budget) {
    throw new Error(`The app has outgrown its download budget: ${sizes}`);
  }
  console.log(`First download: ${sizes}`);
}
