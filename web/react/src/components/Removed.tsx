import { flushSync } from "react-dom";

import { useLanguage } from "../language";
import { useForm } from "../use-form";
import { Button } from "./Button";

/** Says who was taken out of a list, with a way back. */
export function Removed({ list }: { list: string }) {
  const form = useForm(({ removed }) => removed);
  const { text } = useLanguage();
  const { removed } = form;

  function putBack(index: number) {
    // At once, so that there is something to focus.
    flushSync(() => form.putBack());
    form.place.focus(`${list}/${index}/name`);
  }

  return (
    // Always there, so that what appears in it is read out.
    <div className="removed" role="status">
      {removed?.list === list && (
        <>
          <span>{text.removed(removed.who)}</span>
          <Button variant="tertiary" data-size="sm" onClick={() => putBack(removed.index)}>
            {text.fix.undo}
          </Button>
        </>
      )}
    </div>
  );
}
