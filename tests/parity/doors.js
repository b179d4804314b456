/** What the doors of JavaScript say: the same module runs in Node and in a page. */

/**
 * The reports of requests as texts, each by `object` and by `text` where the request has one.
 *
 * @param {typeof import("merchant-signup")} ours
 * @param {object[]} requests each with `options` and one of `value`, `text`, `bytes` (hexadecimal), `javascript`;
 *   beside a `value` a `text` is another text of it
 * @param {unknown} READY what the vectors' expressions call the ready example
 */
export async function reports(ours, requests, READY) {
  await ours.init();
  for (const locale of ["nb", "sv", "da", "fi"]) await ours.loadLocale(locale);
  const all = [];
  for (const { value, text, bytes, javascript, options } of requests) {
    const said = {};
    if (javascript !== undefined) {
      said.object = ours.check(new Function("READY", `return (${javascript});`)(READY), options);
    } else if (value !== undefined) {
      said.object = ours.check(value, options);
      said.text = await ours.checkText(text ?? JSON.stringify(value), options);
    } else if (text !== undefined) {
      // Where the text is JSON, what `JSON.parse` makes of it is judged too.
      try {
        said.object = ours.check(JSON.parse(text), options);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      said.text = await ours.checkText(text, options);
    } else {
      said.text = await ours.checkText(Uint8Array.from(bytes.match(/../g) ?? [], (byte) => parseInt(byte, 16)), options);
    }
    all.push(Object.fromEntries(Object.entries(said).map(([door, report]) => [door, JSON.stringify(report)])));
  }
  return all;
}
