/** What people type is taken: written the way it is meant once a field is left, shown, and given back if they want. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { READY, setUp } from "./browser.js";

const world = setUp();
const PHONE = "/signup/applicant/phone_number";
const EMAIL = "/signup/signature/signatures/0/email";
const URL = "/signup/verifications/terms_and_conditions_url";
const NUMBER = "/signup/account_number";
const BORN = "/signup/ownership/owners/0/date_of_birth";

const STEP_OF = { [PHONE]: "applicant", [EMAIL]: "signature", [URL]: "verifications", [NUMBER]: "bank_account" };
const YOU_TYPED = { en: (text) => `You typed “${text}”`, nb: (text) => `Du skrev «${text}»`, fi: (text) => `Kirjoitit ”${text}”` };
const PARTED = { en: "in a box each", nb: "i hver sin rute", fi: "omaan ruutuunsa" };
const UNDO = { en: "Undo", nb: "Angre", fi: "Kumoa" };

/** As typed, and as it is then. */
const TAKEN = [
  [PHONE, "+47 999 99 999", "+4799999999"],
  [PHONE, "+47\u00a0999\u00a099\u00a0999", "+4799999999"],
  [PHONE, "0047 999 99 999", "+4799999999"],
  [PHONE, "99999999", "+4799999999"],
  [PHONE, "999 99 999", "+4799999999"],
  [PHONE, "4799999999", "+4799999999"],
  [EMAIL, "mailto:kari@example.com", "kari@example.com"],
  [EMAIL, "Mailto:kari@example.com?subject=Hi", "kari@example.com"],
  [EMAIL, "kari@example.com ", "kari@example.com"],
  [URL, "www.shop.no", "https://www.shop.no"],
  [URL, "shop.no/vilkår ", "https://shop.no/vilkår"],
  [NUMBER, "8601 11 17947", "86011117947"],
];

for (const language of ["en", "nb"]) {
  for (const width of [375, 1440]) {
    test(`what is typed is written as it is meant, and can be had back, ${language}, ${width} px`, async () => {
      const form = await world.open({ answers: READY, language, width });
      for (const [pointer, typed, meant] of TAKEN) {
        await form.goTo(STEP_OF[pointer]);
        await form.type(pointer, typed);
        assert.equal(await form.field(pointer).inputValue(), typed, "nothing moves while it is typed");
        await form.page.keyboard.press("Tab");
        assert.equal(await form.field(pointer).inputValue(), meant, typed);
        const note = form.page.locator(".tidied");
        assert.ok((await note.innerText()).includes(YOU_TYPED[language](typed).trim()), await note.innerText());
        await form.goOn();
        await form.page.waitForFunction((step) => location.hash !== `#${step}`, STEP_OF[pointer]);
        assert.equal(await form.summary.isVisible(), false, typed);
      }

      await form.goTo("applicant");
      await form.type(PHONE, "99999999");
      await form.page.keyboard.press("Tab");
      await form.page.getByRole("button", { name: UNDO[language] }).click();
      assert.equal(await form.field(PHONE).inputValue(), "99999999");
      await form.page.waitForFunction((pointer) => document.activeElement.dataset.pointer === pointer, PHONE);
      await form.page.keyboard.press("Tab");
      assert.equal(await form.field(PHONE).inputValue(), "99999999", "it stays as it was wanted");
      await form.page.locator(".safe-fix button").click();
      assert.equal(await form.field(PHONE).inputValue(), "+4799999999", "and can still be written as it is meant");
      await form.close();
    });
  }
}

test("a tap on what is moved away by what leaving a field says is not lost", async () => {
  const own = structuredClone(READY);
  own.signup.ownership.owners = [own.signup.ownership.owners[0]];
  for (const [step, pointer, typed, button, isDone] of [
    ["bank_account", NUMBER, "no93.8601.1117.947", ".going [type=submit]", () => location.hash !== "#bank_account"],
    ["applicant", PHONE, "+47 999 99 999", ".going [type=submit]", () => location.hash !== "#applicant"],
    ["ownership", "/signup/ownership/owners/0/percentage", "50,5 %", "button[data-pointer$='/owners']", () => document.querySelectorAll(".panel.row").length === 2],
    ["ownership", "/signup/ownership/owners/0/percentage", "60", ".going [type=submit]", () => location.hash !== "#ownership"],
    ["signature", EMAIL, "Kari@Gmial.com ", "button[data-pointer$='/signatures']", () => document.querySelectorAll(".panel.row").length === 2],
  ]) {
    const form = await world.open({ step, answers: own, width: 375, height: 812, hasTouch: true });
    await form.type(pointer, typed);
    const target = form.page.locator(button);
    await target.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await target.boundingBox();
    await form.page.touchscreen.tap(x + width / 2, y + height / 2);
    await form.page.waitForFunction(isDone);
    await form.close();
  }
});

test("a month by its name in its own box", async () => {
  for (const [language, name] of [["en", "september"], ["en", "Sept."], ["nb", "september"], ["nb", "sep"], ["fi", "syyskuuta"]]) {
    const form = await world.open({ step: "ownership", answers: READY, language });
    for (const [part, text] of [["day", "20"], ["month", name], ["year", "1990"]]) {
      await form.page.locator(`[data-part=${part}] input`).first().fill(text);
    }
    await form.page.locator("[data-part=year] input").first().focus();
    await form.field("/signup/ownership/owners/0/percentage").focus();
    await form.page.waitForFunction(() => document.querySelector("[data-part=month] input").value === "09");
    await form.close();
  }
});

test("a currency that can only be meant is taken where somebody goes on without choosing it", async () => {
  const form = await world.open({ step: "payment_options", answers: READY });
  await form.page.locator("input[id*='find-']").first().fill("yen");
  await form.goOn();
  await form.isAt("revenue");
  await form.goTo("payment_options");
  assert.equal(await form.page.locator("input[value=JPY]").isChecked(), true);
  await form.close();
});

test("the country that a number without its code is of follows from the language", async () => {
  for (const [language, typed, meant] of [["sv", "070-123 45 67", "+46701234567"], ["da", "32 12 34 56", "+4532123456"], ["fi", "041 2345678", "+358412345678"]]) {
    const form = await world.open({ step: "applicant", answers: READY, language });
    await form.type(PHONE, typed);
    await form.page.keyboard.press("Tab");
    assert.equal(await form.field(PHONE).inputValue(), meant, language);
    await form.close();
  }
});

test("a number of which digits are missing has its country code, and what is missing is said", async () => {
  for (const [language, typed, meant] of [["nb", "91 23", "+479123"], ["en", "999", "+47999"], ["da", "32 12 34", "+45321234"]]) {
    const form = await world.open({ step: "applicant", answers: READY, language });
    await form.type(PHONE, typed);
    await form.page.keyboard.press("Tab");
    assert.equal(await form.field(PHONE).inputValue(), meant, language);
    await form.page.locator(".tidied", { hasText: typed }).waitFor();
    await form.goOn();
    await form.summary.waitFor();
    assert.deepEqual(await form.saidAt(PHONE), ["applicant.phone_number.length"]);
    await form.close();
  }
});

test("what has no other meaning stays, and is what is then wrong", async () => {
  const form = await world.open({ step: "applicant", answers: READY });
  await form.type(PHONE, "999 99 999 999 999");
  await form.page.keyboard.press("Tab");
  assert.equal(await form.field(PHONE).inputValue(), "999 99 999 999 999");
  assert.equal(await form.page.locator(".tidied").count(), 0);
  await form.goOn();
  await form.summary.waitFor();
  assert.deepEqual(await form.saidAt(PHONE), ["applicant.phone_number.format"]);

  await form.goTo("verifications");
  await form.type(URL, "our terms");
  await form.goOn();
  await form.summary.waitFor();
  assert.equal(await form.field(URL).inputValue(), "our terms");
  assert.deepEqual(await form.saidAt(URL), ["verifications.terms_and_conditions_url.format"]);
  await form.close();
});

test("Enter goes on from a field that nobody has left, with what it means", async () => {
  const form = await world.open({ step: "applicant", answers: READY });
  await form.type(PHONE, "99999999");
  await form.page.keyboard.press("Enter");
  await form.isAt("review");
  await form.page.locator("dd", { hasText: "+4799999999" }).waitFor();
  await form.close();
});

const DATES = [["20.09.1990", ["20", "09", "1990"]], ["1.2.1985", ["1", "2", "1985"]], ["20/9-90", ["20", "9", "1990"]], ["20 9 1990", ["20", "9", "1990"]], ["20. sept. 1990", ["20", "9", "1990"]]];
const DATES_IN = { en: [["3 March 1979", ["3", "3", "1979"]]], nb: [["3. mai 1979", ["3", "5", "1979"]]], fi: [["3. syyskuuta 1979", ["3", "9", "1979"]]] };

for (const language of ["en", "nb", "fi"]) {
  test(`a date that is typed whole into one box is parted, ${language}`, async () => {
    const form = await world.open({ step: "ownership", answers: READY, language, width: 375 });
    const box = (part) => form.page.locator(".date-parts").first().locator(`[data-part="${part}"] input`);
    const parts = async () => [await box("day").inputValue(), await box("month").inputValue(), await box("year").inputValue()];
    for (const [typed, parted] of [...DATES, ...DATES_IN[language], ["03121979", ["03", "12", "1979"]]]) {
      for (const part of ["day", "month", "year"]) await box(part).fill("");
      await box("day").click();
      await form.page.keyboard.type(typed);
      await form.page.keyboard.press("Tab");
      assert.deepEqual((await parts()).map(Number), parted.map(Number), typed);
      for (const next of ["Tab", "Tab"]) await form.page.keyboard.press(next);
      assert.ok((await form.page.locator(".tidied").innerText()).includes(YOU_TYPED[language](typed)), await form.page.locator(".tidied").innerText());
    }
    await form.page.locator(".tidied").getByRole("button", { name: UNDO[language] }).click();
    assert.deepEqual(await parts(), ["03121979", "", ""]);
    for (const next of ["Tab", "Tab", "Tab"]) await form.page.keyboard.press(next);
    assert.deepEqual(await parts(), ["03121979", "", ""], "it stays as it was wanted");
    assert.deepEqual(await form.saidAt(BORN), [], "nothing is red before an attempt");

    // It may be of either century.
    await box("day").fill("20/9-05");
    for (const next of ["Tab", "Tab", "Tab"]) await form.page.keyboard.press(next);
    assert.deepEqual(await parts(), ["20/9-05", "", ""]);
    await form.page.getByText(PARTED[language]).waitFor();
    await form.goTo("bank_account");
    await form.goTo("ownership");
    assert.deepEqual(await parts(), ["20/9-05", "", ""], "it is kept whole");
    for (const [part, text] of [["day", "20"], ["month", "9"], ["year", "2005"]]) await box(part).fill(text);
    await form.page.keyboard.press("Tab");
    await form.page.getByText(PARTED[language]).waitFor({ state: "detached" });
    await form.close();
  });
}
