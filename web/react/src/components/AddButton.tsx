import { flushSync } from "react-dom";

import { useForm } from "../use-form";
import { Button } from "./Button";
import { describedBy } from "./Issues";

interface AddButtonProps {
  list: string;
  /** The field of the new element that is filled in first: it takes the focus. */
  first: string;
  children: string;
}

/** Adds an element to a list. What is said about the list leads here. */
export function AddButton({ list, first, children }: AddButtonProps) {
  const form = useForm((form) => form.shownAt(list));

  function add() {
    const index = form.list(list).length;
    // At once, so that there is something to focus.
    flushSync(() => form.insert(list, {}));
    form.place.focus(`${list}/${index}/${first}`);
  }

  return (
    <Button
      variant="secondary"
      data-pointer={list}
      aria-describedby={describedBy(form.shownAt(list).length > 0 && `${form.place.id(list)}-issues`)}
      onClick={add}
    >
      {children}
    </Button>
  );
}
