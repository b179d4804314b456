import "merchant-signup-react/style.css";

import { MerchantSignup } from "merchant-signup-react";
import { createElement, StrictMode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";

const root = createRoot(document.getElementById("root"));

/** Draws a form with these properties, or with others than before. */
window.draw = (props) => flushSync(() => root.render(createElement(StrictMode, null, createElement(MerchantSignup, props))));
