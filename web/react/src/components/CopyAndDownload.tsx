import { useState } from "react";

import { useLanguage } from "../language";
import { Button } from "./Button";

/** The signup to keep: as JSON, or as the page that is printed, which shows its answers. */
export function CopyAndDownload({ signup }: { signup: unknown }) {
  const { text } = useLanguage();
  const [isCopied, setIsCopied] = useState(false);
  const json = JSON.stringify(signup, null, 2);

  return (
    <div className="buttons">
      <Button variant="secondary" data-color="neutral" data-size="sm" onClick={() => void copy(json).then(() => setIsCopied(true))}>
        {text.actions.copy}
      </Button>
      <Button variant="secondary" data-color="neutral" data-size="sm" onClick={() => download(json)}>
        {text.actions.download}
      </Button>
      <Button variant="secondary" data-color="neutral" data-size="sm" onClick={() => print()}>
        {text.actions.print}
      </Button>
      <span role="status" className="note">{isCopied && text.actions.copied}</span>
    </div>
  );
}

// The clipboard's own interface needs a secure context and a permission; selecting and copying needs neither.
async function copy(json: string) {
  try {
    await navigator.clipboard.writeText(json);
  } catch {
    const area = document.createElement("textarea");
    area.value = json;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function download(json: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  link.download = "merchant-signup.json";
  link.click();
  URL.revokeObjectURL(link.href);
}
