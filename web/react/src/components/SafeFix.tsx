import { useLanguage } from "../language";
import { inOneBox } from "../meanings";
import { useField } from "../use-form";
import { Button } from "./Button";

/** Says what was typed where it is now written otherwise, with a way back; or offers to write it otherwise. */
export function SafeFix({ pointer }: { pointer: string }) {
  const form = useField(pointer);
  const { text } = useLanguage();
  const typed = form.typedBefore(pointer);
  if (typed !== null) {
    return (
      <Line className="tidied" text={text.fix.applied(inOneBox(typed))} action={text.fix.undo} onAction={() => form.writeAsTyped(pointer)} pointer={pointer} />
    );
  }
  const fixed = form.safeFix(pointer);
  if (fixed === undefined) return null;
  return (
    <Line className="safe-fix" text={text.fix.offer(String(fixed))} action={text.fix.use} onAction={() => form.answer(pointer, fixed)} pointer={pointer} />
  );
}

interface LineProps {
  className: string;
  pointer: string;
  text: string;
  action: string;
  onAction(): void;
}

function Line({ className, pointer, text, action, onAction }: LineProps) {
  const form = useField(pointer);
  return (
    <div className={className}>
      <span>{text}</span>
      <Button
        variant={className === "tidied" ? "tertiary" : "secondary"}
        data-size="sm"
        onClick={() => {
          onAction();
          form.place.focus(pointer);
        }}
      >
        {action}
      </Button>
    </div>
  );
}
