import "merchant-signup-react/style.css";

import { MerchantSignup } from "merchant-signup-react";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

createRoot(document.getElementById("root")).render(createElement(MerchantSignup, { account: "T00000000", locale: "nb" }));
