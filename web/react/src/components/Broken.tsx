import { Component, type ReactNode } from "react";

import { useLanguage } from "../language";
import { asSent } from "../send";
import { useForm } from "../use-form";
import { Button } from "./Button";
import { CopyAndDownload } from "./CopyAndDownload";
import { Heading } from "./Heading";

interface BoundaryProps {
  /** The form is the page: it can be loaded again. */
  isPage: boolean;
  onError(cause: unknown): void;
  children: ReactNode;
}

/** What is shown where the form cannot draw what it was given, instead of an empty page. */
export class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidCatch(cause: unknown) {
    this.props.onError(cause);
  }

  override render() {
    return this.state.isBroken ? <Broken isPage={this.props.isPage} onBegin={() => this.setState({ isBroken: false })} /> : this.props.children;
  }
}

function Broken({ isPage, onBegin }: { isPage: boolean; onBegin(): void }) {
  const Main = isPage ? "main" : "div";
  const form = useForm();
  const { broken } = useLanguage().text;
  return (
    <Main className="desk sent">
      <Heading rank={1}>{broken.title}</Heading>
      <p className="lead">{broken.lead}</p>
      <CopyAndDownload signup={asSent(form.value)} />
      <div className="buttons">
        {isPage && <Button onClick={() => location.reload()}>{broken.reload}</Button>}
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
    </Main>
  );
}
