/** One at a time, across all windows of this editor. */
export interface Lock {
  /**
   * Does the action while nobody else, here or in another window, does one of the same name.
   *
   * @param action told whether the one before was killed over theirs, as far as that is seen.
   * @param onWait called once, when it must wait for somebody else.
   * @throws the signal's reason when it is aborted while waiting; whatever the action throws.
   */
  hold<Result>(
    name: string,
    signal: AbortSignal,
    action: (isAfterCrash: boolean) => Promise<Result>,
    onWait?: () => void,
  ): Promise<Result>;
}
