/** Matches a label that is this text and nothing more; icons and line ends around it aside. */
export const exactly = (text: string): RegExp =>
  new RegExp(`^\\s*${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}\\s*$`);
