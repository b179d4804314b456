/**
 * The form as a custom element: `<merchant-signup account="…" endpoint="…"></merchant-signup>`. All in one module, with the
 * rules, the languages and the styles, which stand in a shadow root: the page's styles and the form's leave each other alone.
 *
 * @module
 */

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import { type Root, createRoot } from "react-dom/client";

import { MerchantSignup } from "./MerchantSignup";
import type { Token } from "./config";
import type { MerchantSignupProps, SignupDraft } from "./props";
import { type Step, isStep } from "./steps";
import styles from "./styles/index.css?inline";
import type { Texts } from "./texts";
import type { Theme } from "./theme";

const ATTRIBUTES = [
  "account", "endpoint", "locale", "country", "step", "color-scheme", "heading-level", "storage-key", "keep",
  "company", "privacy-url", "help-url", "help-email", "help-phone",
] as const;

/** What can be set before the element is defined. */
const PROPERTIES = ["value", "initialValue", "texts", "theme", "token", "session", "connection"] as const;

type Given = Pick<MerchantSignupProps, (typeof PROPERTIES)[number]>;

/** What the events of the element tell. */
export interface MerchantSignupEvents {
  change: CustomEvent<{ value: SignupDraft; step: Step; report: Parameters<NonNullable<MerchantSignupProps["onChange"]>>[1]["report"] }>;
  /** With `keep="page"`: the page keeps the answers. It is saved once what `waitUntil` is given is fulfilled. */
  save: CustomEvent<{ value: SignupDraft; step: Step; waitUntil(saved: Promise<unknown>): void }>;
  sent: CustomEvent<Parameters<NonNullable<MerchantSignupProps["onSent"]>>[0]>;
  step: CustomEvent<{ step: Step }>;
  /** Does not bubble: a page would take it for an error of its scripts. */
  error: CustomEvent<Parameters<NonNullable<MerchantSignupProps["onError"]>>[0]>;
}

type Listener<K extends keyof MerchantSignupEvents> = (this: MerchantSignupElement, event: MerchantSignupEvents[K]) => unknown;

/** Its own events, and those that every element has. */
export interface MerchantSignupElement {
  addEventListener<K extends keyof MerchantSignupEvents>(type: K, listener: Listener<K>, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  removeEventListener<K extends keyof MerchantSignupEvents>(type: K, listener: Listener<K>, options?: boolean | EventListenerOptions): void;
  removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}

/** What can be written in JSX: attributes and, since React 19, properties and events. */
export type MerchantSignupAttributes = DetailedHTMLProps<HTMLAttributes<MerchantSignupElement>, MerchantSignupElement> & { [name in (typeof ATTRIBUTES)[number]]?: string | undefined } & Given & {
    [name in keyof MerchantSignupEvents as `on${name}`]?: (event: MerchantSignupEvents[name]) => void;
  };

// A server that draws the page has no elements; the class is never used there.
const Base = typeof HTMLElement === "undefined" ? (class {} as typeof HTMLElement) : HTMLElement;

export class MerchantSignupElement extends Base {
  static readonly observedAttributes = ATTRIBUTES;

  #given: Given = {};
  /** The answers as they stand. */
  #value: SignupDraft = {};
  #isAnswered = false;
  #root: Root | null = null;

  /** The answers as they stand. Set, they take the place of what is there, and the page holds them from then on. */
  get value(): SignupDraft {
    return this.#value;
  }

  set value(value: SignupDraft | undefined) {
    this.#value = value ?? {};
    this.#give({ value });
  }

  get initialValue(): SignupDraft | undefined {
    return this.#given.initialValue;
  }

  /** The answers to begin with, where nothing is kept: taken as long as nothing has been answered. */
  set initialValue(initialValue: SignupDraft | undefined) {
    if (!this.#isAnswered && initialValue !== undefined) this.#value = initialValue;
    this.#give({ initialValue });
  }

  get texts(): Texts | undefined {
    return this.#given.texts;
  }

  set texts(texts: Texts | undefined) {
    this.#give({ texts });
  }

  get theme(): Theme | undefined {
    return this.#given.theme;
  }

  set theme(theme: Theme | undefined) {
    this.#give({ theme });
  }

  get token(): Token | null | undefined {
    return this.#given.token;
  }

  set token(token: Token | null | undefined) {
    this.#give({ token });
  }

  get session(): MerchantSignupProps["session"] {
    return this.#given.session;
  }

  set session(session: MerchantSignupProps["session"]) {
    this.#give({ session });
  }

  get connection(): MerchantSignupProps["connection"] {
    return this.#given.connection;
  }

  set connection(connection: MerchantSignupProps["connection"]) {
    this.#give({ connection });
  }

  connectedCallback() {
    if (this.#root) return;
    // What was set before the element was defined hides what is defined for it.
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      Object.assign(this, { [name]: value });
    }
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    style(shadow);
    const place = document.createElement("div");
    place.className = "place";
    shadow.append(place);
    // The reader's own size of letters, which the page's root may have made another of.
    place.style.setProperty("--_rem", getComputedStyle(place).fontSize);
    this.#root = createRoot(place);
    this.#draw();
  }

  disconnectedCallback() {
    // Moved to another place of the page it is there again at once, and goes on.
    queueMicrotask(() => {
      if (this.isConnected || !this.#root) return;
      this.#root.unmount();
      this.#root = null;
      this.shadowRoot?.replaceChildren();
    });
  }

  attributeChangedCallback() {
    this.#draw();
  }

  #give(given: Given) {
    this.#given = { ...this.#given, ...given };
    this.#draw();
  }

  #draw() {
    this.#root?.render(<MerchantSignup {...this.#props()} />);
  }

  #props(): MerchantSignupProps {
    const attribute = (name: (typeof ATTRIBUTES)[number]) => this.getAttribute(name) ?? undefined;
    const step = attribute("step");
    const level = Number(attribute("heading-level"));
    const scheme = attribute("color-scheme");
    return {
      ...this.#given,
      account: attribute("account"),
      endpoint: attribute("endpoint"),
      locale: attribute("locale") ?? this.closest<HTMLElement>("[lang]")?.lang,
      country: attribute("country"),
      step: isStep(step) ? step : undefined,
      colorScheme: scheme === "auto" || scheme === "dark" ? scheme : "light",
      headingLevel: level === 1 || level === 3 || level === 4 ? level : 2,
      storageKey: attribute("storage-key"),
      about: {
        company: attribute("company") ?? null,
        privacyUrl: attribute("privacy-url") ?? null,
        helpUrl: attribute("help-url") ?? null,
        helpEmail: attribute("help-email") ?? null,
        helpPhone: attribute("help-phone") ?? null,
      },
      onChange: (value, about) => {
        this.#value = value;
        this.#isAnswered = true;
        this.#tell("change", { value, ...about });
      },
      onSave: attribute("keep") === "page" ? (value, { step }) => this.#save(value, step) : undefined,
      onSent: (sent) => this.#tell("sent", sent),
      onStep: (step) => this.#tell("step", { step }),
      onError: (error) => this.#tell("error", error, false),
    };
  }

  async #save(value: SignupDraft, step: Step) {
    const waiting: Promise<unknown>[] = [];
    this.#tell("save", { value, step, waitUntil: (saved) => void waiting.push(saved) });
    await Promise.all(waiting);
  }

  #tell<K extends keyof MerchantSignupEvents>(name: K, detail: MerchantSignupEvents[K]["detail"], bubbles = true) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles, composed: bubbles }));
  }
}

/** What the page's styles say of its elements is inherited here, too: but for the letters and the colours, that ends at the form. */
const HOST = `
  :host { display: block }
  :host([hidden]) { display: none }
  .place { all: initial; display: block; font-family: inherit; color-scheme: inherit; visibility: inherit }`;
let sheet: CSSStyleSheet | null = null;

/** One sheet for all elements of a page; it needs no leave of the page's policy, as inline styles do. */
function style(shadow: ShadowRoot) {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(HOST + styles);
  }
  shadow.adoptedStyleSheets = [sheet];
}

if (typeof customElements !== "undefined" && !customElements.get("merchant-signup")) customElements.define("merchant-signup", MerchantSignupElement);

declare global {
  interface HTMLElementTagNameMap {
    "merchant-signup": MerchantSignupElement;
  }
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "merchant-signup": MerchantSignupAttributes;
    }
  }
}
