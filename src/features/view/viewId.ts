/** Of the view “Accounts and Roles”, as the manifest declares it. */
export const VIEW_ID = 'awsSso.sessions';
