import { useForm } from "@tanstack/react-form";
import { init, signupSchema } from "merchant-signup";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { start } from "./start";

const FIELDS = [
  ["signup.bank_name", "Bank"],
  ["signup.account_number", "Account number"],
  ["signup.applicant.phone_number", "Phone"],
] as const;

function Example() {
  const [sent, setSent] = useState(false);
  const form = useForm({
    defaultValues: start,
    validators: { onSubmit: signupSchema<typeof start>() },
    onSubmit: () => setSent(true),
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit();
      }}
    >
      <h1>TanStack Form</h1>
      {FIELDS.map(([name, label]) => (
        <form.Field key={name} name={name}>
          {(field) => (
            <p>
              <label>
                {label}{" "}
                <input
                  name={name}
                  value={field.state.value}
                  onChange={(event) => field.handleChange(event.target.value)}
                  aria-invalid={!field.state.meta.isValid}
                />
              </label>{" "}
              <span role="alert">{field.state.meta.errors.map((error) => error?.message).join(" ")}</span>
            </p>
          )}
        </form.Field>
      ))}
      <button type="submit">Send</button>
      {sent && <p role="status">Sent</p>}
    </form>
  );
}

await init();
createRoot(document.getElementById("root")!).render(<Example />);
