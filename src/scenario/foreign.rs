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
const GRACE: Answer = Note("grace periods are not modeled in this version");
const HEALTH: Answer =
    Note("health is an outcome; [connection.NAME.health_check] says how it is checked");

const KEYS: [(&str, Answer); 16] = [
    ("addressPrefix", Key("prefix")),
    ("addressPrefixes", Key("prefix")),
    ("connectionType", Key("join")),
    ("displayName", NAME),
    ("domainJoinConfigurations", Key("connections")),
    ("domainJoinType", Key("join")),
    ("gracePeriodInHours", GRACE),
    ("healthCheckStatus", HEALTH),
    ("healthCheckStatusDetail", HEALTH),
    ("localAdminEnabled", Key("local_admin")),
    ("onPremisesConnectionId", Key("connections")),
    ("onPremisesConnectionIds", Key("connections")),
    ("regionGroup", Key("region")),
    ("regionName", Key("region")),
    ("subnetId", Key("subnet")),
    ("userCount", Key("users")),
];

/// Values of Graph that a word of ours stands for.
const WORDS: [(&str, &str); 4] = [
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
            ("gracePeriodInHours", "users", Some("grace periods are not modeled in this version")),
            ("prefx", "prefix", None),
        ] {
            assert_eq!(key(written, &[known]).1.as_deref(), help, "{written}");
        }
        assert_eq!(word("hybridAzureADJoin", &["entra", "hybrid"]), Some("hybrid"));
    }
}
