import { Button } from "@digdir/designsystemet-react";
import { type ReactNode, useId } from "react";

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
        <h3 id={id}>{title}</h3>
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
