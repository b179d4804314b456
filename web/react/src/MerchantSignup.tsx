import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";

import { Form, pageOf } from "./Form";
import { Boundary } from "./components/Broken";
import { HeadingLevel } from "./components/Heading";
import { openConnection } from "./connection";
import { FormState, type KeptBy } from "./form-state";
import type { Host } from "./host";
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

  useBrowserEffect(() => {
    form.host = hostOf(props);
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
    if (form.step !== step) props.onStep?.(form.step);
  }, [form, step]);
  const language = useShownLanguage(props, form);
  const hasRules = useSyncExternalStore(form.subscribe, () => form.engine.hasRules, () => null);

  return (
    <div
      ref={(root) => void (form.place.root = root)}
      className="merchant-signup"
      id={form.place.id("form")}
      data-color-scheme={colorScheme}
      data-page={isPage || undefined}
      data-rules={hasRules === null ? "coming" : hasRules ? "there" : "missing"}
      lang={language?.locale}
      style={styleOf(props.theme)}
    >
      {!language || isAsking ? (
        props.fallback
      ) : (
        <FormProvider value={form}>
          <LanguageProvider value={language}>
            <HeadingLevel.Provider value={headingLevel}>
              <Boundary isPage={isPage} onError={(cause) => props.onError?.({ kind: "drawing", cause })}>
                <Form isPage={isPage} header={props.header} toolbar={props.toolbar} />
                <Viewing onView={props.onView} />
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
    change: onChange,
    save: onSave && (({ draft, step }) => onSave(draft as SignupDraft, { step: step as Step })),
    sent: onSent,
    step: onStep,
    error: onError,
    href: stepHref,
  };
}

/** Asked once, with a token; a page that knows says so itself. */
function useConnection(props: MerchantSignupProps) {
  const isAsked = Boolean(props.token) && props.connection === undefined && !props.session && !props.needsLink;
  const [found, setFound] = useState<{ connection: unknown } | null>(null);
  const { account, endpoint } = props;
  useEffect(() => {
    if (!isAsked) return;
    let isOver = false;
    void openConnection(configOf(props, null)).then((connection) => {
      if (!isOver) setFound({ connection });
    });
    return () => void (isOver = true);
  }, [isAsked, account, String(endpoint)]);
  return { connection: found?.connection ?? null, isAsking: isAsked && found === null };
}

/** The form's words and the rules' messages change together. What cannot be had leaves the language that is there. */
function useShownLanguage(props: MerchantSignupProps, form: FormState): Language | null {
  const { language: given, texts } = props;
  const locale = given?.locale ?? supported(props.locale ?? "") ?? "en";
  const [shown, setShown] = useState<Language | null>(given ?? null);
  const current = useRef(shown);

  useEffect(() => {
    const there = current.current;
    if (given ? given === there : locale === there?.locale) return;
    let isOver = false;
    const failed = (cause: unknown) => {
      console.warn(cause);
      props.onError?.({ kind: "language", cause });
    };
    async function show() {
      const next = given ?? (await loadLanguage(locale).catch((cause) => (failed(cause), there ?? loadLanguage("en"))));
      await form.speak(next.locale);
      if (isOver) return;
      current.current = next;
      setShown(next);
    }
    show().catch(failed);
    return () => void (isOver = true);
  }, [form, given, locale]);

  const language = useMemo(() => shown && { ...shown, text: withTexts(shown.text, texts) }, [shown, texts]);
  useBrowserEffect(() => {
    if (language) form.sayOfCompanies(language.text.ownership.legalNameMissing);
  }, [form, language]);
  return language;
}

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
