// Trunk's first step: makes the style sheet, the fonts and the icons in frontend/build/, from which index.html takes them.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashedName } from "./hashed-name.mjs";

const frontend = join(dirname(fileURLToPath(import.meta.url)), "..", "frontend");
const build = join(frontend, "build");
const icons = join(frontend, "node_modules", "lucide-static", "icons");

rmSync(build, { recursive: true, force: true });
mkdirSync(join(build, "fonts"), { recursive: true });
writeFileSync(join(build, "app.css"), withHashedFonts(compileStyles()));
writeFileSync(join(build, "icons.svg"), makeSprite());

function compileStyles() {
  const tailwind = join(frontend, "node_modules", "@tailwindcss", "cli", "dist", "index.mjs");
  const options = process.env.TRUNK_PROFILE === "release" ? ["--minify"] : [];
  return execFileSync(process.execPath, [tailwind, "-i", "style/input.css", ...options], {
    cwd: frontend,
    encoding: "utf8",
    stdio: ["ignore", "pipe", process.env.TRUNK_PROFILE === "release" ? "ignore" : "inherit"],
    maxBuffer: 1 << 26,
  });
}

// The names carry a hash of the content, so that browsers may keep fonts for ever.
function withHashedFonts(css) {
  const fonts = join(frontend, "style", "fonts");
  for (const name of readdirSync(fonts).filter((file) => file.endsWith(".woff2"))) {
    const hashed = hashedName(name, readFileSync(join(fonts, name)));
    copyFileSync(join(fonts, name), join(build, "fonts", hashed));
    css = css.replaceAll(name, hashed);
  }
  return css;
}

// Only the icons listed in icons.txt, as symbols the app refers to with <use href="#i-name">.
function makeSprite() {
  const names = readFileSync(join(frontend, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = [...new Set(names)].sort().map((name) => {
    const svg = readFileSync(join(icons, `${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" class="absolute" aria-hidden="true">${symbols.join("")}</svg>\n`;
}
