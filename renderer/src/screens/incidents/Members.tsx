import type { IncidentMember } from '../../../../shared/domain/incident.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Ago, Lasting } from '../../components/Time.tsx';
import { healthWord, severityHealth } from '../../format/words.ts';
import { useDetail } from '../../stores/detail.ts';
import { Feedback } from './Feedback.tsx';
import classes from './Incidents.module.css';

/** Each finding inside the incident. */
export function Members({ members }: { members: readonly IncidentMember[] }) {
  const checks = useDetail((state) => state.detail?.checks);
  const learns = (id: number): boolean =>
    checks?.some(
      (check) => check.id === id && (check.rule.kind === 'anomaly' || check.config.learn === true),
    ) ?? false;
  return (
    <ul className={classes.members}>
      {members.map((member) => {
        const health = member.resolvedAt === null ? severityHealth[member.severity] : 'healthy';
        return (
          <li key={member.key} data-over={member.resolvedAt !== null || undefined}>
            <span className={classes.memberGlyph} title={healthWord[health]}>
              <Glyph name={health} />
            </span>
            <div>
              <div className={classes.memberName}>{member.name}</div>
              <div>{member.message}</div>
              <div className={classes.small}>
                {member.resolvedAt === null ? (
                  <>
                    {healthWord[health]} <Lasting at={member.since} />
                  </>
                ) : (
                  <>
                    Fine again <Ago at={member.resolvedAt} />
                  </>
                )}
              </div>
              {member.checkId !== null && learns(member.checkId) && (
                <Feedback checkId={member.checkId} name={member.name} />
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
