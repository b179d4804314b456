import { Button } from "@digdir/designsystemet-react";
import { Component, type ReactNode } from "react";

import { useLanguage } from "../language";
import { asSent } from "../send";
import { useForm } from "../use-form";
import { CopyAndDownload } from "./CopyAndDownload";

/** What is shown where the form cannot draw what it was given, instead of an empty page. */
export class Boundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <Broken onBegin={() => this.setState({ isBroken: false })} /> : this.props.children;
  }
}

function Broken({ onBegin }: { onBegin(): void }) {
  const form = useForm();
  const { broken } = useLanguage().text;
  return (
    <main className="desk sent">
      <h1>{broken.title}</h1>
      <p className="lead">{broken.lead}</p>
      <CopyAndDownload signup={asSent(form.value)} />
      <div className="buttons">
        <Button onClick={() => location.reload()}>{broken.reload}</Button>
        <Button
          variant="secondary"
          onClick={() => {
            form.startOver();
            onBegin();
          }}
        >
          {broken.begin}
        </Button>
      </div>
    </main>
  );
}
