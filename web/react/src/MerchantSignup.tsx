import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";

import { Form, pageOf } from "./Form";
import { Boundary } from "./components/Broken";
import { HeadingLevel } from "./components/Heading";
import { NoLanguage } from "./components/NoLanguage";
import { useComplaints } from "./complaints";
import type { Connection } from "./config";
import { openConnection } from "./connection";
import { FormState, type KeptBy } from "./form-state";
import { type Host, guarded } from "./host";
import { type Language, LanguageProvider, loadLanguage, supported, useLanguage } from "./language";
import { type MerchantSignupProps, type SignupDraft, type View, configOf } from "./props";
import { type Step, isStep } from "./steps";
import { withTexts } from "./texts";
import { styleOf } from "./theme";
import { FormProvider, useForm } from "./use-form";

/** Before the browser draws; a server has nothing to draw and is not asked to. */
const useBrowserEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

/** A merchant's signup in eight steps and a review, checked by the Rust rules while it is filled in. */
export function MerchantSignup(props: MerchantSignupProps) {
  const { colorScheme = "light", headingLevel = 2, initialValue, isPage = false, step, value } = props;
  const prefix = useId();
  const { connection, isAsking } = useConnection(props);
  const [form] = useState(() => beginning(props, prefix));
  const host = hostOf(props);

  useBrowserEffect(() => {
    form.host = host;
    form.configure(configOf(props, connection));
  });
  useBrowserEffect(() => form.connect(), [form]);
  useBrowserEffect(() => {
    if (value !== undefined) form.adopt(value);
    else if (initialValue !== undefined) form.begin(initialValue);
  }, [form, value, initialValue]);
  useBrowserEffect(() => {
    if (!isStep(step) || step === form.step) return;
    form.goTo(step);
    // It does not leave what is on its way to the endpoint.
    if (form.step !== step) host.step?.(form.step);
  }, [form, step]);
  const { language, failed, tryAgain } = useShownLanguage(props, form, host);
  useComplaints(form, props);
  const hasRules = useSyncExternalStore(form.subscribe, () => form.engine.hasRules, () => null);

  return (
    <div
      ref={(root) => void (form.place.root = root)}
      className="merchant-signup"
      id={form.place.id("form")}
      data-color-scheme={colorScheme}
      data-page={isPage || undefined}
      data-rules={hasRules === null ? "coming" : hasRules ? "there" : "missing"}
      lang={language?.locale ?? (failed ? "en" : undefined)}
      style={styleOf(props.theme)}
    >
      {!language && failed ? (
        <NoLanguage onAgain={tryAgain} />
      ) : !language || isAsking ? (
        props.fallback
      ) : (
        <FormProvider value={form}>
          <LanguageProvider value={language}>
            <HeadingLevel.Provider value={headingLevel}>
              <Boundary isPage={isPage} onError={(cause) => host.error?.({ kind: "drawing", cause })}>
                <Form isPage={isPage} header={props.header} toolbar={props.toolbar} />
                <Viewing onView={guarded("onView", props.onView)} />
              </Boundary>
            </HeadingLevel.Provider>
          </LanguageProvider>
        </FormProvider>
      )}
    </div>
  );
}

function beginning(props: MerchantSignupProps, prefix: string): FormState {
  const { account, language, locale, session, step, storageKey, value, initialValue } = props;
  const keptBy: KeptBy = session ? "server" : props.onSave ? "page" : value !== undefined ? "nobody" : "tab";
  return new FormState({
    config: configOf(props, null),
    locale: language?.locale ?? supported(locale ?? "") ?? "en",
    keptBy,
    storageKey: storageKey ?? ["merchant-signup", account].filter(Boolean).join("."),
    prefix,
    value: value ?? initialValue,
    step: isStep(step) ? step : null,
  });
}

function hostOf({ onChange, onSave, onSent, onStep, onError, stepHref }: MerchantSignupProps): Host {
  return {
    change: guarded("onChange", onChange),
    save: onSave && (({ draft, step }) => onSave(draft as SignupDraft, { step: step as Step })),
    sent: guarded("onSent", onSent),
    step: guarded("onStep", onStep),
    error: guarded("onError", onError),
    href: guarded("stepHref", stepHref),
  };
}

/**
 * Asked once, with a token; a page that knows says so itself. What a server has drawn stays there while it is asked: the
 * server cannot know, and draws the first step.
 */
function useConnection(props: MerchantSignupProps) {
  const isAsked = Boolean(props.token) && props.connection === undefined && !props.session && !props.needsLink;
  const [found, setFound] = useState<{ connection: Connection | null } | null>(null);
  const isOnServer = useSyncExternalStore(watchNothing, () => typeof document === "undefined", () => true);
  const [isDrawnByServer] = useState(isOnServer);
  const { account, endpoint } = props;
  useEffect(() => {
    if (!isAsked) return;
    let isOver = false;
    void openConnection(configOf(props, null)).then((connection) => {
      if (!isOver) setFound({ connection });
    });
    return () => void (isOver = true);
  }, [isAsked, account, String(endpoint)]);
  return { connection: found?.connection ?? null, isAsking: isAsked && found === null && !isDrawnByServer };
}

const watchNothing = () => () => {};

/**
 * The form's words and the rules' messages change together. What cannot be had leaves the language that is there; where
 * there is none and English cannot be had either, it has failed until it is tried again.
 */
function useShownLanguage(props: MerchantSignupProps, form: FormState, host: Host) {
  const { language: given, texts } = props;
  const locale = given?.locale ?? supported(props.locale ?? "") ?? "en";
  const [shown, setShown] = useState<Language | null>(given ?? null);
  const current = useRef(shown);
  const [hasFailed, setHasFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const there = current.current;
    if (given ? given === there : locale === there?.locale) return;
    let isOver = false;
    const failed = (cause: unknown) => {
      console.warn(cause);
      host.error?.({ kind: "language", cause });
    };
    async function show() {
      const next = given ?? (await loadLanguage(locale).catch((cause) => (failed(cause), there ?? loadLanguage("en", PATIENCE_FOR_ENGLISH_MS))));
      await form.speak(next.locale);
      if (isOver) return;
      current.current = next;
      setShown(next);
      setHasFailed(false);
    }
    show().catch((cause) => {
      failed(cause);
      if (!isOver) setHasFailed(true);
    });
    return () => void (isOver = true);
  }, [form, given, locale, attempt]);

  const language = useMemo(() => shown && { ...shown, text: withTexts(shown.text, texts) }, [shown, texts]);
  useBrowserEffect(() => {
    if (language) form.sayOfCompanies(language.text.ownership.legalNameMissing);
  }, [form, language]);
  return {
    language,
    failed: hasFailed,
    tryAgain() {
      setHasFailed(false);
      setAttempt(attempt + 1);
    },
  };
}

/** Whoever waits has waited for another language before. */
const PATIENCE_FOR_ENGLISH_MS = 5_000;

/** Tells the page what is shown. */
function Viewing({ onView }: { onView: ((view: View) => void) | undefined }) {
  const form = useForm();
  const language = useLanguage();
  const { text } = language;
  const page = pageOf(form);
  const title = { step: text.steps[form.step].title, sent: text.sent.title, existing: text.existing.title, link: text.link.title }[page];
  const hasErrors = page === "step" && form.summary(form.step).length > 0;
  // Nothing that it gives back: React would take that for what ends the effect.
  useEffect(() => void onView?.({ page, step: form.step, title, hasErrors, language }), [page, form.step, title, hasErrors, language]);
  return null;
}
