import type { ComponentProps } from "react";

interface ButtonProps extends ComponentProps<"button"> {
  /** The design system's; without one it is the button of the page. */
  variant?: "secondary" | "tertiary";
  "data-size"?: "sm";
  "data-color"?: "danger" | "neutral";
}

/**
 * A native button with the design system's classes. The other elements carry them where they stand: its React components
 * come with a hundred kilobytes that a form has no use for.
 */
export function Button({ variant, type = "button", ...props }: ButtonProps) {
  return <button {...props} type={type} className="ds-button" data-variant={variant} />;
}
