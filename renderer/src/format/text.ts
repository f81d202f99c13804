/** As a sentence begins. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** As a sentence goes on. */
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
