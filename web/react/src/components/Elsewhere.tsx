import { useEffect, useRef } from "react";

import { useLanguage } from "../language";
import { referenceIn, statusIn } from "../send";
import { useForm } from "../use-form";
import { Heading } from "./Heading";

/** The account has a signup that is pending or accepted: said before anything is typed. */
export function Existing() {
  const { config } = useForm();
  const { existing, sent } = useLanguage().text;
  const reference = referenceIn(config.connection);
  const returnUrl = config.session?.returnUrl;
  return (
    <Notice title={existing.title}>
      <p className="lead">{statusIn(config.connection) === "enabled" ? existing.enabled : existing.pending}</p>
      {reference && <p className="sent-reference">{sent.reference(reference)}</p>}
      {returnUrl && <a className="ds-link" href={returnUrl}>{sent.back}</a>}
    </Notice>
  );
}

/** Nothing could be sent from here without a link. */
export function NeedsLink() {
  const { needsLink } = useForm().config;
  const { link } = useLanguage().text;
  return (
    <Notice title={needsLink?.hasEnded ? link.ended : link.title}>
      <p className="lead">{link.lead}</p>
      {needsLink?.refreshUrl && <a className="ds-link" href={needsLink.refreshUrl}>{link.again}</a>}
    </Notice>
  );
}

function Notice({ title, children }: { title: string; children: React.ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="sent">
      <Heading rank={1} ref={heading} tabIndex={-1}>{title}</Heading>
      {children}
    </div>
  );
}
