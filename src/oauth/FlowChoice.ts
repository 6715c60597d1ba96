/** The ways in to IAM Identity Center, by the names of the `awsSso.signInFlow` setting. */
export type SignInFlow = 'deviceAuthorization' | 'authorizationCode';

/** The way that a person goes, which they may change while the sign-in goes on. */
export class FlowChoice {
  #flow: SignInFlow;
  #changed = new AbortController();

  constructor(flow: SignInFlow) {
    this.#flow = flow;
  }

  get flow(): SignInFlow {
    return this.#flow;
  }

  /** Aborted when the flow is no longer the one that it is now. */
  get changed(): AbortSignal {
    return this.#changed.signal;
  }

  use(flow: SignInFlow): void {
    if (flow !== this.#flow) {
      this.#flow = flow;
      const before = this.#changed;
      this.#changed = new AbortController();
      before.abort();
    }
  }
}
