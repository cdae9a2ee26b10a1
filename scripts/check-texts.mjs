// check-texts.mjs [FOLDER…]: finds what the app says in one language only. Texts belong into t!, tf! or tn!; a string
// counts as a text when it reads like words and stands where a reader would see it.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

// Attributes and macros whose strings are for machines.
const technical = /(?:\b(?:class|id|for|type|href|name|rel|role|key|d|target|method|autocomplete|inputmode|autocapitalize|enterkeyhint|spellcheck|scope|viewBox|transform|stroke|fill|tabindex|colspan|fetchpriority|loading|decoding|accept|panel|button|anchor|data-[a-z-]+|aria-(?:controls|describedby|labelledby|autocomplete|live|haspopup|hidden|expanded|busy|current|activedescendant|modal|pressed|selected|sort|orientation)|attr:[a-z-]+|style:[a-z-]+)\s*=\s*[([]?\s*|\b(?:path|concat|include_str|wasm_split|matches|expect|assert|assert_eq|debug_assert|panic|unreachable|todo|stringify)!\s*\(\s*|#!?\[[^\]]*|\.(?:split_once|rsplit_once|strip_prefix|strip_suffix|starts_with|ends_with|contains|query_selector)\(\s*|\b(?:const|static)\s+[A-Z_0-9]*(?:CLASS|SHEET|BUTTON|ROW|KEY|PANEL|CELL|GRID|LINE|STYLE|CARD|BOX|FIELD|COLUMN|SCOPES)[A-Z_]*\s*:\s*&(?:'static )?str\s*=\s*)$/;
const translated = /\b(?:(?:t|tf|tn)!|pick)\s*\($/;

// Texts that are the same in every language.
const names = new Set(["Escape", "Home", "End", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Tessera", "English", "Português (Brasil)", "JSON", "CSV", "XLSX", "URL", "API", "APIs", "JWT", "OpenID Connect"]);

const readsLikeWords = (text) => {
  if (names.has(text.trim())) return false;
  // Names of types in the browser, and values that a shell fills in.
  if (/^[A-Z][a-z]+(?:[A-Z][a-z]+)+$/.test(text) || /\$[A-Z]/.test(text)) return false;
  if (/^[a-z0-9_:/.#?=&{}%@\-[\]()<>,*+~^$!|;'"\\]*$/.test(text.trim()) && !/^\s|\s$/.test(text)) return false;
  const words = text.trim().split(/\s+/);
  const classes = words.filter((word) => /[-:/[\]0-9_.=]/.test(word) || /^(?:flex|grid|hidden|block|inline|relative|absolute|fixed|sticky|truncate|mono|num|btn|card|border|rounded|underline|grow|shrink|uppercase|italic|input|lab|hint|note|tbl|tag|seg|opt|pill|table|contents|kbd|tenant|logo)$/.test(word));
  if (classes.length * 2 >= words.length && !/[a-z] [a-z]/.test(text.replace(/\{[^}]*\}/g, ""))) return false;
  if (classes.length > words.length / 3 && words.length > 1 && !/^[A-Z]/.test(words[0])) return false;
  return /[A-Za-z]{2}/.test(text.replace(/\{[^}]*\}/g, "")) && (/^[A-Z][a-z]/.test(text.trim()) || /[a-z]{2,} [a-zA-Z]{2,}/.test(text) || /^\s+[a-z]{2,}|[a-z]{2,}\s+$/.test(text));
};

function* strings(source) {
  let at = 0;
  const opened = [];
  while (at < source.length) {
    const rest = source.slice(at, at + 2);
    if (rest === "//") {
      at = source.indexOf("\n", at);
      if (at < 0) return;
      continue;
    }
    const letter = source[at];
    if (letter === "'") {
      const character = /^'(?:\\.[^']*|[^'\\])'/.exec(source.slice(at, at + 12));
      at += character ? character[0].length : 1;
      continue;
    }
    if (letter === "(") opened.push(translated.test(source.slice(Math.max(0, at - 8), at + 1)));
    if (letter === ")") opened.pop();
    if (letter === '"') {
      let end = at + 1;
      while (end < source.length && source[end] !== '"') end += source[end] === "\\" ? 2 : 1;
      yield { at, text: source.slice(at + 1, end), said: opened.includes(true) };
      at = end;
    }
    at += 1;
  }
}

const files = (path) =>
  statSync(path).isFile() ? [path] : readdirSync(path).flatMap((name) => files(join(path, name)));
const folders = process.argv.length > 2 ? process.argv.slice(2) : ["frontend/src"];
let found = 0;
for (const file of folders.flatMap(files).filter((file) => /\.rs$/.test(file) && !/tests?\.rs$|\/i18n\//.test(file))) {
  const source = readFileSync(file, "utf8").split(/\n#\[cfg\(test\)\]/)[0];
  for (const { at, text, said } of strings(source)) {
    if (said || technical.test(source.slice(Math.max(0, at - 120), at)) || !readsLikeWords(text)) continue;
    found += 1;
    console.log(`${file}:${source.slice(0, at).split("\n").length}: ${JSON.stringify(text)}`);
  }
}
if (found > 0) {
  console.error(`${found} texts are said in one language only`);
  process.exit(1);
}
