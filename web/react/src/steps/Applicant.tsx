import { TextField } from "../components/TextField";
import { useLanguage } from "../language";

export function Applicant() {
  const { phone_number } = useLanguage().text.applicant;
  return <TextField pointer="/signup/applicant/phone_number" {...phone_number} type="tel" autoComplete="tel" width="medium" />;
}
