import { Button } from "./Button";

/** What is shown where no language could be loaded: in English, which stands here and nowhere else. */
export function NoLanguage({ onAgain }: { onAgain(): void }) {
  return (
    <div className="no-language" role="alert">
      <p>The form could not be loaded. Check the connection to the internet, and try again.</p>
      <Button onClick={onAgain}>Try again</Button>
    </div>
  );
}
