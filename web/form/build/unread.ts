import postcss, { type Declaration, type Root } from "postcss";
import type { Plugin } from "vite";

/**
 * Leaves out the custom properties of the design system that nothing reads. Its theme has a size and a weight for each kind of
 * text that there can be, and shades for each use of a colour.
 */
export function unread(): Plugin {
  return {
    name: "unread",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !file.fileName.endsWith(".css")) continue;
        const root = postcss.parse(String(file.source));
        // What only those read that go is not read any more.
        while (leaveOut(root)) continue;
        file.source = root.toString();
      }
    },
  };
}

function leaveOut(root: Root): boolean {
  const read = new Set<string>();
  const written: Declaration[] = [];
  root.walkDecls((declaration) => {
    for (const [, name] of declaration.value.matchAll(/var\(\s*(--[\w-]+)/g)) read.add(name!);
    if (/^--dsc?-/.test(declaration.prop)) written.push(declaration);
  });
  const unread = written.filter(({ prop }) => !read.has(prop));
  for (const declaration of unread) {
    const { parent } = declaration;
    declaration.remove();
    if (parent?.nodes?.length === 0) parent.remove();
  }
  return unread.length > 0;
}
