import type { NotificationPolicy } from '../../../../shared/domain/settings.ts';

/** What each part of the notification settings is given. */
export interface PolicyPart {
  policy: NotificationPolicy;
  onChange: (part: Partial<NotificationPolicy>) => void;
}
