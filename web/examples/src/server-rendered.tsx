/** The form as a server has drawn it, brought to life in the browser: with the same language and properties as there. */

import "merchant-signup-react/style.css";

import { MerchantSignup, loadLanguage } from "merchant-signup-react";
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";

const language = await loadLanguage("nb");
hydrateRoot(
  document.getElementById("root")!,
  <StrictMode>
    <MerchantSignup language={language} account="T00000000" token="token" />
  </StrictMode>,
);
