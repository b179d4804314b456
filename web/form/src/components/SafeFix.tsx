import { Button } from "@digdir/designsystemet-react";

import { focusField } from "../focus";
import { useLanguage } from "../language";
import { useForm } from "../use-form";

/** Offers the tidier form of what was typed; nobody has to take it. */
export function SafeFix({ pointer }: { pointer: string }) {
  const form = useForm();
  const { text } = useLanguage();
  const fixed = form.safeFix(pointer);
  if (fixed === undefined) return null;
  return (
    <div className="safe-fix">
      <span>{text.fix.offer(String(fixed))}</span>
      <Button
        variant="secondary"
        data-size="sm"
        onClick={() => {
          form.answer(pointer, fixed);
          focusField(pointer);
        }}
      >
        {text.fix.use}
      </Button>
    </div>
  );
}
