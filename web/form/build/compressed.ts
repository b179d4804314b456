import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** Fonts and pictures are compressed already. */
const COMPRESSIBLE = new Set([".css", ".html", ".js", ".svg", ".wasm"]);

/**
 * Leaves a `.br` and a `.gz` beside each built file that gets smaller by it, for servers that send such files as they are.
 * `config.json` is there to be changed after the build, so that it has none.
 */
export function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    enforce: "post",
    configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
    // The files of `public` are there before those that are built.
    writeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        const files = await readdir(folder, { recursive: true, withFileTypes: true });
        const wanted = files.filter((file) => file.isFile() && COMPRESSIBLE.has(extname(file.name)));
        await Promise.all(wanted.map((file) => compress(join(file.parentPath, file.name))));
      },
    },
  };
}

async function compress(file: string) {
  const bytes = await readFile(file);
  const brotli = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  };
  const all = { br: promisify(brotliCompress)(bytes, { params: brotli }), gz: promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }) };
  for (const [ending, made] of Object.entries(all)) {
    const smaller = await made;
    if (smaller.length < bytes.length) await writeFile(`${file}.${ending}`, smaller);
  }
}
