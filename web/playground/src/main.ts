/** The playground: a signup, its faults where they are, and what to do about them. */

import { type Level, type Locale, type Profile, checkText, init, initText, loadLocale, rules } from "merchant-signup";

import { type Chosen, calls } from "./calls";
import { Editor } from "./editor";
import { EXAMPLES } from "./examples";
import { fixesOf } from "./fixes";
import { type Entry, Issues } from "./issues";
import { fromFragment, toFragment } from "./share";

const LANGUAGES: readonly (readonly [Locale, string])[] = [["en", "English"], ["nb", "Norsk"], ["sv", "Svenska"], ["da", "Dansk"], ["fi", "Suomi"]];
const LEVELS: readonly (readonly [Level, string])[] = [["submission", "submission: all that a bank asks"], ["contract", "contract: what the API refuses"]];
const PROFILES: readonly (readonly [Profile, string])[] = [["no-2018", "no-2018: owners above 25 %"], ["eu-amlr-2027", "eu-amlr-2027: owners from 25 %"]];
/** A link that is longer is cut off by mail programs and chats. */
const LONG_LINK = 8000;
/** What is longer is checked when the typing rests, not in between. */
const LARGE = 100_000;

const form = element<HTMLFormElement>("options");
const report = element("report");
const status = element("status");
const shared = element("shared");
const failure = element("failure");

const docs = new Map<string, string>();
let isLoaded = false;
let checks = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

const editor = new Editor(element("editor"), () => later(), (from, to) => issues.at(from, to));
const issues = new Issues(element("list"), editor);

fill("example", [["", "Your own"], ...EXAMPLES.map(({ id, title }) => [id, title] as const)]);
fill("level", LEVELS);
fill("profile", PROFILES);
fill("locale", LANGUAGES);
input("today").value = today();

choose(EXAMPLES[0]!.id);
showCalls();
void fromAddress().then(load);

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", ({ target }) => {
  if (target === input("example")) {
    choose(input("example").value);
    return;
  }
  shared.textContent = "";
  showCalls();
  void check();
});
window.addEventListener("hashchange", () => void fromAddress());
element("share").addEventListener("click", () => void share());
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>("[data-copies]") : null;
  if (button?.dataset["copies"]) void copy(button, element(button.dataset["copies"]).textContent ?? "");
});

async function load(): Promise<void> {
  try {
    await Promise.all([init(), initText()]);
    for (const { code, doc } of await rules()) docs.set(code, doc);
    isLoaded = true;
    await check();
  } catch (error) {
    failure.hidden = false;
    failure.textContent = `The rules could not be loaded, so nothing is checked: load the page again. (${String(error)})`;
    status.textContent = "";
  }
}

/** Checks when the typing rests for a moment. */
function later(): void {
  isChecked(false);
  shared.textContent = "";
  if (EXAMPLES.find(({ id }) => id === input("example").value)?.text !== editor.text) input("example").value = "";
  clearTimeout(waiting);
  waiting = setTimeout(() => void check(), editor.length > LARGE ? 600 : 120);
}

async function check(): Promise<void> {
  clearTimeout(waiting);
  isChecked(false);
  if (!isLoaded) return;
  const number = ++checks;
  const options = chosen();
  await loadLocale(options.locale);
  const text = editor.text;
  const found = await checkText(text, options);
  // Another one has begun meanwhile.
  if (number !== checks || text !== editor.text) return;
  const places = editor.places();
  const fixes = fixesOf(text, places);
  const entries: Entry[] = found.issues.map((issue) => ({ issue, doc: docs.get(issue.code) ?? "", range: places.of(issue) }));
  issues.show(entries, fixes);
  const count = (severity: string, one: string, many: string) => {
    const all = found.issues.filter((issue) => issue.severity === severity).length;
    return all === 0 ? [] : [`${all} ${all === 1 ? one : many}`];
  };
  const counts = [...count("error", "error", "errors"), ...count("warning", "warning", "warnings"), ...count("info", "note", "notes")];
  status.dataset["status"] = found.status;
  status.textContent = [found.status[0]!.toUpperCase() + found.status.slice(1), ...(counts.length > 0 ? [counts.join(", ")] : [])].join(": ");
  report.textContent = JSON.stringify(found, null, 2);
  isChecked(true);
}

/** Says whether the report is that of the text and the options as they are now. */
function isChecked(is: boolean): void {
  report.ariaBusy = String(!is);
}

function chosen(): Chosen {
  return {
    level: input("level").value as Level,
    profile: input("profile").value as Profile,
    locale: input("locale").value as Locale,
    today: input("today").value || today(),
  };
}

function choose(id: string): void {
  const example = EXAMPLES.find((example) => example.id === id);
  if (!example) return;
  editor.text = example.text;
  input("example").value = id;
}

async function fromAddress(): Promise<void> {
  try {
    const carried = await fromFragment(location.hash);
    if (!carried) return;
    failure.hidden = true;
    editor.text = carried.text;
    for (const name of ["level", "profile", "locale"] as const) {
      const select = input(name) as HTMLSelectElement;
      // A link of another version can name what this one does not have: then what is chosen stays.
      if ([...select.options].some(({ value }) => value === carried[name])) select.value = carried[name];
    }
    if (/^\d{4}-\d\d-\d\d$/.test(carried.today)) input("today").value = carried.today;
    showCalls();
    await check();
  } catch {
    failure.hidden = false;
    failure.textContent = "The link cannot be read: perhaps its end was cut off. Ask for it again, or paste the signup itself.";
  }
}

async function share(): Promise<void> {
  const fragment = await toFragment({ text: editor.text, ...chosen() }).catch(() => undefined);
  if (fragment === undefined) {
    shared.textContent = "This browser is too old to pack a signup into a link: send the text itself.";
    return;
  }
  history.replaceState(null, "", fragment);
  const isLong = location.href.length > LONG_LINK ? ` It is long, ${location.href.length.toLocaleString("en")} characters: some programs cut it off.` : "";
  const isCopied = await written(location.href);
  shared.textContent = `${isCopied ? "Copied." : "It stands in the address bar."} Whoever has the link has the signup; no server is sent it.${isLong}`;
}

function showCalls(): void {
  const all = calls(chosen()).map(({ id, title, code }) => {
    const block = document.createElement("div");
    const bar = document.createElement("div");
    bar.className = "title";
    const heading = document.createElement("h3");
    heading.textContent = title;
    heading.id = `${id}-title`;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset["copies"] = id;
    const unseen = document.createElement("span");
    unseen.className = "unseen";
    unseen.textContent = ` the call for ${title}`;
    button.append("Copy", unseen);
    bar.append(heading, button);
    const text = document.createElement("pre");
    text.id = id;
    text.tabIndex = 0;
    text.setAttribute("role", "group");
    text.setAttribute("aria-labelledby", heading.id);
    text.textContent = code;
    block.append(bar, text);
    return block;
  });
  element("calls").replaceChildren(...all);
}

async function copy(button: HTMLElement, text: string): Promise<void> {
  const word = button.firstChild;
  if (!word) return;
  word.textContent = (await written(text)) ? "Copied" : "Not copied";
  setTimeout(() => (word.textContent = "Copy"), 2000);
}

/** Whether the text is in the clipboard: a page without TLS may not write there, nor one that is not allowed to. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The day here. */
function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function fill(name: string, options: readonly (readonly [string, string])[]): void {
  const all = options.map(([value, text]) => new Option(text, value));
  (input(name) as HTMLSelectElement).replaceChildren(...all);
}

function input(name: string): HTMLInputElement | HTMLSelectElement {
  return form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
}

function element<E extends HTMLElement = HTMLElement>(id: string): E {
  return document.getElementById(id) as E;
}
