/**
 * Pictures of the form for `docs/images/form/`: every step as it is filled in, a step with faults, and the page after sending,
 * narrow and wide, light and dark. `cargo xtask form-pictures` runs it; they are to be looked at.
 */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { READY, STEPS, setUp } from "./browser.js";

const FOLDER = join(import.meta.dirname, "../../docs/images/form");
const WIDTHS = { 375: 812, 1440: 900 };
const world = setUp();
await mkdir(FOLDER, { recursive: true });

for (const [width, height] of Object.entries(WIDTHS)) {
  for (const colorScheme of ["light", "dark"]) {
    const open = (step, answers = READY) => world.open({ step, answers, width: Number(width), height, colorScheme });
    const take = async (form, name) => {
      // Fonts come late, and what a pointer or a caret would show is not of the page.
      await form.page.evaluate(() => document.fonts.ready);
      await form.page.mouse.move(0, 0);
      await form.page.screenshot({ path: join(FOLDER, `${name}-${width}-${colorScheme}.png`), fullPage: true, caret: "hide" });
      form.assertQuiet();
      await form.close();
    };

    for (const [number, step] of STEPS.entries()) {
      test(`${step}, ${width} px, ${colorScheme}`, async () => take(await open(step), `${number + 1}-${step}`));
    }

    test(`with faults, ${width} px, ${colorScheme}`, async () => {
      const faulty = structuredClone(READY);
      faulty.signup.applicant = { email: "kari@example,no", phone_number: "+47 91 23" };
      const form = await open("applicant", faulty);
      await form.goOn();
      await form.summary.waitFor();
      await take(form, "with-faults");
    });

    test(`sent, ${width} px, ${colorScheme}`, async () => {
      const form = await open("review");
      await form.goOn();
      await form.isSent();
      await take(form, "sent");
    });
  }
}
