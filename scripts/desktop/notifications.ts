/** What the notification daemon (dunst) is told to do, and how its printed notifications are read. */

export interface ShownNotification {
  /** When the daemon showed it, UTC epoch milliseconds. */
  at: number;
  /** The daemon's own id; a replaced notification keeps it. */
  id: number;
  appname: string;
  summary: string;
  body: string;
  urgency: 'low' | 'normal' | 'critical';
  /** Labels by key; `default` is a click on the notification itself. */
  actions: Record<string, string>;
}

/**
 * Everything is shown at once and stays until it is closed, so a test may click whenever it likes. Ages are not shown:
 * drawing all that is on screen again each second takes most of a core.
 */
export function dunstConfig(menu: string): string {
  const urgencies = ['low', 'normal', 'critical'].map((name) => `[urgency_${name}]\n    timeout = 0`);
  return `[global]
    monitor = 0
    follow = none
    width = (0, 360)
    origin = top-right
    offset = 16x16
    font = Inter 10
    frame_width = 1
    frame_color = "#868e96"
    corner_radius = 8
    padding = 12
    horizontal_padding = 14
    gap_size = 8
    separator_height = 1
    format = "<b>%s</b>\\n%b"
    markup = full
    word_wrap = yes
    ignore_newline = no
    show_indicators = no
    notification_limit = 0
    idle_threshold = 0
    show_age_threshold = -1
    sort = no
    stack_duplicates = false
    icon_position = off
    dmenu = ${menu}
[everything]
    background = "#25262b"
    foreground = "#e9ecef"
${urgencies.join('\n')}
`;
}

const SHOWN = new RegExp(
  [
    "\\{\\n\\tappname: '([\\s\\S]*?)'\\n",
    "\\tsummary: '([\\s\\S]*?)'\\n",
    "\\tbody: '([\\s\\S]*?)'\\n",
    '\\ticon[\\s\\S]*?\\n\\turgency: (\\w+)\\n',
    '[\\s\\S]*?\\n\\tid: (\\d+)\\n',
    '([\\s\\S]*?)\\tscript_count: \\d+\\n[\\s\\S]*?\\}\\n',
  ].join(''),
);

/** Turns the output of `dunst -print`, in whatever pieces it comes, into notifications. */
export class NotificationParser {
  #pending = '';

  push(text: string): ShownNotification[] {
    this.#pending += text;
    const shown: ShownNotification[] = [];
    for (let found = SHOWN.exec(this.#pending); found !== null; found = SHOWN.exec(this.#pending)) {
      this.#pending = this.#pending.slice(found.index + found[0].length);
      const [, appname = '', summary = '', body = '', urgency = '', id = '', rest = ''] = found;
      shown.push({
        at: Date.now(),
        id: Number(id),
        appname,
        summary,
        body,
        urgency: urgency.toLowerCase() as ShownNotification['urgency'],
        actions: Object.fromEntries(
          [...rest.matchAll(/^\t\t"(.*?)": "(.*)"$/gm)].map((action) => [action[1], action[2]]),
        ),
      });
    }
    return shown;
  }
}
