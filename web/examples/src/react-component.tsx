/** The form as a component, in an application that holds the answers, keeps them itself, and has tokens for the endpoint. */

import "merchant-signup-react/style.css";
import "./react-component.css";

import type { SignupDocument } from "merchant-signup";
import { MerchantSignup, type SentSignup, type SignupDraft } from "merchant-signup-react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

import { start } from "./start";

/** Here a platform's own backend would keep them. */
const drafts = {
  load: (): SignupDraft => JSON.parse(localStorage.getItem("draft") ?? '{ "signup": {} }'),
  save: async (draft: SignupDraft) => localStorage.setItem("draft", JSON.stringify(draft)),
};

/** Short-lived, by the platform's own session: the form asks for another where one has run out. */
async function token(): Promise<string> {
  const answer = await fetch("/token", { method: "POST" });
  return answer.text();
}

function Settings() {
  const [value, setValue] = useState<SignupDocument>(drafts.load);
  const [ready, setReady] = useState("");
  const [sent, setSent] = useState<SentSignup | null>(null);
  const [isOpen, setIsOpen] = useState(true);

  return (
    <>
      <header className="bar">
        <h1>Settings</h1>
        <p role="status">{sent ? `Sent: ${sent.reference}` : ready}</p>
        <button type="button" onClick={() => setValue(start)}>Fill in what is known</button>
        <button type="button" onClick={() => setIsOpen(!isOpen)}>{isOpen ? "Close" : "Open"}</button>
      </header>
      <main>
        {isOpen && (
          <MerchantSignup
            account="T00000000"
            token={token}
            value={value}
            onChange={(next, { report }) => {
              setValue(next);
              const sections = report?.sections ?? [];
              setReady(`${sections.filter(({ status }) => status === "ready").length} of ${sections.length} parts`);
            }}
            onSave={drafts.save}
            onSent={setSent}
            about={{ company: "Fjord Betaling AS", helpEmail: "help@example.com" }}
          />
        )}
      </main>
    </>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Settings />
  </StrictMode>,
);
