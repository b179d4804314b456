import { type ComponentPropsWithoutRef, createContext, forwardRef, useContext } from "react";

/** The level of the form's first heading, so that it fits below those of the page that the form stands on. */
export const HeadingLevel = createContext(1);

interface HeadingProps extends ComponentPropsWithoutRef<"h1"> {
  /** 1 for the title of a step, 2 and 3 for what is below it. */
  rank: 1 | 2 | 3;
}

/** A heading: how it looks follows from its rank in the form, what it is from where the form stands. */
export const Heading = forwardRef<HTMLHeadingElement, HeadingProps>(function Heading({ rank, ...props }, ref) {
  const Tag = TAGS[Math.min(useContext(HeadingLevel) + rank - 2, TAGS.length - 1)] ?? "h6";
  return <Tag ref={ref} className={`title-${rank}`} {...props} />;
});

const TAGS = ["h1", "h2", "h3", "h4", "h5", "h6"] as const;
