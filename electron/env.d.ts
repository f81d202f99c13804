/** Set by the bundler. False in a build for users, so that everything about the demo world is left out of it. */
declare const __DEMO__: boolean;
/** Set by the bundler. True only under `electron-vite dev`, where the window's files come from its server. */
declare const __DEV_SERVER__: boolean;

declare module '*.png?inline' {
  const dataUrl: string;
  export default dataUrl;
}
