//! Numbers, probabilities and lengths of time that cannot be.

use super::{Case, refusals};

const PROBABILITIES: &[Case] = &[
    ("not a number", "[failures]\nintuneEnrollFailed = nan\n"),
    ("infinite", "[failures]\nintuneEnrollFailed = +inf\n"),
    ("minus infinity", "[failures]\nintuneEnrollFailed = -inf\n"),
    ("a hair above 1", "[failures]\nintuneEnrollFailed = 1.0000001\n"),
    ("a hair below 0", "[failures]\nintuneEnrollFailed = -1e-18\n"),
    ("a percentage", "[failures]\nintuneEnrollFailed = 95\n"),
    ("a percentage with a sign", "[failures]\nintuneEnrollFailed = \"5 %\"\n"),
    ("beyond any percentage", "[failures]\nintuneEnrollFailed = 1e308\n"),
    ("a decimal comma in a text", "[failures]\nintuneEnrollFailed = \"0,5\"\n"),
    ("a decimal comma", "[failures]\nintuneEnrollFailed = 0,5\n"),
    ("no digit before the point", "[failures]\nintuneEnrollFailed = .5\n"),
    ("a switch", "[failures]\nintuneEnrollFailed = true\n"),
    (
        "a percentage of a condition",
        "[condition.outage]\nwhat = \"intune_outage\"\nprobability = 5\n",
    ),
    (
        "a percentage with a sign of a condition",
        "[condition.outage]\nwhat = \"intune_outage\"\nprobability = \"1 %\"\n",
    ),
];

const COUNTS: &[Case] = &[
    ("negative", "[group.more]\nlicenses_per_user = -1\n"),
    ("with a fraction", "[group.more]\nlicenses_per_user = 1.5\n"),
    ("with a point", "[group.more]\nlicenses_per_user = 2.0\n"),
    ("with an exponent", "replications = 1e3\n"),
    ("1e308", "replications = 1e308\n"),
    ("2^63", "seed = 9223372036854775808\n"),
    ("2^64", "seed = 18446744073709551616\n"),
    ("in quotes", "replications = \"100\"\n"),
    ("in quotes with a thousands separator", "replications = \"1_000\"\n"),
    ("in quotes and hexadecimal", "seed = \"0x10\"\n"),
    ("a thousands comma", "replications = 1,000\n"),
    ("a leading zero", "replications = 007\n"),
    ("two separators in a row", "replications = 1__000\n"),
    ("full-width digits", "replications = １０\n"),
    ("no replications", "replications = 0\n"),
    ("a billion replications", "replications = 1000000000\n"),
    ("too many licenses", "[group.more]\nlicenses_per_user = 101\n"),
    ("no attempts", "[retry]\nattempts = 0\n"),
    ("too many attempts", "[retry]\nattempts = 1000\n"),
    (
        "too many retries by the admin",
        "[admin]\nretry_failed = { after = \"1h\", at_most = 101 }\n",
    ),
    ("a trillion users", "[wave.all]\ngroup = \"staff\"\nusers = 1000000000000\n"),
    (
        "a trillion over many waves",
        "[wave.a]\ngroup = \"staff\"\nusers = 9000000\n\n[wave.b]\ngroup = \"staff\"\nusers = 9000000\n",
    ),
];

const LENGTHS: &[Case] = &[
    ("no unit", "horizon = 14\n"),
    ("no unit in quotes", "horizon = \"14\"\n"),
    ("no quotes", "horizon = 14d\n"),
    ("a word for a unit", "horizon = \"14 days\"\n"),
    ("a fraction", "[retry]\npause = \"1.5h\"\n"),
    ("a decimal comma", "[retry]\npause = \"1,5h\"\n"),
    ("negative", "[retry]\npause = \"-5m\"\n"),
    ("a negative number", "[retry]\npause = -5\n"),
    ("minus zero", "[retry]\npause = \"-0s\"\n"),
    ("an instant", "[retry]\npause = \"+5m\"\n"),
    ("empty", "[retry]\npause = \"\"\n"),
    ("not a number", "[retry]\npause = nan\n"),
    ("months", "horizon = \"P1M\"\n"),
    ("hours and minutes only", "[cleanup]\nafter = \"03:00\"\n"),
    ("a zero horizon", "horizon = \"0d\"\n"),
    ("too long", "horizon = \"999999999d\"\n"),
    ("too long for any number", "horizon = \"99999999999999999999999999999999d\"\n"),
    ("a re-check without end", "[admin.recheck]\nafter = \"0s\"\n"),
];

const DISTRIBUTIONS: &[Case] = &[
    ("sigma 0", "[timing]\ncreate_vm = { dist = \"lognormal\", median = \"5m\", sigma = 0 }\n"),
    ("sigma 50", "[timing]\ncreate_vm = { dist = \"lognormal\", median = \"5m\", sigma = 50 }\n"),
    (
        "sigma not a number",
        "[timing]\ncreate_vm = { dist = \"lognormal\", median = \"5m\", sigma = nan }\n",
    ),
    (
        "sigma a length",
        "[timing]\ncreate_vm = { dist = \"lognormal\", median = \"5m\", sigma = \"1m\" }\n",
    ),
    ("a negative shape", "[timing]\ncreate_vm = { dist = \"gamma\", mean = \"5m\", shape = -1 }\n"),
    (
        "a huge shape",
        "[timing]\ncreate_vm = { dist = \"weibull\", scale = \"5m\", shape = 9999999999 }\n",
    ),
    (
        "out of order",
        "[timing]\ncreate_vm = { dist = \"triangular\", min = \"9m\", mode = \"5m\", max = \"10m\" }\n",
    ),
    (
        "a missing parameter",
        "[timing]\ncreate_vm = { dist = \"triangular\", min = \"3m\", max = \"9m\" }\n",
    ),
    (
        "another law's parameter",
        "[timing]\ncreate_vm = { dist = \"uniform\", min = \"3m\", mode = \"5m\", max = \"9m\" }\n",
    ),
    ("an unknown law", "[timing]\ncreate_vm = { dist = \"normal\", mean = \"5m\" }\n"),
    ("no law", "[timing]\ncreate_vm = { mean = \"5m\" }\n"),
    ("no values", "[timing]\ncreate_vm = { dist = \"empirical\", values = [] }\n"),
    (
        "a value without unit",
        "[timing]\ncreate_vm = { dist = \"empirical\", values = [\"3m\", 5] }\n",
    ),
    (
        "two lists of values",
        "[timing]\ncreate_vm = { dist = \"empirical\", values = [\"3m\"], csv = \"a.csv\" }\n",
    ),
];

#[test]
fn a_probability_that_cannot_be_is_refused() {
    insta::assert_snapshot!(refusals(PROBABILITIES));
}

#[test]
fn a_count_that_cannot_be_is_refused() {
    insta::assert_snapshot!(refusals(COUNTS));
}

#[test]
fn a_length_of_time_that_cannot_be_is_refused() {
    insta::assert_snapshot!(refusals(LENGTHS));
}

#[test]
fn a_distribution_that_cannot_be_is_refused() {
    insta::assert_snapshot!(refusals(DISTRIBUTIONS));
}
