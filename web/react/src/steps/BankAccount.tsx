import { TextField } from "../components/TextField";
import { useLanguage } from "../language";

export function BankAccount() {
  const { bank_name, account_number } = useLanguage().text.bank;
  return (
    <>
      <TextField pointer="/signup/bank_name" {...bank_name} autoComplete="off" />
      <TextField pointer="/signup/account_number" {...account_number} autoComplete="off" spellCheck={false} />
    </>
  );
}
