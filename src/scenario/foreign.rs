//! Words of Graph and PowerShell, and what they are called here.

/// What a foreign key is called here.
enum Answer {
    /// This key, where the table has it.
    Key(&'static str),
    /// Something else.
    Note(&'static str),
}
use Answer::{Key, Note};

const NAME: Answer = Note("the name stands in the header: [policy.NAME]");
const GRACE: Answer = Note("the grace period stands in [loss]: `grace_period`");
const HEALTH: Answer =
    Note("health is an outcome; [connection.NAME.health_check] says how it is checked");

const KEYS: [(&str, Answer); 32] = [
    ("adDomainName", Key("forest")),
    ("addressPrefix", Key("prefix")),
    ("addressPrefixes", Key("prefix")),
    ("AllowedSyncCycleInterval", Key("allowed_interval")),
    ("allotmentLicensesCount", Key("available")),
    ("connectionType", Key("join")),
    ("CurrentlyEffectiveSyncCycleInterval", Key("interval")),
    ("CustomizedSyncCycleInterval", Key("interval")),
    ("displayName", NAME),
    ("domainJoinConfigurations", Key("connections")),
    ("domainJoinType", Key("join")),
    ("enabledUnits", Key("available")),
    ("gracePeriodInHours", GRACE),
    ("healthCheckStatus", HEALTH),
    ("healthCheckStatusDetail", HEALTH),
    ("imageType", Key("image")),
    ("InterSiteTransportProtocol", Note("every site link replicates over IP")),
    ("localAdminEnabled", Key("local_admin")),
    ("NextSyncCycleStartTimeInUTC", Note("the time until the first cycle is `phase`")),
    ("onPremisesConnectionId", Key("connections")),
    ("onPremisesConnectionIds", Key("connections")),
    ("options", Note("change notification, bit 1 of a site link's options, is notify = true")),
    ("regionGroup", Key("region")),
    ("regionName", Key("region")),
    ("ReplicationFrequencyInMinutes", Key("interval")),
    ("ReplicationSchedule", Key("window")),
    ("SchedulerSuspended", Note("a [condition.NAME] with what = \"connect_suspended\"")),
    ("SitesIncluded", Key("sites")),
    ("StagingModeEnabled", Note("a [condition.NAME] with what = \"connect_staging\"")),
    ("subnetId", Key("subnet")),
    ("SyncCycleEnabled", Note("a [condition.NAME] with what = \"connect_disabled\"")),
    ("userCount", Key("users")),
];

/// Values of Graph that a word of ours stands for.
const WORDS: [(&str, &str); 15] = [
    ("Delta", "delta"),
    ("Initial", "initial"),
    ("managed", "synced"),
    ("DynamicMembership", "dynamic"),
    ("Monday", "mon"),
    ("Tuesday", "tue"),
    ("Wednesday", "wed"),
    ("Thursday", "thu"),
    ("Friday", "fri"),
    ("Saturday", "sat"),
    ("Sunday", "sun"),
    ("azureADJoin", "entra"),
    ("hybridAzureADJoin", "hybrid"),
    ("entraJoin", "entra"),
    ("hybridJoin", "hybrid"),
];

/// Our key for one of Graph's or in its spelling, in a table that knows these keys, and the help.
pub(super) fn key<'k>(written: &str, known: &[&'k str]) -> (Option<&'k str>, Option<String>) {
    let ours = |name: &str| known.iter().copied().find(|key| *key == name);
    if let Some(key) = ours(&snake_case(written)) {
        return (Some(key), Some(format!("keys are written in snake_case: `{key}`")));
    }
    match KEYS.iter().find(|(key, _)| key.eq_ignore_ascii_case(written)) {
        Some((_, Key(key))) => {
            (ours(key), ours(key).map(|key| format!("it is called `{key}` here")))
        }
        Some((_, Note(note))) => (None, Some((*note).into())),
        None => (None, None),
    }
}

/// Our word for a value of Graph's.
pub(super) fn word(written: &str, known: &[&str]) -> Option<&'static str> {
    let (_, ours) = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(written))?;
    known.contains(ours).then_some(ours)
}

fn snake_case(key: &str) -> String {
    let mut snake = String::new();
    for c in key.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(if c == '-' { '_' } else { c.to_ascii_lowercase() });
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_keys_are_told_what_they_are_called_here() {
        for (written, known, help) in [
            ("healthCheck", "health_check", Some("keys are written in snake_case: `health_check`")),
            ("InUse", "in_use", Some("keys are written in snake_case: `in_use`")),
            ("in-use", "in_use", Some("keys are written in snake_case: `in_use`")),
            ("domainJoinType", "join", Some("it is called `join` here")),
            ("domainJoinType", "users", None),
            (
                "gracePeriodInHours",
                "users",
                Some("the grace period stands in [loss]: `grace_period`"),
            ),
            ("CustomizedSyncCycleInterval", "interval", Some("it is called `interval` here")),
            ("SitesIncluded", "sites", Some("it is called `sites` here")),
            ("Cost", "cost", Some("keys are written in snake_case: `cost`")),
            ("prefx", "prefix", None),
        ] {
            assert_eq!(key(written, &[known]).1.as_deref(), help, "{written}");
        }
        assert_eq!(word("hybridAzureADJoin", &["entra", "hybrid"]), Some("hybrid"));
    }
}
