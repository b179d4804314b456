// Runs before anything is drawn. The first step stands in the page, in the page's language and the device's colours: where
// something else has been chosen, or the address names another step, it is not shown, and the form comes in its place.
const root = document.documentElement;
const kept = (name) => {
  try {
    return sessionStorage.getItem(`merchant-signup.${name}`);
  } catch {
    return null;
  }
};
const scheme = kept("color-scheme") ?? "auto";
const isElsewhere = !["", "#payment_options"].includes(location.hash);
root.dataset.colorScheme = scheme;
if (isElsewhere || scheme !== "auto" || (kept("language") ?? root.lang) !== root.lang) root.dataset.elsewhere = "";
