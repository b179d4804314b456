/** Fills in the examples as a person would. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, serve } from "../../../tests/parity/browser.js";

let browser;
let server;

before(async () => {
  server = await serve({ "/": new URL("../dist/", import.meta.url) });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
});

for (const example of ["react-hook-form", "tanstack-form"]) {
  test(example, async () => {
    const page = await browser.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${server.origin}/${example}.html`);
    const said = () => page.locator("[role=alert]").allTextContents();
    await page.getByRole("button").click();
    await page.waitForFunction(() => document.querySelectorAll("[aria-invalid=true]").length === 3);
    const asked = ["Enter the bank's name", "Enter the company's account number", "Enter a phone number, such as +4799999999"];
    assert.deepEqual(await said(), asked);

    await page.getByLabel("Bank").fill("DNB");
    await page.getByLabel("Account number").fill("8601 11 17949");
    await page.getByLabel("Phone").fill("+4799999999");
    await page.getByRole("button").click();
    await page.waitForFunction(() => document.querySelectorAll("[aria-invalid=true]").length === 1);
    assert.match((await said())[1], /account number/i);
    assert.equal(await page.getByRole("status").count(), 0);

    await page.getByLabel("Account number").fill("8601 11 17947");
    await page.getByRole("button").click();
    await page.getByRole("status").waitFor();
    assert.deepEqual(await said(), ["", "", ""]);
    assert.deepEqual(complaints, []);
    await page.close();
  });
}
