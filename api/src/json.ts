export const { stringify: toJson, parse: fromJson } = JSON;

/** A copy of JSON as the API hands it out: with dates, and frozen, except credentials, which the AWS SDK writes into. */
export function revive<Value>(json: unknown): Value {
  return fromJson(toJson(json), (key, value: { accessKeyId?: unknown } | null) => {
    if (key.startsWith('exp')) {
      return new Date(value as unknown as string);
    }
    return value?.accessKeyId ? value : Object.freeze(value);
  }) as Value;
}
