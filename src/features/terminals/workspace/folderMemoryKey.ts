/** By what the state of the workspace has the roles of its folders. Looked at while the editor starts. */
export const FOLDER_MEMORY = 'awsSso.folderTerminals';
