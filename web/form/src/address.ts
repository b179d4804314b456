/** The step stands in the address, so that back, forward and reload work as everywhere. */

import { type Step, isStep } from "merchant-signup-react";
import { useEffect, useRef, useState } from "react";

/** The step to show, and what to call when the form shows one. */
export function useStepInAddress(saved: string | null | undefined): [Step, (step: Step) => void] {
  const [step, setStep] = useState<Step>(() => stepInAddress() ?? (isStep(saved) ? saved : "payment_options"));
  const shown = useRef(step);
  const asked = useRef<Step | null>(null);

  useEffect(() => {
    // The first step takes the place of the bare address: going back from it leaves the form.
    if (location.hash === "") replace(shown.current);
    const listen = () => {
      const named = stepInAddress() ?? replace("payment_options");
      if (named === shown.current) return;
      asked.current = named;
      setStep(named);
    };
    addEventListener("hashchange", listen);
    return () => removeEventListener("hashchange", listen);
  }, []);

  function show(next: Step) {
    const named = stepInAddress();
    shown.current = next;
    // Where the form did not go along with the address, that is put right.
    if (named !== next && asked.current === named) replace(next);
    else if (named !== next) location.hash = next;
    asked.current = null;
    setStep(next);
  }

  return [step, show];
}

function replace(step: Step): Step {
  history.replaceState(null, "", `#${step}`);
  return step;
}

function stepInAddress(): Step | null {
  // There is none where the page is drawn by the build.
  const name = typeof location === "undefined" ? "" : location.hash.slice(1);
  return isStep(name) ? name : null;
}
