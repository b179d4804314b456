/** What every project does with the package: all that it loads, and what it says. */

export async function attempt({ init, check, checkText, createDraft, loadLocale, canonicalize, rules }) {
  await init();
  const empty = check({}, { today: "2026-11-22" });
  await loadLocale("nb");
  const norwegian = check({ signup: {} }, { today: "2026-11-22", locale: "nb" });
  const draft = createDraft({ signup: {} }, { today: "2026-11-22" });
  draft.set("/signup/applicant/phone_number", "+4799999999");
  return {
    status: empty.status,
    code: empty.issues[0].code,
    message: norwegian.issues.find(({ code }) => code === "bank_name.required").message,
    text: (await checkText('{"signup": 1, "signup": 2}', { today: "2026-11-22" })).issues.map(({ code }) => code),
    draft: draft.report.sections.at(-1).status,
    fixed: canonicalize({ signup: { applicant: { phone_number: "+47 99 99 99 99" } } }).value.signup.applicant.phone_number,
    rules: (await rules()).length > 100,
  };
}

export const DUE = {
  status: "incomplete",
  code: "signup.required",
  message: "Oppgi bankens navn",
  text: ["signup.type", "document.duplicate_key"],
  draft: "ready",
  fixed: "+4799999999",
  rules: true,
};
