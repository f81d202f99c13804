/** The parts of the settings, as they stand below one another, and what else they are looked for by. */
export const SETTINGS_SECTIONS = [
  { title: 'Appearance', words: 'theme dark light time zone utc' },
  { title: 'Start', words: 'login launch autostart' },
  { title: 'Notifications', words: 'quiet hours repeat rules routing desktop test' },
  { title: 'Webhooks', words: 'slack channel post' },
  { title: 'Passwords', words: 'secrets keychain encryption' },
  { title: 'Holidays', words: 'calendar days patient' },
  { title: 'History', words: 'retention keep summaries days' },
  { title: 'Daily export', words: 'csv folder schedule' },
  { title: 'Backups', words: 'restore copy' },
  { title: 'Configuration', words: 'yaml import file team' },
  { title: 'Data folder', words: 'path logs' },
  { title: 'About', words: 'version licence' },
] as const;

export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]['title'];
