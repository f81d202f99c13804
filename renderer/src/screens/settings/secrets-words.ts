import type { AppInfo } from '../../../../shared/domain/settings.ts';

const backends: Record<string, string> = {
  keychain: 'the macOS Keychain',
  dpapi: 'Windows data protection',
  gnome_libsecret: 'the GNOME keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

/** How passwords are kept on this machine. */
export function secretsInWords(info: Pick<AppInfo, 'secrets'>, allowPlain: boolean): string {
  const { backend, encrypts } = info.secrets;
  if (encrypts) return `Passwords are encrypted by ${backends[backend] ?? backend} before they are stored.`;
  if (allowPlain) return 'Passwords are stored without encryption, as you allowed.';
  return 'This machine offers no safe place for passwords, so Pulse keeps them in memory only. They are gone when you quit Pulse, and you enter them again after the next start.';
}
