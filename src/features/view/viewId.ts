/** Of the view “Accounts”, as the manifest declares it. */
export const VIEW_ID = 'awsSso.sessions';
