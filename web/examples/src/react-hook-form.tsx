import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { init, signupSchema } from "merchant-signup";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { type FieldError, useForm } from "react-hook-form";
import { start } from "./start";

function Example() {
  const [sent, setSent] = useState(false);
  const { register, handleSubmit, formState } = useForm({
    defaultValues: start,
    resolver: standardSchemaResolver(signupSchema<typeof start>()),
  });
  const errors = formState.errors.signup;
  const field = (label: string, error: FieldError | undefined, input: ReturnType<typeof register>) => (
    <p>
      <label>
        {label} <input {...input} aria-invalid={error !== undefined} />
      </label>{" "}
      <span role="alert">{error?.message}</span>
    </p>
  );
  return (
    <form noValidate onSubmit={handleSubmit(() => setSent(true))}>
      <h1>React Hook Form</h1>
      {field("Bank", errors?.bank_name, register("signup.bank_name"))}
      {field("Account number", errors?.account_number, register("signup.account_number"))}
      {field("Phone", errors?.applicant?.phone_number, register("signup.applicant.phone_number"))}
      <button type="submit">Send</button>
      {sent && <p role="status">Sent</p>}
    </form>
  );
}

await init();
createRoot(document.getElementById("root")!).render(<Example />);
