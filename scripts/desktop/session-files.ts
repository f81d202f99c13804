/** Files that the parts of a private desktop read when they start. */
import { randomBytes } from 'node:crypto';

/** Without a window manager nothing can be minimised, maximised or brought to the front. */
export const WINDOW_MANAGER_CONFIG = `<?xml version="1.0"?>
<JWM>
  <WindowStyle><Width>1</Width><Height>28</Height><Font>Inter-10</Font></WindowStyle>
  <FocusModel>click</FocusModel>
  <Desktops width="1" height="1"><Background type="solid">#343a40</Background></Desktops>
</JWM>
`;

/** A session bus that starts no services by itself: whatever is on it, the test put there. */
export function busConfig(socket: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
}

/** An Xauthority file with one cookie for any display: the display's number is not known before it starts. */
export function xauthority(): Buffer {
  const ANY_HOST = 65535;
  const fields = ['', '', 'MIT-MAGIC-COOKIE-1', randomBytes(16)].map((field) => {
    const bytes = Buffer.from(field as string);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  const family = Buffer.alloc(2);
  family.writeUInt16BE(ANY_HOST);
  return Buffer.concat([family, ...fields]);
}

/**
 * What dunst runs as its menu: answers with the action named in `want`, once, and leaves its answer in `picked`.
 */
export const MENU_SCRIPT = `#!/bin/sh
mv want wanted || exit 0
grep -F "[$(cat wanted)]" > picking
cat picking
mv picking picked
`;
