// Takes the pictures of every screen from a run of the browser journeys into the documentation, and lists them there.
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const from = "e2e/pictures";
const to = "docs/pictures/screens";
// One theme a width: the other one differs in nothing but colour.
const looks = [["light-1440", "1440 px, light"], ["dark-360", "360 px, dark"], ["light-2560", "2560 px, light"]];

const names = readdirSync(from)
  .filter((file) => file.endsWith(`-${looks[0][0]}.webp`))
  .map((file) => file.slice(0, -`-${looks[0][0]}.webp`.length))
  .sort();
rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
const rows = names.map((name) => {
  const cells = looks.map(([look, alt]) => {
    copyFileSync(`${from}/${name}-${look}.webp`, `${to}/${name}-${look}.webp`);
    return `[<img src="pictures/screens/${name}-${look}.webp" alt="${name}, ${alt}" width="${look === "dark-360" ? 120 : 320}">](pictures/screens/${name}-${look}.webp)`;
  });
  return `| ${name.replaceAll("-", " ")} | ${cells.join(" | ")} |`;
});
writeFileSync("docs/screens.md", `# Every screen

Taken by the browser journeys, which also look at each of them in the other theme; \`make pictures\` takes them anew.

| screen | ${looks.map(([, title]) => title).join(" | ")} |
|---|---|---|---|
${rows.join("\n")}
`);
console.log(`Placed the pictures of ${names.length} screens`);
