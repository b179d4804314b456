/** Moving the focus to what somebody has to see now. */

import { type RefObject, useEffect, useRef } from "react";

/** An element that takes the focus, in the middle of what is seen, each time that a count grows. */
export function useAttention<E extends HTMLElement>(count: number): RefObject<E | null> {
  const box = useRef<E>(null);
  const seen = useRef(count);

  useEffect(() => {
    if (count === seen.current) return;
    seen.current = count;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "center" });
  }, [count]);

  return box;
}
