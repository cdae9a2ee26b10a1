// Puts the parts of the program (see scripts/bin/wasm-bindgen) beside it, under names that carry a hash of the content,
// so that browsers may keep them for ever and never mix parts of two builds.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashedName } from "./hashed-name.mjs";

const program = "tessera-frontend";
const loader = "__wasm_split.js";

// Returns the page with the program's new name, and the names of the parts.
export function placeParts(staging, split, html) {
  const old = readdirSync(staging).find((file) => file.startsWith(`${program}-`) && file.endsWith(".js"));
  let loads = readFileSync(join(split, loader), "utf8");
  let starts = readFileSync(join(staging, old), "utf8");
  const parts = readdirSync(split).filter((file) => file.endsWith(".wasm") && file !== `${program}.wasm`);
  const placed = parts.map((part) => {
    const content = readFileSync(join(split, part));
    const name = hashedName(`part-${part}`, content);
    writeFileSync(join(staging, name), content);
    loads = replaceOnce(loads, `"./${part}"`, `"./${name}"`);
    return name;
  });
  // Each of the two scripts names the other, so both carry the hash of both.
  const names = [`${program}.js`, "parts.js"].map((name) => hashedName(name, starts + loads));
  loads = replaceOnce(loads, `"./${program}.js"`, `"./${names[0]}"`);
  // Only where it is imported from: the program goes on asking for the module by the name it was built with.
  starts = replaceOnce(starts, `from "./${loader}"`, `from "./${names[1]}"`);
  rmSync(join(staging, old));
  writeFileSync(join(staging, names[0]), starts);
  writeFileSync(join(staging, names[1]), loads);
  return { html: html.replaceAll(old, names[0]), parts: placed };
}

function replaceOnce(text, from, to) {
  const pieces = text.split(from);
  if (pieces.length < 2) throw new Error(`${from} is not named any more: has the splitter changed what it writes?`);
  return pieces.join(to);
}
