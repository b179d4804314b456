import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import subset from "subset-font";
import type { Plugin } from "vite";

const FONT = createRequire(import.meta.url).resolve("@fontsource-variable/schibsted-grotesk/files/schibsted-grotesk-latin-wght-normal.woff2");
const TEXTS = new URL("../../../crates/core/src/messages/", import.meta.url);
const MADE = new URL("../src/generated/", import.meta.url);

/** The weights that the style sheets ask for. */
const WEIGHTS = { min: 400, max: 800 };

/**
 * Writes the font of the first step: the characters of ASCII, the letters of western Europe, and whatever else the texts are
 * written with. Its kerning is left out, which weighs more than all the letters.
 */
export function font(): Plugin {
  return {
    name: "font",
    async buildStart() {
      const characters = await charactersOfTheForm();
      const made = await subset(await readFile(FONT), characters.map((code) => String.fromCodePoint(code)).join(""), {
        targetFormat: "woff2",
        variationAxes: { wght: WEIGHTS },
        keepFeatures: [],
        noHinting: true,
        noLayoutClosure: true,
      });
      const face = [
        'font-family: "Schibsted Grotesk Variable";',
        "font-display: swap;",
        `font-weight: ${WEIGHTS.min} ${WEIGHTS.max};`,
        'src: url("./form-font.woff2") format("woff2");',
        `unicode-range: ${ranges(characters)};`,
      ];
      await mkdir(MADE, { recursive: true });
      await writeFile(new URL("form-font.woff2", MADE), made);
      await writeFile(new URL("form-font.css", MADE), `@font-face {\n  ${face.join("\n  ")}\n}\n`);
    },
  };
}

async function charactersOfTheForm(): Promise<number[]> {
  const files = (await readdir(TEXTS)).filter((name) => name.endsWith(".txt"));
  const texts = await Promise.all(files.map((name) => readFile(fileURLToPath(new URL(name, TEXTS)), "utf8")));
  const codes = new Set([...between(0x20, 0x7e), ...between(0xc0, 0xff)]);
  for (const character of texts.join("")) codes.add(character.codePointAt(0) ?? 0);
  return [...codes].filter((code) => code >= 0x20).sort((a, b) => a - b);
}

function between(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** As `unicode-range` wants them: `U+20-7E, U+E5`. */
function ranges(codes: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const code of codes) {
    const run = runs.at(-1);
    if (run && run[1] === code - 1) run[1] = code;
    else runs.push([code, code]);
  }
  const hex = (code: number) => code.toString(16).toUpperCase();
  return runs.map(([first, last]) => `U+${hex(first)}${last > first ? `-${hex(last)}` : ""}`).join(", ");
}
