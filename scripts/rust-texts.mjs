// Reads Rust sources as far as the checks of the app and its tests in Portuguese need it: which files there are, the
// strings in them, and the texts that are said in two languages.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const translated = /\b(?:(?:t|tf|tn)!|pick)\s*\($/;

/// Every Rust file at or below a path.
export const rustFiles = (path) => {
  if (statSync(path).isFile()) return path.endsWith(".rs") ? [path] : [];
  return readdirSync(path).flatMap((name) => rustFiles(join(path, name)));
};

/// A file without its unit tests; empty for a file of nothing else.
export const sourceOf = (file) => (/tests?\.rs$/.test(file) ? "" : readFileSync(file, "utf8").split(/\n\s*#\[cfg\(test\)\]/)[0]);

/// The strings of a source outside comments: where each begins, what it says as it is written, and where the
/// translation (`t!` and the like) around it begins, if it stands in one.
export function* strings(source) {
  let at = 0;
  const opened = [];
  while (at < source.length) {
    if (source.startsWith("//", at)) {
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
    if (letter === "(") opened.push(translated.test(source.slice(Math.max(0, at - 8), at + 1)) ? at : undefined);
    if (letter === ")") opened.pop();
    if (letter === '"') {
      let end = at + 1;
      while (end < source.length && source[end] !== '"') end += source[end] === "\\" ? 2 : 1;
      yield { at, text: source.slice(at + 1, end), said: opened.findLast((begin) => begin !== undefined) };
      at = end;
    }
    at += 1;
  }
}

const escapes = { n: "\n", t: "\t", r: "\r", 0: "\0" };

/// A string as the program has it.
export const unescaped = (text) =>
  text
    .replace(/\\\n\s*/g, "")
    .replace(/\\(?:u\{([0-9a-fA-F]+)\}|(.))/g, (_all, code, letter) =>
      code ? String.fromCodePoint(parseInt(code, 16)) : (escapes[letter] ?? letter),
    );

/// What a source says in two languages: `{ at, english, portuguese, counted }`. What is `counted` stands behind a number.
export const pairs = (source) => {
  const calls = new Map();
  for (const { at, text, said } of strings(source)) {
    if (said === undefined) continue;
    calls.set(said, [...(calls.get(said) ?? []), { at, text: unescaped(text) }]);
  }
  return [...calls].flatMap(([begin, texts]) => {
    const counted = /\btn!\s*$/.test(source.slice(Math.max(0, begin - 8), begin));
    // What is counted may hold strings of its own; the four words come last.
    const words = counted ? texts.slice(-4) : texts;
    const half = words.length / 2;
    return words
      .slice(0, Math.floor(half))
      .map(({ at, text }, index) => ({ at, english: text, portuguese: words[index + half]?.text, counted }));
  });
};

/// The line of a place in a source.
export const lineOf = (source, at) => source.slice(0, at).split("\n").length;
