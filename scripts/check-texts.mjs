// check-texts.mjs [FOLDER…]: finds what the app says in one language only. Texts belong into t!, tf! or tn!; a string
// counts as a text when it reads like words and stands where a reader would see it. Both sides of a text fill in the same
// values, and every rule of a field has its words in i18n/rules.rs.
import { readFileSync } from "node:fs";
import { lineOf, pairs, rustFiles, sourceOf, strings, unescaped } from "./rust-texts.mjs";

// Attributes and macros whose strings are for machines.
const technical = /(?:\b(?:class|id|for|type|href|name|rel|role|key|d|target|method|autocomplete|inputmode|autocapitalize|enterkeyhint|spellcheck|scope|viewBox|transform|stroke|fill|tabindex|colspan|fetchpriority|loading|decoding|accept|panel|button|anchor|data-[a-z-]+|aria-(?:controls|describedby|labelledby|autocomplete|live|haspopup|hidden|expanded|busy|current|activedescendant|modal|pressed|selected|sort|orientation)|attr:[a-z-]+|style:[a-z-]+)\s*=\s*[([]?\s*|\b(?:path|concat|include_str|wasm_split|matches|expect|assert|assert_eq|debug_assert|panic|unreachable|todo|stringify)!\s*\(\s*|#!?\[[^\]]*|\.(?:split_once|rsplit_once|strip_prefix|strip_suffix|starts_with|ends_with|contains|query_selector)\(\s*|\b(?:const|static)\s+[A-Z_0-9]*(?:CLASS|SHEET|BUTTON|ROW|KEY|PANEL|CELL|GRID|LINE|STYLE|CARD|BOX|FIELD|COLUMN|SCOPES)[A-Z_]*\s*:\s*&(?:'static )?str\s*=\s*)$/;

// Texts that are the same in every language.
const names = new Set(["Escape", "Esc", "Enter", "Tab", "KeyF", "Ctrl", "Control+K Meta+K", "Token", "Tokens", "Gateway", "Gateways", "Home", "End", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Tessera", "English", "Português (Brasil)", "JSON", "CSV", "XLSX", "URL", "API", "APIs", "JWT", "OpenID Connect"]);

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

const folders = process.argv.length > 2 ? process.argv.slice(2) : ["frontend/src"];
const found = [];
const values = (text) => [...text.matchAll(/\{(\w+)/g)].map(([, name]) => name).sort().join(" ");
for (const file of folders.flatMap(rustFiles)) {
  const source = sourceOf(file);
  const tell = (at, what) => found.push(`${file}:${lineOf(source, at)}: ${what}`);
  for (const { at, english, portuguese } of pairs(source)) {
    if (portuguese === undefined) tell(at, `has no other side: ${JSON.stringify(english)}`);
    else if (values(english) !== values(portuguese)) tell(at, `its sides have other values: ${JSON.stringify(english)}`);
  }
  if (file.includes("/i18n/")) continue;
  for (const { at, text, said } of strings(source)) {
    if (said !== undefined || technical.test(source.slice(Math.max(0, at - 120), at)) || !readsLikeWords(text)) continue;
    tell(at, `is said in one language only: ${JSON.stringify(unescaped(text))}`);
  }
}

// The codes of rules, where a body is checked and where the broker refuses a field.
if (process.argv.length === 2) {
  const rules = new Set([...strings(readFileSync("frontend/src/i18n/rules.rs", "utf8"))].map(({ text }) => text));
  const rule = /(?:errors|self)\s*\.add\([^;]{0,160}?,\s*"([a-z_]+)"|Refusal::field\([^;]{0,160}?,\s*"([a-z_]+)"/g;
  for (const file of ["shared/src", "broker/src"].flatMap(rustFiles)) {
    const source = sourceOf(file);
    for (const { index, 1: checked, 2: refused } of source.matchAll(rule)) {
      if (!rules.has(checked ?? refused)) found.push(`${file}:${lineOf(source, index)}: the rule ${checked ?? refused} has no words`);
    }
  }
}
if (found.length > 0) {
  console.log(found.join("\n"));
  console.error(`${found.length} texts want a look: see i18n/mod.rs`);
  process.exit(1);
}
