/** What the first step loads from the server. The bytes are the same each time, so that they can be held; times cannot. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { AIMS } from "../speed/aims.js";
import { Phone, kindOf } from "../speed/load.js";
import { folder, launch, start } from "./production.js";

const data = folder();
let browser;
let server;

before(async () => {
  browser = await launch();
  server = await start(data.path);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await data.remove();
});

for (const [account, locale] of Object.entries({ T00000001: "en", T00000002: "nb", T00000003: "fi" })) {
  test(`the first step is light on a phone, ${locale}`, async () => {
    const phone = await Phone.open(browser, server, account, { locale });
    const { files } = await phone.first({ locale, isSlow: false });
    const sizes = { everything: 0, scripts: 0, fonts: 0, styles: 0, other: 0 };
    for (const file of files) {
      sizes.everything += file.bytes;
      sizes[kindOf(file)] += file.bytes;
    }
    for (const kind of ["scripts", "fonts", "styles", "everything"]) {
      const { says, most } = AIMS[kind];
      assert.ok(sizes[kind] > 0 && sizes[kind] <= most, `${says}: ${sizes[kind]} bytes, at most ${most}\n${files.map(({ path, bytes }) => `${bytes} ${path}`).join("\n")}`);
    }
    await phone.close();
  });
}
