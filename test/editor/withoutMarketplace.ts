/** To code-server an empty address means that there is no marketplace, so that none is asked. */
export const withoutMarketplace = (env: Record<string, string>): Record<string, string> => ({
  ...env,
  EXTENSIONS_GALLERY: '{"serviceUrl":""}',
});
