/**
 * Signup sessions in a browser, in production mode but for TLS: what a link does and does not do, what other sites cannot do
 * with it, and the form in a frame of another site. `localhost` and `127.0.0.1` are two sites to a browser.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { ALIVE, Form, READY, formAt } from "../browser.js";
import { Platform, folder, launch, start } from "./production.js";

const data = folder();
let browser;
let server;
/** The platform's pages, on another site than the server; and those of a stranger, on a third origin. */
let shop;
let stranger;

before(async () => {
  browser = await launch();
  shop = await pages();
  stranger = await pages();
  const words = ["--embedding-origin", shop.origin, "--return-origin", shop.origin];
  server = await start(data.path, { host: "localhost", words });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await shop?.close();
  await stranger?.close();
  await data.remove();
});

/** A site whose pages a test writes: `pages.at[path]` is the body of one. */
async function pages() {
  const at = {};
  const site = createServer((request, response) => {
    const body = at[request.url] ?? "<h1>Nothing</h1>";
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(/^(<!doctype|http)/.test(body) ? body : `<!doctype html><title>Shop</title>${body}`);
  });
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  return { at, origin: `http://127.0.0.1:${site.address().port}`, close: () => new Promise((done) => (site.closeAllConnections(), site.close(done))) };
}

async function tab() {
  const context = await browser.newContext({ locale: "en", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { context, page, form: new Form(page, server) };
}

const button = (page) => page.getByRole("button", { name: "Go to the form" });

test("looking at a link changes nothing, its button opens it once, and its cookie is for the server alone", async () => {
  const platform = new Platform(server, "T00000001");
  const link = await platform.link({ locale: "en", refresh_url: `${shop.origin}/again`, return_url: `${shop.origin}/done` });
  const scanner = await tab();
  for (let visit = 0; visit < 3; visit += 1) {
    await scanner.page.goto(link);
    await button(scanner.page).waitFor();
  }
  assert.deepEqual(await scanner.context.cookies(), [], "looking sets nothing");

  const { context, page } = await tab();
  await page.goto(link);
  await button(page).click();
  await page.waitForURL(formAt(`${server.origin}/?lang=en`));
  await page.waitForSelector(ALIVE);
  const [cookie, ...more] = await context.cookies();
  assert.deepEqual(more, []);
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, "Lax", "/"]);
  assert.equal(await page.evaluate(() => document.cookie), "");

  // Used up: whoever comes later is led to where the platform makes new ones; the one who is in stays in.
  await scanner.page.goto(link);
  await scanner.page.waitForURL(`${shop.origin}/again`);
  await page.goto(link);
  await page.waitForURL(formAt(`${server.origin}/`));
  await context.close();
  await scanner.context.close();
});

test("an answer that is lost is given again, and one signup is stored", async () => {
  const platform = new Platform(server, "T00000002");
  const { context, page, form } = await tab();
  await page.goto(await platform.link());
  await button(page).click();
  await page.waitForURL(formAt(`${server.origin}/?lang=en`));
  await form.answerAll();
  let lost = 0;
  await page.route("**/v1/session/submit", async (route) => {
    lost += 1;
    if (lost > 1) return route.continue();
    // The server has stored it, and the browser never learns.
    assert.equal((await route.fetch()).status(), 201);
    return route.abort();
  });
  await form.goOn();
  await page.locator(".going [role=alert]:has-text('no connection')").waitFor();
  const before = await platform.stored();
  assert.equal(before.body.status, "pending");
  await form.goOn();
  await form.isSent();
  assert.equal(lost, 2);
  assert.deepEqual(await platform.stored(), before);
  assert.equal(before.body.direct_signups.length, 1);
  await context.close();
});

test("another site can neither submit a signup nor open a link for somebody", async () => {
  const platform = new Platform(server, "T00000003");
  const { context, page } = await tab();
  await page.goto(await platform.link());
  await button(page).click();
  await page.waitForURL(formAt(`${server.origin}/?lang=en`));

  const statuses = [];
  page.on("response", (response) => {
    const method = response.request().method();
    if (response.url().startsWith(server.origin) && method !== "GET") statuses.push([method, response.status()]);
  });
  // A form of another site, whose text is JSON: it goes without asking first, and without the cookie.
  stranger.at["/forge"] = `<form method="post" enctype="text/plain" action="${server.origin}/v1/session/submit">
    <input name='{"signup":{},"a":"' value='"}'><button>Win</button></form>`;
  await page.goto(`${stranger.origin}/forge`);
  await page.getByRole("button", { name: "Win" }).click();
  await page.waitForURL(`${server.origin}/v1/session/submit`);
  assert.deepEqual(statuses.splice(0), [["POST", 401]]);

  // A script of another site may not read an answer, nor send what is not a simple request.
  await page.goto(stranger.origin);
  const failed = await page.evaluate(async ([origin, body]) => {
    const tries = [
      ["/v1/session", {}],
      ["/v1/session", { method: "DELETE" }],
      ["/v1/session/draft", { method: "PUT", body: "{}" }],
      ["/v1/session/submit", { method: "POST", body, headers: { "Content-Type": "application/json" } }],
    ];
    const one = ([path, options]) => fetch(origin + path, { ...options, credentials: "include" }).then(() => "read", () => "failed");
    return Promise.all(tries.map(one));
  }, [server.origin, JSON.stringify(READY)]);
  assert.deepEqual(failed, ["failed", "failed", "failed", "failed"]);
  assert.ok(statuses.splice(0).every(([, status]) => status >= 400), "none was answered as the merchant's");

  // Somebody's own link, opened in another's browser, would have them fill in a stranger's signup.
  const theirs = await new Platform(server, "T00000004").link();
  stranger.at["/open"] = `<form method="post" action="${theirs}"><button>Win</button></form>`;
  await page.goto(`${stranger.origin}/open`);
  await page.getByRole("button", { name: "Win" }).click();
  await page.waitForURL(theirs);
  assert.deepEqual(statuses.splice(0), [["POST", 403]]);
  await page.goto(`${server.origin}/v1/session`);
  assert.match(await page.innerText("body"), /"account":"T00000003"/, "the session is the one that it was");
  assert.equal((await platform.stored()).status, 404);
  await context.close();
});

test("in a frame of the configured site the form is filled in and sent, with a cookie of that frame's own", async () => {
  const platform = new Platform(server, "T00000005");
  const { context, page } = await tab();
  // The example of such a page, and the platform's backend behind it.
  shop.at["/signup"] = await readFile(new URL("../../../web/examples/public/frame.html", import.meta.url), "utf8");
  shop.at["/signup-link"] = await platform.link();
  await page.goto(`${shop.origin}/signup`);
  const frame = await page.waitForSelector("iframe[src]").then((element) => element.contentFrame());
  await frame.getByRole("button", { name: "Go to the form" }).click();
  await frame.waitForURL(formAt(`${server.origin}/?lang=en`));
  await frame.waitForSelector(ALIVE);
  const [cookie, ...more] = await context.cookies();
  assert.deepEqual(more, []);
  assert.deepEqual([cookie.httpOnly, cookie.secure, cookie.sameSite], [true, true, "None"]);
  assert.ok(cookie.name.startsWith("__Host-"), "the browser holds it to this host");
  if (cookie.partitionKey !== undefined) assert.equal(cookie.partitionKey, "http://127.0.0.1");

  const form = new Form(page, server);
  form.page = frame;
  await form.answerAll();
  await form.goOn();
  await form.isSent();
  assert.equal((await platform.stored()).body.status, "pending");
  await context.close();
});

test("a site that is not configured cannot have the link or the form in a frame", async () => {
  const platform = new Platform(server, "T00000006");
  const link = await platform.link();
  const { context, page } = await tab();
  stranger.at["/signup"] = `<iframe title="Signup" src="${link}"></iframe><iframe title="Form" src="${server.origin}/"></iframe>`;
  const refused = [];
  page.on("console", (message) => refused.push(message.text()));
  await page.goto(`${stranger.origin}/signup`, { waitUntil: "networkidle" });
  const shown = page.frames().slice(1).map((frame) => frame.url());
  assert.deepEqual(shown, ["chrome-error://chromewebdata/", "chrome-error://chromewebdata/"]);
  assert.equal(refused.filter((text) => text.includes("frame-ancestors")).length, 2, refused.join("\n"));
  await context.close();
});

/** A merchant who has opened a link and is in the form. */
async function opened(platform, { language = "en", width = 1280, context, link } = {}) {
  context ??= await browser.newContext({ locale: language, reducedMotion: "reduce", viewport: { width, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const form = new Form(page, server);
  await page.goto(link ?? (await platform.link({ locale: language, return_url: `${shop.origin}/done`, refresh_url: `${shop.origin}/again` })));
  await button(page).or(page.getByRole("button", { name: "Gå til skjemaet" })).click();
  await page.waitForURL(formAt(`${server.origin}/?lang=${language}`));
  await page.waitForSelector(ALIVE);
  return { context, page, form };
}

/** The same merchant in another window, at the bank account. */
async function anotherWindow(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const form = new Form(page, server);
  await page.goto(`${server.origin}/?lang=en#bank_account`);
  await page.waitForSelector(ALIVE);
  return form;
}

const isSaved = (form) => form.page.locator('.keeping p[data-state="saved"]').waitFor();
/** The next answer to a draft that is saved. */
const saves = (form) => form.page.waitForResponse((response) => response.url().endsWith("/v1/session/draft"));
const draftOf = (form) => form.page.evaluate(() => fetch("/v1/session").then((answer) => answer.json()));

for (const [language, width, saved] of [["en", 375, "Saved at"], ["nb", 1440, "Lagret kl."]]) {
  test(`answers are saved as they are typed and at each step, and are there again on another device, ${language}, ${width} px`, async () => {
    const platform = new Platform(server, `T000001${width === 375 ? "10" : "11"}`);
    const { context, page, form } = await opened(platform, { language, width });
    const typed = saves(form);
    await form.fill("payment_options");
    assert.equal((await typed).status(), 200, "while it is typed");
    await isSaved(form);
    assert.ok((await page.locator(".keeping").innerText()).includes(saved));
    assert.deepEqual(await form.accessibilityFaults(), []);

    const atStep = saves(form);
    await form.goOn();
    await form.isAt("revenue");
    await atStep;
    await isSaved(form);
    await form.goTo("bank_account");
    await form.type("/signup/bank_name", "DNB");
    await form.goTo("store_type");
    await isSaved(form);
    assert.equal(await page.evaluate(() => sessionStorage.getItem("merchant-signup.answers")), null, "nothing of it is kept in the browser");
    const { draft, step } = await draftOf(form);
    assert.equal(draft.signup.bank_name, "DNB");
    assert.equal(step, "store_type");
    await context.close();

    const other = await opened(platform, { language, width });
    assert.equal(await other.page.evaluate(() => location.hash), "#store_type", "at the step where they left it");
    await other.form.goTo("bank_account");
    assert.equal(await other.form.field("/signup/bank_name").inputValue(), "DNB");
    await other.context.close();
  });
}

test("the form begins with what the platform knows, and asks for the rest", async () => {
  const platform = new Platform(server, "T00000112");
  const link = await platform.link({ locale: "en", signup: { bank_name: "DNB", applicant: { phone_number: "+4799999999" } } });
  const { context, form } = await opened(platform, { link });
  await form.goTo("bank_account");
  assert.equal(await form.field("/signup/bank_name").inputValue(), "DNB");
  await form.goTo("signature");
  await form.fill("signature");
  await form.goTo("applicant");
  assert.equal(await form.field("/signup/applicant/phone_number").inputValue(), "+4799999999");
  await form.goTo("review");
  await isSaved(form);
  const { draft } = await draftOf(form);
  assert.deepEqual(draft.signup, { bank_name: "DNB", applicant: READY.signup.applicant, signature: READY.signup.signature });
  await context.close();
});

test("two windows that say the same are in nobody's way, and one hears when the other has sent", async () => {
  const platform = new Platform(server, "T00000191");
  const { context, page, form } = await opened(platform);
  await form.answerAll();
  await isSaved(form);
  const other = await anotherWindow(context);
  const second = other.page;
  await other.goOn();
  await isSaved(other);

  const again = saves(form);
  await form.goTo("bank_account");
  assert.equal((await again).status(), 409, "the other has saved meanwhile");
  await isSaved(form);
  assert.equal(await page.getByText("changed in another window").count(), 0);

  await form.goTo("review");
  await isSaved(form);
  await form.goOn();
  await form.isSent();
  await other.goTo("bank_account");
  const late = saves(other);
  await other.type("/signup/bank_name", "Late Bank");
  assert.equal((await late).status(), 409);
  await second.locator('.keeping p[data-state="nothing"]').waitFor();
  await context.close();
});

test("who has not said which window's answers count is asked before they go on", async () => {
  const platform = new Platform(server, "T00000192");
  const { context, page, form } = await opened(platform, { width: 375 });
  const other = await anotherWindow(context);
  await other.type("/signup/bank_name", "DNB");
  await isSaved(other);

  await form.goTo("bank_account");
  await form.type("/signup/bank_name", "Nordea");
  await form.type("/signup/account_number", "86011117947");
  await page.getByText("changed in another window").waitFor();
  await form.goOn();
  await page.waitForFunction(() => document.activeElement.className === "keeping-trouble");
  assert.equal(await page.evaluate(() => location.hash), "#bank_account");
  await page.getByRole("button", { name: "Keep the answers from here" }).click();
  await isSaved(form);
  await form.goOn();
  await form.isAt("store_type");
  await context.close();
});

test("two windows do not overwrite each other: whoever is late decides", async () => {
  const platform = new Platform(server, "T00000120");
  const { context, page, form } = await opened(platform);
  await form.goTo("bank_account");
  await form.type("/signup/bank_name", "DNB");
  await form.goTo("store_type");
  await isSaved(form);
  const late = await anotherWindow(context);
  const second = late.page;

  await form.goTo("bank_account");
  await form.type("/signup/bank_name", "Sparebanken Vest");
  await form.goTo("store_type");
  await isSaved(form);

  await late.type("/signup/bank_name", "Nordea");
  await late.goTo("store_type");
  await second.getByText("changed in another window").waitFor();
  assert.deepEqual(await late.accessibilityFaults(), []);
  await second.getByRole("button", { name: "Show the answers from there" }).click();
  await late.goTo("bank_account");
  assert.equal(await late.field("/signup/bank_name").inputValue(), "Sparebanken Vest");
  await late.type("/signup/bank_name", "Handelsbanken");
  await late.goTo("store_type");
  await isSaved(late);

  await form.goTo("bank_account");
  await form.type("/signup/bank_name", "Fana Sparebank");
  await form.goTo("store_type");
  await page.getByRole("button", { name: "Keep the answers from here" }).click();
  await isSaved(form);
  assert.equal((await draftOf(form)).draft.signup.bank_name, "Fana Sparebank");
  await context.close();
});

test("what could not be saved is said, and saved once it can be; the tab is not closed without asking", async () => {
  const platform = new Platform(server, "T00000121");
  const { context, page, form } = await opened(platform);
  const asks = () => page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  await page.route("**/v1/session/draft", (route) => route.abort());
  await form.goTo("bank_account");
  await form.type("/signup/bank_name", "DNB");
  await form.goTo("store_type");
  await page.getByText("Not saved: there is no connection").waitFor();
  assert.equal(await asks(), true);
  await page.unroute("**/v1/session/draft");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await isSaved(form);
  assert.equal(await asks(), false);
  assert.equal((await draftOf(form)).draft.signup.bank_name, "DNB");
  await context.close();
});

test("what is deleted is deleted from the server too", async () => {
  const platform = new Platform(server, "T00000122");
  const { context, page, form } = await opened(platform);
  await form.goTo("bank_account");
  await form.type("/signup/bank_name", "DNB");
  await form.goTo("store_type");
  await isSaved(form);
  await page.getByRole("button", { name: "Delete what I have typed" }).click();
  const deleted = saves(form);
  await page.getByRole("button", { name: "Delete it", exact: true }).click();
  assert.equal((await deleted).status(), 200);
  await form.isAt("payment_options");
  assert.equal((await draftOf(form)).draft.signup.bank_name, undefined);
  await context.close();
});

for (const [language, width, title] of [["en", 375, "There is a signup already"], ["nb", 1440, "Det finnes allerede en søknad"]]) {
  test(`a signup that the account has is told of before anything is typed, ${language}, ${width} px`, async () => {
    const platform = new Platform(server, `T000001${width === 375 ? "30" : "31"}`);
    const first = await opened(platform, { language, width });
    await first.form.answerAll();
    await first.form.goOn();
    await first.form.isSent();
    const { body } = await platform.stored();
    const reference = body.direct_signups.at(-1).signup_id;
    await first.page.getByText(reference).waitFor();

    // A reload shows it again, with the copy that the server has, and the way back.
    await first.page.reload();
    await first.form.isSent();
    await first.page.getByText(reference).waitFor();
    assert.equal(await first.page.locator(`a[href="${shop.origin}/done"]`).count(), 1);
    assert.equal(await first.page.locator(".sent button").count(), 3, "to copy, to download and to print, and none to begin anew");
    await first.context.close();

    const later = await opened(platform, { language, width });
    await later.page.getByRole("heading", { name: title }).waitFor();
    await later.page.getByText(reference).waitFor();
    assert.equal(await later.page.locator("main input").count(), 0);
    assert.deepEqual(await later.form.accessibilityFaults(), []);
    await later.context.close();
  });
}

test("a session that has ended is said, with the way to a new link", async () => {
  const platform = new Platform(server, "T00000140");
  const { context, page, form } = await opened(platform);
  await form.goTo("bank_account");
  await page.evaluate(async () => {
    const { csrf } = await fetch("/v1/session").then((answer) => answer.json());
    await fetch("/v1/session", { method: "DELETE", headers: { "X-Signup-Csrf": csrf } });
  });
  await form.type("/signup/bank_name", "DNB");
  await form.goTo("store_type");
  await page.getByText("Your session has ended").waitFor();
  assert.equal(await page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true }))), true);
  assert.deepEqual(await form.accessibilityFaults(), []);
  await page.goto(`${server.origin}/?lang=nb`);
  await page.getByRole("heading", { name: "Du trenger en lenke for å begynne" }).waitFor();
  assert.equal(await page.locator("main input").count(), 0);
  await context.close();
});
