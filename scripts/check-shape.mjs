// check-shape.mjs: how the app is put together. Nothing imports against the arrows below, no function is longer than a
// reader can hold, and addresses of the broker stand in shared::paths only.
import { lineOf, rustFiles, sourceOf, strings } from "./rust-texts.mjs";

const root = "frontend/src";
const longest = 150;

// What each folder may import beside itself. The files next to them (main, app, parts) wire everything together.
const arrows = {
  i18n: ["ui"],
  ui: ["i18n"],
  api: ["i18n", "state"],
  state: ["api", "i18n", "ui"],
  forms: ["api", "i18n", "ui"],
  components: ["api", "forms", "i18n", "state", "ui"],
  lists: ["api", "components", "forms", "i18n", "ui"],
  pages: ["api", "components", "forms", "i18n", "lists", "state", "ui"],
  shell: ["api", "components", "forms", "i18n", "lists", "state", "ui"],
};
const rooms = new Set([...Object.keys(arrows), "app", "parts"]);

// `crate::a::b`, and every `a` of `crate::{a, a::b}`.
function* imports(source) {
  for (const { index, 1: one, 2: many } of source.matchAll(/(?<![$\w])crate::(?:(\w+)|\{([^;]*?)\};)/g)) {
    const names = one ? [one] : many.replace(/\{[^}]*\}/g, "").split(",").map((name) => name.trim().split("::")[0]);
    for (const name of names) if (rooms.has(name)) yield { at: index, room: name };
  }
}

// Functions by their indentation, as rustfmt leaves them.
function* functions(source) {
  const lines = source.split("\n");
  for (const [index, line] of lines.entries()) {
    const head = /^( *)(?:pub(?:\([a-z ]+\))? )?(?:(?:const|async) )*fn (\w+)/.exec(line);
    if (!head || /[;}]$/.test(line)) continue;
    const end = lines.findIndex((other, at) => at > index && other === `${head[1]}}`);
    if (end >= 0) yield { line: index + 1, name: head[2], length: end - index + 1 };
  }
}

const found = [];
for (const file of rustFiles(root)) {
  const source = sourceOf(file);
  const folder = file.slice(root.length + 1).split("/").slice(0, -1)[0];
  const code = source.replace(/\/\/.*/g, (comment) => " ".repeat(comment.length));
  for (const { at, room } of folder === undefined ? [] : imports(code)) {
    if (room !== folder && !arrows[folder]?.includes(room)) found.push(`${file}:${lineOf(source, at)}: ${folder} does not import ${room}`);
  }
  for (const { line, name, length } of functions(source)) {
    if (length > longest) found.push(`${file}:${line}: ${name} has ${length} lines, more than ${longest}`);
  }
  for (const { at, text } of strings(source)) {
    // JSON pointers begin like addresses.
    const pointer = /pointer\s*[=:]\s*$/.test(source.slice(Math.max(0, at - 20), at));
    if (!pointer && /^\/(?:api|oauth2|gateway)(?:\/|$)/.test(text)) found.push(`${file}:${lineOf(source, at)}: "${text}" belongs into shared::paths`);
  }
}
if (found.length > 0) {
  console.log(found.join("\n"));
  process.exit(1);
}
