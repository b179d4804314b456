/**
 * Keeps the form's styles to the form. The design system puts its variables on the page's root and on its body, and its
 * rules apply wherever their classes are; here both hold for the form's outermost element and what is in it. That element
 * stands in a page as well as in a shadow root, so that one style sheet does for both.
 *
 * And the shades of the accent may be a brand's: each is read from a property of its own first, which `brand.css` gives a
 * value where there is a brand.
 */

const FORM = ".merchant-signup";

/** A plugin of PostCSS. Files of the page that the form is hosted on stay as they are. */
export function scope() {
  return {
    postcssPlugin: "merchant-signup-scope",
    Rule(rule) {
      if (isDone.has(rule) || isPages(rule) || !isOutermost(rule)) return;
      isDone.add(rule);
      rule.selectors = rule.selectors.map(scoped);
    },
    Declaration(declaration) {
      const shade = /^--ds-color-(accent-.+)$/.exec(declaration.prop)?.[1];
      if (shade && declaration.value.startsWith("#")) declaration.value = `var(--_${shade}, ${declaration.value})`;
    },
  };
}

/** The size of letters in the form, of which `rem` are counted: its containers are as large. */
const LETTERS_REM = 1.0625;

/**
 * For the element: `rem` is counted in the reader's own size of letters, which the element finds out (`--_rem`), and not in
 * that of the page's root, which many pages make ten pixels. A query of a container knows no properties: there it is `em`.
 */
export function rem() {
  return {
    postcssPlugin: "merchant-signup-rem",
    Declaration(declaration) {
      declaration.value = declaration.value.replaceAll(REM, (_, number) => (Number(number) === 1 ? "var(--_rem)" : `calc(${number} * var(--_rem))`));
    },
    AtRule: {
      container(rule) {
        rule.params = rule.params.replaceAll(REM, (_, number) => `${(Number(number) / LETTERS_REM).toFixed(4)}em`);
      },
    },
  };
}

const REM = /(?<![\w.#-])(-?(?:\d+\.?\d*|\.\d+))rem\b/g;

const isDone = new WeakSet();

function isPages(rule) {
  return /\/form\/src\/|fontsource/.test(rule.source?.input.file ?? "");
}

// A rule in another belongs to it already, and steps of an animation are no elements.
function isOutermost(rule) {
  for (let { parent } = rule; parent; { parent } = parent) {
    if (parent.type === "rule" || (parent.type === "atrule" && parent.name.endsWith("keyframes"))) return false;
  }
  return true;
}

function scoped(selector) {
  if (selector.includes(FORM)) return selector;
  const root = selector.replace(/^(:root|html|body)(?![\w-])/, FORM);
  if (root !== selector) return root;
  // Variables for whatever has the attribute: the form itself, or a part of it.
  if (/^\[data-color-scheme[^\]]*\]$/.test(selector)) return `${FORM}${selector}`;
  return `:where(${FORM}) ${selector}`;
}
