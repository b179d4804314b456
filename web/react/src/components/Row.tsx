import { type ReactNode, useId } from "react";

import { Button } from "./Button";
import { Heading } from "./Heading";

interface RowProps {
  title: string;
  removeLabel: string;
  /** Left out where the last one has to stay. */
  onRemove?: (() => void) | undefined;
  children: ReactNode;
}

/** One of several: an owner, a signatory. */
export function Row({ title, removeLabel, onRemove, children }: RowProps) {
  const id = useId();
  return (
    <section className="panel row" aria-labelledby={id}>
      <header>
        <Heading rank={3} id={id}>{title}</Heading>
        {onRemove && (
          <Button variant="tertiary" data-size="sm" data-color="neutral" onClick={onRemove}>
            {removeLabel}
          </Button>
        )}
      </header>
      {children}
    </section>
  );
}
